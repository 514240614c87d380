"""A case of costs and benefits as a document: the claim, the adjusted figures, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.benefits.evidence import describe_first_year, describe_link
from nhsdx.commands.benefits.figures import build_class
from nhsdx.commands.benefits.method import build_adjustments, build_history, build_method
from nhsdx.commands.benefits.remarks import CaseRemark, find_gaps, find_unknowns, find_warnings
from nhsdx.commands.benefits.sums import Appraisal, ClassCase, SwitchingValues
from nhsdx.commands.benefits.words import (
    describe_failing_delay,
    describe_fewer_benefits,
    describe_higher_costs,
    describe_net,
    name_case,
)
from nhsdx.documents.page import (
    Block,
    Callout,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    Tone,
    clean,
    format_day,
    line_with_lead,
    make_cell,
    make_line,
    nest_headings,
)
from nhsdx.model import Rubric

NOT_ADDED = "The classes below are not added up: they are not the same kind of money."
GAPS = (Column("What", share=5), Column("Why it matters", share=6))
LINKS = (Column("Criterion", share=4), Column("What this case shows", share=9))


def build_document(appraisal: Appraisal, rubric: Rubric | None = None) -> Document:
    """The whole page. With a rubric, criteria are shown by title."""
    case = appraisal.file.case
    blocks = tuple(build_page(appraisal, rubric))
    return Document(
        f"Claimed and adjusted: {clean(case.title)}", (Sheet(blocks),), clean(case.subject), case.date.isoformat()
    )


def build_sheet(appraisal: Appraisal, rubric: Rubric | None = None) -> Sheet:
    """The page as a part of a report."""
    return Sheet(tuple(nest_headings(build_page(appraisal, rubric), "benefits-")))


def build_page(appraisal: Appraisal, rubric: Rubric | None = None) -> Iterator[Block]:
    """Every block of the page, from the claimed and adjusted figures to the method."""
    case = appraisal.file.case
    yield Heading(1, f"Claimed and adjusted: {clean(case.title)}", "title")
    yield Facts(
        (
            Fact("Subject", make_line(clean(case.subject))),
            Fact("Date", make_line(format_day(case.date))),
            Fact("Planned go-live", make_line(format_day(case.go_live))),
            Fact("Money", make_line(f"{clean(case.unit)}, {clean(case.prices)}")),
        )
    )
    yield from build_front(appraisal)
    yield from _build_warnings(appraisal)
    for one in appraisal.cases:
        yield from build_class(appraisal, one)
    yield from build_adjustments(appraisal)
    yield from build_history(appraisal)
    yield from _build_gaps(appraisal)
    yield from build_links(appraisal, rubric)
    yield from build_method(appraisal)


def build_front(appraisal: Appraisal) -> Iterator[Block]:
    """The value of each class as claimed and as adjusted, and the changes that make the claim fail."""
    case = appraisal.file.case
    yield KeyFigures(
        tuple(
            KeyFigure(
                f"{name_case(one)}, as adjusted",
                describe_net(one.adjusted, case),
                f"net present value; {describe_net(one.claimed, case)} as claimed",
            )
            for one in appraisal.cases
        )
    )
    for one in appraisal.cases:
        if one.is_weighed:
            yield from _build_verdicts(one)
    first = list(describe_first_year(appraisal))
    if first:
        yield Listing(tuple(map(make_line, first)))
    if len(appraisal.classes) > 1 and appraisal.total is None:
        yield Paragraph(make_line(NOT_ADDED), Style.NOTE)


def _build_verdicts(one: ClassCase) -> Iterator[Block]:
    """How far the case is from failing, as claimed and as adjusted, if all amounts are known."""
    for words, side in (("as claimed", one.claimed), ("as adjusted", one.adjusted)):
        found = side.switching.worst
        if found is not None and side.switching.best == found:
            yield Paragraph(line_with_lead(f"{name_case(one)}, {words}:", describe_failure(found)))


def describe_failure(found: SwitchingValues) -> str:
    """A sentence about the changes that would make a case fail or, if it fails already, pass."""
    benefits, costs = found.benefits, found.costs
    if found.fails:
        needs = [
            describe_fewer_benefits(True, benefits).partition(": needs ")[2],  # noqa: FBT003 - it fails
            describe_higher_costs(True, costs).partition(": needs ")[2],  # noqa: FBT003 - it fails
        ]
        return f"the case fails. It would need {needs[0]} benefits, or {needs[1].removesuffix(' less')} lower costs."
    delay = describe_failing_delay(False, found.delay)  # noqa: FBT003 - it does not
    fewer = describe_fewer_benefits(False, benefits)  # noqa: FBT003 - it does not
    changes = f"{fewer} benefits, or {describe_higher_costs(False, costs)} cost"  # noqa: FBT003 - it does not
    if found.delay is None:
        return f"{delay}; the case fails {changes}."
    return f"the case fails {delay} of delay, {changes}."


def _build_warnings(appraisal: Appraisal) -> Iterator[Block]:
    """The parts of the claim that need an explanation, and the unknown amounts."""
    warnings, unknowns = list(find_warnings(appraisal)), list(find_unknowns(appraisal))
    if warnings:
        lines = tuple(make_line(f"{one.what} {one.why}") for one in warnings)
        yield Callout(Tone.WARNING, "Explain these points before anybody relies on the claim", lines)
    if unknowns:
        lines = tuple(make_line(f"{one.what} {one.why}") for one in unknowns)
        yield Callout(Tone.OPEN, "Unknown, and not counted as zero", lines)


def _build_gaps(appraisal: Appraisal) -> Iterator[Block]:
    """The costs and benefits that were not adjusted, and why that matters."""
    yield Heading(2, "What was not adjusted", "not-adjusted")
    gaps = list(find_gaps(appraisal))
    if gaps:
        yield Table("What was not adjusted, and why that matters", GAPS, tuple(map(_build_gap, gaps)))
    else:
        yield Paragraph(make_line("Every cost and benefit was adjusted."))


def _build_gap(gap: CaseRemark) -> tuple[tuple[tuple[Span, ...], ...], ...]:
    return (make_cell(gap.what), make_cell(gap.why))


def build_links(appraisal: Appraisal, rubric: Rubric | None) -> Iterator[Block]:
    """The criteria of the rubric that the case supports or contradicts, each with what the case shows about it."""
    links = appraisal.file.links
    if not links:
        return
    yield Heading(2, "What the case says about the assessment", "criteria")
    rows = []
    for link in links:
        criterion = None if rubric is None else rubric.criteria[link.criterion]
        title = () if criterion is None else (make_line(clean(criterion.title)),)
        items = (make_line(", ".join(link.items)),) if link.items else ()
        rows.append(((*title, (Span(link.criterion, code=True),), *items), make_cell(describe_link(appraisal, link))))
    yield Table("Evidence for criteria of the rubric; it does not change any answer", LINKS, tuple(rows))
    if rubric is None:
        words = "With --assessment or --rubric, these criteria are checked against the rubric."
        yield Listing((make_line(words),))
