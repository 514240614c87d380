"""The first steps of a report: what to do, what it leads to, and actions to paste into the assessment."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.actions import list_covering_each
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
    describe_due,
    describe_level,
    describe_standing,
    join_words,
    list_things_to_do,
    make_cell,
    make_line,
    make_row,
    name_gate,
    name_own_level,
)
from nhsdx.documents.parts import build_actions_to_paste, build_goals, list_leads
from nhsdx.model import LevelCriterion, Result, Rubric

STEPS = (
    Column("Criterion", share=3),
    Column("Now", share=2),
    Column("What to do, with its effort", share=6),
    Column("Leads to", share=2),
    Column("Owner (role)", share=2),
    Column("By when", share=2),
)
SAYS = (Column("Criterion", share=3), Column("Level to reach", share=2), Column("What it says", share=6))
REST = "The rest:"
"""The words before the owner and the date of those parts of a step that no action covers."""


def build_first_steps(result: Result, rubric: Rubric, picks: Picks) -> Iterator[Block]:
    """What to do first: a table with room for owners and dates, and actions to paste into the file."""
    if not picks.priorities:
        return
    yield Heading(2, "First steps", "steps")
    rows = tuple(_build_step_row(result, rubric, one) for one in picks.priorities)
    yield from build_goals(result, picks.priorities)
    yield Table("What to do next, the most urgent first", STEPS, rows)
    note = f"Owners and dates are for the {clean(result.rubric.audience)} to fill in if no agreed action gives them."
    yield Paragraph(make_line(note), Style.NOTE)
    steps = [one.step for one in picks.priorities]
    says = [step for step in steps if step.descriptor]
    if says:
        rows = tuple(_build_says_row(result, rubric, step) for step in says)
        yield Table("Descriptions of the levels to reach; these are not actions to agree", SAYS, rows)
    yield from build_actions_to_paste(result, steps)


def _build_says_row(result: Result, rubric: Rubric, step: NextStep) -> tuple[Cell, ...]:
    asked, level = rubric.criteria[step.criterion.id], describe_level(result, step.next_level)
    if step.own_level is not None and isinstance(asked, LevelCriterion):
        level = name_own_level(asked, step.own_level)
    return make_row(clean(step.criterion.title), level, f"“{clean(step.descriptor)}”")


def _build_step_row(result: Result, rubric: Rubric, priority: Priority) -> tuple[Cell, ...]:
    step, names = priority.step, [name_gate(gate.id, gate.title) for gate in priority.gates]
    verb = "gate {} depends" if len(names) == 1 else "gates {} depend"
    depends = [f"The {verb.format(join_words(names))} on this."] if names else []
    remedies = dict.fromkeys(clean(gate.remedy) for gate in priority.list_triggered())
    return (
        make_cell(clean(step.criterion.title), *depends),
        make_cell(describe_standing(result, step)),
        make_cell(*remedies, *list_things_to_do(result, rubric, step)),
        make_cell(*(words.removeprefix("leads to ") for words in list_leads(result, priority))),
        *_build_owners(result, step),
    )


def _build_owners(result: Result, step: NextStep) -> tuple[Cell, Cell]:
    """The agreed owners and dates of a step, with room to fill these in for the parts that no action covers."""
    found = list_covering_each(result.actions, step)
    pairs = dict.fromkeys((clean(one[0].owner), describe_due(result, one[0])) for one in found if one)
    rest = [] if all(found) or not pairs else [REST]
    owners, days = ([pair[at] for pair in pairs] for at in (0, 1))
    return make_cell(*owners, *rest), make_cell(*days, *rest)
