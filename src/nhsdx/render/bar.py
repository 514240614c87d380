"""A score's three readings and its range on one line."""

from __future__ import annotations

import math

from rich.text import Text

from nhsdx.model.reading import Reading, Scores

LEGEND = "█ evidenced   ▒ claimed beyond the evidence   ░ possible if the unknown is good"


def bar(scores: Scores, width: int) -> Text:
    """A bar of 0-100: solid to the evidenced score, shaded to the claimed, light to the highest possible.

    A claim beyond the evidence always shows, however small it is.
    """
    evidenced, claimed, high = (
        _cells(scores[reading], width) for reading in (Reading.EVIDENCED, Reading.CLAIMED, Reading.HIGH)
    )
    if claimed == evidenced and (scores[Reading.CLAIMED] or 0.0) > (scores[Reading.EVIDENCED] or 0.0):
        evidenced = max(evidenced - 1, 0)
    text = Text("█" * evidenced, style="cyan")
    text.append("▒" * (claimed - evidenced), style="yellow")
    text.append("░" * (high - claimed), style="dim")
    text.append(" " * (width - len(text)))
    return text


def _cells(score: float | None, width: int) -> int:
    """How many of the bar's cells a score fills, halves upwards."""
    return math.floor((score or 0.0) * width / 100 + 0.5)
