"""Why a number moved: its change split into parts by the Shapley average."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nhsdx.commands.compare.model import MovementPart
from nhsdx.scoring.shapley import compute_shapley


def split_change(
    players: Sequence[MovementPart], value: Callable[[frozenset[MovementPart]], float | None]
) -> Mapping[MovementPart, float] | None:
    """The part that each of the four brought; those that are no players, because nothing of them changed, bring 0."""
    shares = compute_shapley(players, value)
    return None if shares is None else {part: shares.get(part, 0.0) for part in MovementPart}
