"""What to do first: a part that several documents share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.priorities import Priority, choose_priorities
from nhsdx.documents.blocks import Block, Heading, Line, Listing, Paragraph, Span, Style
from nhsdx.documents.phrases import make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    FIND_OUT,
    MAKE_TRUE,
    describe_goal,
    describe_goals,
    describe_lead,
    describe_standing,
    list_first_things,
)
from nhsdx.model import Result, Rubric

FIRST = "What to do first"
MOST_THINGS = 3
"""The maximum number of things to do that are shown for each step."""


def build_next_steps(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The steps to take first, and the level to which each step leads."""
    found = choose_priorities(result, rubric)
    if found:
        yield Heading(2, FIRST, "first")
        yield from build_goals(result, found)
        yield Listing(tuple(_describe_step(result, rubric, one) for one in found), is_ordered=True)


def _describe_step(result: Result, rubric: Rubric, priority: Priority) -> Line:
    step = priority.step
    things = list(list_first_things(result, rubric, priority))
    to_do = join_first_things(result, priority, things, MOST_THINGS, "in the report")
    return (
        Span(f"{clean(step.criterion.title)} (", strong=False),
        Span(step.criterion.id, code=True),
        Span(f"; {describe_standing(result, step)}): {to_do}"),
    )


def build_goals(result: Result, priorities: Sequence[Priority]) -> Iterator[Block]:
    """What several steps lead to together, for each score that rises only if they are all done."""
    yield from (Paragraph(make_line(f"{words}."), Style.NOTE) for words in describe_goals(result, priorities))


def join_first_things(result: Result, priority: Priority, things: Sequence[str], most: int, rest: str) -> str:
    """The first things to do, how many more there are and where to find them, and what the whole step leads to."""
    left = len(things) - most
    shown = _drop_repeats(things[:most])
    return "; ".join([*shown, *([f"and {left} more {rest}"] if left > 0 else []), *list_leads(result, priority)])


def _drop_repeats(things: Sequence[str]) -> Iterator[str]:
    """The things to do; an opening such as `find out` is not repeated from one to the next: `find out: A`, `B`."""
    before = ""
    for thing in things:
        lead = next((f"{one}: " for one in (MAKE_TRUE, FIND_OUT) if thing.startswith(f"{one}: ")), "")
        yield thing.removeprefix(lead) if lead and lead == before else thing
        before = lead


def list_leads(result: Result, priority: Priority) -> list[str]:
    """The level that a step leads to for its criterion, and what the step does for a node."""
    step, goal = priority.step, describe_goal(result, priority)
    return [words for words in ("" if step.level is None else describe_lead(result, step), goal) if words]
