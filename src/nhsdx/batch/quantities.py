"""Measures and surveys in columns: numbers, and counts of respondents."""

from __future__ import annotations

import math

from nhsdx.batch.cells import LEFT_OUT, Answered, Cell, number_of, status_in
from nhsdx.batch.columns import part_columns
from nhsdx.batch.table import Expr, Table, all_of, choose, number, only, total
from nhsdx.model.answers import bounds_of
from nhsdx.model.criteria import Linear, MeasureCriterion, SurveyCriterion
from nhsdx.scoring.numbers import reaching
from nhsdx.scoring.scale import Scale
from nhsdx.scoring.values import worth_of

MOST_RESPONDENTS = 10**12


def measure_answered(table: Table, name: str, criterion: MeasureCriterion, scale: Scale) -> Answered:
    """What a measure's column answers."""
    if name not in table:
        return Answered.nowhere()
    left_out = LEFT_OUT if criterion.not_applicable == "allowed" else ()
    cell = number_of(table, name, lambda value: _keeps_bounds(criterion, value), left_out)
    return Answered(_worth(cell.value, criterion, scale), cell.left_out, {name: cell.wrong})


def _keeps_bounds(criterion: MeasureCriterion, value: Expr) -> Expr:
    smallest, greatest = bounds_of(criterion)
    kept = [] if smallest is None else [value >= smallest]
    kept += [] if greatest is None else [value <= greatest]
    if criterion.linear is not None and criterion.linear.scale == "log":
        kept.append(value > 0)
    return all_of(kept)


def _worth(value: Expr, criterion: MeasureCriterion, scale: Scale) -> Expr:
    if criterion.linear is not None:
        return _on_line(value, criterion.linear)
    first, *others = criterion.bands or ()
    cases = [(value >= reaching(band.from_), number(worth_of(band, scale))) for band in reversed(others)]
    return only(~value.is_null(), choose(cases, number(worth_of(first, scale))))


def _on_line(value: Expr, line: Linear) -> Expr:
    """100 * (value - worst) / (best - worst), held to 0-100; a log scale takes logarithms of all three."""
    worst, best = line.worst, line.best
    if line.scale == "log":
        worst, best, value = math.log(worst), math.log(best), value.log()
    share = (value - worst) / (best - worst)
    return 100 * choose([(share <= 0, number(0)), (share >= 1, number(1))], share)


def survey_answered(table: Table, name: str, criterion: SurveyCriterion) -> Answered:
    """What a survey's columns of counts answer; too few respondents, or a count that is missing, are unknown."""
    columns = [column for column in part_columns(name, criterion) if column in table]
    counts = {column: number_of(table, column, _is_count) for column in columns}
    wrong = {column: cell.wrong for column, cell in counts.items()}
    status = status_in(table, name, criterion, wrong)
    if len(counts) < len(criterion.options):
        return Answered.nowhere(wrong).beside(status)
    score = _surveyed(criterion, list(counts.values()))
    return Answered(score, None, wrong).beside(status)


def _is_count(value: Expr) -> Expr:
    return (value >= 0) & (value <= MOST_RESPONDENTS) & (value == value.floor())


def _surveyed(criterion: SurveyCriterion, cells: list[Cell]) -> Expr:
    """The respondents' mean score, or 100 * the share of them who chose one of the top options."""
    counts = [cell.value for cell in cells]
    respondents = total(counts)
    enough = all_of(~count.is_null() for count in counts) & (respondents >= criterion.minimum_respondents)
    if criterion.scores is not None:
        points = total(count * score for count, score in zip(counts, criterion.scores, strict=True))
    else:
        points = 100 * total(counts[-(criterion.top or 1) :])
    return only(enough, points) / only(enough, respondents)
