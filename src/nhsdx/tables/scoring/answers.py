"""From the columns of one criterion to the score claimed, for each kind of criterion."""

from __future__ import annotations

import math
from collections.abc import Sequence

import narwhals as nw

from nhsdx.loading.whole.answers import find_bounds
from nhsdx.model import ChecklistCriterion, Level, Linear, MeasureCriterion, Rubric, Status, SurveyCriterion
from nhsdx.scoring import Scale, find_least_reaching, score_band
from nhsdx.tables.columns import list_part_columns, name_item_column
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_true,
    join_all,
    join_any,
    keep_where,
    make_null,
    make_number,
    sum_terms,
)
from nhsdx.tables.scoring.cells import LEFT_OUT, NOTHING, AnswerColumns, Cell, Words, read_number, read_status

MOST_RESPONDENTS = 10**12
MET, PARTLY, NOT_MET, NOT_APPLICABLE = range(1, 5)
ITEM_WORDS = Words(
    {
        "met": MET,
        "true": MET,
        "partly": PARTLY,
        "not-met": NOT_MET,
        "false": NOT_MET,
        Status.NOT_APPLICABLE.value: NOT_APPLICABLE,
    },
    nothing=NOTHING,
)


def read_answer(table: FrameBuilder, rubric: Rubric, name: str) -> AnswerColumns:
    """The answer in a criterion's columns; a criterion without columns is unknown."""
    criterion, scale = rubric.criteria[name], Scale.of(rubric.levels)
    if isinstance(criterion, ChecklistCriterion):
        return read_checklist(table, name, criterion, scale)
    if isinstance(criterion, SurveyCriterion):
        return _read_survey(table, name, criterion)
    if isinstance(criterion, MeasureCriterion):
        return _read_measure(table, name, criterion, scale)
    if name not in table:
        return AnswerColumns.make_unknown()
    words = Words(list_level_words(rubric.levels), LEFT_OUT if criterion.not_applicable == "allowed" else (), NOTHING)
    cell = words.read(table, name)
    return AnswerColumns(score_level(cell.value, scale), cell.left_out, {name: cell.wrong})


def list_level_words(levels: Sequence[Level]) -> dict[str, int]:
    """The words for each level: its number, also as 3.0 for tables of numbers, and its label.

    A label that could also mean another level or a status is not used.
    """
    numbers = {word: number for number in range(len(levels)) for word in (str(number), f"{number}.0")}
    labels = [level.label.strip().lower() for level in levels]
    taken = {*numbers, *Status, ""}
    return numbers | {
        label: number for number, label in enumerate(labels) if label not in taken and labels.count(label) == 1
    }


def score_level(level: Expr, scale: Scale) -> Expr:
    """The score of a level's number; null where there is none."""
    steps = len(scale.scores) - 1
    if scale.scores == tuple(100 * n / steps for n in range(steps + 1)):
        exact = level.cast(nw.Float64())
        return exact * (100 / steps) if 100 % steps == 0 else exact * 100 / steps
    return choose([(level == n, make_number(score)) for n, score in enumerate(scale.scores)], make_null())


def _read_measure(table: FrameBuilder, name: str, criterion: MeasureCriterion, scale: Scale) -> AnswerColumns:
    """The answer in a measure's column."""
    if name not in table:
        return AnswerColumns.make_unknown()
    left_out = LEFT_OUT if criterion.not_applicable == "allowed" else ()
    cell = read_number(table, name, lambda value: _is_within_bounds(criterion, value), left_out)
    return AnswerColumns(_score_value(cell.value, criterion, scale), cell.left_out, {name: cell.wrong})


def _is_within_bounds(criterion: MeasureCriterion, value: Expr) -> Expr:
    smallest, greatest = find_bounds(criterion)
    kept = [] if smallest is None else [value >= smallest]
    kept += [] if greatest is None else [value <= greatest]
    if criterion.linear is not None and criterion.linear.scale == "log":
        kept.append(value > 0)
    return join_all(kept)


def _score_value(value: Expr, criterion: MeasureCriterion, scale: Scale) -> Expr:
    if criterion.linear is not None:
        return _score_on_line(value, criterion.linear)
    first, *others = criterion.bands or ()
    cases = [
        (value >= find_least_reaching(band.from_), make_number(score_band(band, scale))) for band in reversed(others)
    ]
    return keep_where(~value.is_null(), choose(cases, make_number(score_band(first, scale))))


def _score_on_line(value: Expr, line: Linear) -> Expr:
    """100 * (value - worst) / (best - worst), limited to 0-100; a log scale takes logarithms of all three."""
    worst, best = line.worst, line.best
    if line.scale == "log":
        worst, best, value = math.log(worst), math.log(best), value.log()
    share = (value - worst) / (best - worst)
    return 100 * choose([(share <= 0, make_number(0)), (share >= 1, make_number(1))], share)


def _read_survey(table: FrameBuilder, name: str, criterion: SurveyCriterion) -> AnswerColumns:
    """The answer in a survey's columns of counts; unknown with too few respondents or a missing count."""
    columns = [column for column in list_part_columns(name, criterion) if column in table]
    counts = {column: read_number(table, column, _is_count) for column in columns}
    wrong = {column: cell.wrong for column, cell in counts.items()}
    status = read_status(table, name, criterion, wrong)
    if len(counts) < len(criterion.options):
        return AnswerColumns.make_unknown(wrong).beside(status)
    score = _score_survey(criterion, list(counts.values()))
    return AnswerColumns(score, None, wrong).beside(status)


def _is_count(value: Expr) -> Expr:
    return (value >= 0) & (value <= MOST_RESPONDENTS) & (value == value.floor())


def _score_survey(criterion: SurveyCriterion, cells: list[Cell]) -> Expr:
    """The respondents' mean score, or 100 * the share of them who chose one of the top options."""
    counts = [cell.value for cell in cells]
    respondents = sum_terms(counts)
    enough = join_all(~count.is_null() for count in counts) & (respondents >= criterion.minimum_respondents)
    if criterion.scores is not None:
        points = sum_terms(count * score for count, score in zip(counts, criterion.scores, strict=True))
    else:
        points = 100 * sum_terms(counts[-(criterion.top or 1) :])
    return keep_where(enough, points) / keep_where(enough, respondents)


def read_checklist(table: FrameBuilder, name: str, criterion: ChecklistCriterion, scale: Scale) -> AnswerColumns:
    """The answer in a checklist's columns; if any item is blank, the whole answer is unknown."""
    columns = {item.id: name_item_column(name, item.id) for item in criterion.items}
    cells = {item: ITEM_WORDS.read(table, column) for item, column in columns.items() if column in table}
    wrong = {columns[item]: cell.wrong for item, cell in cells.items()}
    status = read_status(table, name, criterion, wrong)
    if len(cells) < len(columns):
        return AnswerColumns.make_unknown(wrong).beside(status)
    is_whole = join_all(~cell.value.is_null() for cell in cells.values())
    nothing_left = is_whole & _has_nothing_left(criterion, cells)
    first = columns[criterion.items[0].id]
    wrong[first] = wrong[first] | nothing_left
    worth = _score_stages(criterion, cells, scale) if criterion.scoring == "staged" else _score_share(criterion, cells)
    return AnswerColumns(keep_where(is_whole & ~nothing_left, worth), None, wrong).beside(status)


def _has_nothing_left(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """Whether every item that counts is marked not applicable, which is invalid."""
    counted = [item.id for item in criterion.items if item.weight or criterion.scoring == "staged"]
    return join_all(is_true(cells[item].value == NOT_APPLICABLE) for item in counted)


def _score_stages(criterion: ChecklistCriterion, cells: dict[str, Cell], scale: Scale) -> Expr:
    """The score of the highest level up to which every applicable item of every level is met."""
    levels = {item.id: item.level or 0 for item in criterion.items}
    is_open = {item: _is_open(criterion, cell.value) for item, cell in cells.items()}
    found = sorted(set(levels.values()))
    cases = [
        (join_any(is_open[item] for item, at in levels.items() if at == level), make_number(scale.scores[level - 1]))
        for level in found
    ]
    return choose(cases, make_number(scale.scores[found[-1]]))


def _is_open(criterion: ChecklistCriterion, value: Expr) -> Expr:
    if criterion.partly_counts == 1:
        return is_true(value == NOT_MET)
    return is_true((value == NOT_MET) | (value == PARTLY))


def _score_share(criterion: ChecklistCriterion, cells: dict[str, Cell]) -> Expr:
    """100 * weight of the items met (partly met ones in part) / weight of the applicable items."""
    met, applicable = [], []
    for item in criterion.items:
        value = cells[item.id].value
        partly = make_number(item.weight * criterion.partly_counts)
        met.append(choose([(value == MET, make_number(item.weight)), (value == PARTLY, partly)], make_number(0)))
        applicable.append(nw.when(value == NOT_APPLICABLE).then(make_number(0)).otherwise(make_number(item.weight)))
    whole = sum_terms(applicable)
    share = 100 * sum_terms(met) / keep_where(whole > 0, whole)
    return choose([(share > 100, make_number(100))], share)  # noqa: PLR2004 - rounding errors could give slightly more
