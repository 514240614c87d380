"""The higher answers to a question with levels, or to a measure: one for each level or band that scores more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.model import Criterion, LevelCriterion, Linear, MeasureCriterion
from nhsdx.scoring import (
    Scale,
    compare_rounded,
    find_least_above,
    find_value_at,
    is_reachable,
    list_level_scores,
    score_band,
)


class HigherAnswer(NamedTuple):
    """A level to reach, the value that a measure has at this level, and the answer that gives this level."""

    level: int
    value: float | None
    answer: dict[str, object]


def list_higher_answers(criterion: Criterion, current: float | None, scale: Scale) -> Iterator[HigherAnswer]:
    """The answers that score more than `current`, the lowest first. `current` is None if the answer is unknown."""
    now = -1.0 if current is None else current
    if isinstance(criterion, LevelCriterion):
        for level, score in enumerate(list_level_scores(criterion, scale)):
            if compare_rounded(score, now) > 0:
                yield HigherAnswer(level, None, {"level": level})
    if isinstance(criterion, MeasureCriterion):
        line = criterion.linear
        found = _list_band_values(criterion, scale) if line is None else _list_line_values(criterion, line, scale)
        for score, value in sorted(pair for pair in found if compare_rounded(pair[0], now) > 0):
            yield HigherAnswer(scale.find_level(score), value, {"value": value})


def _list_band_values(criterion: MeasureCriterion, scale: Scale) -> Iterator[tuple[float, float]]:
    bands = criterion.bands or ()
    for place, band in enumerate(bands):
        score = score_band(band, scale)
        if is_reachable(criterion, place):
            least = band.start if band.above is None else find_least_above(band.start)
            yield score, least if criterion.minimum is None else max(least, criterion.minimum)


def _list_line_values(criterion: MeasureCriterion, line: Linear, scale: Scale) -> Iterator[tuple[float, float]]:
    """Each level's score, with the value that gives this score on the line; values outside the bounds are left out."""
    for score in scale.scores:
        value = find_value_at(line, score)
        is_low = criterion.minimum is not None and value < criterion.minimum
        is_high = criterion.maximum is not None and value > criterion.maximum
        if not is_low and not is_high:
            yield score, value
