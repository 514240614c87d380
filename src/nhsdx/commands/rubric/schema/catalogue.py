"""All schemas: of the files that people write, and of the JSON documents that commands write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nhsdx.commands.batch.data import BatchSummaryOutput
from nhsdx.commands.benefits.data import BenefitsOutput
from nhsdx.commands.check.data import CheckOutput
from nhsdx.commands.compare.data import ComparisonOutput, TrendOutput
from nhsdx.commands.crosswalk.data import CrosswalkOutput
from nhsdx.commands.explain.data import ExplanationOutput
from nhsdx.commands.migrate.data import MigrationOutput
from nhsdx.commands.plan.data import PlanOutput
from nhsdx.commands.rubric.data import LintOutput, MergedRubricOutput, RubricListOutput, RubricTestOutput
from nhsdx.commands.rubric.diff.data import RubricDiffOutput
from nhsdx.commands.rubric.schema.schema import FILES, Json, build_model_schema
from nhsdx.commands.survey.data import SurveyOutput
from nhsdx.commands.verify.data import VerificationOutput
from nhsdx.results.output import ErrorOutput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nhsdx.model import FileModel
    from nhsdx.results.output import OutputDocument

OUTPUTS: tuple[type[OutputDocument], ...] = (
    CheckOutput,
    ComparisonOutput,
    TrendOutput,
    PlanOutput,
    CrosswalkOutput,
    BenefitsOutput,
    SurveyOutput,
    BatchSummaryOutput,
    ExplanationOutput,
    VerificationOutput,
    LintOutput,
    RubricListOutput,
    RubricTestOutput,
    RubricDiffOutput,
    MigrationOutput,
    MergedRubricOutput,
    ErrorOutput,
)
MODELS: Mapping[str, type[FileModel | OutputDocument]] = FILES | {one.schema_name(): one for one in OUTPUTS}
"""The model of each kind of file or document, by the name of its schema."""


def build_schema(name: str) -> Json:
    """The JSON Schema for a name in `MODELS`."""
    return build_model_schema(name, MODELS[name])


def describe_schemas() -> str:
    """A line for each kind of file or document, with its name and meaning."""
    width = max(map(len, MODELS)) + 2
    lines = (f"{name:<{width}}{build_schema(name)['description']}" for name in MODELS)
    return "\n".join(lines) + "\n"
