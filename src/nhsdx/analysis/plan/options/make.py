"""The options for each criterion: every change to the answer that may be worth its cost, as the engine scores it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nhsdx.analysis.plan.efforts import EVIDENCE
from nhsdx.analysis.plan.options.answers import AnswerLister, BetterAnswer
from nhsdx.analysis.plan.options.families import Family, list_families
from nhsdx.analysis.plan.solve import Fact, PlanOption, PlanStep, is_better, make_exact
from nhsdx.analysis.plan.terms import PlanTerms
from nhsdx.model import Answer, ChecklistCriterion, CriterionStatus, Status
from nhsdx.scoring.evidence import find_support
from nhsdx.scoring.leaf import Leaf, build_leaf, build_left_out_leaf, make_undecided

OUTSIDE = CriterionStatus.OUTSIDE_PROFILE
OF_ANSWERS = ("asked", "in-place")
"""The kinds of facts that depend on the answer itself, whether or not the answer is inside the profile."""


@dataclass(frozen=True, slots=True)
class OptionMaker:
    """Makes the options for every criterion, beginning with the criteria that decide whether others are asked."""

    terms: PlanTerms
    made: dict[str, tuple[PlanOption, ...]] = field(default_factory=dict)

    def make_all(self, order: Sequence[str]) -> dict[str, tuple[PlanOption, ...]]:
        """The options for every criterion, in the rubric's order; the first option for each is to change nothing."""
        rubric, context = self.terms.rubric, self.terms.assessment.context
        for name in order:
            found: list[PlanOption] = []
            for family in list_families(rubric.criteria[name], context, self.made):
                options = [one for one in self._list_options(name, family) if self.terms.wishes.allows(name, one.steps)]
                found += _drop_worse(options, counts_known=self.terms.counts_known)
            self.made[name] = tuple(found)
        return {name: self.made[name] for name in rubric.criteria}

    def _list_options(self, name: str, family: Family) -> Iterator[PlanOption]:
        answer = self.terms.assessment.answers.get(name)
        asked = build_leaf(self.terms.setting, name, answer, family.items_asked)
        yield self._make(name, BetterAnswer(answer, ()), family)
        if name in self.terms.inside and family.is_asked is not False and _can_change(asked, answer):
            idle = frozenset(item for item, verdict in family.items_asked.items() if verdict is None)
            lister = AnswerLister(self.terms, name, answer, asked, idle)
            for better in lister.list_answers():
                if better.steps:
                    yield self._make(name, better, family)
                yield from self._support(name, better, family)

    def _support(self, name: str, better: BetterAnswer, family: Family) -> Iterator[PlanOption]:
        """A better answer as several options: one for each evidence grade that supports more than weaker grades do."""
        setting, answer, criterion = self.terms.setting, better.answer, self.terms.rubric.criteria[name]
        is_avoided = self.terms.wishes.avoids(name, EVIDENCE)
        if is_avoided or not self.terms.reading.takes_evidence or answer is None or not answer.is_known:
            return
        support = find_support(setting.rubric, criterion, answer, setting.days)
        reached = len(setting.scale.scores) if support is None else support.level
        effort = self.terms.efforts.find(f"{name}.{EVIDENCE}")
        for grade in setting.rubric.evidence_grades:
            level = criterion.evidence_supports.get(grade.id, grade.supports)
            if level > reached:
                reached = level
                step = PlanStep(name, "evidence", effort.amount, grade=grade.id, is_assumed=effort.is_assumed)
                supported = answer.model_copy(update={"evidence": grade.id, "seen": setting.days.latest})
                yield self._make(name, BetterAnswer(supported, (*better.steps, step)), family)

    def _make(self, name: str, better: BetterAnswer, family: Family) -> PlanOption:
        leaf, offers = self._judge(name, better.answer, family)
        score = leaf.scores[self.terms.reading]
        return PlanOption(
            self.terms.add_costs(better.steps),
            None if score is None else make_exact(score),
            leaf.is_known,
            None if leaf.coverage is None else make_exact(leaf.coverage),
            better.steps,
            better.answer,
            offers,
            {**family.wants, **self._list_required(name, better.steps)},
        )

    def _judge(self, name: str, answer: Answer | None, family: Family) -> tuple[Leaf, dict[Fact, bool | None]]:
        """The criterion as the engine scores it, inside or outside the profile, and the facts that depend on it."""
        book = self.terms.book
        leaf = answered = build_leaf(self.terms.setting, name, answer, family.items_asked)
        if family.is_asked is False:
            leaf = build_left_out_leaf(name, CriterionStatus.NOT_ASKED, answer)
        elif family.is_asked is None:
            leaf = make_undecided(leaf)
        offers = book.judge(name, leaf, answered if family.is_asked is None else None)
        if name in self.terms.inside:
            return leaf, offers
        outside = build_left_out_leaf(name, OUTSIDE, answer)
        of_score = {fact: value for fact, value in book.judge(name, outside, None).items() if fact[0] not in OF_ANSWERS}
        return outside, offers | of_score

    def _list_required(self, name: str, steps: Sequence[PlanStep]) -> dict[Fact, bool | None]:
        """The facts about other criteria that the given steps require."""
        criterion = self.terms.rubric.criteria[name]
        required = list(criterion.requires) if steps else []
        if isinstance(criterion, ChecklistCriterion):
            required += [one for step in steps if step.item for one in criterion.items[step.item].requires]
        facts = (fact for one in required if one.criterion != name for fact in self.terms.book.note_required(one))
        return dict.fromkeys(facts, True)


def _can_change(leaf: Leaf, answer: Answer | None) -> bool:
    """Whether a criterion can have a better answer: not if its present answer leaves the criterion out."""
    if leaf.status not in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN):
        return False
    return answer is None or answer.status in (None, Status.UNKNOWN)


def _drop_worse(found: Sequence[PlanOption], *, counts_known: bool) -> list[PlanOption]:
    """The options that no other option with the same facts matches or beats on both cost and score."""
    kept: dict[object, list[PlanOption]] = {}
    for one in sorted(found, key=lambda one: one.cost):
        coverage = one.coverage if counts_known else one.coverage is None
        key = one.is_known, coverage, tuple(one.offers.items()), frozenset(one.wants.items())
        better = kept.setdefault(key, [])
        if not better or is_better(one.score, better[-1].score):
            better.append(one)
    keep = {id(one) for group in kept.values() for one in group}
    return [one for one in found if id(one) in keep]
