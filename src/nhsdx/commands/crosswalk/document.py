"""A crosswalk as a document: each framework heading with the criteria that inform it."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.crosswalk.crosswalk import INFORMS, Crosswalk, InformedHeading, InformingCriterion
from nhsdx.documents.page import (
    CERTAINTIES,
    NOTHING,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    clean,
    count_words,
    describe_certainty,
    describe_dated_evidence,
    describe_reached,
    describe_relation,
    describe_side,
    describe_status,
    has_grades,
    line_with_lead,
    list_headlines,
    make_line,
    make_row,
)
from nhsdx.documents.parts import build_checks, build_departures, build_short_limits, explain_profile
from nhsdx.model import CriterionStatus, Result


def build_document(found: Crosswalk) -> Document:
    """Each heading with the criteria that inform it; no heading has a figure of its own."""
    title = f"What informs {clean(found.framework.title)}"
    about = found.result.assessment
    return Document(title, (Sheet(tuple(_build_page(found, title))),), clean(about.subject), about.date.isoformat())


def _build_page(found: Crosswalk, title: str) -> Iterator[Block]:
    result = found.result
    yield Heading(1, title, "title")
    yield Paragraph(make_line(describe_side(result)), Style.NOTE)
    if found.profile is not None:
        yield Paragraph(make_line(explain_profile(found.profile)), Style.NOTE)
    yield Paragraph(make_line(INFORMS), Style.LEAD)
    for words in (*_list_remarks_on_framework(found), _count_criteria(found)):
        yield Paragraph(make_line(words))
    yield from build_departures(None if result.both is None else result.both.origin)
    yield from _explain_mapping(found)
    for heading in found.headings:
        yield from _build_heading(result, heading)
    yield from build_checks(result)
    yield from build_short_limits(result)


def _list_remarks_on_framework(found: Crosswalk) -> Iterator[str]:
    """How certain the headings' names are, what the rubric says about the mapping, and the framework's address."""
    framework = found.framework
    if framework.certainty:
        yield f"Names of the headings: {describe_certainty(framework.certainty)}."
    if framework.note:
        yield clean(framework.note)
    if framework.url:
        yield clean(framework.url)


def _count_criteria(found: Crosswalk) -> str:
    """How many criteria inform a heading, how many of these are answered, and how many criteria inform no heading."""
    criteria = found.result.criteria
    answered = sum(criteria[name].status is CriterionStatus.ANSWERED for name in found.informing)
    informed = sum(1 for heading in found.headings if heading.criteria)
    return (
        f"Criteria that inform a heading: {len(found.informing)} of {len(criteria)}, {answered} of them answered. "
        f"Headings informed: {informed} of {len(found.headings)}. "
        f"Criteria that inform no heading: {len(found.elsewhere)}."
    )


def _explain_mapping(found: Crosswalk) -> Iterator[Block]:
    """An explanation of the words in brackets after a mapping, if there are any."""
    known = {entry.how.certainty for heading in found.headings for entry in heading.criteria}
    meanings = ", ".join(describe_certainty(certainty) for certainty in CERTAINTIES if certainty in known)
    if meanings:
        words = f"The words in brackets say how the authors of the rubric know what the heading covers: {meanings}."
        yield Paragraph(make_line(words), Style.NOTE)


def _build_heading(result: Result, heading: InformedHeading) -> Iterator[Block]:
    yield Heading(2, f"{clean(heading.title)} ({heading.id})", f"heading-{heading.id}")
    if not heading.criteria:
        yield Paragraph(make_line("No criterion of this rubric informs this heading."))
        return
    caption = f"Informed by {count_words(len(heading.criteria), 'criterion', 'criteria')}"
    yield Table(caption, tuple(_list_columns(result)), tuple(_build_row(result, entry) for entry in heading.criteria))
    remarks = [line for entry in heading.criteria if (line := _build_remarks(entry))]
    if remarks:
        yield Listing(tuple(remarks))


def _list_columns(result: Result) -> Iterator[Column]:
    yield Column("Criterion", share=5)
    yield from (Column(reading.capitalize(), share=2) for reading in list_headlines(result))
    if has_grades(result):
        yield Column("Evidence", share=3)
    yield Column("Asks about", share=4)


def _build_row(result: Result, entry: InformingCriterion) -> tuple[Cell, ...]:
    criterion, how = entry.criterion, entry.how
    levels = (
        describe_status(criterion.status)
        if criterion.levels[reading] is None
        else describe_reached(result, criterion, reading)
        for reading in list_headlines(result)
    )
    is_answered = criterion.status is CriterionStatus.ANSWERED
    evidence = [describe_dated_evidence(criterion) if is_answered else NOTHING] if has_grades(result) else []
    certainty = f" ({how.certainty})" if how.certainty else ""
    return (
        (make_line(clean(criterion.title)), (Span(criterion.id, code=True),)),
        *make_row(*levels, *evidence, f"{describe_relation(how.relation)}{certainty}"),
    )


def _build_remarks(entry: InformingCriterion) -> Line:
    """The assessors' reasons for the answer, and the rubric's remark on the mapping; may be empty."""
    answer = entry.answer
    parts = [("Mapping: ", entry.how.note)]
    if answer is not None:
        documents = f"{', '.join(answer.documents)}." if answer.documents else None
        parts = [("", answer.reason), ("", answer.why), ("Documents: ", documents), *parts]
    words = " ".join(f"{lead}{clean(text)}" for lead, text in parts if text)
    return line_with_lead(f"{clean(entry.criterion.title)}:", words) if words else ()
