"""The terms of a plan: the assessment, the reading, the efforts, and the user's wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.facts import FactBook
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.model import OVERALL, Assessment, Reading, Rubric
from nhsdx.scoring.evidence import Days
from nhsdx.scoring.leaf import Setting

STEPS_AT_MOST = 1 << 16
"""A cost is an effort in whole units times this number, plus the number of steps. At equal effort, fewer steps win."""


class PlanGoal(NamedTuple):
    """The goal of a plan: that a node or criterion reaches a score under a reading, or has the best score for a budget.

    If a level was asked for, `level` is this level and `score` is its score. With `must_clear`, all gates must be
    clear. A gate counts as clear if it is clear under `low`.
    """

    node: str = OVERALL
    reading: Reading = Reading.EVIDENCED
    score: Fraction | None = None
    level: int | None = None
    budget: Fraction | None = None
    must_clear: bool = False

    @classmethod
    def clear(cls) -> PlanGoal:
        """All gates clear."""
        return cls(reading=Reading.LOW, must_clear=True)


class Wishes(NamedTuple):
    """The user's wishes for the plan: ids that it must contain, and ids that it must leave alone."""

    fixed: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()

    def avoids(self, criterion: str, part: str) -> bool:
        """Whether a step of a criterion, or the whole criterion, must be left alone."""
        return not {criterion, f"{criterion}.{part}"}.isdisjoint(self.avoided)

    def allows(self, criterion: str, steps: Sequence[PlanStep]) -> bool:
        """Whether the steps for a criterion include all steps that the wishes ask for, and none that they rule out."""
        ids = {step.id for step in steps}
        if not ids.isdisjoint(self.avoided) or (ids and criterion in self.avoided):
            return False
        is_missing = ((wish == criterion and not ids) or self._lacks(criterion, wish, ids) for wish in self.fixed)
        return not any(is_missing)

    def _lacks(self, criterion: str, wish: str, ids: set[str]) -> bool:
        return wish.startswith(f"{criterion}.") and wish not in ids


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """Everything that is needed to make the options for a plan.

    `unit` is the number by which efforts are multiplied to make them whole numbers. `inside` are the criteria of the
    profile. `counts_known` says whether the number of known items matters.
    """

    rubric: Rubric
    assessment: Assessment
    setting: Setting
    reading: Reading
    book: FactBook
    efforts: Efforts
    unit: int
    wishes: Wishes
    inside: frozenset[str]
    counts_known: bool

    @classmethod
    def of(cls, case: Case, wanted: PlanGoal, book: FactBook, efforts: Efforts, wishes: Wishes) -> PlanTerms:
        """The terms of a plan for a scored assessment."""
        rubric, instrument = case.rubric, case.instrument
        return cls(
            rubric=rubric,
            assessment=case.assessment,
            setting=Setting(rubric, instrument.scale, Days.of(case.assessment.about.date, case.as_of)),
            reading=wanted.reading,
            book=book,
            efforts=efforts,
            unit=efforts.find_unit(),
            wishes=wishes,
            inside=rubric.select_criteria(case.profile),
            counts_known=any(node.minimum_coverage for node in instrument.nodes),
        )

    def add_costs(self, steps: Sequence[PlanStep]) -> int:
        """The total cost of the given steps."""
        return sum(int(step.effort * self.unit) * STEPS_AT_MOST + 1 for step in steps)
