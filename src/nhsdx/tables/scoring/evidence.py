"""How far evidence supports an answer, in columns; `scoring.evidence` has the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.scoring import Scale
from nhsdx.tables.columns import name_evidence_column, name_seen_column
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, keep_where, make_number
from nhsdx.tables.scoring.cells import NOTHING, Words
from nhsdx.tables.scoring.dates import DayColumns, read_date
from nhsdx.tables.scoring.texts import MONTH

Ceiling = Expr | float | None
"""The highest score that evidence supports: a number if it is the same in all rows; None for no limit."""


class EvidenceColumns(NamedTuple):
    """The highest score that the evidence supports, and where the grades and dates of each column are invalid."""

    ceiling: Ceiling
    wrong: Mapping[str, Expr]


def read_evidence(table: FrameBuilder, rubric: Rubric, name: str, days: DayColumns | None) -> EvidenceColumns:
    """How far the evidence for a criterion supports its answers.

    An invalid grade counts like an empty one, and evidence with an invalid date as evidence without one.
    """
    if not rubric.evidence_grades:
        return EvidenceColumns(None, {})
    wrong: dict[str, Expr] = {}
    position = _find_grade(table, rubric, name, wrong)
    ceilings = list(_list_ceilings(table, rubric, name, days, wrong))
    if isinstance(position, int):
        return EvidenceColumns(ceilings[position], wrong)
    if len(set(map(str, ceilings))) == 1:
        return EvidenceColumns(ceilings[0], wrong)
    scores = [make_number(ceiling) if isinstance(ceiling, float) else ceiling for ceiling in ceilings]
    cases = [(position == place, score) for place, score in enumerate(scores)]
    return EvidenceColumns(choose(cases[1:], cases[0][1]), wrong)


def _find_grade(table: FrameBuilder, rubric: Rubric, name: str, wrong: dict[str, Expr]) -> Expr | int:
    """The place of the grade, counted from the weakest, 0."""
    places = {grade.id: place for place, grade in enumerate(rubric.evidence_grades)}
    default = places.get(rubric.criteria[name].evidence_default or "", 0)
    column = name_evidence_column(name)
    if column not in table:
        return default
    cell = Words(places, nothing=NOTHING).read(table, column)
    wrong[column] = cell.wrong
    return choose([(~cell.value.is_null(), cell.value)], make_number(default))


def _list_ceilings(
    table: FrameBuilder, rubric: Rubric, name: str, days: DayColumns | None, wrong: dict[str, Expr]
) -> Iterator[Expr | float]:
    """The score up to which each grade supports an answer; evidence too old for it counts as the next weaker one."""
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    seen = _read_seen(table, name, days, wrong)
    ceiling: Expr | float = 0.0
    for place, grade in enumerate(rubric.evidence_grades):
        score = scale.scores[criterion.evidence_supports.get(grade.id, grade.supports)]
        if not place or not criterion.evidence_ages or grade.max_age_months is None:
            ceiling = score
        elif seen is not None and days is not None:
            weaker = make_number(ceiling) if isinstance(ceiling, float) else ceiling
            ceiling = choose([(seen + grade.max_age_months * MONTH >= days.as_of, make_number(score))], weaker)
        yield ceiling


def _read_seen(table: FrameBuilder, name: str, days: DayColumns | None, wrong: dict[str, Expr]) -> Expr | None:
    """The day on which the evidence was seen, null where that cannot be right; None if no row has one."""
    column = name_seen_column(name)
    if column not in table:
        return None
    seen = read_date(table, column)
    wrong[column] = seen.wrong
    return None if days is None else keep_where(seen.day <= days.latest, seen.day)
