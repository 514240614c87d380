"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NOTHING = "-"


def half_up(value: float | str, places: int = 1) -> str:
    """A number rounded half-up in decimal, as `repr` writes it; Python's own `round` goes to even, in binary."""
    step = Decimal(1).scaleb(-places)
    return str(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def score_text(score: float | None) -> str:
    """A score to one decimal, or a dash where the node is excluded."""
    return NOTHING if score is None else half_up(score)


def level_text(level: int | None) -> str:
    """A level's number, or a dash."""
    return NOTHING if level is None else str(level)


def percent_text(share: float | None) -> str:
    """A share of 0-1 as a whole percentage."""
    return NOTHING if share is None else f"{half_up(100 * share, 0)}%"
