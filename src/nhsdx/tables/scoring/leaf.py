"""Criteria as columns: the score claimed, the score that evidence supports, and where the answer is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import Reading, Rubric
from nhsdx.scoring import Scale, find_score_range
from nhsdx.tables.columns import name_evidence_column, name_seen_column
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_true,
    keep_where,
    limit_score,
    make_null,
    make_number,
    make_truth,
)
from nhsdx.tables.scoring.answers import read_answer
from nhsdx.tables.scoring.asked_criteria import AskedCriteria
from nhsdx.tables.scoring.cells import AnswerColumns, Words
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.dates import MONTH, read_date

CLAIMED, APPLIES = "claimed", "applies"


class Leaves(NamedTuple):
    """The criteria asked in any row, and where cells of each column are invalid."""

    children: Mapping[str, ChildColumns]
    wrong: Mapping[str, Expr]


def build_leaves(table: FrameBuilder, rubric: Rubric, asking: AskedCriteria, as_of: Expr | None) -> Leaves:
    """Every criterion under each reading, as `scoring.leaf` scores it for one assessment."""
    wrong: dict[str, Expr] = {}
    columns: dict[tuple[str, str], Expr] = {}
    ceilings: dict[str, Expr | float | None] = {}
    for name in rubric.criteria:
        read = read_answer(table, rubric, name)
        support = find_evidence_ceiling(table, rubric, name, as_of)
        wrong |= {**read.wrong, **support.wrong}
        ceilings[name] = support.ceiling
        if asking.may_ask(name):
            columns |= {(name, key): column for key, column in _build_claims(read, asking, name)}
    claims = table.derive(columns)
    asked = [name for name, key in claims if key == CLAIMED]
    evidenced = _limit_claims(table, rubric, {name: claims[name, CLAIMED] for name in asked}, ceilings)
    children = {
        name: _build_leaf(rubric, name, claims[name, CLAIMED], evidenced.get(name), claims.get((name, APPLIES)))
        for name in asked
    }
    return Leaves(children, wrong)


def _limit_claims(
    table: FrameBuilder, rubric: Rubric, claims: Mapping[str, Expr], ceilings: Mapping[str, Expr | float | None]
) -> dict[str, Expr]:
    """The scores that evidence supports, where they can be lower than those claimed."""
    limited = {name: _limit_claim(rubric, name, claimed, ceilings[name]) for name, claimed in claims.items()}
    return table.derive({name: supported for name, supported in limited.items() if supported is not None})


def _build_claims(read: AnswerColumns, asking: AskedCriteria, name: str) -> Iterator[tuple[str, Expr]]:
    """The score claimed, and where the criterion applies unless it applies in all rows."""
    is_asked = asking.asks(name)
    claimed = make_null() if read.claimed is None else read.claimed
    yield CLAIMED, claimed if is_asked is None else keep_where(is_asked, claimed)
    if read.left_out is not None:
        yield APPLIES, ~read.left_out if is_asked is None else is_asked & ~read.left_out
    elif is_asked is not None:
        yield APPLIES, is_asked


def _limit_claim(rubric: Rubric, name: str, claimed: Expr, ceiling: Expr | float | None) -> Expr | None:
    """The score that evidence supports, if it can be lower than the one claimed."""
    if ceiling is None:
        return None
    if isinstance(ceiling, nw.Expr):
        return choose([(claimed > ceiling, ceiling)], claimed)
    best = find_score_range(rubric.criteria[name], Scale.of(rubric.levels))[1]
    return limit_score(claimed, ceiling) if ceiling < best else None


def _build_leaf(rubric: Rubric, name: str, claimed: Expr, evidenced: Expr | None, applies: Expr | None) -> ChildColumns:
    supported = claimed if evidenced is None else evidenced
    scale = Scale.of(rubric.levels)
    worst, best = find_score_range(rubric.criteria[name], scale)
    if rubric.evidence_grades:
        worst = min(worst, scale.scores[rubric.evidence_grades[0].supports])
    is_unknown = claimed.is_null() if applies is None else claimed.is_null() & applies
    low = choose([(is_unknown, make_number(worst))], supported)
    high = choose([(is_unknown, make_number(best))], claimed)
    return ChildColumns(
        known={
            Reading.LOW: supported,
            Reading.EVIDENCED: supported,
            Reading.CLAIMED: claimed,
            Reading.HIGH: claimed,
        },
        whole={Reading.LOW: low, Reading.HIGH: high},
        pivots={Reading.LOW: worst, Reading.HIGH: best},
        applies=applies,
        weakest=claimed,
    )


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
