"""Criteria as columns: the score claimed, the score that evidence supports, and where the answer is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.values import find_score_range
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, keep_where, limit_score, make_null, make_number
from nhsdx.tables.scoring.answers import read_answer
from nhsdx.tables.scoring.asked_criteria import AskedCriteria
from nhsdx.tables.scoring.cells import AnswerColumns
from nhsdx.tables.scoring.children import ChildColumns
from nhsdx.tables.scoring.evidence import find_evidence_ceiling

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
