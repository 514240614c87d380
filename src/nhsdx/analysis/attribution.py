"""Why a number moved: its change split into parts by the Shapley average."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nhsdx.model.comparison import Part
from nhsdx.scoring.shapley import shapley


def split(players: Sequence[Part], value: Callable[[frozenset[Part]], float | None]) -> Mapping[Part, float] | None:
    """The part that each of the four brought; those that are no players, because nothing of them changed, bring 0."""
    shares = shapley(players, value)
    return None if shares is None else {part: shares.get(part, 0.0) for part in Part}
