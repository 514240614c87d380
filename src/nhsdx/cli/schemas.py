"""Every schema there is: of the files that people write, and of the JSON documents that commands write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nhsdx.files.schema import FILES, Json, schema_of
from nhsdx.render.batch_data import BatchSummaryOutput
from nhsdx.render.check_data import CheckOutput
from nhsdx.render.comparison_data import ComparisonOutput, TrendOutput
from nhsdx.render.crosswalk_data import CrosswalkOutput
from nhsdx.render.error_data import ErrorOutput
from nhsdx.render.explanation_data import ExplanationOutput
from nhsdx.render.rubric_diff_data import RubricDiffOutput
from nhsdx.render.rubric_outputs import LintOutput, MergedRubricOutput, RubricListOutput, RubricTestOutput
from nhsdx.render.survey_data import SurveyOutput
from nhsdx.render.verification_data import VerificationOutput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nhsdx.model.base import FileModel
    from nhsdx.results.output import OutputDocument

OUTPUTS: tuple[type[OutputDocument], ...] = (
    CheckOutput,
    ComparisonOutput,
    TrendOutput,
    CrosswalkOutput,
    SurveyOutput,
    BatchSummaryOutput,
    ExplanationOutput,
    VerificationOutput,
    LintOutput,
    RubricListOutput,
    RubricTestOutput,
    RubricDiffOutput,
    MergedRubricOutput,
    ErrorOutput,
)
MODELS: Mapping[str, type[FileModel | OutputDocument]] = FILES | {one.schema_name(): one for one in OUTPUTS}
"""The model of each kind of file or document, by the name of its schema."""


def build_schema(name: str) -> Json:
    """The JSON Schema with a name of `MODELS`."""
    return schema_of(name, MODELS[name])


def describe_schemas() -> str:
    """A line for each kind of file or document: its name, and what it is."""
    width = max(map(len, MODELS)) + 2
    lines = (f"{name:<{width}}{build_schema(name)['description']}" for name in MODELS)
    return "\n".join(lines) + "\n"
