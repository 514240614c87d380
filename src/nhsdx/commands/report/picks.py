"""What a report selects from a result: gates, strengths, first steps and questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nhsdx.analysis.gaps import find_unsupported, list_by_status, list_gates_not_clear, list_lowest, remove_repeats
from nhsdx.analysis.goals import Goal
from nhsdx.analysis.priorities import Priority, choose_priorities, find_gated_criteria
from nhsdx.model import (
    OVERALL,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    GateResult,
    Reading,
    Result,
    Rubric,
)

HOW_MANY = 3
QUESTIONS = 5
MOST_GATED = 2


class Reason(StrEnum):
    """Why readers should ask about a criterion."""

    GATE = "gate"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"
    NEEDED = "needed"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class CriterionToAsk:
    """A criterion to ask about, and the reason; `goal` is the goal that needs the criterion, if there is one."""

    criterion: CriterionResult
    reason: Reason
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Picks:
    """What a report selects from a result, chosen once and used on all its pages.

    `not_clear` are the gates that are not clear; `gates` leaves out warnings that repeat another gate.
    """

    not_clear: tuple[GateResult, ...]
    gates: tuple[GateResult, ...]
    strengths: tuple[CriterionResult, ...]
    priorities: tuple[Priority, ...]
    questions: tuple[CriterionToAsk, ...]


def make_picks(result: Result, rubric: Rubric) -> Picks:
    """The gates without repeats, the strengths, the first steps and the questions of a report."""
    not_clear, priorities = list_gates_not_clear(result), choose_priorities(result, rubric)
    return Picks(
        not_clear,
        remove_repeats(not_clear, rubric),
        find_strengths(result),
        priorities,
        choose_questions(result, rubric, QUESTIONS, priorities),
    )


def find_strengths(result: Result) -> tuple[CriterionResult, ...]:
    """At most three criteria with the highest evidenced scores, each above 0 and above the three weakest criteria."""
    scored = [(score, one) for one in _list_counted(result) if (score := one.scores[Reading.EVIDENCED])]
    floor = max((_get_evidenced(one) for one in list_lowest(result)[:HOW_MANY]), default=0.0)
    best = sorted((pair for pair in scored if pair[0] > floor), key=lambda pair: -pair[0])
    return tuple(criterion for _, criterion in best[:HOW_MANY])


def choose_questions(
    result: Result, rubric: Rubric, count: int, priorities: Sequence[Priority] = ()
) -> tuple[CriterionToAsk, ...]:
    """The criteria to ask about, the most important first.

    First come criteria that gates depend on, the largest unsupported claim, and the unanswered criterion with the most
    weight. Next come the criteria that the goals of the first steps need, then those that lower the overall score most.
    """
    shares = compute_shares(result, rubric)
    needed = _list_needed(priorities)

    def compute_loss(criterion: CriterionResult) -> float:
        return shares.get(criterion.id, 0.0) * (100 - _get_evidenced(criterion))

    claims = sorted(find_unsupported(result), key=lambda one: -shares.get(one.id, 0.0) * _compute_unsupported(one))
    unknown = sorted(list_by_status(result, CriterionStatus.UNKNOWN), key=lambda one: -shares.get(one.id, 0.0))
    rest = sorted(list_by_status(result, CriterionStatus.ANSWERED), key=lambda one: -compute_loss(one))
    picked: dict[str, CriterionToAsk] = {}
    for reason, found in (
        (Reason.GATE, [result.criteria[name] for name in find_gated_criteria(result, rubric)][:MOST_GATED]),
        (Reason.UNSUPPORTED, claims[:1]),
        (Reason.UNKNOWN, unknown[:1]),
        (Reason.NEEDED, [result.criteria[name] for name in needed]),
        (Reason.WEIGHT, [one for one in rest if compute_loss(one) > 0]),
    ):
        for criterion in found:
            goal = needed.get(criterion.id) if reason is Reason.NEEDED else None
            picked.setdefault(criterion.id, CriterionToAsk(criterion, reason, goal))
    return tuple(picked.values())[:count]


def _list_needed(priorities: Sequence[Priority]) -> dict[str, Goal]:
    """The criteria that the goals of the given steps need, each with its goal."""
    goals = [one.goal for one in priorities if one.goal is not None]
    return {name: goal for goal in goals for name in goal.aims}


def compute_shares(result: Result, rubric: Rubric) -> Mapping[str, float]:
    """The share of the overall weight, from 0 to 1, of each criterion that counts; empty if weights have no effect."""
    return dict(_list_shares(result, rubric, None, 1.0))


def _list_shares(result: Result, rubric: Rubric, parent: str | None, share: float) -> Iterator[tuple[str, float]]:
    """The shares of the criteria below a node."""
    if rubric.find_aggregation(parent or OVERALL).aggregate not in ("mean", "geometric"):
        return
    children = _list_children(result, parent)
    total = sum(one.weight for one in children)
    if total <= 0:
        return
    for child in children:
        own = share * child.weight / total
        if isinstance(child, CriterionResult):
            yield child.id, own
        else:
            yield from _list_shares(result, rubric, child.id, own)


def _list_children(result: Result, parent: str | None) -> list[CriterionResult | DimensionResult]:
    """The criteria of a node that apply, and the dimensions of the node that count."""
    criteria = [one for one in result.criteria.values() if one.dimension == parent and one.status.applies]
    return [
        *criteria,
        *(one for one in result.dimensions.values() if one.parent == parent and _is_counted(result, one)),
    ]


def _is_counted(result: Result, dimension: DimensionResult) -> bool:
    """Whether a dimension counts, and has a criterion that applies."""
    if dimension.advisory:
        return False
    children = [one for one in result.dimensions.values() if one.parent == dimension.id]
    criteria = [one for one in result.criteria.values() if one.dimension == dimension.id]
    return any(one.status.applies for one in criteria) or any(_is_counted(result, one) for one in children)


def _list_counted(result: Result) -> list[CriterionResult]:
    """The criteria that count towards the overall score."""
    return [one for one in result.criteria.values() if one.weight > 0 and not result.dimensions[one.dimension].advisory]


def _get_evidenced(criterion: CriterionResult) -> float:
    return criterion.scores[Reading.EVIDENCED] or 0.0


def _compute_unsupported(criterion: CriterionResult) -> float:
    return (criterion.scores[Reading.CLAIMED] or 0.0) - _get_evidenced(criterion)
