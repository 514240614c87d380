"""The result that a test vector or an assessment expects."""

from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from nhsdx.model.base import FileModel, KnownId, LevelNumber, Many, Number
from nhsdx.model.reading import Reading

NO_SCORE = "no score"


def find_score_form(value: object) -> Literal["number", "text"]:
    """The form in which an expected score is written: a number, or the words `no score`."""
    return "text" if value == NO_SCORE else "number"


def find_expectation_form(value: object) -> Literal["number", "text", "table"]:
    """The form in which a node's expected figures are written: a bare score, the words `no score`, or a table."""
    return "table" if isinstance(value, dict | NodeExpectation) else find_score_form(value)


NoScore: TypeAlias = Annotated[Literal["no score"], Tag("text")]
ExpectedScore: TypeAlias = Annotated[NoScore | Annotated[Number, Tag("number")], Discriminator(find_score_form)]


class NodeExpectation(FileModel):
    """The expected figures of one node: its score under each reading that is given, and its level."""

    low: ExpectedScore | None = None
    evidenced: ExpectedScore | None = None
    claimed: ExpectedScore | None = None
    high: ExpectedScore | None = None
    level: LevelNumber | None = None

    @property
    def scores(self) -> dict[Reading, float | None]:
        """The expected score under each listed reading, as the rubric shows it; None if there must be no score."""
        given = {reading: score for reading in Reading if (score := getattr(self, reading.value)) is not None}
        return {reading: None if score == NO_SCORE else score for reading, score in given.items()}


NodeForm: TypeAlias = Annotated[
    Annotated[NodeExpectation, Tag("table")] | NoScore | Annotated[float, Tag("number")],
    Discriminator(find_expectation_form),
]


class Expectation(FileModel):
    """The expected scores, levels and gate states.

    `reading` is the reading for levels, for `gates`, and for scores that are given as one number.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, NodeForm] = Field(init=False)

    level: LevelNumber | None = None
    reading: Reading = Field(default=Reading.EVIDENCED, strict=False)
    tolerance: Annotated[float, Field(ge=0, le=1e15)] | None = None
    gates: Many[KnownId] | None = None
    unproven: Many[KnownId] | None = None
    undecided: Many[KnownId] | None = None

    @property
    def nodes(self) -> dict[str, NodeExpectation]:
        """The expected figures of each node that is listed; a bare number is the node's score under `reading`."""
        forms = self.__pydantic_extra__ or {}
        return {node: self._expand_form(form) for node, form in forms.items()}

    def _expand_form(self, form: NodeForm) -> NodeExpectation:
        if isinstance(form, NodeExpectation):
            return form
        return NodeExpectation.model_construct(None, **{self.reading.value: form})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is expected. In that case, every result meets the expectation."""
        whole = self.level, self.gates, self.unproven, self.undecided
        nodes = self.nodes.values()
        return all(part is None for part in whole) and not any(one.scores or one.level is not None for one in nodes)
