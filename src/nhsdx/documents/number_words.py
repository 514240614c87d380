"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from nhsdx.scoring import DECIMALS

NOTHING = "-"
"""Shown in place of a number that does not exist."""
LARGEST_WHOLE = 1e15


def round_half_up(value: float | str, places: int = 1) -> str:
    """A number rounded half up in decimal, as `repr` writes it; Python's own `round` goes to even, in binary.

    It is rounded to nine decimals first, as in every comparison, so that a number shows what it counts as.
    """
    exact, step = Decimal(str(round(float(value), DECIMALS))), Decimal(1).scaleb(-places)
    return str(exact.quantize(step, rounding=ROUND_HALF_UP))


def format_score(score: float | None, places: int = 1) -> str:
    """A score to one decimal, or a dash where the node is excluded."""
    return NOTHING if score is None else round_half_up(score, places)


def format_percent(share: float | None) -> str:
    """A share of 0-1 as a whole percentage; 100% means all of it and 0% none of it."""
    if share is None:
        return NOTHING
    if 0 < share < 1:
        return f"{round_half_up(min(max(100 * share, 1.0), 99.0), 0)}%"
    return f"{round_half_up(100 * share, 0)}%"


def format_number(value: float) -> str:
    """A number with all its digits, a whole one without a decimal point."""
    return str(int(value)) if value == int(value) and abs(value) < LARGEST_WHOLE else repr(value)


def format_change(change: float | None) -> str:
    """A change to one decimal with its sign, or a dash; a change that rounds to nothing has no sign."""
    if change is None:
        return NOTHING
    text = round_half_up(abs(change))
    return text if float(text) == 0 else f"{'+' if change > 0 else '-'}{text}"
