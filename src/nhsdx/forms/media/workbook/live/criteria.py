"""Formulas for each criterion: whether it is asked, its answer, the level that evidence supports, and the scores."""

from __future__ import annotations

from nhsdx.forms import FormQuestion
from nhsdx.forms.media.workbook.formulas.formula import CellFormula, all_of, any_of, choose, wrap
from nhsdx.forms.media.workbook.live.asked import find_criterion_state, judge_asked
from nhsdx.forms.media.workbook.live.book import LiveBook, ReadAnswer
from nhsdx.forms.media.workbook.live.inputs import add_input, default_to
from nhsdx.forms.media.workbook.live.scores import put_scores
from nhsdx.forms.media.workbook.live.support import add_support
from nhsdx.forms.media.workbook.live.values import read_answer
from nhsdx.model import Criterion


def add_criteria(book: LiveBook) -> None:
    """Adds a row for each criterion, in the rubric's order. Criteria that others depend on are calculated first."""
    questions = {question.id: question for question in book.form.all_questions}
    for name in book.rubric.criteria:
        book.criteria[name] = book.grids["criteria"].add_row()
    for name in book.instrument.reading_order:
        _add_criterion(book, name, book.rubric.criteria[name], questions[name])


def _add_criterion(book: LiveBook, name: str, criterion: Criterion, question: FormQuestion) -> None:
    grid, row = book.grids["criteria"], book.criteria[name]
    grid.put(row, "Criterion", name)
    asked = grid.put(row, "Asked", judge_asked(book, criterion.asked_when))
    field = question.find_field("status")
    status = wrap("") if field is None else add_input(book, field) or wrap("")
    code = grid.put(row, "Status code", default_to(status, 0))
    answer = read_answer(book, name, criterion, question, code)
    apply = grid.put(row, "Apply", answer.apply)
    grid.put(row, "State", find_criterion_state(asked, code, apply, answer.may_apply))
    add_support(book, row, criterion, question)
    _put_answer(book, row, code, answer)
    put_scores(book, row, name, criterion)


def _put_answer(book: LiveBook, row: int, code: CellFormula, answer: ReadAnswer) -> None:
    """Fills in the answer before evidence is considered. An answer together with a status is marked as wrong."""
    grid = book.grids["criteria"]
    known = grid.put(row, "Has answer", answer.known)
    both = all_of(code > 0, answer.given)
    grid.put(row, "Wrong", choose(any_of(both, *answer.wrong), 1, 0))
    for heading, score in (("low", answer.low), ("claimed", answer.claimed), ("high", answer.high)):
        grid.put(row, f"Answer {heading}", choose(known.equals(1), score, ""))
