"""The result of scoring: the scores of every node under every reading, gates, findings and steps."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple

from nhsdx.model.assessment import Action, AnswerChange, AnswerTable
from nhsdx.model.base import OVERALL, LevelName
from nhsdx.model.conditions import GateState
from nhsdx.model.finding import Finding
from nhsdx.model.nodes import CriterionResult, DimensionResult, LevelMark, NodeResult, ParentResult
from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.reading import AS_SCORED, ByReading, DisplayScale, Reading, Scores

RESULT_FORMAT = "nhsdx.result/1"


class Cause(StrEnum):
    """Why a local score may differ from the national one.

    `added`: criteria asked only locally; `dropped`: criteria asked only nationally; `reweighted`: weights and
    aggregation rules; `evidence`: the age limits of evidence grades; `gates`: gates added, changed or dropped.
    """

    ADDED = "added"
    DROPPED = "dropped"
    REWEIGHTED = "reweighted"
    EVIDENCE = "evidence"
    GATES = "gates"


class Term(NamedTuple):
    """One input of a calculation step: its name, its value and, if it is a node's child, its weight.

    `part` is how many points a child adds to a weighted mean: weight * value / sum of weights.
    """

    name: str
    value: float
    weight: float | None = None
    part: float | None = None


class Step(NamedTuple):
    """One calculation behind a number: the rule, its inputs and its output."""

    node: str
    reading: Reading
    rule: str
    terms: tuple[Term, ...]
    output: float | None


class GateResult(NamedTuple):
    """Whether a gate is triggered, and under which readings.

    `cap_numbers` gives the level number of each cap.
    """

    id: str
    state: GateState
    triggered_under: tuple[Reading, ...]
    severity: str
    caps: Mapping[str, int]
    cap_numbers: Mapping[str, LevelName]
    because: str
    remedy: str
    title: str | None = None


class RubricStamp(NamedTuple):
    """The rubric that was used; each digest is `sha256:` and 64 hexadecimal digits.

    `checked` is the day on which the rubric's facts were last checked; `audience` and `effort_unit` are terms used in
    papers. `has_grades` says whether the rubric grades evidence; pages use it, but it is not published. `shown`, the
    scale on which people see scores, and `own_figures`, the scales of nodes with their own scale, are not published
    either.
    """

    id: str
    version: str
    title: str
    scoring_digest: str
    content_digest: str
    limits: str | None
    checked: datetime.date | None
    audience: str
    effort_unit: str
    has_grades: bool
    shown: DisplayScale = AS_SCORED
    own_figures: Mapping[str, DisplayScale] = MappingProxyType({})

    @property
    def reference(self) -> str:
        """The rubric's id and full version, as in `nhs-digital-leadership@1.0.0`."""
        return f"{self.id}@{self.version}"

    def find_shown(self, node: str) -> DisplayScale:
        """The scale on which the scores of a node or criterion are shown."""
        return self.own_figures.get(node, self.shown)

    @property
    def has_figures(self) -> bool:
        """Whether any score is shown to people as a figure that differs from the score in JSON."""
        return self.shown is not AS_SCORED or bool(self.own_figures)


class AssessmentStamp(NamedTuple):
    """The assessment that was scored; `as_of` is the date used to work out how old evidence is."""

    subject: str
    date: datetime.date
    voice: str
    assessors: tuple[str, ...]
    profile: str | None
    as_of: datetime.date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The whole result of scoring one assessment.

    `answers` are tables as in an assessment file; levels are given by their numbers. `hypothetical` lists the answers
    that were changed to see what would follow; a result with such answers is not real.
    """

    rubric: RubricStamp
    assessment: AssessmentStamp
    scale: tuple[LevelMark, ...]
    overall: ParentResult
    dimensions: Mapping[str, DimensionResult]
    criteria: Mapping[str, CriterionResult]
    gates: tuple[GateResult, ...]
    findings: tuple[Finding, ...]
    context: Mapping[str, str]
    answers: Mapping[str, AnswerTable]
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    both: LocalAndNational | None = None
    hypothetical: tuple[AnswerChange, ...] = ()

    def _repr_html_(self) -> str:
        """The scores on a small page for a notebook.

        The code for the page is loaded by name, because the model must not import code that draws pages.
        """
        draw: str = import_module("nhsdx.documents.notebook").draw_result(self)
        return draw

    def find_level_number(self, step: Step) -> LevelName | None:
        """The number of the level that a step starts from; None if the step does not start from a level."""
        if step.rule == "level":
            return self.criteria[step.node].answered_level
        is_level = step.rule == "checklist-staged" or step.rule.startswith("stage-")
        return self.scale[int(step.terms[0].value)].number if is_level else None

    @property
    def is_national(self) -> bool:
        """Whether this is the national result of a pair; the other result is local."""
        return self.both is not None and self.rubric == self.both.national.rubric

    def find_node(self, node_id: str) -> NodeResult:
        """The figures of the node with this id; `overall` is the top. Raises KeyError for an unknown id."""
        if node_id == OVERALL:
            return self.overall
        return self.dimensions[node_id] if node_id in self.dimensions else self.criteria[node_id]


class TwoScores(NamedTuple):
    """A node's national and local scores, and how many points each cause adds to the difference.

    `parts` gives these points. Under each reading, they add up to the local score minus the national score. The value
    for a reading is None if a score that is needed to work out the points does not exist.
    """

    id: str
    title: str
    national: Scores
    local: Scores
    difference: Scores
    parts: ByReading[Mapping[Cause, float] | None]


class LocalAndNational(NamedTuple):
    """The national result for the same answers, and the national and local scores of nodes that both rubrics have."""

    origin: OverlayOrigin
    national: Result
    nodes: Mapping[str, TwoScores]
