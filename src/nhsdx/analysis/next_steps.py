"""What to do next about a criterion: items to meet, facts to find out, or evidence to bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.analysis.figures import write_exactly, write_measure, write_score
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
from nhsdx.scoring import Scale, compare_rounded, find_least_above, find_score_range, find_value_at, score_band
from nhsdx.scoring.items import count_not_applicable, find_staged_level

EvidenceNeed: TypeAlias = Literal["date", "renew", "bring"]
"""What the evidence lacks: a date that can be used, a newer date, or a stronger grade."""
SIDES = (("at most", "at least"), ("less than", "more than"))
"""The words for reaching a number, and for passing it; in each pair, the first is for measures where less is better."""
IN_THE_WAY = (ItemState.NO, ItemState.PARTLY, ItemState.UNKNOWN)


class ItemToMeet(NamedTuple):
    """A checklist item that is unknown or not met; `effort` is in the rubric's unit."""

    id: str
    text: str
    level: int | None
    state: ItemState
    effort: float | None


class Bar(NamedTuple):
    """A score to reach or to exceed."""

    score: float
    is_above: bool = False

    def is_reached(self, score: float) -> bool:
        """Whether a score reaches this bar."""
        return compare_rounded(score, self.score) >= self.is_above

    def find_level(self, scale: Scale) -> int | None:
        """The lowest level whose score reaches this bar; None if no level does."""
        return next((level for level, score in enumerate(scale.scores) if self.is_reached(score)), None)

    @property
    def least(self) -> float:
        """The lowest score that reaches this bar."""
        return find_least_above(self.score) if self.is_above else self.score


@dataclass(frozen=True, slots=True)
class NextStep:
    """What has to be done for a criterion to get from its evidenced level to the next level.

    `level` is None if the answer is unknown and has to be found out. `next_level` equals `level` if that is the highest
    level but a gate still asks for items. `items` are the items in the way: first the items that a gate asks for, then
    the others, lowest level first. `evidence` is what the evidence lacks and `grade` the weakest grade that supports
    the next level; both are None if evidence is not in the way. `value` says which number a measure needs, or which
    score a survey needs. `descriptor` is the text of the level to reach, which is not an instruction. If the criterion
    has its own levels, `own_level` is the place of the level to reach. `effort` is for the whole step.
    """

    criterion: CriterionResult
    level: int | None
    next_level: int
    bar: Bar
    score: float = 0.0
    items: tuple[ItemToMeet, ...] = ()
    evidence: EvidenceNeed | None = None
    grade: EvidenceGrade | None = None
    value: str = ""
    own_level: int | None = None
    descriptor: str = ""
    effort: float | None = None

    def list_parts(self) -> tuple[str | None, ...]:
        """The parts of the step: the id of each item, and None for anything else, such as evidence or a value."""
        is_whole = not self.items or self.evidence is not None
        return (*(item.id for item in self.items), *([None] if is_whole else []))


def find_next_step(
    rubric: Rubric, criterion: CriterionResult, wanted: Collection[str] = (), bar: Bar | None = None
) -> NextStep | None:
    """The next step for a criterion; None if the criterion does not apply or cannot rise.

    `wanted` are items that belong to the step whatever their level, because a gate asks for them. `bar` is the score to
    reach: by default, the score of the next level, on the rubric's scale or the criterion's own.
    """
    step = _find_step(rubric, criterion, wanted, bar)
    if step is None:
        return None
    asked = rubric.criteria[criterion.id]
    return _add_score(_follow_items(step, rubric), asked, Scale.of(rubric.levels))


def _find_step(rubric: Rubric, criterion: CriterionResult, wanted: Collection[str], bar: Bar | None) -> NextStep | None:
    if criterion.status is CriterionStatus.UNKNOWN:
        return _find_out(rubric, criterion, wanted, bar)
    level = criterion.levels[Reading.EVIDENCED] if criterion.status is CriterionStatus.ANSWERED else None
    return None if level is None else _raise_level(rubric, criterion, level, wanted, bar)


def _raise_level(
    rubric: Rubric, criterion: CriterionResult, level: int, wanted: Collection[str], bar: Bar | None
) -> NextStep | None:
    """The next step for an answered criterion, starting from its evidenced level."""
    asked, scale = rubric.criteria[criterion.id], Scale.of(rubric.levels)
    highest = _find_highest_level(rubric, asked)
    if level >= highest:
        items = tuple(_list_items(asked, criterion, -1, wanted))
        return NextStep(criterion, level, level, Bar(scale.scores[level]), items=items) if items else None
    bar = bar or _find_next_bar(criterion, level, scale)
    next_level = bar.find_level(scale)
    if next_level is None or next_level > highest:
        return None
    step = _add_evidence(NextStep(criterion, level, next_level, bar), rubric)
    if bar.is_reached(criterion.scores[Reading.CLAIMED] or 0.0):
        return replace(step, items=tuple(_list_items(asked, criterion, -1, wanted)))
    return _add_answer(step, asked, rubric, wanted)


def _find_next_bar(criterion: CriterionResult, level: int, scale: Scale) -> Bar:
    """The bar for the next step: the next level's score, or any higher score if the criterion has its own levels."""
    if criterion.own_scale:
        return Bar(criterion.scores[Reading.EVIDENCED] or 0.0, is_above=True)
    return Bar(scale.scores[level + 1])


def _find_out(rubric: Rubric, criterion: CriterionResult, wanted: Collection[str], bar: Bar | None) -> NextStep | None:
    """The next step for an unknown criterion, which is to find out the answer; None if no answer reaches the bar."""
    asked, scale = rubric.criteria[criterion.id], Scale.of(rubric.levels)
    bar = bar or Bar(scale.scores[1])
    best = min(find_score_range(asked, scale)[1], scale.scores[_find_highest_level(rubric, asked)])
    if not bar.is_reached(best):
        return None
    level = max(1, bar.find_level(scale) or 1)
    items = tuple(_list_items(asked, criterion, level, wanted))
    if isinstance(asked, ChecklistCriterion) and not _is_enough(asked, criterion, items, level):
        return None
    return NextStep(criterion, None, level, bar, items=items)


def _add_score(step: NextStep, asked: Criterion, scale: Scale) -> NextStep:
    """The step with the score that it leads to: the lowest sufficient score, if the answer can have any score."""
    score, supported = step.bar.least, step.criterion.supported_level
    if step.own_level is not None:
        score = asked.own_levels[step.own_level].score
    elif step.descriptor or (step.items and isinstance(asked, ChecklistCriterion) and asked.scoring == "staged"):
        score = scale.scores[step.next_level]
    ceiling = scale.scores[-1] if supported is None else scale.scores[max(supported, step.next_level)]
    return replace(step, score=score if supported is None else min(score, ceiling))


def _find_highest_level(rubric: Rubric, asked: Criterion) -> int:
    """The highest level that any evidence supports; without evidence grades, the highest level of all."""
    supports = _find_supports(rubric, asked)
    return min(rubric.top_level, max(supports.values())) if supports else rubric.top_level


def _find_supports(rubric: Rubric, asked: Criterion) -> dict[str, int]:
    """The level that each grade supports for a criterion, the weakest grade first."""
    return {grade.id: asked.evidence_supports.get(grade.id, grade.supports) for grade in rubric.evidence_grades}


def _follow_items(step: NextStep, rubric: Rubric) -> NextStep:
    """The step with the level that it reaches once all its items are met, as far as the evidence supports that level.

    This may be above the next level, because a gate may ask for items of higher levels.
    """
    criterion, asked = step.criterion, rubric.criteria[step.criterion.id]
    if not isinstance(asked, ChecklistCriterion) or asked.scoring != "staged" or criterion.items is None:
        return step
    reached = _find_level_with(asked, criterion, step.items)
    supported = step.next_level if criterion.supported_level is None else criterion.supported_level
    if step.grade is not None:
        supported = max(supported, _find_supports(rubric, asked)[step.grade.id])
    return replace(step, next_level=max(step.next_level, min(reached, supported)))


def _is_enough(asked: ChecklistCriterion, criterion: CriterionResult, items: Sequence[ItemToMeet], level: int) -> bool:
    """Whether a checklist reaches a level once the given items are met; always true if its `scoring` is `share`."""
    return asked.scoring == "share" or _find_level_with(asked, criterion, items) >= level


def _find_level_with(asked: ChecklistCriterion, criterion: CriterionResult, items: Sequence[ItemToMeet]) -> int:
    """The level of a staged checklist once the given items are met."""
    states = dict(criterion.items or {}) | {item.id: ItemState.YES for item in items}
    counted = count_not_applicable(asked, states, criterion.not_asked)
    return find_staged_level(asked, counted, Reading.EVIDENCED) or 0


def _add_evidence(step: NextStep, rubric: Rubric) -> NextStep:
    """The step with what the evidence still lacks, if it does not support the next level."""
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
    """The step with what the answer still lacks; None if no answer reaches the next level."""
    scale, effort = Scale.of(rubric.levels), _find_effort(asked, step.next_level)
    best = find_score_range(asked, scale)[1]
    if not step.bar.is_reached(best):
        return None
    shown = rubric.find_shown(step.criterion.id)
    side = ("better than" if shown.is_reversed else "above") if step.bar.is_above else "of"
    figure = f"{side} {write_score(step.bar.score, best, shown)}"
    if isinstance(asked, ChecklistCriterion):
        return _add_items(step, asked, figure, wanted)
    if isinstance(asked, LevelCriterion):
        return _add_level(step, asked, effort)
    value = f"a score {figure} in the survey"
    if isinstance(asked, MeasureCriterion):
        value = _describe_value(asked, step.bar, scale)
    return replace(step, value=value, effort=effort)


def _add_level(step: NextStep, asked: LevelCriterion, effort: float | None) -> NextStep:
    """The step with the level to reach, on the rubric's scale or the criterion's own.

    If the criterion has its own levels, one of them must reach the bar.
    """
    if not asked.own_levels:
        return replace(step, descriptor=asked.descriptors[step.next_level], effort=effort)
    place = next(at for at, level in enumerate(asked.own_levels) if step.bar.is_reached(level.score))
    return replace(step, own_level=place, descriptor=asked.descriptors[place], effort=effort)


def _add_items(step: NextStep, asked: ChecklistCriterion, figure: str, wanted: Collection[str]) -> NextStep | None:
    """The step with the items in the way; None if no gate asks for any of them and meeting them all is not enough."""
    items = tuple(_list_items(asked, step.criterion, step.next_level, wanted))
    is_wanted = any(item.id in wanted for item in items)
    if not items or not (is_wanted or _is_enough(asked, step.criterion, items, step.next_level)):
        return None
    value = f"enough of these items for a score {figure}" if asked.scoring == "share" else ""
    efforts = [item.effort for item in items if item.effort is not None]
    effort = sum(efforts) if len(efforts) == len(items) else _find_effort(asked, step.next_level)
    return replace(step, items=items, value=value, effort=effort)


def _list_items(
    asked: Criterion, criterion: CriterionResult, level: int, wanted: Collection[str]
) -> Iterator[ItemToMeet]:
    """The items that are unknown or not met: first the wanted items of any level, then other items up to a level."""
    if not isinstance(asked, ChecklistCriterion) or criterion.items is None:
        return
    spare = _find_spare_items(asked, criterion.items)
    for name, item in sorted(asked.items.items(), key=lambda pair: (pair[0] not in wanted, pair[1].level or 0)):
        state, is_in_reach = criterion.items[name], (item.level or 0) <= level and name not in spare
        if state in IN_THE_WAY and (name in wanted or is_in_reach):
            yield ItemToMeet(name, item.text, item.level, state, item.effort)


def _find_spare_items(asked: ChecklistCriterion, states: Mapping[str, ItemState]) -> set[str]:
    """The items that need not be met, because the met items and the cheapest others at the same level are enough."""
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


def _describe_value(criterion: MeasureCriterion, bar: Bar, scale: Scale) -> str:
    """The value at which a measure reaches a score, in words; such a value must exist."""
    if criterion.linear is not None:
        line = criterion.linear
        is_rising = line.best > line.worst
        words = SIDES[bar.is_above][is_rising]
        return f"{words} {write_measure(find_value_at(line, bar.score), line)} {criterion.unit}"
    enough: Band = next(band for band in criterion.bands or () if bar.is_reached(score_band(band, scale)))
    number, unit = enough.start, criterion.unit
    start = f"{write_exactly(number)} {unit.removesuffix('s') if number == 1 else unit}"
    return f"{start} or more" if enough.above is None else f"more than {start}"
