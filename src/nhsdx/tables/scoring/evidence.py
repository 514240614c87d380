"""The score up to which the evidence in a table's columns supports an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from nhsdx.model.rubric import Rubric
from nhsdx.scoring.scale import Scale
from nhsdx.tables.columns import name_evidence_column, name_seen_column
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, is_true, make_number, make_truth
from nhsdx.tables.scoring.cells import Words
from nhsdx.tables.scoring.dates import MONTH, read_date


class EvidenceCeiling(NamedTuple):
    """The highest score that the evidence supports: a number if it is the same in all rows; None for no limit.

    `wrong` is true in the invalid grades and dates of each column.
    """

    ceiling: Expr | float | None
    wrong: Mapping[str, Expr]


def find_evidence_ceiling(table: FrameBuilder, rubric: Rubric, name: str, as_of: Expr | None) -> EvidenceCeiling:
    """The highest score that the evidence for a criterion supports, on a day (see `dates`).

    An invalid grade counts as the weakest, and an invalid date as too long ago.
    """
    if not rubric.evidence_grades:
        return EvidenceCeiling(None, {})
    wrong: dict[str, Expr] = {}
    position = _find_grade(table, rubric, name, wrong)
    ceilings = list(_list_ceilings(table, rubric, name, as_of, wrong))
    if isinstance(position, int):
        return EvidenceCeiling(ceilings[position], wrong)
    scores = [make_number(ceiling) if isinstance(ceiling, float) else ceiling for ceiling in ceilings]
    cases = [(position == place, score) for place, score in enumerate(scores)]
    return EvidenceCeiling(choose(cases[1:], cases[0][1]), wrong)


def _find_grade(table: FrameBuilder, rubric: Rubric, name: str, wrong: dict[str, Expr]) -> Expr | int:
    """The place of the grade, counted from the weakest, 0."""
    places = {grade.id: place for place, grade in enumerate(rubric.evidence_grades)}
    default = places.get(rubric.criteria[name].evidence_default or "", 0)
    column = name_evidence_column(name)
    if column not in table:
        return default
    cell = Words(places).read(table, column)
    wrong[column] = cell.wrong
    return choose([(~cell.value.is_null(), cell.value), (cell.wrong, make_number(0))], make_number(default))


def _list_ceilings(
    table: FrameBuilder, rubric: Rubric, name: str, as_of: Expr | None, wrong: dict[str, Expr]
) -> Iterator[Expr | float]:
    """The score up to which each grade supports an answer; if too old, it counts as the next weaker grade."""
    scores = [Scale.of(rubric.levels).scores[grade.supports] for grade in rubric.evidence_grades]
    column = name_seen_column(name)
    seen = read_date(table, column) if column in table else None
    if seen is not None:
        wrong[column] = seen.wrong
    yield scores[0]
    for place, grade in enumerate(rubric.evidence_grades[1:], 1):
        if seen is None or grade.max_age_months is None or scores[place] == scores[place - 1]:
            yield scores[place]
            continue
        last = make_truth(value=False) if as_of is None else is_true(seen.day + grade.max_age_months * MONTH >= as_of)
        is_too_old = (~seen.day.is_null() | seen.wrong) & ~last
        yield choose([(is_too_old, make_number(scores[place - 1]))], make_number(scores[place]))
