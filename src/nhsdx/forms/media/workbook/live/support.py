"""Formulas for the level that the evidence of an answer supports. Old evidence counts as a weaker grade."""

from __future__ import annotations

from nhsdx.forms import FormQuestion
from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    add_months,
    all_of,
    any_of,
    choose,
    is_number,
    pick,
    wrap,
)
from nhsdx.forms.media.workbook.live.book import LiveBook
from nhsdx.forms.media.workbook.live.inputs import ASSESSED, add_input, default_to, read_input
from nhsdx.model import Criterion


def add_support(book: LiveBook, row: int, criterion: Criterion, question: FormQuestion) -> None:
    """Fills in the grade of a criterion's evidence, and the level that the evidence supports in view of its age."""
    grades, grid = book.rubric.evidence_grades, book.grids["criteria"]
    date = _add_optional(book, question, "seen")
    if not grades:
        return
    places = {grade.id: place for place, grade in enumerate(grades, 1)}
    usual = places[criterion.evidence_default or grades[0].id]
    given = default_to(_add_optional(book, question, "evidence"), usual)
    # A word that cannot be read has the code 0; the whole workbook then shows no figures.
    counted = grade = grid.put(row, "Grade", choose(given.equals(0), usual, given))
    if criterion.evidence_ages and any(one.max_age_months for one in grades[1:]):
        today = read_input(book, ASSESSED)
        usable = choose(all_of(is_number(date), is_number(today)), choose(date <= today, date, ""), "")
        counted = _age(book, grade, grid.put(row, "Date", usable), today)
    counted = grid.put(row, "Counted grade", counted)
    level = grid.put(row, "Supported level", pick(_list_supported(book, criterion, question), counted))
    grid.put(row, "Ceiling", pick(book.marks, level + 1))


def _add_optional(book: LiveBook, question: FormQuestion, key: str) -> CellFormula:
    """The code of a field; empty if the question has no such field."""
    field = question.find_field(key)
    code = None if field is None else add_input(book, field)
    return wrap("") if code is None else code


def _list_supported(book: LiveBook, criterion: Criterion, question: FormQuestion) -> CellFormula:
    """The level that each grade supports for a criterion."""
    if not criterion.evidence_supports:
        return _list_usual(book)
    levels = [criterion.evidence_supports.get(one.id, one.supports) for one in book.rubric.evidence_grades]
    return book.lists.add_column(f"Supported by {question.id}", levels)


def _list_usual(book: LiveBook) -> CellFormula:
    """The levels that the grades support if a criterion does not set other levels."""
    if book.usual is None:
        book.usual = book.lists.add_column("Supported by grades", [one.supports for one in book.rubric.evidence_grades])
    return book.usual


def _age(book: LiveBook, grade: CellFormula, date: CellFormula, today: CellFormula) -> CellFormula:
    """The number of the grade that counts for the evidence. If the evidence is too old, a weaker grade counts."""
    counts = wrap(1)
    found = wrap(1)
    for place, one in enumerate(book.rubric.evidence_grades[1:], 2):
        if one.max_age_months is None:
            counts = wrap(place)
        else:
            is_old = any_of(date.equals(""), add_months(date, one.max_age_months) < today)
            counts = choose(is_old, counts, place)
        found = choose(grade.equals(place), counts, found)
    return found
