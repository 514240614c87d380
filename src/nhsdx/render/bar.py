"""A score's three readings and its range on one line."""

from __future__ import annotations

from rich.text import Text

from nhsdx.model.reading import Reading, Scores

LEGEND = "█ evidenced   ▒ claimed beyond the evidence   ░ possible if the unknown is good"


def bar(scores: Scores, width: int) -> Text:
    """A bar of 0-100: solid to the evidenced score, shaded to the claimed, light to the highest possible."""
    marks = [scores[reading] or 0.0 for reading in (Reading.EVIDENCED, Reading.CLAIMED, Reading.HIGH)]
    ends = [round(mark * width / 100) for mark in marks]
    text = Text("█" * ends[0], style="cyan")
    text.append("▒" * max(ends[1] - ends[0], 0), style="yellow")
    text.append("░" * max(ends[2] - max(ends[:2]), 0), style="dim")
    text.append(" " * (width - len(text)))
    return text
