"""What informs a heading, in words that every page of a crosswalk shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.commands.crosswalk.crosswalk import Crosswalk, InformedHeading, InformingCriterion, LevelReached
from nhsdx.documents.number_words import NOTHING
from nhsdx.documents.safe_text import clean
from nhsdx.model.result import CriterionResult, CriterionStatus
from nhsdx.render.both_page import departure_lines
from nhsdx.render.legacy import evidence_words

NOTHING_INFORMS = "Nothing in this rubric informs it."
RELATIONS = {
    "equal": "the same",
    "subset": "part of it",
    "superset": "all of it, and more",
    "intersect": "some of it, and more",
}
"""What a criterion asks of what its heading asks."""


class InformingRow(NamedTuple):
    """A criterion under a heading, as text: its title, levels and evidence, what it asks of it, how that is known."""

    title: str
    claimed: str
    evidenced: str
    evidence: str
    asks: str
    known: str


def about_lines(found: Crosswalk) -> Iterator[str]:
    """How surely the framework's headings are known, where it can be read, and how much of the rubric informs it.

    A local rubric's departures go with them.
    """
    framework = found.framework
    known = [f"The headings are {framework.certainty}."] if framework.certainty else []
    note = [clean(framework.note)] if framework.note else []
    if known or note:
        yield " ".join([*known, *note])
    if framework.url:
        yield clean(framework.url)
    both = found.result.both
    yield from departure_lines(None if both is None else both.overlaid)
    yield _count_words(found)


def informing_row(entry: InformingCriterion) -> InformingRow:
    """One criterion under one heading; a word in place of levels where it has no value."""
    criterion = entry.criterion
    return InformingRow(
        f"{clean(criterion.title)} ({criterion.id})",
        _level_words(criterion, entry.claimed),
        _level_words(criterion, entry.evidenced),
        _evidence(entry),
        RELATIONS[entry.how.relation],
        entry.how.certainty or NOTHING,
    )


def remarks(entry: InformingCriterion) -> Iterator[str]:
    """What the assessors gave for the answer, and what the rubric says of the mapping."""
    answer = entry.answer
    if answer is not None and answer.reason:
        yield f"Reason: {clean(answer.reason)}"
    if answer is not None and answer.why:
        yield f"Why: {clean(answer.why)}"
    if answer is not None and answer.documents:
        yield f"Documents: {', '.join(answer.documents)}"
    if entry.how.note:
        yield f"Mapping: {clean(entry.how.note)}"


def heading_words(heading: InformedHeading) -> str:
    """A heading by its title and id."""
    return f"{clean(heading.title)} ({heading.id})"


def _count_words(found: Crosswalk) -> str:
    """How many criteria inform the framework, how many of these have a value, and how many inform none of it."""
    criteria = found.result.criteria
    answered = sum(1 for name in found.informing if criteria[name].status is CriterionStatus.ANSWERED)
    told = sum(1 for heading in found.headings if heading.criteria)
    return (
        f"Informing: {len(found.informing)} of {len(criteria)} criteria, {answered} of them answered, under {told} of "
        f"{len(found.headings)} headings. Informing no heading: {len(found.elsewhere)}."
    )


def _level_words(criterion: CriterionResult, level: LevelReached | None) -> str:
    return criterion.status.replace("-", " ") if level is None else f"{level.number} {clean(level.label)}"


def _evidence(entry: InformingCriterion) -> str:
    if entry.criterion.evidence is None:
        return NOTHING
    seen = None if entry.answer is None else entry.answer.seen
    return evidence_words(entry.criterion) + ("" if seen is None else f", seen {seen.isoformat()}")
