"""Large rubrics of means within means, with gates and efforts."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.scoring import Instrument
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.gated import gate

CRITERIA = 40


def make_large(seed: int, criteria: int = CRITERIA) -> tuple[Case, Efforts]:
    """A mean of means with random weights and answers, four gates on criteria that cap the whole, and efforts."""
    random = Random(seed)  # noqa: S311 - a test that can be repeated
    table = flat_rubric({f"c{n}": level_criterion(weight=random.randint(1, 9)) for n in range(criteria)})
    table["dimensions"] |= {f"d{n}": {"title": "D", "weight": random.randint(1, 5)} for n in range(4)}
    for n, criterion in enumerate(table["criteria"].values()):
        criterion["dimension"] = ["all-of-it", "d0", "d1", "d2", "d3"][n % 5]
    table["gates"] = {f"g{n}": gate(f"c{n}", n, cap={"overall": 2 if n % 2 else 1}) for n in range(4)}
    rubric = rubric_from(table)
    answers: Table = {name: random.randint(0, 3) for name in rubric.criteria}
    case = Case.of("large", Instrument.of(rubric), assessment_from(rubric, answers))
    steps = {
        f"{name}.level-{level}": Fraction(random.randint(1, 8)) for name in rubric.criteria for level in range(1, 6)
    }
    return case, Efforts("days", steps)
