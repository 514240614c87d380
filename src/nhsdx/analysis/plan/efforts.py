"""The effort of each step: from the rubric or a file, or assumed if neither gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from statistics import median_low
from types import MappingProxyType
from typing import NamedTuple

from nhsdx.model import ChecklistCriterion, Criterion, Rubric, expect_known, read_decimal

ONE = Fraction(1)
EVIDENCE = "evidence"
DEFAULT = "default"


class Effort(NamedTuple):
    """An effort, and whether it is assumed because nobody gave it."""

    amount: Fraction
    is_assumed: bool = False


class Efforts(NamedTuple):
    """The effort of every step, all in the same unit. If no efforts are given, every effort is 1.

    `given` has the effort that is given for each step, `by_level` the effort assumed for a statement of each level, and
    `usual` the effort assumed for any other step.
    """

    unit: str
    given: Mapping[str, Fraction]
    by_level: Mapping[int | None, Fraction] = MappingProxyType({})
    usual: Fraction = ONE
    evidence: Fraction = ONE
    are_equal: bool = False

    @classmethod
    def equal(cls) -> Efforts:
        """An effort of 1 for every step, so that the cheapest plan has the fewest steps."""
        return cls("steps", {}, are_equal=True)

    @classmethod
    def of(
        cls, rubric: Rubric, given: Mapping[str, Fraction] = MappingProxyType({}), unit: str | None = None
    ) -> Efforts:
        """The efforts that a rubric gives; an effort that a file gives replaces the rubric's effort for the same step.

        If no effort is given for a step, the effort is assumed: for a statement, the middle effort of its level; for
        evidence, the lowest of all given efforts; for any other step, the middle one of all given efforts. A file may
        set a default to assume instead.
        """
        own = dict(_list_given(rubric)) | dict(given)
        if not own:
            return cls.equal()
        levels: dict[int | None, list[Fraction]] = {}
        for name, level in _list_items(rubric):
            if name in own:
                levels.setdefault(level, []).append(own[name])
        amounts = [amount for amount in own.values() if amount > 0] or [ONE]
        middles = {} if DEFAULT in given else {level: _find_middle(found) for level, found in levels.items()}
        usual = given.get(DEFAULT, _find_middle(amounts))
        return cls(unit or rubric.rubric.report.effort_unit, own, middles, usual, own.get(EVIDENCE, min(amounts)))

    def find_unit(self) -> int:
        """The number by which every effort is multiplied to make it a whole number."""
        amounts = [*self.given.values(), *self.by_level.values(), self.usual, self.evidence]
        return lcm(*(amount.denominator for amount in amounts))

    def find(self, step: str, level: int | None = None) -> Effort:
        """The effort of the step with this id; `level` is the level of a statement."""
        if step in self.given:
            return Effort(self.given[step])
        if self.are_equal:
            return Effort(ONE)
        if step.endswith(f".{EVIDENCE}"):
            return Effort(self.evidence, EVIDENCE not in self.given)
        return Effort(self.by_level.get(level, self.usual), DEFAULT not in self.given)


def _find_middle(amounts: Sequence[Fraction]) -> Fraction:
    """The middle amount, or the lower of two middle amounts: always an amount that was given."""
    return median_low(amounts)


def _list_items(rubric: Rubric) -> Iterator[tuple[str, int | None]]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            yield from ((f"{name}.{item}", one.level) for item, one in criterion.items.items())


def _list_given(rubric: Rubric) -> Iterator[tuple[str, Fraction]]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            for item, one in criterion.items.items():
                if one.effort is not None:
                    yield f"{name}.{item}", read_decimal(one.effort)
        for step in criterion.steps:
            yield f"{name}.level-{step.to}", read_decimal(step.effort)


def list_step_ids(rubric: Rubric) -> tuple[str, ...]:
    """The ids of all steps that can have an effort."""
    return tuple(step for name, criterion in rubric.criteria.items() for step in _list_steps(rubric, name, criterion))


def expect_steps(rubric: Rubric, ids: Iterable[str]) -> None:
    """Raises NhsdxError for an id if the rubric has no step with this id."""
    known = (*list_step_ids(rubric), DEFAULT, EVIDENCE)
    for one in ids:
        expect_known(one, known, f"a step of {rubric.reference}", "efforts")


def _list_steps(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[str]:
    if isinstance(criterion, ChecklistCriterion):
        yield from (f"{name}.{item}" for item in criterion.items)
    else:
        levels = len(criterion.own_levels) or len(rubric.levels)
        yield from (f"{name}.level-{level}" for level in range(1, levels))
    yield f"{name}.{EVIDENCE}"
