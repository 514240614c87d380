"""What changed between two scored assessments, and why the scores moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nhsdx.analysis.actions import compare_actions
from nhsdx.model import (
    Action,
    ByReading,
    CriterionResult,
    Finding,
    GateState,
    LevelName,
    ParentResult,
    Reading,
    Result,
    Scores,
)


class MovementPart(StrEnum):
    """What can move a score.

    `answers`: values and statuses; `evidence`: grades, dates, and the date used to work out how old evidence is;
    `weights`: of dimensions and criteria; `rubric`: everything else in the rubric that can change a number, and the
    profile. The parts `answers`, `evidence`, `weights` and `rubric` make up the change that there would be without any
    gate; `gates` is the number of points lost to caps, or regained.
    """

    ANSWERS = "answers"
    EVIDENCE = "evidence"
    RUBRIC = "rubric"
    WEIGHTS = "weights"
    GATES = "gates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A node's scores before and after, and the points that each part added.

    `rescored` are the scores of the old answers with the new rubric and profile; if neither changed, they are the old
    scores. `old_without_gates` and `new_without_gates` are the scores without any gate. Under each reading, the parts
    add up to the change. The parts are None if an intermediate score is missing.
    """

    id: str
    title: str
    old: Scores
    rescored: Scores
    new: Scores
    old_without_gates: Scores
    new_without_gates: Scores
    old_levels: ByReading[LevelName | None]
    new_levels: ByReading[LevelName | None]
    parts: ByReading[Mapping[MovementPart, float] | None]

    @property
    def change(self) -> Scores:
        """The new score minus the old one under each reading; None if either score does not exist."""
        return {reading: _subtract(self.new[reading], self.old[reading]) for reading in Reading}


def _subtract(new: float | None, old: float | None) -> float | None:
    return None if new is None or old is None else new - old


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """A criterion that changed; `old` or `new` is None if only one of the rubrics has the criterion.

    `parts` lists what changed (`status`, `answer`, `evidence`, `score`), or has only `added` or `dropped`.
    """

    id: str
    title: str
    old: CriterionResult | None
    new: CriterionResult | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateChange:
    """A gate whose state changed.

    A state is None if the rubric does not have the gate.
    """

    id: str
    old: GateState | None
    new: GateState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two results. `nodes` lists the nodes that are in both rubrics, the overall one first.

    If the rubrics differ, criteria and gates are compared under the new rubric. `not_carried` lists criteria for which
    the other rubric does not allow the answer or does not have the evidence grade. Under the other rubric, an answer
    that is not allowed counts as unknown, and evidence whose grade does not exist counts as the weakest grade.

    Different voices are compared only on the criteria that both answered, which `common` lists. `published` has the
    overall figures of both sides on everything that was asked.

    `old_rescored` is the result of the old answers with the new rubric and profile; if neither changed, it is the old
    result.
    """

    old: Result
    new: Result
    is_rescored: bool
    nodes: Mapping[str, Movement]
    criteria: tuple[CriterionChange, ...]
    gates: tuple[GateChange, ...]
    newly_unknown: tuple[str, ...]
    newly_known: tuple[str, ...]
    not_carried: tuple[str, ...]
    common: tuple[str, ...] | None
    published: tuple[ParentResult, ParentResult]
    old_rescored: Result
    findings: tuple[Finding, ...]

    @property
    def done_since(self) -> tuple[Action, ...]:
        """The actions that are done in the new assessment and were not in the old one."""
        return compare_actions(self.old.actions, self.new.actions).done


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Several results in the order of their dates, all scored with one rubric, and what changed between them.

    `published` are the overall figures of each assessment under its own rubric.
    """

    points: tuple[Result, ...]
    names: tuple[str, ...]
    published: tuple[ParentResult, ...]
    is_rescored: bool
    not_carried: tuple[str, ...]
    steps: tuple[Comparison, ...]
    findings: tuple[Finding, ...]
