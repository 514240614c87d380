"""The claimed score from the columns of a criterion, for each kind of criterion."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import narwhals as nw

from nhsdx.loading.whole.answer_words import find_bounds
from nhsdx.model import Band, ChecklistCriterion, Linear, MeasureCriterion, Rubric, Status, SurveyCriterion
from nhsdx.scoring import Scale, find_least_above, find_least_reaching, list_level_scores, score_band
from nhsdx.tables.columns import list_part_columns, name_scale_columns
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_true,
    join_all,
    join_any,
    keep_where,
    look_up,
    make_code,
    make_null,
    make_number,
    sum_terms,
)
from nhsdx.tables.meanings import list_level_words
from nhsdx.tables.scoring.cells import (
    EMPTY_CODE,
    LEFT_OUT_CODES,
    NOTHING,
    WRONG_CODE,
    AnswerColumns,
    Cell,
    Words,
    find_numbers,
    list_left_out,
    match_codes,
    read_status,
)
from nhsdx.tables.scoring.checklist import read_checklist
from nhsdx.tables.words import parse_number

GREATEST = 1e15
NO_WORD = -5
"""The code of a text that no word in the map matches."""


class NumberRange(NamedTuple):
    """The numbers that a column may have: from `lowest` to `highest`, both included; None for no limit."""

    lowest: float | None = None
    highest: float | None = None
    is_above_zero: bool = False
    is_whole: bool = False

    def contains(self, value: Expr) -> Expr:
        """Whether a number is in the range, and within the bounds that files allow; false for a null."""
        kept = [value >= -GREATEST, value <= GREATEST]
        kept += [] if self.lowest is None else [value >= self.lowest]
        kept += [] if self.highest is None else [value <= self.highest]
        kept += [value > 0] if self.is_above_zero else []
        kept += [value == value.floor()] if self.is_whole else []
        return is_true(join_all(kept))


RESPONDENTS = NumberRange(0, 10**12, is_whole=True)


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
    cell = read_number(table, name, _find_range(criterion), list_left_out(criterion))
    return AnswerColumns(_score_value(cell.value, criterion, scale), cell.left_out, {name: cell.wrong})


def _find_range(criterion: MeasureCriterion) -> NumberRange:
    smallest, greatest = find_bounds(criterion)
    return NumberRange(
        None if smallest is None else find_least_reaching(smallest),
        None if greatest is None else -find_least_reaching(-greatest),
        is_above_zero=criterion.linear is not None and criterion.linear.scale == "log",
    )


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
    counts = {column: read_number(table, column, RESPONDENTS) for column in columns}
    wrong = {column: cell.wrong for column, cell in counts.items()}
    status = read_status(table, name, criterion, wrong)
    if len(counts) < len(criterion.options):
        return AnswerColumns.make_unknown(wrong).beside(status)
    score = _score_survey(criterion, list(counts.values()))
    return AnswerColumns(score, {}, wrong).beside(status)


def _read_scale(table: FrameBuilder, name: str, criterion: SurveyCriterion) -> AnswerColumns:
    """The mean score of a survey's respondents; unknown if there are too few respondents or a column is missing."""
    scores = criterion.scores or (0.0, 100.0)
    means = NumberRange(find_least_reaching(min(scores)), -find_least_reaching(-max(scores)))
    ranges = dict(zip(name_scale_columns(name), (means, RESPONDENTS), strict=True))
    cells = {column: read_number(table, column, allowed) for column, allowed in ranges.items() if column in table}
    wrong = {column: cell.wrong for column, cell in cells.items()}
    status = read_status(table, name, criterion, wrong)
    if len(cells) < len(name_scale_columns(name)):
        return AnswerColumns.make_unknown(wrong).beside(status)
    mean, respondents = (cell.value for cell in cells.values())
    return AnswerColumns(keep_where(respondents >= criterion.minimum_respondents, mean), {}, wrong).beside(status)


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


def read_number(table: FrameBuilder, column: str, allowed: NumberRange, left_out: Sequence[Status] = ()) -> Cell:
    """A column's cells as numbers in a range.

    A map may have words for numbers, for no answer and for the statuses in `left_out`.
    """
    if table.is_numeric(column, of_numbers=True):
        cell = table.col(column).cast(nw.Float64())
        is_value = table.share((column, "allowed", allowed), 0, lambda: allowed.contains(cell))
        return Cell(keep_where(is_value, cell), {}, ~is_value & ~cell.is_null())
    codes, meanings = _code_numbers(table.find_words(column, of_numbers=True), left_out)
    key, step = (column, "numbers", *codes.items()), table.code_step
    code = table.share(key, step, lambda: match_codes(table, column, codes, NO_WORD, make_code))
    own = table.col(column).cast(nw.Float64()) if table.types[column].is_numeric() else find_numbers(table, column)
    given = [(code == place, make_number(number)) for place, number in enumerate(meanings)]
    cell = table.share((*key, "read"), step + 1, lambda: look_up(given, keep_where(code == NO_WORD, own)))
    is_value = table.share((*key, "allowed", allowed), step + 2, lambda: allowed.contains(cell))
    is_left_out = {status: code == LEFT_OUT_CODES[status] for status in left_out}
    return Cell(
        keep_where(is_value, cell), is_left_out, ~join_any([is_value, code == EMPTY_CODE, *is_left_out.values()])
    )


def _code_numbers(mapped: Mapping[str, str], left_out: Sequence[Status]) -> tuple[dict[str, int], list[float]]:
    """The code of each word that is not a plain number, and the numbers that a map gives, in order of their codes."""
    codes = dict.fromkeys(NOTHING, EMPTY_CODE) | {status.value: LEFT_OUT_CODES[status] for status in left_out}
    found = {word: parse_number(meaning) for word, meaning in mapped.items()}
    meanings = sorted({number for number in found.values() if number is not None})
    places = {number: place for place, number in enumerate(meanings)}
    for word, number in found.items():
        codes[word] = codes.get(mapped[word], WRONG_CODE) if number is None else places[number]
    return codes, meanings
