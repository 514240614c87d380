"""Gives every file of a folder to the commands that read files of its kind, and lists those that crash a command.

Test suites of other programs are good folders: https://github.com/toml-lang/toml-test for TOML,
https://github.com/maxogden/csv-spectrum for CSV, https://github.com/nst/JSONTestSuite for JSON.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.run import nhsdx

RUBRIC = "nhs-digital-leadership"
MAP = (
    'format = "nhsdx.questionnaire/1"\nsource = "plain"\n[scales.scale]\ninstrument = "likert"\ncolumns = ["A", "B"]\n'
)
BUG = 3
TOML = (
    ("assess", "FILE"),
    ("check", "FILE", "--format", "json"),
    ("check", "OWN", "--policy", "FILE"),
    ("report", "FILE", "--format", "markdown"),
    ("explain", "FILE"),
    ("migrate", "FILE", "--to", RUBRIC),
    ("verify", "FILE"),
    ("rubric", "lint", "FILE"),
    ("rubric", "test", "FILE"),
    ("rubric", "show", "FILE"),
    ("rubric", "diff", RUBRIC, "FILE"),
    ("batch", "TABLE", "--rubric", RUBRIC, "--map", "FILE"),
    ("survey", "TABLE", "--rubric", RUBRIC, "--map", "FILE"),
)
TABLE = (("batch", "FILE", "--rubric", RUBRIC), ("survey", "FILE", "--rubric", RUBRIC, "--map", "MAP"))
JSON = (("verify", "FILE"), ("compare", "FILE", "FILE"), ("check", "OWN", "--no-regression", "FILE"), *TABLE[:1])
COMMANDS = {
    ".toml": TOML,
    ".json": JSON,
    ".jsonl": JSON,
    ".ndjson": JSON,
    ".csv": TABLE,
    ".tsv": TABLE,
    ".txt": TABLE,
    ".xlsx": TABLE,
    ".parquet": TABLE,
    ".arrow": TABLE,
}


class Crash(NamedTuple):
    """A command that ended with a bug, and its output."""

    arguments: tuple[str, ...]
    said: str


def find_crashes(folder: Path, work: Path) -> Iterator[Crash]:
    """The commands that crash on a file of the folder."""
    stand_ins = {"OWN": _write(work / "own.toml", _write_assessment()), "MAP": _write(work / "map.toml", MAP)}
    stand_ins["TABLE"] = _write(work / "table.csv", "A,B\n1,2\n")
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        for command in COMMANDS.get(path.suffix.lower(), ()):
            arguments = tuple(stand_ins.get(word, str(path) if word == "FILE" else word) for word in command)
            run = nhsdx("--debug", *arguments, cwd=work)
            if run.code == BUG or "Traceback" in run.err:
                yield Crash(arguments, run.err)


def _write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def _write_assessment() -> str:
    head = f'format = "nhsdx.assessment/1"\nrubric = "{RUBRIC}@2"\n'
    return f'{head}[assessment]\nsubject = "A foreign file"\ndate = 2026-10-01\n'


def main() -> int:
    """Prints each crash; the exit code is 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of files: TOML, CSV, JSON, workbooks")
    folder = parser.parse_args().folder.resolve()
    if not folder.is_dir():
        parser.error(f"{folder} is not a folder")
    found = 0
    with tempfile.TemporaryDirectory() as work:
        for crash in find_crashes(folder, Path(work)):
            found += 1
            print(f"nhsdx {' '.join(crash.arguments)}\n{crash.said}")
    print(f"{found} crash{'es' * (found != 1)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
