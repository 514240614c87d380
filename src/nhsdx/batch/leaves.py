"""Criteria as columns: what was claimed, what evidence carries, and where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.batch.answers import answered
from nhsdx.batch.asking import Asking
from nhsdx.batch.cells import Answered
from nhsdx.batch.children import Child
from nhsdx.batch.evidence import carrying
from nhsdx.batch.table import Expr, Table, at_most, choose, no_number, number, only
from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.values import range_of

CLAIMED, APPLIES, CARRIED = "claimed", "applies", "carried"


class Leaves(NamedTuple):
    """The criteria that any row is asked, and by column where cells are no answers."""

    children: Mapping[str, Child]
    wrong: Mapping[str, Expr]


def leaves_of(table: Table, rubric: Rubric, asking: Asking, as_of: Expr | None) -> Leaves:
    """Every criterion under each reading, as `scoring.leaf` has it for one assessment."""
    wrong: dict[str, Expr] = {}
    columns: dict[tuple[str, str], Expr] = {}
    ceilings: dict[str, Expr | float] = {}
    for name in rubric.criteria:
        read = answered(table, rubric, name)
        support = carrying(table, rubric, name, as_of)
        wrong |= {**read.wrong, **support.wrong}
        if asking.may_ask(name):
            columns |= {(name, key): column for key, column in _claims(read, asking, name)}
        if support.ceiling is not None:
            ceilings[name] = support.ceiling
    claims = table.derive(columns)
    asked = [name for name, key in claims if key == CLAIMED]
    limited = {name: _carried(rubric, name, claims[name, CLAIMED], ceilings.get(name)) for name in asked}
    evidenced = table.derive({name: carried for name, carried in limited.items() if carried is not None})
    children = {
        name: _leaf(rubric, name, claims[name, CLAIMED], evidenced.get(name), claims.get((name, APPLIES)))
        for name in asked
    }
    return Leaves(children, wrong)


def _claims(read: Answered, asking: Asking, name: str) -> Iterator[tuple[str, Expr]]:
    """The score claimed, and where the criterion applies if that is not everywhere."""
    is_asked = asking.asks(name)
    claimed = no_number() if read.claimed is None else read.claimed
    yield CLAIMED, claimed if is_asked is None else only(is_asked, claimed)
    if read.left_out is not None:
        yield APPLIES, ~read.left_out if is_asked is None else is_asked & ~read.left_out
    elif is_asked is not None:
        yield APPLIES, is_asked


def _carried(rubric: Rubric, name: str, claimed: Expr, ceiling: Expr | float | None) -> Expr | None:
    """The score that evidence carries, if it can be lower than the one claimed."""
    if ceiling is None:
        return None
    if isinstance(ceiling, nw.Expr):
        return choose([(claimed > ceiling, ceiling)], claimed)
    best = range_of(rubric.criteria[name], Scale.of(rubric.levels))[1]
    return at_most(claimed, ceiling) if ceiling < best else None


def _leaf(rubric: Rubric, name: str, claimed: Expr, evidenced: Expr | None, applies: Expr | None) -> Child:
    carried = claimed if evidenced is None else evidenced
    scale = Scale.of(rubric.levels)
    worst, best = range_of(rubric.criteria[name], scale)
    if rubric.evidence_grades:
        worst = min(worst, scale.scores[rubric.evidence_grades[0].supports])
    is_unknown = claimed.is_null() if applies is None else claimed.is_null() & applies
    low = choose([(is_unknown, number(worst))], carried)
    high = choose([(is_unknown, number(best))], claimed)
    return Child(
        known={
            Reading.LOW: carried,
            Reading.EVIDENCED: carried,
            Reading.CLAIMED: claimed,
            Reading.HIGH: claimed,
        },
        whole={Reading.LOW: low, Reading.HIGH: high},
        pivots={Reading.LOW: worst, Reading.HIGH: best},
        applies=applies,
        weakest=claimed,
    )
