"""What to do next about the lowest criteria, in several documents."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.next_steps import NextStep, find_next_steps
from nhsdx.documents.blocks import Block, Heading, Line, Listing, Span
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_lead, describe_standing, has_grades, list_things_to_do
from nhsdx.model import Result, Rubric


def build_next_steps(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The lowest criteria, and what leads each to its next level."""
    found = find_next_steps(result, rubric)
    if found:
        how = " as evidenced" if has_grades(result) else ""
        yield Heading(2, f"Lowest criteria{how}, and what to do next", "lowest")
        yield Listing(tuple(_describe_step(result, rubric, step) for step in found), is_ordered=True)


def _describe_step(result: Result, rubric: Rubric, step: NextStep) -> Line:
    to_do = "; ".join(list_things_to_do(result, rubric, step))
    return (
        Span(f"{clean(step.criterion.title)} (", strong=False),
        Span(step.criterion.id, code=True),
        Span(f"; {describe_standing(result, step)}): {to_do}; {describe_lead(result, step)}"),
    )
