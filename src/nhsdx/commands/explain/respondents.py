"""Parts of an explanation: an answer in the rubric's wording, and how the respondents of a survey answered."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nhsdx.documents.page import (
    Column,
    Fact,
    Table,
    clean,
    describe_level,
    describe_options,
    describe_own_level,
    format_number,
    make_line,
    make_row,
)
from nhsdx.documents.parts import format_figure
from nhsdx.model import Answer, Criterion, LevelCriterion, Result, Step, SurveyCriterion


def build_respondents(step: Step) -> Table:
    """How many respondents chose each option, and how many points this adds."""
    numbers = (Column(name, is_number=True) for name in ("Respondents", "Score", "Points"))
    rows = [
        make_row(clean(term.name), format_number(term.weight or 0), format_figure(term.value), format_figure(term.part))
        for term in step.terms
    ]
    everybody = format_number(math.fsum(term.weight or 0.0 for term in step.terms))
    rows.append(make_row("Together", everybody, "", format_figure(step.output)))
    return Table("Respondents by option", (Column("Option", share=3), *numbers), tuple(rows), has_total=True)


def list_details(result: Result, asked: Criterion, answer: Answer) -> Iterator[Fact]:
    """A known answer in the rubric's wording: how many chose each option, or the level."""
    if isinstance(asked, SurveyCriterion) and answer.counts is not None:
        yield Fact("Replies", make_line(describe_options(asked, answer.counts)))
    if isinstance(asked, SurveyCriterion) and answer.mean is not None:
        needed = f"at least {asked.needed_statements} of the {len(asked.statements)} must be rated"
        yield Fact("Each person's score", make_line(f"the mean of the statements that the person rated; {needed}"))
    if isinstance(asked, LevelCriterion):
        yield Fact("Level claimed", make_line(_describe_claim(result, asked, answer.level or 0)))


def _describe_claim(result: Result, asked: LevelCriterion, level: int) -> str:
    """The level in an answer, from the rubric or the criterion's own scale, and what this level means here."""
    if asked.own_levels:
        return describe_own_level(asked, level)
    return f"{describe_level(result, level)}: {clean(asked.descriptors[level])}"
