"""The first steps of a report: what to do, what it leads to, and actions to paste into the assessment."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.next_steps import NextStep
from nhsdx.analysis.priorities import Priority
from nhsdx.commands.report.picks import Picks
from nhsdx.documents.page import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Style,
    Table,
    clean,
    describe_lead,
    describe_level,
    describe_standing,
    join_words,
    list_things_to_do,
    make_cell,
    make_line,
    make_row,
    name_gate,
)
from nhsdx.documents.parts import build_actions_to_paste
from nhsdx.model import Result, Rubric

STEPS = (
    Column("Criterion", share=3),
    Column("Now", share=2),
    Column("What to do, with its effort", share=6),
    Column("Leads to", share=2),
    Column("Owner (role)", share=2),
    Column("By when", share=2),
)
SAYS = (Column("Criterion", share=3), Column("Next level", share=2), Column("What the next level says", share=6))


def build_first_steps(result: Result, rubric: Rubric, picks: Picks) -> Iterator[Block]:
    """What to do first, with room for an owner and a date, and as actions to paste into the file."""
    if not picks.priorities:
        return
    yield Heading(2, "First steps", "steps")
    rows = tuple(_build_step_row(result, rubric, one) for one in picks.priorities)
    yield Table("What to do next, the most urgent first", STEPS, rows)
    note = (
        f"Owners and dates are for the {clean(result.rubric.audience)} to fill in, where the actions agreed give none."
    )
    yield Paragraph(make_line(note), Style.NOTE)
    steps = [one.step for one in picks.priorities]
    says = [step for step in steps if step.descriptor]
    if says:
        yield Table("Levels in the words of the rubric", SAYS, tuple(_build_says_row(result, step) for step in says))
    yield from build_actions_to_paste(steps)


def _build_says_row(result: Result, step: NextStep) -> tuple[Cell, ...]:
    return make_row(clean(step.criterion.title), describe_level(result, step.next_level), f"“{clean(step.descriptor)}”")


def _build_step_row(result: Result, rubric: Rubric, priority: Priority) -> tuple[Cell, ...]:
    step, names = priority.step, [name_gate(gate.id, gate.title) for gate in priority.gates]
    verb = "gate {} depends" if len(names) == 1 else "gates {} depend"
    depends = [f"The {verb.format(join_words(names))} on this."] if names else []
    remedies = dict.fromkeys(clean(gate.remedy) for gate in priority.list_triggered())
    return (
        make_cell(clean(step.criterion.title), *depends),
        make_cell(describe_standing(result, step)),
        make_cell(*remedies, *list_things_to_do(result, rubric, step)),
        make_cell("" if step.level is None else describe_lead(result, step).removeprefix("leads to ")),
        *make_row("", ""),
    )
