"""Tries plans against brute force on random rubrics of every kind, with thousands of cases.

Usage: python tools/try_plans.py [CASES] [FIRST-SEED]. Every combination of steps is scored by the engine, and the whole
frontier of the plan must have the same costs and scores. Cases with too many combinations are skipped and not counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.plans.comparing import compare_frontiers

MOST = 300
"""The most combinations of steps that are tried for a case."""


def main(arguments: list[str]) -> int:
    """Tries the cases, prints how many agree, and returns 1 if one does not."""
    wanted, first = (int(one) for one in (*arguments, *("10000", "0")[len(arguments) :]))
    found: Counter[str] = Counter()
    for seed in count(first):
        if found["agree"] + found["differ"] >= wanted:
            break
        compared = compare_frontiers(seed, MOST)
        if compared is None:
            found["too large"] += 1
        elif compared.found is None:
            found["refused"] += 1
        else:
            found["agree" if compared.agrees else "differ"] += 1
            if not compared.agrees:
                sys.stdout.write(f"seed {seed} differs: {compared}\n")
    sys.stdout.write(
        ", ".join(f"{number:,} {word}" for word, number in found.items()) + f" (seeds {first} to {seed})\n"
    )
    return 1 if found["differ"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
