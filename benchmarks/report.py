"""How long `nhsdx report` takes compared with `nhsdx assess --format json`, and how large its file is.

    python benchmarks/report.py [ROUNDS]

Both run as separate processes, in turn, so a machine that slows down affects both.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import nhsdx

ROOT = Path(__file__).resolve().parents[1]
# All 32 criteria are asked, and three gates are not clear.
EXAMPLE = str(ROOT / "examples" / "otterbridge-wold.toml")
PROGRAM = str(Path(sys.executable).parent / "nhsdx")
GOAL = 2.5
LARGEST = 150_000
OTHERS = ("markdown", "docx", "pdf")


def main() -> None:
    """Time both, and print the goals with the measurements."""
    rounds = int([*sys.argv[1:], "15"][0])
    compileall.compile_dir(str(Path(nhsdx.__file__).parent), quiet=1)
    commands = {
        "assess --format json": [PROGRAM, "assess", EXAMPLE, "--format", "json"],
        "report": [PROGRAM, "report", EXAMPLE],
        **{f"report --format {name}": [PROGRAM, "report", EXAMPLE, "--format", name] for name in OTHERS},
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            size = len(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            times[name].append(time.perf_counter() - start)
            if name == "report" and size > LARGEST:
                print(f"{size} bytes (goal: at most {LARGEST}: MISSED)")
    first = times["assess --format json"]
    for name, seconds in times.items():
        ratio = median(mine / theirs for mine, theirs in zip(seconds, first, strict=True))
        goal = f" (goal: at most {GOAL}: {'kept' if ratio <= GOAL else 'MISSED'})" if name == "report" else ""
        print(f"{name:26} {median(seconds) * 1000:5.0f} ms, {ratio:.2f} times the first{goal}")


if __name__ == "__main__":
    main()
