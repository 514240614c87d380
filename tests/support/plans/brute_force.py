"""Every combination of steps, scored by the engine, gives the frontier that a plan must equal."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.options.values import list_higher_answers
from nhsdx.model import Answer, ChecklistCriterion, CriterionStatus, ItemState, Reading, Requirement, SurveyCriterion
from nhsdx.scoring import compare_rounded, score_answer
from nhsdx.scoring.asked import read_leaves
from nhsdx.scoring.evidence import Days
from nhsdx.scoring.gates import GateNetwork, score_reading
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.tree import find_knowledge

OPEN = (ItemState.NO, ItemState.PARTLY, ItemState.UNKNOWN)
Frontier = list[tuple[Fraction, float]]
"""Costs with the best score for each; -1 means no score."""


def find_frontier(case: Case, efforts: Efforts, reading: Reading, goal: str, most: int) -> Frontier | None:
    """The best score for every cost; None if there are more combinations than allowed."""
    ways = [list(_list_ways(case, efforts, name)) for name in case.rubric.criteria]
    if math.prod(map(len, ways)) > most:
        return None
    scorer = _Scorer(case, reading)
    best: dict[Fraction, float] = {}
    for chosen in itertools.product(*ways):
        cost = sum((one for one, _ in chosen), Fraction(0))
        answers = {
            name: answer for name, (_, answer) in zip(case.rubric.criteria, chosen, strict=True) if answer is not None
        }
        score = scorer.score(answers, goal)
        if score is not None:
            best[cost] = max(best.get(cost, -2.0), score)
    return keep_rising(sorted(best.items()))


def keep_rising(points: list[tuple[Fraction, float]]) -> Frontier:
    """The points that score more than every cheaper one."""
    kept: Frontier = []
    for cost, score in points:
        if not kept or compare_rounded(score, kept[-1][1]) > 0:
            kept.append((cost, score))
    return kept


class _Scorer:
    def __init__(self, case: Case, reading: Reading) -> None:
        self.case, self.reading, instrument = case, reading, case.instrument
        self.network = GateNetwork.of(instrument.rubric, instrument.scale, instrument.nodes)
        self.days = Days.of(case.assessment.about.date, case.as_of)

    def score(self, answers: dict[str, Answer], goal: str) -> float | None:
        """The score of the goal; None if something that is required is missing."""
        assessment = self.case.assessment._replace(answers=answers)
        leaves = read_leaves(self.case.instrument, assessment, self.case.profile, self.days)
        if not all(self._is_allowed(name, answer, leaves) for name, answer in answers.items()):
            return None
        shares = {name: leaf.coverage for name, leaf in leaves.items()}
        known = {name for name, leaf in leaves.items() if leaf.is_known}
        knowledge = find_knowledge(self.case.instrument.nodes, shares, known)
        score = score_reading(self.network, leaves, knowledge, self.reading).scores[goal]
        return -1.0 if score is None else score

    def _is_allowed(self, name: str, answer: Answer, leaves: Mapping[str, Leaf]) -> bool:
        """Whether everything is in place that a changed answer requires."""
        before = self.case.assessment.answers.get(name)
        if answer == before:
            return True
        criterion = self.case.rubric.criteria[name]
        required = list(criterion.requires)
        was, now = (before and before.items) or {}, answer.items or {}
        if isinstance(criterion, ChecklistCriterion):
            new = [item for item, state in now.items() if state is ItemState.YES and was.get(item) is not ItemState.YES]
            required += [one for item in new for one in criterion.items[item].requires]
            if not leaves[name].not_asked.isdisjoint(new):
                return False
        return all(self._is_in_place(one, leaves[one.criterion]) for one in required)

    def _is_in_place(self, required: Requirement, leaf: Leaf) -> bool:
        if required.met is not None:
            states = leaf.states or {}
            return all(states.get(item) in (None, ItemState.YES, ItemState.NOT_APPLICABLE) for item in required.met)
        if leaf.status not in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN):
            return True
        scale = self.case.instrument.scale
        return leaf.claimed is not None and scale.find_level(leaf.claimed) >= (required.at_least or 0)


def _list_ways(case: Case, efforts: Efforts, name: str) -> Iterator[tuple[Fraction, Answer | None]]:
    """Every way to answer a criterion better, with what it costs: any items, any level, any evidence."""
    answer, rubric = case.assessment.answers.get(name), case.rubric
    yield Fraction(0), answer
    if name not in rubric.select_criteria(case.profile):
        return
    if answer is not None and answer.status is not None and answer.status.value != "unknown":
        return
    criterion = rubric.criteria[name]
    states = (answer and answer.items) or {}
    if isinstance(criterion, ChecklistCriterion) and all(
        states.get(item) is ItemState.NOT_APPLICABLE for item in criterion.items
    ):
        return
    evidence = efforts.find(f"{name}.evidence").amount
    day = min(case.as_of, case.assessment.about.date)
    for cost, new in _list_values(case, efforts, name, answer):
        if cost or new != answer:
            yield cost, new
        if new is not None and new.is_known:
            for grade in rubric.evidence_grades:
                yield cost + evidence, new.model_copy(update={"evidence": grade.id, "seen": day})


def _list_values(
    case: Case, efforts: Efforts, name: str, answer: Answer | None
) -> Iterator[tuple[Fraction, Answer | None]]:
    criterion, scale = case.rubric.criteria[name], case.instrument.scale
    base, clean = answer or Answer(), {"status": None, "reason": None}
    yield Fraction(0), answer
    if isinstance(criterion, SurveyCriterion):
        return
    if isinstance(criterion, ChecklistCriterion):
        given = base.items or {}
        opened = [item for item in criterion.items if given.get(item, ItemState.UNKNOWN) in OPEN]
        for size in range(1, len(opened) + 1):
            for chosen in itertools.combinations(opened, size):
                costs = (efforts.find(f"{name}.{item}", criterion.items[item].level).amount for item in chosen)
                items = {**given, **dict.fromkeys(chosen, ItemState.YES)}
                yield sum(costs, Fraction(0)), base.model_copy(update={**clean, "items": items})
        return
    now = score_answer(criterion, base, scale).score if answer is not None and answer.is_known else None
    start = 0 if now is None else scale.find_level(now)
    for level, _, value in list_higher_answers(criterion, now, scale):
        costs = (efforts.find(f"{name}.level-{one}").amount for one in range(min(start + 1, level), level + 1))
        yield sum(costs, Fraction(0)), base.model_copy(update={**clean, **value})
