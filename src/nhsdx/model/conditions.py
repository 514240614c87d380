"""Conditions: when a gate is triggered, when a stage is reached, and when something is asked."""

from collections.abc import Iterator
from enum import StrEnum

from pydantic import Field

from nhsdx.model.base import FileModel, KnownId, LevelNumber, Many, Percent, Text


class GateState(StrEnum):
    """The states of a gate, from the most serious to the least serious.

    `triggered`: the condition is true under the claimed reading. `unproven`: the condition is true only because the
    evidence is too weak. `undecided`: whether the condition is true depends on an unknown answer. `clear`: the
    gate is not triggered under any reading.
    """

    TRIGGERED = "triggered"
    UNPROVEN = "unproven"
    UNDECIDED = "undecided"
    CLEAR = "clear"


class Condition(FileModel):
    """A condition that triggers a gate, or that must be met for a stage.

    A condition is true if the level of a criterion or dimension is at most or at least a given level; if its score is
    below or above a given score; if any of a checklist's `missing` items is not met; or if any or all of several other
    conditions are true.
    """

    criterion: KnownId | None = None
    dimension: KnownId | None = None
    at_most: LevelNumber | None = None
    at_least: LevelNumber | None = None
    below: Percent | None = None
    above: Percent | None = None
    missing: Many[KnownId] | None = None
    any_of: Many["Condition"] | None = Field(default=None, alias="any")
    all_of: Many["Condition"] | None = Field(default=None, alias="all")

    @property
    def parts(self) -> tuple["Condition", ...]:
        """The conditions that this condition combines; empty if it tests a single criterion or dimension."""
        return (*(self.any_of or ()), *(self.all_of or ()))

    @property
    def subject(self) -> str:
        """The id of the criterion or dimension that the condition itself tests."""
        return self.criterion or self.dimension or ""

    @property
    def is_high(self) -> bool:
        """Whether the condition itself, and not only a part of it, tests for a high score."""
        return self.at_least is not None or self.above is not None


def find_criteria_in(condition: Condition) -> frozenset[str]:
    """The ids of the criteria that a condition depends on."""
    own = frozenset(() if condition.criterion is None else (condition.criterion,))
    return own.union(*map(find_criteria_in, condition.parts))


def find_nodes_in(condition: Condition) -> frozenset[str]:
    """The ids of the dimensions that a condition depends on; `overall` may be one of them."""
    return frozenset(part.dimension for part in list_simple_parts(condition) if part.dimension is not None)


def is_upward(condition: Condition) -> bool:
    """Whether a condition, or any part of the condition, tests for a high score."""
    return condition.is_high or any(map(is_upward, condition.parts))


class Stage(Condition):
    """A level of a staged node, and the condition that the node's children must meet for this level.

    A stage that has no condition is reached if all earlier stages are reached.
    """

    level: LevelNumber

    @property
    def asks_nothing(self) -> bool:
        """Whether the stage has no condition."""
        return self.model_fields_set == {"level"}


def list_simple_parts(condition: Condition) -> Iterator[Condition]:
    """The parts of a condition that each test one criterion or dimension, however deeply they are nested."""
    if condition.subject:
        yield condition
    for part in condition.parts:
        yield from list_simple_parts(part)


class AskedWhen(FileModel):
    """The condition under which a criterion or an item is asked.

    The condition is true if the claimed answer to a criterion has at least a given level, or meets all items under
    `met`; if a context question has one of the answers under `is`; or if any or all of several other conditions are
    true.
    """

    criterion: KnownId | None = None
    at_least: LevelNumber | None = None
    met: Many[KnownId] | None = None
    context: KnownId | None = None
    is_: Many[Text] | None = Field(default=None, alias="is")
    any_of: Many["AskedWhen"] | None = Field(default=None, alias="any")
    all_of: Many["AskedWhen"] | None = Field(default=None, alias="all")

    @property
    def parts(self) -> tuple["AskedWhen", ...]:
        """The conditions that this condition combines; empty if it tests a single answer."""
        return (*(self.any_of or ()), *(self.all_of or ()))

    def list_criteria(self) -> list[str]:
        """The ids of the criteria whose answers the condition tests."""
        own = [] if self.criterion is None else [self.criterion]
        return own + [name for part in self.parts for name in part.list_criteria()]

    def list_contexts(self) -> list[str]:
        """The ids of the context questions whose answers the condition tests."""
        own = [] if self.context is None else [self.context]
        return own + [name for part in self.parts for name in part.list_contexts()]


class Requirement(FileModel):
    """The items that must be met, or the level that must be reached, before a plan may include a step."""

    criterion: KnownId
    at_least: LevelNumber | None = None
    met: Many[KnownId] | None = None
