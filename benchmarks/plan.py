"""How long plans take: for the examples, and for large made-up rubrics with four gates.

    PYTHONPATH=. python benchmarks/plan.py

Each figure is the processor time of one plan with its whole frontier, after start-up and reading, the best of three.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

from tests.support.plans.large import make_large

import nhsdx
from nhsdx.analysis.plan.plans import find_plan
from nhsdx.analysis.plan.proving import prove_plan
from nhsdx.analysis.plan.terms import PlanGoal

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
NAMES = ("marlowe-vale", "harrowmere", "fenmarch-saltings", "otterbridge-wold")


def measure(action: Callable[[], object]) -> float:
    """The processor time of an action in milliseconds, the best of some runs."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def show(name: str, find: Callable[[], nhsdx.Plan]) -> None:
    """Print a plan's row."""
    print(f"| {name} | {measure(find):.0f} | {measure(partial(prove_plan, find())):.0f} |")


def main() -> None:
    """Print a Markdown table."""
    print("| plan | milliseconds | its proof |\n| --- | ---: | ---: |")
    for name in NAMES:
        assessment = nhsdx.load_assessment(ROOT / "examples" / f"{name}.toml")
        for target in ("60", "gates=clear"):
            show(f"{name}, {target}", partial(nhsdx.plan, assessment, target))
    for count in (40, 100):
        case, efforts = make_large(1, count)
        show(f"{count} criteria, four gates", partial(find_plan, case, PlanGoal(score=Fraction(62)), efforts))


if __name__ == "__main__":
    main()
