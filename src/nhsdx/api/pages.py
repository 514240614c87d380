"""Draws the page for any value that the library returns."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from nhsdx.documents.blocks import Document
from nhsdx.documents.formats import DocumentFormat

if TYPE_CHECKING:
    from nhsdx.analysis.plan.plans import Plan
    from nhsdx.commands.batch.totals import BatchSummary
    from nhsdx.commands.benefits.sums import Appraisal
    from nhsdx.commands.check.model import CheckReport
    from nhsdx.commands.compare.model import Comparison, Trend
    from nhsdx.commands.crosswalk.crosswalk import Crosswalk
    from nhsdx.commands.migrate.model import MigratedAssessment
    from nhsdx.commands.rubric.diff.changes import RubricDiff
    from nhsdx.commands.rubric.test.vectors import Outcome
    from nhsdx.commands.survey.outcome import SurveyReport
    from nhsdx.model import Finding, Result
    from nhsdx.results.verification import VerifiedResult

    Page: TypeAlias = (
        Document | Result | Comparison | Trend | CheckReport | Crosswalk | Plan | SurveyReport | BatchSummary
    )
    Listed: TypeAlias = tuple[VerifiedResult, ...] | tuple[Outcome, ...] | tuple[Finding, ...]
    Value: TypeAlias = Page | Appraisal | MigratedAssessment | RubricDiff | Listed

PAGES = {
    "Result": "documents.notebook",
    "Comparison": "commands.compare.document",
    "Trend": "commands.compare.trend_document",
    "CheckReport": "commands.check.document",
    "Crosswalk": "commands.crosswalk.document",
    "Plan": "commands.plan.document",
    "Appraisal": "commands.benefits.document",
    "SurveyReport": "commands.survey.document",
    "BatchSummary": "commands.batch.document",
    "MigratedAssessment": "commands.migrate.document",
    "RubricDiff": "commands.rubric.diff.document",
    "VerifiedResult": "commands.verify.document",
    "Outcome": "commands.rubric.test.document",
    "Finding": "commands.rubric.lint.document",
}
"""The module that makes the page, for each kind of value."""
RUBRIC = "the rubric"


def draw(value: Value, format: DocumentFormat = "html") -> str | bytes:  # noqa: A002 - the word that users know
    """A document as text (100 columns wide), Markdown, HTML, or the bytes of a Word or PDF file.

    Any other value is drawn as the page that the matching command shows. Raises NhsdxError if the package that a format
    needs is not installed.
    """
    from nhsdx.documents.formats import draw_document
    from nhsdx.documents.terminal import Screen

    return draw_document(_build_document(value), format, Screen(100))


def _build_document(value: Value) -> Document:
    if isinstance(value, Document):
        return value
    first = next(iter(value), None) if isinstance(value, tuple) else value
    kind = "Finding" if first is None else type(first).__name__
    build: Callable[[object], Document] = import_module(f"nhsdx.{PAGES[kind]}").build_document
    if kind == "Finding":
        return build([(RUBRIC, value)])
    return build({RUBRIC: value} if kind == "Outcome" else value)
