"""The facts that gates, stages, conditions and prerequisites depend on, and how answers decide each fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from nhsdx.analysis.plan.solve import Bound, Fact, Formula, UnknownCounts, make_exact
from nhsdx.errors import NhsdxError
from nhsdx.model import (
    AskedWhen,
    ChecklistCriterion,
    Condition,
    CriterionStatus,
    ItemState,
    Reading,
    Requirement,
    Rubric,
)
from nhsdx.scoring import GateFacts, Scale, Truth, is_met, look_at
from nhsdx.scoring.asked import judge_answer
from nhsdx.scoring.leaf import Leaf

Judged: TypeAlias = "tuple[str, object]"


class InPlace(NamedTuple):
    """An item that must be met, or a level that the answer must reach."""

    item: str | None
    level: int | None


@dataclass(slots=True)
class FactBook:
    """Every fact that a plan depends on: for a criterion, what the fact tests; for a node, a bound on its score."""

    rubric: Rubric
    scale: Scale
    reading: Reading
    of_criteria: dict[str, dict[Fact, Judged]] = field(default_factory=dict)
    bounds: dict[Fact, Bound] = field(default_factory=dict)

    def note_gate(self, condition: Condition) -> Formula:
        """A gate's condition as a formula on facts; each fact is true if its part of the condition is false."""
        if condition.parts:
            kind = "any" if condition.any_of is not None else "all"
            return kind, tuple(self.note_gate(part) for part in condition.parts)
        fact = _write_fact("gate", condition)
        if condition.criterion is not None:
            self.of_criteria.setdefault(condition.criterion, {})[fact] = ("gate", condition)
        elif condition.is_high:
            raise NhsdxError(
                f"a gate is triggered by a high score of `{condition.subject}`: plans cannot clear such a gate yet",
                code="plan-limits",
            )
        else:
            below = condition.below if condition.at_most is None else self._find_next_score(condition.at_most)
            is_low = self.reading is Reading.LOW
            self.bounds[fact] = Bound(
                condition.subject, make_exact(below or 0.0), if_unknown="score" if is_low else "true"
            )
        return "fact", fact

    def _find_next_score(self, level: int) -> float:
        """The score of the next higher level; a number above all scores if there is no higher level."""
        return (*self.scale.scores, 101.0)[level + 1]

    def note_stage(self, condition: Condition) -> Formula:
        """A stage's condition as a formula on facts."""
        if condition.parts:
            kind = "any" if condition.any_of is not None else "all"
            return kind, tuple(self.note_stage(part) for part in condition.parts)
        fact = _write_fact("stage", condition)
        if condition.criterion is not None:
            self.of_criteria.setdefault(condition.criterion, {})[fact] = ("stage", condition)
        else:
            least = condition.above if condition.at_least is None else self.scale.scores[condition.at_least]
            is_above, is_high = condition.above is not None, self.reading is Reading.HIGH
            unknown: UnknownCounts = "true" if is_high else "false"
            self.bounds[fact] = Bound(condition.subject, make_exact(least or 0.0), is_above, unknown, None)
        return "fact", fact

    def note_known(self, name: str) -> Fact:
        """The fact that a node or criterion is known."""
        fact: Fact = ("known", name)
        if name in self.rubric.criteria:
            self.of_criteria.setdefault(name, {})[fact] = ("known", None)
        else:
            self.bounds[fact] = Bound(name, Fraction(-1), if_left_out=None)
        return fact

    def note_asked(self, condition: AskedWhen) -> None:
        """Notes the facts that decide whether a criterion or item with this condition is asked."""
        for part in list_asked_parts(condition):
            if part.criterion is not None:
                self.of_criteria.setdefault(part.criterion, {})[write_asked(part)] = ("asked", part)

    def note_required(self, required: Requirement) -> list[Fact]:
        """The facts that say whether a requirement is met: that items are met, or that a criterion is at a level."""
        found: list[Fact] = []
        for item in required.met or (None,):
            fact: Fact = ("in-place", required.criterion, item or required.at_least or 0)
            judged = ("in-place", InPlace(item, required.at_least))
            self.of_criteria.setdefault(required.criterion, {})[fact] = judged
            found.append(fact)
        return found

    def judge(self, name: str, leaf: Leaf, answered: Leaf | None) -> dict[Fact, bool | None]:
        """The value of each fact about a criterion.

        If it is unknown whether the criterion is asked, `answered` is the leaf that the criterion would have if it were
        asked.
        """
        return {fact: self._judge(name, leaf, answered, one) for fact, one in self.of_criteria.get(name, {}).items()}

    def _judge(self, name: str, leaf: Leaf, answered: Leaf | None, judged: Judged) -> bool | None:
        kind, content = judged
        match kind, content:
            case "gate", Condition() as condition:
                return not is_met(condition, self._gather(name, leaf))
            case "asked", AskedWhen() as condition:
                return judge_answer(condition, leaf, answered, self.scale)
            case "in-place", InPlace(item, level):
                return self._is_in_place(leaf, item, level)
            case "stage", Condition() as condition:
                return None if leaf.coverage is None else self._is_stage_met(condition, leaf)
            case _:
                pass
        return None if leaf.coverage is None else leaf.is_known

    def _is_stage_met(self, condition: Condition, leaf: Leaf) -> bool:
        score = leaf.scores[self.reading] if leaf.is_known else None
        return look_at(condition, score, self.scale, self.reading) is Truth.MET

    def _gather(self, name: str, leaf: Leaf) -> GateFacts:
        """A criterion in the form that gates need: under `low`, its worst possible state, otherwise what is known."""
        low = leaf.scores[self.reading] if leaf.is_known or self.reading is Reading.LOW else None
        end = Reading.HIGH if self.reading is Reading.LOW else self.reading
        high = leaf.scores[end] if leaf.is_known or end is Reading.HIGH else None
        missing = {} if leaf.missing is None else {name: leaf.missing[self.reading]}
        return GateFacts(self.scale, {name: low}, {name: high}, missing)

    def _is_in_place(self, leaf: Leaf, item: str | None, level: int | None) -> bool:
        if item is not None:
            return (leaf.states or {}).get(item) in (None, ItemState.YES, ItemState.NOT_APPLICABLE)
        if leaf.status not in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN):
            return True
        return leaf.claimed is not None and self.scale.find_level(leaf.claimed) >= (level or 0)


def list_required_items(criterion: ChecklistCriterion, name: str, item: str) -> frozenset[str]:
    """The items in the same checklist that must be met before the given item."""
    own = (one.met or () for one in criterion.items[item].requires if one.criterion == name)
    return frozenset(required for met in own for required in met)


def _write_fact(kind: str, condition: Condition) -> Fact:
    bounds = ("at_most", "at_least", "below", "above")
    given = [f"{key} {value}" for key in bounds if (value := getattr(condition, key)) is not None]
    return kind, condition.subject, *given, *(condition.missing or ())


def write_asked(part: AskedWhen) -> Fact:
    """The fact that a criterion meets one part of an `asked-when` condition."""
    return "asked", part.criterion or "", part.at_least or 0, *(part.met or ())


def list_asked_parts(condition: AskedWhen) -> Iterator[AskedWhen]:
    """The simple parts of a condition, each of which tests one answer or one fact about the context."""
    if not condition.parts:
        yield condition
    for part in condition.parts:
        yield from list_asked_parts(part)


def judge_asked(
    condition: AskedWhen | None, facts: Mapping[Fact, bool | None], context: Mapping[str, str]
) -> bool | None:
    """Whether something is asked, according to the facts about the criteria that decide it; None if this is unknown."""
    if condition is None:
        return True
    if condition.parts:
        found = {judge_asked(part, facts, context) for part in condition.parts}
        decisive = condition.any_of is not None
        return decisive if decisive in found else None if None in found else not decisive
    if condition.context is not None:
        given = context.get(condition.context)
        return None if given is None else given in (condition.is_ or ())
    return facts[write_asked(condition)]
