"""The Shapley value: how much each of several changes adds to a number, whatever their order."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

P = TypeVar("P", bound=str)


def compute_shapley(players: Sequence[P], value: Callable[[frozenset[P]], float | None]) -> dict[P, float] | None:
    """How much each player adds to a value, averaged over all orders in which the players can join.

    The shares add up to the value of all players minus the value of none. The result is None if the value of any subset
    does not exist. Source: L. S. Shapley, "A value for n-person games", 1953.
    """
    subsets = [frozenset(one) for size in range(len(players) + 1) for one in combinations(players, size)]
    # All are computed, even after one is missing: scoring a mixture also finds the answers that do not fit it.
    found = {subset: value(subset) for subset in subsets}
    values = {subset: one for subset, one in found.items() if one is not None}
    if len(values) < len(found):
        return None
    return {player: _compute_share(player, players, values) for player in players}


def _compute_share(player: P, players: Sequence[P], values: Mapping[frozenset[P], float]) -> float:
    """The sum, over all sets S without the player, of |S|! (n - |S| - 1)! / n! times what the player adds to S."""
    count = len(players)
    without = [subset for subset in values if player not in subset]
    return math.fsum(
        (values[subset | {player}] - values[subset]) / (count * math.comb(count - 1, len(subset))) for subset in without
    )
