"""Scores a criterion under each reading: as claimed, as evidence supports it, or at both ends if unknown."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from nhsdx.model import Answer, Criterion, CriterionStatus, Reading, Rubric, Scores, Step, Term
from nhsdx.scoring.evidence import Support, find_support
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.values import find_score_range, has_too_few_respondents, score_answer


class Leaf(NamedTuple):
    """One criterion's status, evidence, and score under each reading, with the steps that gave it."""

    status: CriterionStatus
    answer: Answer | None
    support: Support | None
    scores: Scores
    steps: tuple[Step, ...]

    @property
    def has_too_few_respondents(self) -> bool:
        """Whether there is an answer, but from too few respondents to count."""
        return self.status is CriterionStatus.UNKNOWN and self.answer is not None and self.answer.is_known


NOTHING: Scores = dict.fromkeys(Reading)


def build_leaf(rubric: Rubric, scale: Scale, criterion_id: str, answer: Answer | None, as_of: datetime.date) -> Leaf:
    """The criterion under each reading; a criterion without an answer is unknown."""
    status = _find_status(rubric.criteria[criterion_id], answer)
    if answer is not None and status is CriterionStatus.ANSWERED:
        return _score_known(rubric, scale, criterion_id, answer, as_of)
    if status is CriterionStatus.UNKNOWN:
        scores, steps = _score_unknown(rubric, scale, criterion_id)
        return Leaf(status, answer, None, scores, steps)
    return build_left_out_leaf(criterion_id, status, answer)


def build_left_out_leaf(criterion_id: str, status: CriterionStatus, answer: Answer | None) -> Leaf:
    """A criterion that does not apply or is outside the profile: no score under any reading."""
    return Leaf(status, answer, None, NOTHING, _list_left_out_steps(criterion_id, tuple(Reading)))


def _find_status(criterion: Criterion, answer: Answer | None) -> CriterionStatus:
    if answer is None or (answer.is_known and has_too_few_respondents(criterion, answer)):
        return CriterionStatus.UNKNOWN
    return CriterionStatus.ANSWERED if answer.status is None else CriterionStatus(answer.status)


def _score_known(rubric: Rubric, scale: Scale, criterion_id: str, answer: Answer, as_of: datetime.date) -> Leaf:
    """A known answer: claimed as answered; evidenced as min(score, score of the level that evidence supports)."""
    criterion = rubric.criteria[criterion_id]
    valued = score_answer(criterion, answer, scale)
    support = find_support(rubric, criterion, answer, as_of)
    ceiling = scale.scores[-1] if support is None else scale.scores[support.level]
    supported = valued.score if support is None else min(valued.score, ceiling)
    scores: dict[Reading, float | None] = {}
    steps: list[Step] = []
    for reading in Reading:
        scores[reading] = supported if reading.takes_evidence else valued.score
        steps.append(Step(criterion_id, reading, valued.rule, valued.terms, valued.score))
        if reading.takes_evidence and support is not None:
            terms = (Term("claimed", valued.score), Term(support.counted_as, ceiling))
            steps.append(Step(criterion_id, reading, "evidence", terms, supported))
    return Leaf(CriterionStatus.ANSWERED, answer, support, scores, tuple(steps))


def _score_unknown(rubric: Rubric, scale: Scale, criterion_id: str) -> tuple[Scores, tuple[Step, ...]]:
    """An unknown answer: the lowest and highest scores that any answer could give; otherwise left out."""
    worst, best = find_score_range(rubric.criteria[criterion_id], scale)
    if rubric.evidence_grades:
        worst = min(worst, scale.scores[rubric.evidence_grades[0].supports])
    scores = {Reading.LOW: worst, Reading.EVIDENCED: None, Reading.CLAIMED: None, Reading.HIGH: best}
    steps = (
        Step(criterion_id, Reading.LOW, "unknown-lowest", (), worst),
        Step(criterion_id, Reading.HIGH, "unknown-highest", (), best),
    )
    return scores, steps + _list_left_out_steps(criterion_id, (Reading.EVIDENCED, Reading.CLAIMED))


def _list_left_out_steps(criterion_id: str, readings: tuple[Reading, ...]) -> tuple[Step, ...]:
    return tuple(Step(criterion_id, reading, "left-out", (), None) for reading in readings)
