"""The page in a report on how to reach a target: the cheapest steps, with proof."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.plans import Plan, find_plan
from nhsdx.analysis.plan.targets import read_target
from nhsdx.documents.page import Block, Heading, Paragraph, Sheet, Style, clean, make_line, nest_headings
from nhsdx.documents.parts.plan import build_plan

TITLE = "How to get there"
NOT_AGREED = "Nothing here is agreed yet: it is for the {} to choose the steps, and to give each an owner and a date."


def build_path(case: Case, target: str | None) -> tuple[Sheet, ...]:
    """The page about the plan for a target such as `60` or `clinical-framing=3`; empty without a target.

    Raises NhsdxError for a target that the rubric does not have.
    """
    if target is None:
        return ()
    return (Sheet(tuple(_build_blocks(find_plan(case, read_target(case.rubric, target))))),)


def _build_blocks(plan: Plan) -> Iterator[Block]:
    yield Heading(2, TITLE, "plan")
    yield from nest_headings(build_plan(plan), "")
    if plan.steps:
        yield Paragraph(make_line(NOT_AGREED.format(clean(plan.before.result.rubric.audience))), Style.NOTE)
