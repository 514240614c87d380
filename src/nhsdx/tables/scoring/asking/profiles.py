"""The criteria that are asked in each row, by one profile for all rows or by each row's own profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import Rubric
from nhsdx.tables.columns import PROFILE
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, join_any, make_code
from nhsdx.tables.scoring.cells import Words

NO_PROFILE, NOT_A_PROFILE = -1, -2


class AskedCriteria(NamedTuple):
    """The criteria that each profile asks, by the number of the profile.

    `profile` gives the number of each row's profile. `profile` is None if the same criteria are asked in all rows;
    `criteria` then gives them for `NO_PROFILE`. If a row's profile does not exist, the row is `wrong` and no criteria
    are asked in it.
    """

    criteria: Mapping[int, frozenset[str]]
    profile: Expr | None = None
    wrong: Mapping[str, Expr] = {}

    def may_ask(self, name: str) -> bool:
        """Whether a criterion can be asked in any row."""
        return any(name in asked for asked in self.criteria.values())

    def asks(self, name: str) -> Expr | None:
        """The rows in which a criterion is asked; None for all rows."""
        if self.profile is None:
            return None
        return join_any(self.profile == number for number, asked in self.criteria.items() if name in asked)


def find_asked_criteria(table: FrameBuilder, rubric: Rubric, profile: str | None, named_by: Rubric) -> AskedCriteria:
    """The criteria that are asked: those of the given profile or, without one, of each row's own profile.

    All criteria are asked in a row without a profile. `named_by` is the rubric that has the profiles. It may be a local
    rubric whose national rubric is `rubric`. If the national rubric does not have the profile, all its criteria are
    asked.
    """
    if profile is not None or PROFILE not in table:
        return AskedCriteria({NO_PROFILE: _find_criteria(rubric, profile)})
    numbers = {name: number for number, name in enumerate(named_by.profiles)}
    cell = Words(numbers).read(table, PROFILE)
    code = choose(
        [(cell.wrong, make_code(NOT_A_PROFILE)), (cell.value.is_null(), make_code(NO_PROFILE))],
        cell.value.cast(nw.Int16()),
    )
    criteria = {number: _find_criteria(rubric, name) for name, number in numbers.items()}
    criteria[NO_PROFILE] = _find_criteria(rubric, None)
    return AskedCriteria(criteria, table.derive({PROFILE: code})[PROFILE], {PROFILE: cell.wrong})


def _find_criteria(rubric: Rubric, profile: str | None) -> frozenset[str]:
    return rubric.select_criteria(profile if profile in rubric.profiles else None)
