"""Better answers to a question: those that may be worth their cost, each with the steps that lead to the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from nhsdx.analysis.plan.facts import list_required_items
from nhsdx.analysis.plan.options.item_sets import ItemSets, OpenItem
from nhsdx.analysis.plan.options.values import HigherAnswer, list_higher_answers
from nhsdx.analysis.plan.solve import PlanStep
from nhsdx.analysis.plan.terms import PlanTerms
from nhsdx.model import Answer, ChecklistCriterion, CriterionStatus, ItemState, Reading, SurveyCriterion
from nhsdx.scoring.items import count_not_applicable
from nhsdx.scoring.leaf import Leaf

OPEN = (ItemState.NO, ItemState.PARTLY, ItemState.UNKNOWN)


class BetterAnswer(NamedTuple):
    """An answer, and the steps that lead to it, without steps for evidence."""

    answer: Answer | None
    steps: tuple[PlanStep, ...]


@dataclass(frozen=True, slots=True)
class AnswerLister:
    """Lists the better answers to one question.

    `leaf` is the criterion with its present answer, scored as if it were asked. It is unknown whether `idle` items are
    asked, so meeting these items changes nothing.
    """

    terms: PlanTerms
    name: str
    answer: Answer | None
    leaf: Leaf
    idle: frozenset[str] = frozenset()

    def list_answers(self) -> Iterator[BetterAnswer]:
        """Every answer that may be worth its cost; the first is the present answer."""
        criterion = self.terms.rubric.criteria[self.name]
        if isinstance(criterion, ChecklistCriterion):
            yield from self._list_checklists(criterion)
            return
        yield BetterAnswer(self.answer, ())
        if not isinstance(criterion, SurveyCriterion):
            now = self.leaf.claimed
            for higher in list_higher_answers(criterion, now, self.terms.setting.scale):
                yield BetterAnswer(self._answer(higher.answer), (self._reach(now, higher),))

    def _reach(self, now: float | None, higher: HigherAnswer) -> PlanStep:
        """The step to a level; its effort includes all levels on the way."""
        criterion, scale = self.terms.rubric.criteria[self.name], self.terms.setting.scale
        scores = [one.score for one in criterion.own_levels] or scale.scores
        start = 0 if now is None else max((n for n, one in enumerate(scores) if one <= now + 1e-9), default=0)
        levels = range(min(start + 1, higher.level), higher.level + 1)
        efforts = [self.terms.efforts.find(f"{self.name}.level-{one}") for one in levels]
        return PlanStep(
            self.name,
            "level",
            sum((one.amount for one in efforts), Fraction(0)),
            level=higher.level,
            value=higher.value,
            is_unknown=self.leaf.status is CriterionStatus.UNKNOWN,
            is_assumed=any(one.is_assumed for one in efforts),
        )

    def _list_checklists(self, criterion: ChecklistCriterion) -> Iterator[BetterAnswer]:
        states = dict(self.leaf.states or {})
        opened = self._list_open(criterion, states)
        steps = {item: self._meet(criterion, item, states[item]) for item in opened}
        sets = self._build_sets(criterion, states, steps)
        is_fixed = self.name in self.terms.wishes.fixed
        for chosen in dict.fromkeys((*sets.list_sets(), *(sets.list_single() if is_fixed else ()))):
            met = [item for item in opened if item in chosen]
            yield self._meet_items(met, tuple(steps[item] for item in met))

    def _list_open(self, criterion: ChecklistCriterion, states: Mapping[str, ItemState]) -> list[str]:
        """The items that are not met but can be: not idle or avoided, and not dependent on idle or avoided items."""
        opened = [item for item in criterion.items if states[item] in OPEN]
        closed = set(filter(self._is_closed, opened))
        needs = {item: list_required_items(criterion, self.name, item) for item in opened}
        while more := {item for item in opened if needs[item] & closed} - closed:
            closed |= more
        return [item for item in opened if item not in closed]

    def _is_closed(self, item: str) -> bool:
        return item in self.idle or self.terms.wishes.avoids(self.name, item)

    def _meet_items(self, met: Sequence[str], steps: tuple[PlanStep, ...]) -> BetterAnswer:
        if not met:
            return BetterAnswer(self.answer, ())
        given = {} if self.answer is None else dict(self.answer.items or {})
        return BetterAnswer(self._answer({"items": given | dict.fromkeys(met, ItemState.YES)}), steps)

    def _build_sets(
        self, criterion: ChecklistCriterion, states: Mapping[str, ItemState], steps: Mapping[str, PlanStep]
    ) -> ItemSets:
        facts = self.terms.book.of_criteria.get(self.name, {})
        looks_at_level = any(fact[0] in ("asked", "in-place") for fact in facts)
        return ItemSets(
            criterion,
            count_not_applicable(criterion, states, self.leaf.not_asked),
            tuple(self._open(criterion, item, step) for item, step in steps.items()),
            frozenset(self._list_asked_for(criterion) & steps.keys()),
            self._find_requires(criterion, steps.keys()),
            self.terms.reading,
            self.terms.counts_known,
            (Reading.LOW, Reading.CLAIMED) if looks_at_level else (),
            self._list_bound(criterion),
        )

    def _find_requires(self, criterion: ChecklistCriterion, opened: Collection[str]) -> dict[str, frozenset[str]]:
        """For each item that requires open items in the same checklist: the open items that it requires."""
        found = {item: list_required_items(criterion, self.name, item).intersection(opened) for item in opened}
        return {item: required for item, required in found.items() if required}

    def _list_asked_for(self, criterion: ChecklistCriterion) -> set[str]:
        """The items that decide a fact, that `fix` lists, or that require something in another criterion."""
        facts, prefix = self.terms.book.of_criteria.get(self.name, {}), f"{self.name}."
        found = {str(word) for fact in facts for word in fact[2:]}
        found |= {wish.removeprefix(prefix) for wish in self.terms.wishes.fixed if wish.startswith(prefix)}
        return found | self._list_bound(criterion)

    def _list_bound(self, criterion: ChecklistCriterion) -> frozenset[str]:
        """The items that require something in another criterion."""
        links = ((item, one.criterion) for item, each in criterion.items.items() for one in each.requires)
        return frozenset(item for item, name in links if name != self.name)

    def _open(self, criterion: ChecklistCriterion, item: str, step: PlanStep) -> OpenItem:
        return OpenItem(item, criterion.items[item].level or 0, self.terms.add_costs([step]), step.is_unknown)

    def _meet(self, criterion: ChecklistCriterion, item: str, state: ItemState) -> PlanStep:
        effort = self.terms.efforts.find(f"{self.name}.{item}", criterion.items[item].level)
        return PlanStep(
            self.name,
            "item",
            effort.amount,
            item,
            is_unknown=state is ItemState.UNKNOWN,
            is_assumed=effort.is_assumed,
        )

    def _answer(self, given: Mapping[str, object]) -> Answer:
        base = Answer() if self.answer is None else self.answer
        return base.model_copy(update={"status": None, "reason": None, **given})
