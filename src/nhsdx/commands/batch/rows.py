"""Assessments as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model import Answer, Assessment, Rubric
from nhsdx.tables.columns import (
    DATE,
    PROFILE,
    name_context_column,
    name_evidence_column,
    name_item_column,
    name_option_column,
    name_scale_columns,
    name_seen_column,
)

SUBJECT, VOICE, FILE = "subject", "voice", "file"


def build_row(assessment: Assessment, rubric: Rubric) -> dict[str, str | None]:
    """The cells of an assessment as text, by the column names of the module `columns`; a missing answer has no cell."""
    about = assessment.about
    row: dict[str, str | None] = {
        SUBJECT: about.subject,
        DATE: about.date.isoformat(),
        VOICE: about.voice,
        PROFILE: assessment.profile,
    }
    row |= {name_context_column(name): option for name, option in assessment.context.items()}
    for name, answer in assessment.answers.items():
        row |= dict(_list_cells(name, answer, rubric))
    return row


def _list_cells(name: str, answer: Answer, rubric: Rubric) -> Iterator[tuple[str, str]]:
    if answer.status is not None:
        yield name, answer.status.value
    elif answer.items is not None:
        yield from ((name_item_column(name, item), state.value) for item, state in answer.items.items())
    elif answer.counts is not None:
        yield from ((name_option_column(name, number), str(count)) for number, count in enumerate(answer.counts, 1))
    elif answer.mean is not None:
        yield from zip(name_scale_columns(name), (str(answer.mean), str(answer.respondents)), strict=True)
    elif answer.level is not None:
        yield name, str(rubric.name_levels(rubric.criteria[name])[answer.level])
    else:
        yield name, str(answer.value)
    if answer.evidence is not None:
        yield name_evidence_column(name), answer.evidence
    if answer.seen is not None:
        yield name_seen_column(name), answer.seen.isoformat()
