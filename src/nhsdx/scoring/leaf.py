"""Scores a criterion under each reading: as claimed, as far as evidence supports it, or as low or high as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from nhsdx.model import (
    Answer,
    ByReading,
    ChecklistCriterion,
    Criterion,
    CriterionStatus,
    ItemState,
    Reading,
    Rubric,
    Scores,
    Step,
    Term,
)
from nhsdx.scoring.evidence import Days, Support, find_support
from nhsdx.scoring.items import (
    States,
    compute_coverage,
    count_not_applicable,
    find_missing_items,
    has_applicable,
    list_states,
)
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.values import (
    AnswerScore,
    find_score_range,
    has_too_few_respondents,
    score_answer,
    score_items,
    score_not_applicable,
)


class Leaf(NamedTuple):
    """One criterion's status, evidence and score under each reading, with the steps that led to the score.

    `claimed` is the score of the answer, if it has one, before its evidence is considered. `claimed_low` is the lowest
    score that the answer could have, depending on its unknown items. `states` has the state of each item of a
    checklist, and `missing` the items that are not met under each reading. `not_asked` are the items that are not
    asked; they do not apply. `is_undecided` says that it is unknown whether the criterion is asked.
    """

    status: CriterionStatus
    answer: Answer | None
    support: Support | None
    scores: Scores
    steps: tuple[Step, ...]
    coverage: float | None = None
    claimed: float | None = None
    states: States | None = None
    missing: ByReading[frozenset[str]] | None = None
    claimed_low: float | None = None
    not_asked: frozenset[str] = frozenset()
    is_undecided: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the criterion has a score that counts under every reading."""
        return self.scores[Reading.CLAIMED] is not None

    @property
    def has_too_few_respondents(self) -> bool:
        """Whether there is an answer, but from too few respondents to count."""
        is_unknown = self.status is CriterionStatus.UNKNOWN and not self.is_undecided
        return is_unknown and self.answer is not None and self.answer.count_of_people is not None

    @property
    def is_on_line(self) -> bool:
        """Whether the score comes from a measure on a line."""
        return any(step.rule in LINES for step in self.steps)


LINES = ("linear", "log")
"""The rules that score a measure on a line."""
UNKNOWN = CriterionStatus.UNKNOWN
NO_ITEMS: Mapping[str, bool | None] = MappingProxyType({})
NOTHING: Scores = dict.fromkeys(Reading)


class Setting(NamedTuple):
    """What is needed to read answers: the rubric, its scale, and the days that decide how old evidence is."""

    rubric: Rubric
    scale: Scale
    days: Days


def build_leaf(
    setting: Setting, criterion_id: str, answer: Answer | None, items_asked: Mapping[str, bool | None] = NO_ITEMS
) -> Leaf:
    """The criterion under each reading; a criterion without an answer is unknown.

    `items_asked` says, for each item with a condition, whether the item is asked; None if that is unknown.
    """
    rubric, scale, days = setting
    criterion = rubric.criteria[criterion_id]
    checklist = _fill_checklist(criterion, answer, items_asked)
    status = _find_status(checklist, answer)
    if status is not UNKNOWN:
        return _build_not_applicable_leaf(criterion, scale, build_left_out_leaf(criterion_id, status, answer))
    values = _score_values(criterion, checklist, answer, scale)
    if answer is None or values is None:
        leaf = _build_unknown_leaf(rubric, scale, criterion_id, answer)
    else:
        leaf = _build_known_leaf(criterion_id, answer, find_support(rubric, criterion, answer, days), values, scale)
    return leaf if checklist is None else _add_items(leaf, checklist)


def make_undecided(leaf: Leaf) -> Leaf:
    """A criterion for which it is unknown whether it is asked.

    A criterion that is possibly not asked can only change `low` and `high` scores.
    """
    if leaf.scores[Reading.HIGH] is None:
        return leaf
    ends = {reading: leaf.scores[reading] if reading.takes_unknown else None for reading in Reading}
    missing = leaf.missing and {
        reading: items if reading is Reading.LOW else frozenset() for reading, items in leaf.missing.items()
    }
    kept = [step for step in leaf.steps if step.reading.takes_unknown]
    out = _list_left_out_steps(leaf.steps[0].node, (Reading.EVIDENCED, Reading.CLAIMED))
    return leaf._replace(
        status=UNKNOWN,
        scores=ends,
        steps=(*kept, *out),
        coverage=0.0,
        claimed=None,
        missing=missing,
        is_undecided=True,
    )


class _Checklist(NamedTuple):
    """A checklist, the state of every item, and the items that are not asked, which do not apply."""

    criterion: ChecklistCriterion
    states: States
    not_asked: frozenset[str]


def _fill_checklist(criterion: Criterion, answer: Answer | None, asked: Mapping[str, bool | None]) -> _Checklist | None:
    """The criterion as an answered checklist; None if the criterion is of another kind."""
    if not isinstance(criterion, ChecklistCriterion):
        return None
    states = list_states(criterion, answer)
    for item, verdict in asked.items():
        if verdict is False:
            states[item] = ItemState.NOT_APPLICABLE
        elif verdict is None and not _is_left_out(criterion, states[item]):
            states[item] = ItemState.UNKNOWN
    return _Checklist(criterion, states, frozenset(item for item, verdict in asked.items() if verdict is False))


def _is_left_out(criterion: ChecklistCriterion, state: ItemState) -> bool:
    """Whether an item never counts, even if it is asked."""
    return state is ItemState.NOT_APPLICABLE and criterion.not_applicable_counts is None


def _find_status(checklist: _Checklist | None, answer: Answer | None) -> CriterionStatus:
    """The status that an answer gives; unknown if it gives no status.

    If no item of a checklist applies, the criterion does not apply. In a national score, no item applies if a local
    answer leaves out all national items.
    """
    if checklist is not None and not has_applicable(checklist.criterion, checklist.states):
        asked = dict.fromkeys(checklist.states, ItemState.UNKNOWN)
        asked |= dict.fromkeys(checklist.not_asked, ItemState.NOT_APPLICABLE)
        is_asked = has_applicable(checklist.criterion, asked)
        return CriterionStatus.NOT_APPLICABLE if is_asked else CriterionStatus.NOT_ASKED
    return UNKNOWN if answer is None or answer.status is None else CriterionStatus(answer.status)


def _score_values(
    criterion: Criterion, checklist: _Checklist | None, answer: Answer | None, scale: Scale
) -> ByReading[AnswerScore | None] | None:
    """The score of an answer under each reading, before evidence is considered; None if nothing is known."""
    if checklist is not None and (answer is None or answer.is_known):
        if set(checklist.states.values()) == {ItemState.UNKNOWN}:
            return None
        states = count_not_applicable(*checklist)
        return {reading: score_items(checklist.criterion, states, scale, reading) for reading in Reading}
    if answer is None or not answer.is_known or has_too_few_respondents(criterion, answer):
        return None
    return dict.fromkeys(Reading, score_answer(criterion, answer, scale))


def build_left_out_leaf(criterion_id: str, status: CriterionStatus, answer: Answer | None) -> Leaf:
    """A criterion that does not apply, is not asked or is outside the profile: no score under any reading."""
    return Leaf(status, answer, None, NOTHING, tuple(_list_left_out_steps(criterion_id, tuple(Reading))))


def _build_not_applicable_leaf(criterion: Criterion, scale: Scale, left_out: Leaf) -> Leaf:
    """A criterion that is left out.

    If the criterion does not apply, it has the score, if any, that the rubric gives for this case.
    """
    worth = score_not_applicable(criterion, scale)
    if left_out.status is not CriterionStatus.NOT_APPLICABLE or worth is None:
        return left_out
    steps = tuple(step._replace(rule="not-applicable-counts", output=worth) for step in left_out.steps)
    return left_out._replace(scores=dict.fromkeys(Reading, worth), steps=steps, coverage=1.0)


def _add_items(leaf: Leaf, checklist: _Checklist) -> Leaf:
    """The leaf of a checklist with the states of its items, how many are known, and which are missing."""
    supported = None if leaf.support is None else leaf.support.level
    criterion, states, not_asked = checklist
    missing = {reading: find_missing_items(criterion, states, supported, reading) for reading in Reading}
    coverage = compute_coverage(states)
    return leaf._replace(coverage=coverage, states=states, missing=missing, not_asked=not_asked)


def _build_known_leaf(
    criterion_id: str, answer: Answer, support: Support | None, values: ByReading[AnswerScore | None], scale: Scale
) -> Leaf:
    """A criterion with a known answer; under some readings, its score is limited to what the evidence supports."""
    scores: dict[Reading, float | None] = {}
    steps: list[Step] = []
    for reading, value in values.items():
        ceiling = scale.scores[support.level] if support is not None and reading.takes_evidence else None
        scores[reading] = None if value is None else value.score if ceiling is None else min(value.score, ceiling)
        steps += _list_answer_steps(criterion_id, reading, value, support, ceiling)
    claimed, lowest = values[Reading.CLAIMED], values[Reading.LOW]
    return Leaf(
        UNKNOWN if claimed is None else CriterionStatus.ANSWERED,
        answer,
        support,
        scores,
        tuple(steps),
        coverage=1.0,
        claimed=None if claimed is None else claimed.score,
        claimed_low=None if lowest is None else lowest.score,
    )


def _list_answer_steps(
    criterion_id: str, reading: Reading, value: AnswerScore | None, support: Support | None, ceiling: float | None
) -> Iterator[Step]:
    """The step from an answer to its score, and a second step if evidence was considered."""
    if value is None:
        yield from _list_left_out_steps(criterion_id, (reading,))
        return
    yield Step(criterion_id, reading, value.rule, value.terms, value.score)
    if support is not None and ceiling is not None:
        terms = (Term("claimed", value.score), Term(support.counted_as, ceiling))
        yield Step(criterion_id, reading, "evidence", terms, min(value.score, ceiling))


def _build_unknown_leaf(rubric: Rubric, scale: Scale, criterion_id: str, answer: Answer | None) -> Leaf:
    """A criterion with an unknown answer: its lowest and highest possible scores under `low` and `high`."""
    worst, best = find_unknown_range(rubric, scale, rubric.criteria[criterion_id])
    scores = {Reading.LOW: worst, Reading.EVIDENCED: None, Reading.CLAIMED: None, Reading.HIGH: best}
    steps = (
        Step(criterion_id, Reading.LOW, "unknown-lowest", (), worst),
        Step(criterion_id, Reading.HIGH, "unknown-highest", (), best),
        *_list_left_out_steps(criterion_id, (Reading.EVIDENCED, Reading.CLAIMED)),
    )
    return Leaf(UNKNOWN, answer, None, scores, steps, coverage=0.0)


def find_unknown_range(rubric: Rubric, scale: Scale, criterion: Criterion) -> tuple[float, float]:
    """The lowest and the highest score, 0-100, that an unknown answer could turn out to have.

    The lowest score is the worst answer's score or, if lower, the score of the level the weakest evidence supports.
    A criterion with an unknown answer could also turn out not to apply, and the rubric may give a score for this case.
    """
    worst, best = find_score_range(criterion, scale)
    worth = score_not_applicable(criterion, scale)
    if worth is not None:
        worst, best = min(worst, worth), max(best, worth)
    for weakest in rubric.evidence_grades[:1]:
        worst = min(worst, scale.scores[criterion.evidence_supports.get(weakest.id, weakest.supports)])
    return worst, best


def _list_left_out_steps(criterion_id: str, readings: tuple[Reading, ...]) -> Iterator[Step]:
    for reading in readings:
        yield Step(criterion_id, reading, "left-out", (), None)
