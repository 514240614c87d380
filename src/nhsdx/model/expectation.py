"""The result that a test vector or an assessment expects."""

from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag

from nhsdx.model.base import FileModel, KnownId, LevelNumber, Many, Number
from nhsdx.model.reading import Reading


class NodeExpectation(FileModel):
    """The expected figures of one node: its score under each reading given, and its level."""

    low: Number | None = None
    evidenced: Number | None = None
    claimed: Number | None = None
    high: Number | None = None
    level: LevelNumber | None = None

    @property
    def scores(self) -> dict[Reading, float]:
        """The expected score under each reading given, as the rubric shows it."""
        return {reading: score for reading in Reading if (score := getattr(self, reading.value)) is not None}


def find_expectation_form(value: object) -> Literal["number", "table"]:
    """The form in which the expectation of a node is written: a bare score or a table."""
    return "table" if isinstance(value, dict | NodeExpectation) else "number"


NodeForm: TypeAlias = Annotated[
    Annotated[NodeExpectation, Tag("table")] | Annotated[float, Tag("number")], Discriminator(find_expectation_form)
]


class Expectation(FileModel):
    """The expected scores, levels and states of gates. `reading` applies to single scores, levels and `gates`."""

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
        """The expected figures of each node given; a bare number is its score under `reading`."""
        forms = self.__pydantic_extra__ or {}
        return {node: self._expand_form(form) for node, form in forms.items()}

    def _expand_form(self, form: NodeForm) -> NodeExpectation:
        if isinstance(form, NodeExpectation):
            return form
        return NodeExpectation.model_construct(None, **{self.reading.value: form})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is expected, so nothing can fail."""
        whole = self.level, self.gates, self.unproven, self.undecided
        parts = [part for node in self.nodes.values() for part in (*node.scores.values(), node.level)]
        return all(part is None for part in (*whole, *parts))
