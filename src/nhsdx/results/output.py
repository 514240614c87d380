"""The base of all JSON documents. The model of a document is used to write it, to read it, and to make its schema."""

from typing import Annotated, Any, Literal, Self, TypeAlias, TypeVar, get_args

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, Strict

from nhsdx.model import Finding, Result, TwoScores
from nhsdx.results.head import PublishedChange, PublishedTool
from nhsdx.results.published import TOOL
from nhsdx.results.shape import PublishedAssessment, PublishedLevels, PublishedOverlay, PublishedScores

T = TypeVar("T")
# JSON has only lists; the items are still strict.
Listed: TypeAlias = Annotated[tuple[T, ...], Strict(strict=False)]


class OutputModel(BaseModel):
    """A table in a JSON document: frozen and strictly typed. All keys are required, and unknown keys are refused."""

    model_config = ConfigDict(
        allow_inf_nan=False,
        defer_build=True,
        extra="forbid",
        frozen=True,
        json_schema_serialization_defaults_required=True,
        protected_namespaces=(),
        strict=True,
    )

    @classmethod
    def build(cls, source: object = None, **given: Any) -> Self:  # noqa: ANN401 - the model checks each value
        """The table with the given values. Every other field is the attribute of `source` with the same name."""
        fields = (name for name in cls.model_fields if name not in given and hasattr(source, name))
        return cls.model_validate({name: getattr(source, name) for name in fields} | given, from_attributes=True)

    def dump(self) -> dict[str, Any]:
        """The table as data for JSON, with the keys in the order of the fields."""
        return self.model_dump(mode="json")


class OutputDocument(OutputModel):
    """A whole JSON document: its format, and the program that wrote it."""

    format: str
    tool: PublishedTool

    @classmethod
    def schema_name(cls) -> str:
        """The name of the schema: the document's format without `nhsdx.` and the number."""
        return cls._own_format().removeprefix("nhsdx.").removesuffix("/1")

    @classmethod
    def build(cls, source: object = None, **given: Any) -> Self:  # noqa: ANN401 - the model checks each value
        """The document with the given values. All other fields, except `format` and `tool`, are read from `source`."""
        return super().build(source, format=cls._own_format(), tool=TOOL, **given)

    @classmethod
    def _own_format(cls) -> str:
        (only,) = get_args(cls.model_fields["format"].annotation)
        return str(only)


class FiguresData(OutputModel):
    """The scores and levels of a dimension, a criterion or the whole assessment."""

    score: Annotated[PublishedScores, Field(validation_alias=AliasChoices("score", "scores"))]
    level: Annotated[PublishedLevels, Field(validation_alias=AliasChoices("level", "level_numbers"))]


class NodeData(FiguresData):
    """The scores, the levels and the coverage of a dimension or the whole assessment."""

    coverage: float | None


class RubricData(OutputModel):
    """Which rubric was used."""

    id: str
    version: str
    scoring_digest: str


class EditionData(RubricData):
    """One of the two rubrics that are compared, with its two digests."""

    content_digest: str


class ScoredData(OutputModel):
    """Which assessment was scored with which rubric, and where the rubric comes from."""

    rubric: RubricData
    assessment: PublishedAssessment
    hypothetical: Listed[PublishedChange]
    overlay: PublishedOverlay | None


def get_stamps(result: Result) -> dict[str, Any]:
    """The fields of `ScoredData` for a result."""
    return {
        "rubric": result.rubric,
        "assessment": result.assessment,
        "hypothetical": result.hypothetical,
        "overlay": None if result.both is None else result.both.origin,
    }


def find_two_scores(result: Result, node: str) -> TwoScores | None:
    """The national and the local scores of a node; None if the node does not have both."""
    return None if result.both is None else result.both.nodes.get(node)


class HintData(OutputModel):
    """What many invalid cells have in common and, if possible, map lines that would make these cells readable."""

    message: str
    lines: Listed[str]


class ErrorOutput(OutputDocument):
    """The document that a command writes if it was asked for JSON or TOML and fails."""

    format: Literal["nhsdx.error/1"]
    findings: Listed[Finding]
