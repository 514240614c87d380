"""nhsdx as a library: its functions do the same as the commands, with the same engine."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.api.assessments import compare, crosswalk, explain, load_assessment, migrate, new, report, score, trend
from nhsdx.api.costs import benefits
from nhsdx.api.files import batch, check, import_form, survey, verify
from nhsdx.api.pages import draw
from nhsdx.api.plans import plan
from nhsdx.api.rubrics import diff, extend, lint, list_rubrics, load_rubric, schema, show, survey_form, test
from nhsdx.analysis.plan.plans import Plan
from nhsdx.commands.batch.options import BatchOptions
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.commands.benefits.sums import Appraisal
from nhsdx.commands.check.model import CheckReport
from nhsdx.commands.compare.model import Comparison, Trend
from nhsdx.commands.crosswalk.crosswalk import Crosswalk
from nhsdx.commands.import_.model import ImportedForm
from nhsdx.commands.migrate.model import MigratedAssessment
from nhsdx.commands.rubric.diff.changes import RubricDiff
from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.commands.survey.outcome import SurveyReport
from nhsdx.documents.blocks import Document
from nhsdx.errors import NhsdxError
from nhsdx.forms.media.surveys import MadeForm
from nhsdx.loading.assessment_file import LoadedAssessment
from nhsdx.model import (
    About, Action, Answer, AnswerChange, Assessment, CriterionResult, CriterionStatus, DimensionResult, Finding,
    GateResult, GateState, InvalidInputError, ItemState, NodeResult, ParentResult, Reading, Result, Rubric,
)
from nhsdx.results.published import result_data
from nhsdx.results.verification import VerifiedResult

__all__ = [
    "About", "Action", "Answer", "AnswerChange", "Appraisal", "Assessment", "BatchOptions", "BatchSummary",
    "CheckReport", "Comparison", "CriterionResult", "CriterionStatus", "Crosswalk", "DimensionResult", "Document",
    "Finding", "GateResult", "GateState", "ImportedForm", "InvalidInputError", "ItemState", "LoadedAssessment",
    "MadeForm", "MigratedAssessment", "NhsdxError", "NodeResult", "Outcome", "ParentResult", "Plan", "Reading",
    "Result", "Rubric", "RubricDiff", "SurveyReport", "Trend", "VerifiedResult", "batch", "benefits", "check",
    "compare", "crosswalk", "diff", "draw", "explain", "extend", "import_form", "lint", "list_rubrics",
    "load_assessment", "load_rubric", "migrate", "new", "plan", "report", "result_data", "schema", "score", "show",
    "survey", "survey_form", "test", "trend", "verify",
]
