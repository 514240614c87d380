"""Results whose rubrics show scores on different scales: on one page, all are shown on the scale of the last rubric."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nhsdx.documents.page import Block, Paragraph, Style, describe_ends, make_line
from nhsdx.model import Result, RubricStamp


def show_as(result: Result, rubric: RubricStamp) -> Result:
    """A result whose scores are shown on the scale of another rubric."""
    return replace(result, rubric=result.rubric._replace(shown=rubric.shown, own_figures=rubric.own_figures))


def build_figures_note(results: Sequence[Result]) -> Iterator[Block]:
    """Says that older pages show scores on a different scale; nothing if all use the same scale."""
    ends, *others = dict.fromkeys(describe_ends(one.rubric.shown) for one in reversed(results))
    if others:
        words = (
            f"All scores here are on a scale from {ends}. Older pages show them on a scale from {' or '.join(others)}."
        )
        yield Paragraph(make_line(words), Style.NOTE)
