"""What to do next about a criterion: items to meet, facts to find out and evidence to bring, never a descriptor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model import (
    Band,
    ChecklistCriterion,
    Criterion,
    CriterionResult,
    CriterionStatus,
    EvidenceGrade,
    ItemState,
    LevelCriterion,
    MeasureCriterion,
    Reading,
    Rubric,
)
from nhsdx.scoring import Scale, compare, find_value_at, score_band
from nhsdx.scoring.items import find_staged_level

EvidenceNeed: TypeAlias = Literal["date", "renew", "bring"]
"""What the evidence lacks: a date that can be used, a newer date, or a stronger grade."""
IN_THE_WAY = (ItemState.NO, ItemState.PARTLY, ItemState.UNKNOWN)


class ItemToMeet(NamedTuple):
    """An item of a checklist that is not met or unknown; `effort` is in the rubric's unit."""

    id: str
    text: str
    level: int | None
    state: ItemState
    effort: float | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What leads a criterion from its evidenced level to the next one.

    `level` is None if the answer is unknown: then it is to be found out. `next_level` is `level` itself at the top,
    where a gate still asks for items. `items` are those in the way: those that a gate asks for, then the lowest level
    first. `evidence` is what the evidence lacks and `grade` the weakest grade that supports the next level; both are
    None where evidence is not in the way. `value` is the number or score that a measure or survey needs. `descriptor`
    is what the level to reach says, and `own_level` its place among a criterion's own levels. It describes a state,
    which may be a defect, so it is nothing to do. `effort` is for the step.
    """

    criterion: CriterionResult
    level: int | None
    next_level: int
    items: tuple[ItemToMeet, ...] = ()
    evidence: EvidenceNeed | None = None
    grade: EvidenceGrade | None = None
    value: str = ""
    own_level: int | None = None
    descriptor: str = ""
    effort: float | None = None

    def list_parts(self) -> tuple[str | None, ...]:
        """What is to be done in parts: the id of each item, and None for evidence, a value, a level or a question."""
        is_whole = not self.items or self.evidence is not None
        return (*(item.id for item in self.items), *([None] if is_whole else []))


def find_next_step(rubric: Rubric, criterion: CriterionResult, wanted: Collection[str] = ()) -> NextStep | None:
    """The next step of a criterion; None if it does not apply or cannot rise.

    `wanted` are items that belong to the step whatever their level, because a gate asks for them.
    """
    step = _find_step(rubric, criterion, wanted)
    return None if step is None else _follow_items(step, rubric.criteria[criterion.id])


def _find_step(rubric: Rubric, criterion: CriterionResult, wanted: Collection[str]) -> NextStep | None:
    asked, scale = rubric.criteria[criterion.id], Scale.of(rubric.levels)
    if criterion.status is CriterionStatus.UNKNOWN:
        return NextStep(criterion, None, 1, items=tuple(_list_items(asked, criterion, 1, wanted)))
    level = criterion.levels[Reading.EVIDENCED]
    if criterion.status is not CriterionStatus.ANSWERED or level is None:
        return None
    if level >= _find_highest_level(rubric, asked):
        items = tuple(_list_items(asked, criterion, 0, wanted))
        return NextStep(criterion, level, level, items=items) if items else None
    step = _add_evidence(NextStep(criterion, level, level + 1), rubric)
    claimed = criterion.scores[Reading.CLAIMED] or 0.0
    if compare(claimed, scale.scores[level + 1]) >= 0:
        return replace(step, items=tuple(_list_items(asked, criterion, 0, wanted)))
    return _add_answer(step, asked, rubric, wanted)


def _find_highest_level(rubric: Rubric, asked: Criterion) -> int:
    """The highest level that any evidence supports; without evidence grades, the top."""
    supports = _find_supports(rubric, asked)
    return min(rubric.top_level, max(supports.values())) if supports else rubric.top_level


def _find_supports(rubric: Rubric, asked: Criterion) -> dict[str, int]:
    """The level that each grade supports for a criterion, the weakest grade first."""
    return {grade.id: asked.evidence_supports.get(grade.id, grade.supports) for grade in rubric.evidence_grades}


def _follow_items(step: NextStep, asked: Criterion) -> NextStep:
    """The step with the level that all its items lead to, as far as the evidence at hand supports it.

    A gate may ask for items of higher levels, which then lead further than to the next level.
    """
    criterion = step.criterion
    if not isinstance(asked, ChecklistCriterion) or asked.scoring != "staged" or criterion.items is None:
        return step
    met = {item.id for item in step.items}
    states = {name: ItemState.YES if name in met else state for name, state in criterion.items.items()}
    reached = find_staged_level(asked, states, Reading.EVIDENCED) or 0
    supported = step.next_level if criterion.supported_level is None else criterion.supported_level
    return replace(step, next_level=max(step.next_level, min(reached, supported)))


def _add_evidence(step: NextStep, rubric: Rubric) -> NextStep:
    """The step with what its evidence lacks, if the evidence does not support the next level."""
    criterion, supported = step.criterion, step.criterion.supported_level
    if supported is None or supported >= step.next_level:
        return step
    supports = _find_supports(rubric, rubric.criteria[criterion.id])
    need: EvidenceNeed = "bring"
    if supports[str(criterion.evidence)] >= step.next_level:
        need = "renew" if criterion.evidence_date_problem is None else "date"
    grade = next((one for one in rubric.evidence_grades if supports[one.id] >= step.next_level), None)
    return replace(step, evidence=need, grade=grade)


def _add_answer(step: NextStep, asked: Criterion, rubric: Rubric, wanted: Collection[str]) -> NextStep | None:
    """The step with what its answer lacks; None if no answer reaches the next level."""
    scale = Scale.of(rubric.levels)
    bound, effort = scale.scores[step.next_level], _find_effort(asked, step.next_level)
    figure = f"{rubric.rubric.shown.convert(bound):g}"
    if isinstance(asked, ChecklistCriterion):
        return _add_items(step, asked, figure, wanted)
    if isinstance(asked, LevelCriterion):
        return _add_level(step, asked, scale, effort)
    value = f"a score of {figure} in the survey"
    if isinstance(asked, MeasureCriterion):
        value = _describe_value(asked, bound, scale)
    return replace(step, value=value, effort=effort) if value else None


def _add_level(step: NextStep, asked: LevelCriterion, scale: Scale, effort: float | None) -> NextStep | None:
    """The step with the level to reach, one of the rubric's or of the criterion's own; None if none is enough."""
    if not asked.own_levels:
        return replace(step, descriptor=asked.descriptors[step.next_level], effort=effort)
    bound = scale.scores[step.next_level]
    places = enumerate(asked.own_levels)
    place = next((at for at, level in places if compare(level.score, bound) >= 0), None)
    if place is None:
        return None
    return replace(step, own_level=place, descriptor=asked.descriptors[place], effort=effort)


def _add_items(step: NextStep, asked: ChecklistCriterion, figure: str, wanted: Collection[str]) -> NextStep | None:
    """The step with the items in the way; None if the checklist has none for the next level."""
    items = tuple(_list_items(asked, step.criterion, step.next_level, wanted))
    if not any(item.level in (None, step.next_level) or item.id in wanted for item in items):
        return None
    value = f"enough of these items for a score of {figure}" if asked.scoring == "share" else ""
    efforts = [item.effort for item in items if item.effort is not None]
    effort = sum(efforts) if len(efforts) == len(items) else _find_effort(asked, step.next_level)
    return replace(step, items=items, value=value, effort=effort)


def _list_items(
    asked: Criterion, criterion: CriterionResult, level: int, wanted: Collection[str]
) -> Iterator[ItemToMeet]:
    """The items up to a level that are not met or unknown: the wanted ones first, whatever their level."""
    if not isinstance(asked, ChecklistCriterion) or criterion.items is None:
        return
    spare = _find_spare_items(asked, criterion.items)
    for name, item in sorted(asked.items.items(), key=lambda pair: (pair[0] not in wanted, pair[1].level or 0)):
        state, is_in_reach = criterion.items[name], (item.level or 0) <= level and name not in spare
        if state in IN_THE_WAY and (name in wanted or is_in_reach):
            yield ItemToMeet(name, item.text, item.level, state, item.effort)


def _find_spare_items(asked: ChecklistCriterion, states: Mapping[str, ItemState]) -> set[str]:
    """The items that need not be met, because the others of their level are enough; the cheapest are kept."""
    spare: set[str] = set()
    for word, needed in asked.needs.items():
        names = [name for name, item in asked.items.items() if str(item.level) == word]
        met = sum(states[name] is ItemState.YES for name in names)
        open_ones = [name for name in names if states[name] in IN_THE_WAY]
        cheapest = sorted(open_ones, key=lambda name: asked.items[name].effort or 0)
        spare.update(cheapest[max(needed - met, 0) :])
    return spare


def _find_effort(asked: Criterion, level: int) -> float | None:
    return next((step.effort for step in asked.steps if step.to == level), None)


def _describe_value(criterion: MeasureCriterion, bound: float, scale: Scale) -> str:
    """The value at which a measure reaches a score, in words; empty if none does."""
    if criterion.linear is not None:
        line = criterion.linear
        side = "at least" if line.best > line.worst else "at most"
        return f"{side} {find_value_at(line, bound):.6g} {criterion.unit}"
    enough: list[Band] = [band for band in criterion.bands or () if compare(score_band(band, scale), bound) >= 0]
    if not enough:
        return ""
    start = f"{enough[0].start:g} {criterion.unit.removesuffix('s') if enough[0].start == 1 else criterion.unit}"
    return f"{start} or more" if enough[0].above is None else f"more than {start}"
