"""Tries every law on generated cases that no test has tried, and lists the cases that break a law.

    python tools/laws.py [MINUTES [SEED [TEST …]]]     10 minutes of tests/property, from seed 1

The tests have the same cases on every run. Here each round has a seed of its own, so that a round can be repeated.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ["tests/property"]


def main() -> int:
    """Exit code 1 if a law is broken; the round that broke it is shown."""
    words = sys.argv[1:]
    minutes, seed = float((words[:1] or ["10"])[0]), int((words[1:2] or ["1"])[0])
    end = time.monotonic() + 60 * minutes
    rounds = broken = 0
    while time.monotonic() < end:
        broken += not _try_laws(seed + rounds, words[2:] or TESTS)
        rounds += 1
    print(f"{rounds} rounds, {broken} in which a law was broken")
    return 1 if broken else 0


def _try_laws(seed: int, tests: list[str]) -> bool:
    """Whether every law is true of a round of cases; cases that break a law are printed."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}", *tests]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NHSDX_NEW_CASES": "1"}, capture_output=True, text=True, check=False
    )
    print(f"seed {seed}: {done.stdout.strip().splitlines()[-1]}", flush=True)
    if done.returncode:
        print(done.stdout)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
