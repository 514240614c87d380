"""A plan as a document."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.plan.plans import Plan
from nhsdx.documents.page import Block, Document, Heading, Paragraph, Sheet, Style, clean, describe_side, make_line
from nhsdx.documents.parts import build_changes, build_checks, build_departures, build_short_limits, mark_hypothetical
from nhsdx.documents.parts.plan import build_plan
from nhsdx.documents.words.plan import describe_wanted


def build_document(plan: Plan) -> Document:
    """The plan: its steps in order, what each effort buys, and what is assumed."""
    result, about = plan.before.result, plan.before.result.assessment
    title = f"Plan: {describe_wanted(result, plan.before.rubric, plan.wanted)}"
    sheet = Sheet(tuple(_build_page(plan, title)))
    return mark_hypothetical(Document(title, (sheet,), clean(about.subject), about.date.isoformat()), [result])


def _build_page(plan: Plan, title: str) -> Iterator[Block]:
    result = plan.before.result
    yield Heading(1, title, "title")
    yield from build_changes(result, plan.before.rubric)
    yield Paragraph(make_line(describe_side(result)), Style.NOTE)
    yield from build_departures(None if result.both is None else result.both.origin)
    yield from build_plan(plan)
    yield from build_checks(result)
    yield from build_short_limits(result)
