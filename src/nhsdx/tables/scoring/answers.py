"""The claimed score from the columns of a criterion, for each kind of criterion."""

from __future__ import annotations

import math

import narwhals as nw

from nhsdx.loading.whole.answer_words import find_bounds
from nhsdx.model import Band, ChecklistCriterion, Linear, MeasureCriterion, Rubric, SurveyCriterion
from nhsdx.scoring import Scale, find_least_above, find_least_reaching, list_level_scores, score_band
from nhsdx.tables.columns import list_part_columns, name_scale_columns
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    join_all,
    keep_where,
    look_up,
    make_null,
    make_number,
    sum_terms,
)
from nhsdx.tables.meanings import list_level_words
from nhsdx.tables.scoring.cells import NOTHING, AnswerColumns, Cell, Words, list_left_out, read_number, read_status
from nhsdx.tables.scoring.checklist import read_checklist

MOST_RESPONDENTS = 10**12


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
    words = Words(list_level_words(rubric.list_levels(criterion)), list_left_out(criterion), NOTHING)
    cell = words.read(table, name)
    levels = Scale(list_level_scores(criterion, scale))
    return AnswerColumns(score_level(cell.value, levels), cell.left_out, {name: cell.wrong})


def score_level(level: Expr, scale: Scale) -> Expr:
    """The score for the number of a level; null in rows without a number."""
    steps = len(scale.scores) - 1
    if scale.scores == tuple(100 * n / steps for n in range(steps + 1)):
        exact = level.cast(nw.Float64())
        return exact * (100 / steps) if 100 % steps == 0 else exact * 100 / steps
    return choose([(level == n, make_number(score)) for n, score in enumerate(scale.scores)], make_null())


def _read_measure(table: FrameBuilder, name: str, criterion: MeasureCriterion, scale: Scale) -> AnswerColumns:
    """The answer in a measure's column."""
    if name not in table:
        return AnswerColumns.make_unknown()
    cell = read_number(table, name, lambda value: _is_within_bounds(criterion, value), list_left_out(criterion))
    return AnswerColumns(_score_value(cell.value, criterion, scale), cell.left_out, {name: cell.wrong})


def _is_within_bounds(criterion: MeasureCriterion, value: Expr) -> Expr:
    smallest, greatest = find_bounds(criterion)
    kept = [] if smallest is None else [value >= find_least_reaching(smallest)]
    kept += [] if greatest is None else [value <= -find_least_reaching(-greatest)]
    if criterion.linear is not None and criterion.linear.scale == "log":
        kept.append(value > 0)
    return join_all(kept)


def _score_value(value: Expr, criterion: MeasureCriterion, scale: Scale) -> Expr:
    if criterion.linear is not None:
        return _score_on_line(value, criterion.linear)
    first, *others = criterion.bands or ()
    cases = [(value >= _find_least(band), make_number(score_band(band, scale))) for band in reversed(others)]
    return keep_where(~value.is_null(), look_up(cases, make_number(score_band(first, scale))))


def _find_least(band: Band) -> float:
    return find_least_reaching(band.start) if band.above is None else find_least_above(band.start)


def _score_on_line(value: Expr, line: Linear) -> Expr:
    """100 * (value - worst) / (best - worst), limited to 0-100; a log scale uses the logarithms of all three."""
    worst, best = line.worst, line.best
    # Logarithms of engines differ in their last digit, so the ends are compared as they are.
    is_worst, is_best = (value <= worst, value >= best) if worst < best else (value >= worst, value <= best)
    if line.scale == "log":
        worst, best, value = math.log(worst), math.log(best), value.log()
    share = (value - worst) / (best - worst)
    within = choose([(share <= 0, make_number(0)), (share >= 1, make_number(1))], share)
    return 100 * choose([(is_worst, make_number(0)), (is_best, make_number(1))], within)


def _read_survey(table: FrameBuilder, name: str, criterion: SurveyCriterion) -> AnswerColumns:
    """The answer in a survey's columns of counts; unknown if there are too few respondents or a count is missing."""
    if criterion.statements:
        return _read_scale(table, name, criterion)
    columns = [column for column in list_part_columns(name, criterion) if column in table]
    counts = {column: read_number(table, column, _is_count) for column in columns}
    wrong = {column: cell.wrong for column, cell in counts.items()}
    status = read_status(table, name, criterion, wrong)
    if len(counts) < len(criterion.options):
        return AnswerColumns.make_unknown(wrong).beside(status)
    score = _score_survey(criterion, list(counts.values()))
    return AnswerColumns(score, {}, wrong).beside(status)


def _read_scale(table: FrameBuilder, name: str, criterion: SurveyCriterion) -> AnswerColumns:
    """The mean score of a survey's respondents; unknown if there are too few respondents or a column is missing."""
    within = {
        column: is_within
        for column, is_within in zip(
            name_scale_columns(name), (lambda value: _is_mean(criterion, value), _is_count), strict=True
        )
        if column in table
    }
    cells = {column: read_number(table, column, is_within) for column, is_within in within.items()}
    wrong = {column: cell.wrong for column, cell in cells.items()}
    status = read_status(table, name, criterion, wrong)
    if len(cells) < len(name_scale_columns(name)):
        return AnswerColumns.make_unknown(wrong).beside(status)
    mean, respondents = (cell.value for cell in cells.values())
    return AnswerColumns(keep_where(respondents >= criterion.minimum_respondents, mean), {}, wrong).beside(status)


def _is_mean(criterion: SurveyCriterion, value: Expr) -> Expr:
    """Whether a mean is between the scores of the options."""
    scores = criterion.scores or (0.0, 100.0)
    return (value >= find_least_reaching(min(scores))) & (value <= -find_least_reaching(-max(scores)))


def _is_count(value: Expr) -> Expr:
    return (value >= 0) & (value <= MOST_RESPONDENTS) & (value == value.floor())


def _score_survey(criterion: SurveyCriterion, cells: list[Cell]) -> Expr:
    """The respondents' mean score, or 100 * the share of respondents who chose one of the top options."""
    counts = [cell.value for cell in cells]
    respondents = sum_terms(counts)
    enough = join_all(~count.is_null() for count in counts) & (respondents >= criterion.minimum_respondents)
    if criterion.scores is not None:
        points = sum_terms(count * score for count, score in zip(counts, criterion.scores, strict=True))
    else:
        points = 100 * sum_terms(counts[-(criterion.top or 1) :])
    return keep_where(enough, points) / keep_where(enough, respondents)
