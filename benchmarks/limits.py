"""How long commands take, and how much memory, for inputs just below each limit; and whether one more is refused.

    python benchmarks/limits.py [--write] [WORD …]

A word is a part of the name of a limit in docs/limits.md; without a word, all limits are measured. Every command is a
child process. `--write` puts the figures into the table of docs/limits.md. Times are processor times, so a busy
machine changes them little. The growth is the exponent from half the size to the whole, without the time of the start.
"""

from __future__ import annotations

import math
import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import tomli_w

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.limit_inputs import SCENARIOS, Files, Scenario  # noqa: E402 - as above

PAGE = ROOT / "docs" / "limits.md"
TABLE = re.compile(r"(<!-- measured: limits -->\n\n(?:\|.*\n){2})((?:\|.*\n)*)")
PATIENCE = 30
SECONDS, MEBIBYTES = 5.0, 500.0
SHORT = 0.2
"""Times below this are too short to measure a growth."""
REFUSED = 2


class Run(NamedTuple):
    """A command that has ended: its exit code, processor seconds, peak memory in MiB, and errors."""

    command: str
    code: int
    seconds: float
    memory: float
    errors: str


def main() -> None:
    """Measure and print, limit by limit."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    rows = {}
    for scenario in SCENARIOS:
        if not words or any(word in scenario.what for word in words):
            rows[scenario.what] = measure_limit(scenario)
            print("| " + " | ".join(rows[scenario.what]) + " |", flush=True)
    if "--write" in sys.argv:
        write_rows(rows)


def measure_limit(scenario: Scenario) -> tuple[str, ...]:
    """A row of the table: the limit, its slowest command and growth, the peak memory, and what happens above it."""
    runs = list(run_commands(scenario, scenario.most, scenario.commands))
    for run in runs:
        if run.code not in (0, 1) or run.seconds > SECONDS or run.memory > MEBIBYTES:
            print(f"  {run.code} {run.seconds:.1f} s {run.memory:.0f} MiB {run.command} {run.errors[-300:]}")
    slowest = max(runs, key=lambda run: run.seconds)
    (above,) = run_commands(scenario, scenario.most + 1, scenario.commands[-1:])
    is_refused = above.code == REFUSED and ("too-many" in above.errors or "too-large" in above.errors)
    return (
        scenario.what,
        f"{scenario.most:,}",
        f"`{' '.join(re.sub(r'-o scores.parquet|[a-z]*.(toml|json|csv)', '', slowest.command).split())}`",
        f"{slowest.seconds:.1f}",
        find_growth(scenario, slowest),
        f"{max(run.memory for run in runs):.0f}",
        f"refused in {above.seconds:.1f} s" if is_refused else f"NOT REFUSED: {above.code}",
    )


def find_growth(scenario: Scenario, slowest: Run) -> str:
    """The exponent with which the time of a command grows."""
    (least,) = run_commands(scenario, 1, (slowest.command,))
    (half,) = run_commands(scenario, scenario.most // 2, (slowest.command,))
    whole, part = slowest.seconds - least.seconds, half.seconds - least.seconds
    return f"{math.log2(whole / part):.1f}" if min(whole, part) > SHORT else "-"


def run_commands(scenario: Scenario, size: int, commands: Sequence[str]) -> Iterator[Run]:
    """Every command with an input of this size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(scenario.build(size), folder)
        if any(command.startswith("verify") for command in commands):
            run_command("assess a.toml --format json -o result.json", folder)
        for command in commands:
            yield run_command(command, folder)
            (folder / "scores.parquet").unlink(missing_ok=True)


def write_files(files: Files, folder: Path) -> None:
    """Writes the files of a scenario."""
    for name, content in files.items():
        text = tomli_w.dumps(content) if isinstance(content, dict) else content
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)


def run_command(command: str, folder: Path) -> Run:
    """Runs a command of nhsdx in a folder; it is stopped if it takes too long."""
    program = [sys.executable, "-m", "nhsdx", *shlex.split(command)]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as errors:
        child = subprocess.Popen(program, cwd=folder, stdout=out, stderr=errors, preexec_fn=_limit_time)  # noqa: PLW1509 - there are no threads
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    text = (folder / "stderr").read_text(errors="replace")
    return Run(command, child.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def _limit_time() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def write_rows(rows: dict[str, tuple[str, ...]]) -> None:
    """Replaces the rows in the table of the page."""
    page = PAGE.read_text(encoding="utf-8")
    found = TABLE.search(page)
    if found is None:
        raise SystemExit(f"{PAGE}: the table is missing")
    lines = {line.split("|")[1].strip(): line for line in found[2].splitlines()}
    lines |= {what: f"| {' | '.join(row)} |" for what, row in rows.items()}
    listed = [lines[scenario.what] for scenario in SCENARIOS if scenario.what in lines]
    text = found[1] + "".join(f"{line}\n" for line in listed)
    PAGE.write_text(page.replace(found[0], text), encoding="utf-8")


if __name__ == "__main__":
    main()
