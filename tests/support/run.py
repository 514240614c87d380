"""Runs the program in this process, as its users run it in a shell."""

from __future__ import annotations

import gc
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from nhsdx.main import main

ROOT = Path(__file__).resolve().parents[2]
UPDATE = "NHSDX_UPDATE_SNAPSHOTS"


@dataclass(frozen=True, slots=True)
class Run:
    """The exit code and the output of a run of the program."""

    code: int
    out: str
    err: str


def nhsdx(
    *arguments: str, cwd: Path = ROOT, stdin: bytes = b"", columns: int | None = None, is_merged: bool = False
) -> Run:
    """Runs `nhsdx` with stdout and stderr as pipes, or as one pipe; by default in the checkout."""
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(written if is_merged else io.BytesIO(), encoding="utf-8", write_through=True)
    environment = {"COLUMNS": str(columns)} if columns is not None else {}
    before = Path.cwd()
    with (
        patch.object(sys, "argv", ["nhsdx", *arguments]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.dict(os.environ, environment),
        # Here, unlike in a process that ends, what the run leaves behind must be collected.
        patch.object(gc, "freeze"),
    ):
        if columns is None:
            os.environ.pop("COLUMNS", None)
        os.chdir(cwd)
        # As a run of its own process does.
        gc.disable()
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            os.chdir(before)
            gc.enable()
    return Run(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def assert_snapshot(name: str, text: str) -> None:
    """Compares what users see with the pinned file; NHSDX_UPDATE_SNAPSHOTS=1 updates the file."""
    path = ROOT / "tests" / "snapshots" / name
    if os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} differs; see {UPDATE} in CONTRIBUTING.md"
