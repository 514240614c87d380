"""What to do first, in several documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.next_steps import NextStep
from nhsdx.analysis.priorities import Priority, choose_priorities
from nhsdx.documents.blocks import Block, Heading, Line, Listing, Span
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import FIND_OUT, MAKE_TRUE, describe_lead, describe_standing, list_first_things
from nhsdx.model import Result, Rubric

FIRST = "What to do first"
MOST_THINGS = 3
"""How many things to do of each step are shown."""


def build_next_steps(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The steps to take first, and the level to which each leads."""
    found = choose_priorities(result, rubric)
    if found:
        yield Heading(2, FIRST, "first")
        yield Listing(tuple(_describe_step(result, rubric, one) for one in found), is_ordered=True)


def _describe_step(result: Result, rubric: Rubric, priority: Priority) -> Line:
    step = priority.step
    things = list(list_first_things(result, rubric, priority))
    to_do = join_first_things(result, step, things, MOST_THINGS, "in the report")
    return (
        Span(f"{clean(step.criterion.title)} (", strong=False),
        Span(step.criterion.id, code=True),
        Span(f"; {describe_standing(result, step)}): {to_do}"),
    )


def join_first_things(result: Result, step: NextStep, things: Sequence[str], most: int, rest: str) -> str:
    """The first things to do, how many more there are and where, and the level to which all of them lead."""
    left = len(things) - most
    shown = list(_drop_repeats(things[:most]))
    words = "; ".join([*shown, *([f"and {left} more {rest}"] if left > 0 else [])])
    return words if step.level is None else f"{words}; {describe_lead(result, step)}"


def _drop_repeats(things: Sequence[str]) -> Iterator[str]:
    """Things to do, without a lead that the one before has too: `find out: A`, `B`."""
    before = ""
    for thing in things:
        lead = next((f"{one}: " for one in (MAKE_TRUE, FIND_OUT) if thing.startswith(f"{one}: ")), "")
        yield thing.removeprefix(lead) if lead and lead == before else thing
        before = lead
