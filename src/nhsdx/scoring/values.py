"""Scores a single answer from 0 to 100, with a rule for each kind of criterion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.model import (
    Answer,
    Band,
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    Linear,
    MeasureCriterion,
    Reading,
    SurveyCriterion,
    Term,
)
from nhsdx.scoring.items import States, compute_share, find_reachable_levels, find_staged_level
from nhsdx.scoring.scale import Scale, compare_rounded, list_level_scores


class AnswerScore(NamedTuple):
    """A score from 0 to 100, the rule that gave this score, and the inputs of the rule."""

    score: float
    rule: str
    terms: tuple[Term, ...]


def score_answer(criterion: Criterion, answer: Answer, scale: Scale) -> AnswerScore:
    """The score of a known answer, before its evidence is considered; `score_items` scores checklists."""
    if isinstance(criterion, MeasureCriterion):
        return _score_measure(criterion, answer.value or 0.0, scale)
    if isinstance(criterion, SurveyCriterion):
        return _score_people(criterion, answer)
    level = answer.level or 0
    return AnswerScore(list_level_scores(criterion, scale)[level], "level", (Term("level", level),))


def score_items(criterion: ChecklistCriterion, states: States, scale: Scale, reading: Reading) -> AnswerScore | None:
    """The score of a checklist under a reading, before its evidence is considered; None if too little is known."""
    if criterion.scoring == "staged":
        level = find_staged_level(criterion, states, reading)
        if level is None:
            return None
        return AnswerScore(scale.scores[level], "checklist-staged", (Term("level", level),))
    share = compute_share(criterion, states, reading)
    if share is None:
        return None
    terms = (Term("weight met", share.met), Term("weight applicable", share.counted))
    # Rounding could give slightly more than 100.
    return AnswerScore(min(100 * share.met / share.counted, 100.0), "checklist-share", terms)


def find_score_range(criterion: Criterion, scale: Scale) -> tuple[float, float]:
    """The lowest and the highest score that any answer could give."""
    if isinstance(criterion, LevelCriterion):
        levels = list_level_scores(criterion, scale)
        return levels[0], levels[-1]
    if isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged":
        lowest, highest = find_reachable_levels(criterion)
        return scale.scores[lowest], scale.scores[highest]
    scores: Sequence[float] = (0.0, 100.0)
    if isinstance(criterion, MeasureCriterion):
        scores = _list_possible_scores(criterion, scale)
    elif isinstance(criterion, SurveyCriterion) and criterion.scores:
        scores = criterion.scores
    return min(scores), max(scores)


def _list_possible_scores(criterion: MeasureCriterion, scale: Scale) -> list[float]:
    """Possible scores of a measure within its bounds, including the lowest and the highest score."""
    if criterion.linear is not None:
        line = criterion.linear
        lowest = -math.inf if criterion.minimum is None else criterion.minimum
        highest = math.inf if criterion.maximum is None else criterion.maximum
        ends = (max(min(line.worst, line.best), lowest), min(max(line.worst, line.best), highest))
        return [_score_on_line(line, value).score for value in ends]
    bands = criterion.bands or ()
    return [score_band(band, scale) for place, band in enumerate(bands) if is_reachable(criterion, place)]


def is_reachable(criterion: MeasureCriterion, place: int) -> bool:
    """Whether any value within a measure's bounds falls into the band at this place."""
    bands = criterion.bands or ()
    is_too_high = criterion.maximum is not None and not has_begun(bands[place], criterion.maximum)
    is_last = place == len(bands) - 1
    is_too_low = not is_last and criterion.minimum is not None and has_begun(bands[place + 1], criterion.minimum)
    return not (is_too_high or is_too_low)


def has_begun(band: Band, value: float) -> bool:
    """Whether a value is in the given band or in a higher one."""
    side = compare_rounded(value, band.start)
    return side > 0 or (side == 0 and band.above is None)


def has_too_few_respondents(criterion: Criterion, answer: Answer) -> bool:
    """Whether the answer to a survey comes from fewer respondents than the criterion needs."""
    return isinstance(criterion, SurveyCriterion) and (answer.count_of_people or 0) < criterion.minimum_respondents


def score_band(band: Band, scale: Scale) -> float:
    """The score, 0-100, of a band: its own score, or the score of its level."""
    return scale.scores[band.level] if band.level is not None else band.score or 0.0


def find_value_at(line: Linear, score: float) -> float:
    """The value of a measure, in its unit, at which its line gives the given score."""
    if line.scale == "log":
        return math.exp(math.log(line.worst) + (math.log(line.best) - math.log(line.worst)) * score / 100)
    return line.worst + (line.best - line.worst) * score / 100


def _score_measure(criterion: MeasureCriterion, value: float, scale: Scale) -> AnswerScore:
    if criterion.linear is not None:
        return _score_on_line(criterion.linear, value)
    bands = criterion.bands or ()
    band = next(band for band in reversed(bands) if has_begun(band, value))
    rule, start = ("bands", "band from") if band.above is None else ("bands-above", "band above")
    return AnswerScore(score_band(band, scale), rule, (Term("value", value), Term(start, band.start)))


def _score_on_line(line: Linear, value: float) -> AnswerScore:
    """100 * (value - worst) / (best - worst), clamped to 0-100; a log scale uses the logarithms of all three."""
    worst, best, at = line.worst, line.best, value
    if line.scale == "log":
        worst, best, at = math.log(worst), math.log(best), math.log(value)
    # Adding 0 makes a negative zero a zero.
    score = 100 * min(max((at - worst) / (best - worst), 0.0), 1.0) + 0.0
    terms = (Term("value", value), Term("worst", line.worst), Term("best", line.best))
    return AnswerScore(score, line.scale, terms)


def score_not_applicable(criterion: Criterion, scale: Scale) -> float | None:
    """The score, 0-100, that a criterion has if it does not apply; None if it is then left out."""
    counts = criterion.not_applicable_counts
    if counts is None:
        return None
    return find_score_range(criterion, scale)[1] if counts == "met" else list_level_scores(criterion, scale)[counts]


def _score_people(criterion: SurveyCriterion, answer: Answer) -> AnswerScore:
    if answer.mean is None:
        return _score_survey(criterion, answer.counts or ())
    return AnswerScore(answer.mean, "survey-scale", (Term("respondents", answer.respondents or 0),))


def _score_survey(criterion: SurveyCriterion, counts: tuple[int, ...]) -> AnswerScore:
    """The respondents' mean score, or 100 * the share of respondents who chose one of the top options."""
    respondents = sum(counts)
    if criterion.scores is not None:
        rated = list(zip(criterion.options, counts, criterion.scores, strict=True))
        total = math.fsum(count * score for _, count, score in rated)
        terms = tuple(Term(option, score, count, count * score / respondents) for option, count, score in rated)
        return AnswerScore(total / respondents, "survey-mean", terms)
    chosen = sum(counts[-(criterion.top or 1) :])
    terms = (Term("chose a top option", chosen), Term("respondents", respondents))
    return AnswerScore(100 * chosen / respondents, "survey-top", terms)
