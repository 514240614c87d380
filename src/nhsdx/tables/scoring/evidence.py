"""How far evidence supports an answer, as columns; `scoring.evidence` has the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import Rubric
from nhsdx.scoring import Scale
from nhsdx.tables.columns import FROM_LATER, UNDATED, name_evidence_column, name_seen_column
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_one_number,
    is_true,
    join_all,
    keep_where,
    make_number,
    make_truth,
)
from nhsdx.tables.scoring.cells import NOTHING, Words
from nhsdx.tables.scoring.dates import DAY_STEP, DayColumns, read_date
from nhsdx.tables.scoring.texts import MONTH

Ceiling = Expr | float | None
"""The highest score that evidence supports: a number if it is the same in all rows; None for no limit."""


class SeenColumns(NamedTuple):
    """The day on which evidence was seen, null if unusable, and the rows in which this day is after the assessment.

    Both columns are None if no row says when evidence was seen, or if there is no date with which that day can be
    compared.
    """

    usable: Expr | None
    from_later: Expr | None


class EvidenceColumns(NamedTuple):
    """The highest score that the evidence supports, and the invalid cells in the columns of grades and dates.

    `date_problems` marks, for each code of a finding, the rows in which the date of the evidence cannot be used.
    """

    ceiling: Ceiling
    wrong: Mapping[str, Expr]
    date_problems: Mapping[str, Expr]


def read_evidence(table: FrameBuilder, rubric: Rubric, name: str, days: DayColumns | None) -> EvidenceColumns:
    """How far the evidence for a criterion supports its answers.

    An invalid grade counts like an empty cell, and evidence with an invalid date counts as evidence without a date.
    """
    if not rubric.evidence_grades:
        return EvidenceColumns(None, {}, {})
    wrong: dict[str, Expr] = {}
    position = _find_grade(table, rubric, name, wrong)
    seen = _read_seen(table, name, days, wrong)
    ceilings = list(_list_ceilings(rubric, name, days, seen.usable))
    problems = dict(_list_date_problems(rubric, name, position, seen))
    return EvidenceColumns(_choose_ceiling(position, ceilings), wrong, problems)


def _choose_ceiling(position: Expr | int, ceilings: Sequence[Expr | float]) -> Ceiling:
    """The score up to which the given grade supports an answer."""
    if isinstance(position, int):
        return ceilings[position]
    if len(set(map(str, ceilings))) == 1:
        return ceilings[0]
    scores = [make_number(ceiling) if isinstance(ceiling, float) else ceiling for ceiling in ceilings]
    cases = [(position == place, score) for place, score in enumerate(scores)]
    return choose(cases[1:], cases[0][1])


def _list_date_problems(
    rubric: Rubric, name: str, position: Expr | int, seen: SeenColumns
) -> Iterator[tuple[str, Expr]]:
    """The rows in which evidence has no date although its grade ages, and the rows in which its date is too late."""
    if seen.from_later is not None:
        yield FROM_LATER, seen.from_later
    ages = _find_ageing(rubric, name, position)
    if ages is not None:
        undated = [] if seen.usable is None else [seen.usable.is_null()]
        undated += [] if seen.from_later is None else [~seen.from_later]
        yield UNDATED, join_all([ages, *undated])


def _find_ageing(rubric: Rubric, name: str, position: Expr | int) -> Expr | None:
    """The rows in which the given grade ages; None if there are no such rows."""
    ages = rubric.criteria[name].evidence_ages
    grades = enumerate(rubric.evidence_grades)
    places = [place for place, grade in grades if ages and place and grade.max_age_months is not None]
    if isinstance(position, int):
        return make_truth(value=True) if position in places else None
    return is_one_number(position, [float(place) for place in places]) if places else None


def _find_grade(table: FrameBuilder, rubric: Rubric, name: str, wrong: dict[str, Expr]) -> Expr | int:
    """The place of the grade, counted from 0 for the weakest grade."""
    places = {grade.id: place for place, grade in enumerate(rubric.evidence_grades)}
    default = places.get(rubric.criteria[name].evidence_default or "", 0)
    column = name_evidence_column(name)
    if column not in table:
        return default
    cell = Words(places, nothing=NOTHING).read(table, column)
    wrong[column] = cell.wrong
    return table.share(
        (column, "grade", *places, default),
        table.code_step + 1,
        lambda: choose([(~cell.value.is_null(), cell.value)], make_number(default)),
    )


def _list_ceilings(rubric: Rubric, name: str, days: DayColumns | None, seen: Expr | None) -> Iterator[Expr | float]:
    """The score up to which each grade supports an answer.

    Evidence that is too old for its grade counts as evidence of the next weaker grade.
    """
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    ceiling: Expr | float = 0.0
    for place, grade in enumerate(rubric.evidence_grades):
        score = scale.scores[criterion.evidence_supports.get(grade.id, grade.supports)]
        if not place or not criterion.evidence_ages or grade.max_age_months is None:
            ceiling = score
        elif seen is not None and days is not None:
            weaker = make_number(ceiling) if isinstance(ceiling, float) else ceiling
            ceiling = choose([(seen + grade.max_age_months * MONTH >= days.as_of, make_number(score))], weaker)
        yield ceiling


def _read_seen(table: FrameBuilder, name: str, days: DayColumns | None, wrong: dict[str, Expr]) -> SeenColumns:
    column = name_seen_column(name)
    if column not in table:
        return SeenColumns(None, None)
    seen = read_date(table, column)
    wrong[column] = seen.wrong
    if days is None:
        return SeenColumns(None, None)
    usable = table.share((column, "usable"), DAY_STEP + 1, lambda: keep_where(seen.day <= days.latest, seen.day))
    from_later = table.share((column, "from later"), DAY_STEP + 1, lambda: is_true(seen.day > days.latest))
    return SeenColumns(usable, from_later)
