"""How long `nhsdx check` takes for many assessments, compared with scoring them in one process: a ratio from one run.

    python benchmarks/check.py [ASSESSMENTS [ROUNDS]]

Both run as separate processes, in turn, so a machine that slows down affects both.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nhsdx

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "marlowe-vale.toml"
BIN = Path(sys.executable).parent
GOAL = 1.3
SCORING = """
import gc, sys
from pathlib import Path
gc.disable()
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.scoring.engine import score_with
loader = AssessmentLoader()
results = []
for path in sorted(Path(sys.argv[1]).glob("*.toml")):
    loaded = loader.load(str(path))
    results.append(score_with(loaded.instrument, loaded.assessment))
gc.freeze()
"""


def main() -> None:
    """Time both, and print the ratio with its goal."""
    count, rounds = (int(word) for word in [*sys.argv[1:], "1000", "5"][:2])
    compileall.compile_dir(str(Path(nhsdx.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        text = EXAMPLE.read_text(encoding="utf-8")
        for number in range(count):
            (Path(folder) / f"assessment-{number:05}.toml").write_text(text, encoding="utf-8")
        scoring = [sys.executable, "-c", SCORING, folder]
        commands = {
            "scoring in one process": scoring,
            "nhsdx check": [str(BIN / "nhsdx"), "check", folder],
            "nhsdx check, JSON": [str(BIN / "nhsdx"), "check", folder, "--format", "json"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
                times[name].append(time.perf_counter() - start)
    for name, seconds in times.items():
        print(f"{name:24} {median(seconds):6.2f} s for {count}")
    for name in list(commands)[1:]:
        ratio = median(mine / theirs for mine, theirs in zip(times[name], times["scoring in one process"], strict=True))
        print(f"{name} / scoring: {ratio:.2f} (goal: at most {GOAL}: {'met' if ratio <= GOAL else 'MISSED'})")


if __name__ == "__main__":
    main()
