"""Numbers in a form that people can read."""

from __future__ import annotations

import math

from nhsdx.documents.safe_text import clean
from nhsdx.model import DisplayScale, Linear
from nhsdx.scoring import round_half_up

NOTHING = "-"
"""What is shown if there is no number."""
LARGEST_WHOLE = 1e15
DIGITS = 4
"""The number of digits shown for a value that a measure has to reach."""


def format_score(score: float | None, shown: DisplayScale) -> str:
    """A score as the rubric shows it, usually to one decimal; a dash if there is no score."""
    return NOTHING if score is None else round_half_up(shown.convert(score), shown.decimals)


def describe_ends(shown: DisplayScale) -> str:
    """The lowest and the highest score as the rubric shows them, with their unit: `-203 to 110 points`."""
    return clean(shown.ends)


def describe_out_of(shown: DisplayScale) -> str:
    """What a score is measured against, in a sentence: `out of 100`, or `on a scale from 10 to 0`."""
    return clean(shown.describe_out_of())


def format_percent(share: float | None) -> str:
    """A share of 0-1 as a whole percentage; only a share of 1 is shown as 100%, and only a share of 0 as 0%."""
    if share is None:
        return NOTHING
    if 0 < share < 1:
        return f"{round_half_up(min(max(100 * share, 1.0), 99.0), 0)}%"
    return f"{round_half_up(100 * share, 0)}%"


def format_number(value: float) -> str:
    """A number with all its digits; a whole number has no decimal point."""
    return str(int(value)) if value == int(value) and abs(value) < LARGEST_WHOLE else repr(value)


def format_change(change: float | None, shown: DisplayScale) -> str:
    """A change in a score as the rubric shows it.

    A change that rounds to 0 has no sign; None is shown as a dash.
    """
    if change is None:
        return NOTHING
    difference = shown.convert_difference(change)
    text = round_half_up(abs(difference), shown.decimals)
    return text if float(text) == 0 else f"{'+' if difference > 0 else '-'}{text}"


def shorten_value(value: float, line: Linear) -> float:
    """A value rounded to four digits for display. Rounding goes towards the best value, but never beyond it."""
    places = DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
    step, ends = 10.0**-places, sorted((line.worst, line.best))
    towards = math.ceil if line.best > line.worst else math.floor
    short = round(towards(round(value / step, 6)) * step, max(places, 0))
    return min(max(short, ends[0]), ends[1])
