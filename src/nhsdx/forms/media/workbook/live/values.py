"""Formulas for answers with a level, a measure or the counts of a survey."""

from __future__ import annotations

import math

from nhsdx.forms import FormQuestion
from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    add_products,
    add_up,
    all_of,
    any_of,
    choose,
    find_least,
    find_most,
    is_number,
    pick,
    read_number,
    round_off,
    take_log,
    wrap,
)
from nhsdx.forms.media.workbook.live.book import LiveBook, ReadAnswer
from nhsdx.forms.media.workbook.live.checklists import read_checklist
from nhsdx.forms.media.workbook.live.inputs import add_input
from nhsdx.model import ChecklistCriterion, Criterion, LevelCriterion, Linear, MeasureCriterion, SurveyCriterion
from nhsdx.scoring.scale import list_level_scores
from nhsdx.scoring.values import score_band


def read_answer(
    book: LiveBook, name: str, criterion: Criterion, question: FormQuestion, has_status: CellFormula
) -> ReadAnswer:
    """The answer to a criterion of any kind."""
    if isinstance(criterion, ChecklistCriterion):
        return read_checklist(book, name, criterion, question, has_status)
    codes = [add_input(book, field) or wrap("") for field in question.values]
    if isinstance(criterion, SurveyCriterion):
        return _read_survey(book, criterion, question, codes, has_status)
    code = codes[0]
    given = is_number(code)
    known = choose(all_of(given, has_status.equals(0)), 1, 0)
    if isinstance(criterion, LevelCriterion):
        score, wrong = pick(_list_marks(book, criterion, question), code), []
    else:
        score, wrong = _score_measure(book, criterion, question, code), _refuse_below_zero(criterion, code)
    shown = choose(known.equals(1), score, "")
    return ReadAnswer(known, shown, shown, shown, given, tuple(wrong))


def _refuse_below_zero(criterion: MeasureCriterion, code: CellFormula) -> list[CellFormula]:
    """The condition under which a measure on a logarithmic scale is wrong: the value is 0 or below."""
    is_log = criterion.linear is not None and criterion.linear.scale == "log"
    return [all_of(is_number(code), code <= 0)] if is_log else []


def _list_marks(book: LiveBook, criterion: LevelCriterion, question: FormQuestion) -> CellFormula:
    """The scores of the levels that people can choose for a criterion."""
    if not criterion.own_levels:
        return book.marks
    return book.lists.add_column(f"Scores of {question.id}", list_level_scores(criterion, book.instrument.scale))


def _score_measure(
    book: LiveBook, criterion: MeasureCriterion, question: FormQuestion, value: CellFormula
) -> CellFormula:
    if criterion.linear is not None:
        return _score_on_line(criterion.linear, value)
    bands, at = criterion.bands or (), round_off(value)
    lists, title = book.lists, question.id
    starts = lists.add_column(f"Bands of {title}", [round(band.start, 9) for band in bands])
    above = lists.add_column(f"Above only, {title}", [0 if band.above is None else 1 for band in bands])
    scores = lists.add_column(f"Scores of {title}", [score_band(band, book.instrument.scale) for band in bands])
    # Bands are in rising order, so the number of bands that have begun is the place of the last of them.
    begun = add_products((at > starts) * 1 + at.equals(starts) * (1 - above))
    return choose(begun > 0, pick(scores, begun), 0)


def _score_on_line(line: Linear, value: CellFormula) -> CellFormula:
    worst, best, at = line.worst, line.best, value
    if line.scale == "log":
        worst, best, at = math.log(worst), math.log(best), choose(value > 0, take_log(value), 0)
    return find_least(find_most((at - worst) / (best - worst), 0), 1) * 100


def _read_survey(
    book: LiveBook,
    criterion: SurveyCriterion,
    question: FormQuestion,
    codes: list[CellFormula],
    has_status: CellFormula,
) -> ReadAnswer:
    """The answer that respondents gave, which is only known if there are enough respondents."""
    given = add_up(*(choose(is_number(code), 1, 0) for code in codes))
    full = given.equals(len(codes))
    part = all_of(given > 0, given < len(codes))
    if criterion.statements:
        people, score = read_number(codes[1]), read_number(codes[0])
        scores = criterion.scores or (0, 100)
        bad = any_of(round_off(score) < round(min(scores), 9), round_off(score) > round(max(scores), 9))
        wrong = [part, all_of(full, bad)]
    else:
        people, score = _count_people(book, criterion, question, codes)
        wrong = [part]
    is_known = all_of(full, has_status.equals(0), people >= criterion.minimum_respondents)
    known = choose(is_known, 1, 0)
    shown = choose(known.equals(1), score, "")
    return ReadAnswer(known, shown, shown, shown, given > 0, tuple(wrong))


def _count_people(
    book: LiveBook, criterion: SurveyCriterion, question: FormQuestion, codes: list[CellFormula]
) -> tuple[CellFormula, CellFormula]:
    """How many people answered, and the score of their answers."""
    if any(field.path not in book.inputs for field in question.values):
        return wrap(0), wrap("")
    rows = [book.inputs[field.path] for field in question.values]
    counts = book.grids["answers"].span(rows, "Code")
    people = add_up(counts)
    if criterion.scores is None:
        return people, add_up(*codes[-(criterion.top or 1) :]) * 100 / people
    scores = book.lists.add_column(f"Scores of {question.id}", criterion.scores)
    return people, add_products(_multiply(counts, scores)) / people


def _multiply(counts: CellFormula, scores: CellFormula) -> CellFormula:
    """The products of two ranges, in which an empty cell counts as 0."""
    values = [0 if isinstance(one, str) else one * two for one, two in zip(counts.value, scores.value, strict=True)]
    return CellFormula(f"{counts.text}*{scores.text}", values)
