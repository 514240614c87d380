"""Formulas for the results: the figures under each reading, their levels, and the states of gates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.documents.number_words import describe_out_of
from nhsdx.documents.phrases import name_from_id
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import GATE_MEANINGS, GATE_STATES, name_mark
from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    Operand,
    add_products,
    all_of,
    any_of,
    choose,
    find_first,
    find_most,
    join_texts,
    pick,
    round_off,
    wrap,
)
from nhsdx.forms.media.workbook.layout import ABOUT
from nhsdx.forms.media.workbook.live.book import SHORT, LiveBook
from nhsdx.forms.media.workbook.live.conditions import see_part
from nhsdx.model import OVERALL, GateState, Reading, SurveyCriterion

NO_FIGURE = "-"
CHECK = "see line 2"
"""The text that replaces a figure while an answer cannot be read."""
ORDER = (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH)
RESULT_HEADINGS = (
    *("Part", "Kind", "Evidenced", "Claimed", "Range: low", "Range: high"),
    *("Level, evidenced", "Level, claimed", "Share known", "Scale", "Id"),
)
GATE_HEADINGS = ("Gate", "State", "What that means", "Caps", "Because", "What to do if triggered", "Id")


class ResultRow(NamedTuple):
    """A line of the results: its texts and formulas, its number of decimals, and whether it is about a node."""

    cells: tuple[Operand, ...]
    decimals: int
    is_node: bool


def describe_check(book: LiveBook) -> CellFormula:
    """A line that says whether all answers can be counted and, if not, what to correct first."""
    answers, questions, date = (book.grids["checks"].see(row, "Count") for row in range(3))
    cell = join_texts(
        *("Entries that cannot be counted: ", answers, f". {HIDDEN} The first such entry has the key "),
        _name_first(book, "answers"),
    )
    question = join_texts(
        *(
            "Questions with an answer and a status, or with an incomplete answer: ",
            questions,
            f". {HIDDEN} The first such question is ",
        ),
        _name_first(book, "criteria"),
    )
    first = choose(date > 0, f"Give the date of the assessment on the sheet {ABOUT}. {HIDDEN}", question)
    wrong = choose(answers > 0, cell, first)
    return choose(book.problems.equals(0), "All answers can be counted. The figures change with your answers.", wrong)


HIDDEN = "No figures are shown until this is corrected."


def _name_first(book: LiveBook, name: str) -> CellFormula:
    """In a sheet of calculations, the key of the first row that cannot be counted."""
    grid = book.grids[name]
    rows = range(len(grid.rows))
    return pick(grid.span(rows, grid.headings[0]), find_first(grid.span(rows, "Wrong"), 1))


def list_results(book: LiveBook) -> Iterator[ResultRow]:
    """The rows of results: first the overall result, then each dimension with its criteria, in the rubric's order."""
    rubric, names = book.rubric, _list_names(book)
    yield _build_row(book, OVERALL, rubric.rubric.title, "Whole", names)
    for name, dimension in rubric.dimensions.items():
        kind = "Dimension, shown beside the score" if dimension.advisory else "Dimension"
        yield _build_row(book, name, dimension.title, kind, names)
        for criterion_id, criterion in rubric.criteria.items():
            if criterion.dimension == name and criterion_id in book.profile_criteria:
                yield _build_row(book, criterion_id, criterion.title, "Criterion", names)


class _Names(NamedTuple):
    """The names of the levels of a scale, and the score at which each level is reached."""

    names: CellFormula
    bounds: CellFormula


def _list_names(book: LiveBook) -> _Names:
    names = book.lists.add_column("Level names", [name_mark(mark) for mark in book.instrument.marks])
    bounds = book.lists.add_column("Level bounds", [round(score, 9) for score in book.instrument.scale.scores])
    return _Names(names, bounds)


def _build_row(book: LiveBook, name: str, title: str, kind: str, names: _Names) -> ResultRow:
    shown = book.rubric.find_shown(name)
    is_node = name in book.nodes
    figures: list[Operand] = []
    for reading in ORDER:
        score = see_part(book, name, f"Score {SHORT[reading]}")
        figure = score if shown.is_plain else score * ((shown.to - shown.from_) / 100) + shown.from_
        figures.append(_guard(book, choose(score.equals(""), NO_FIGURE, figure)))
    for short in (SHORT[Reading.EVIDENCED], SHORT[Reading.CLAIMED]):
        score = see_part(book, name, f"Score {short}")
        place = _describe_place(score, names) if is_node else _describe_reached(book, name, score, names)
        figures.append(_guard(book, choose(score.equals(""), NO_FIGURE, place)))
    share = see_part(book, name, "Coverage")
    figures.append(_guard(book, choose(share.equals(""), NO_FIGURE, share)))
    cells = (clean(title), kind, *figures, clean(describe_out_of(shown)), name)
    return ResultRow(cells, shown.decimals, is_node)


def _guard(book: LiveBook, content: CellFormula) -> CellFormula:
    """The figure, or the text "see line 2" if an entry cannot be counted."""
    return choose(book.problems.equals(0), content, CHECK)


def _count_reached(score: CellFormula, bounds: CellFormula) -> CellFormula:
    return add_products((bounds <= round_off(score)) * 1)


def _describe_place(score: CellFormula, names: _Names) -> CellFormula:
    """Where an average is on the scale: between two levels, or exactly at a level."""
    count = _count_reached(score, names.bounds)
    last = len(names.names.value)
    at = pick(names.names, find_most(count, 1))
    here = pick(names.bounds, find_most(count, 1))
    is_there = round_off(score).equals(here)
    between = join_texts("between ", at, " and ", pick(names.names, find_most(count, 1) + 1))
    above = choose(count.equals(last), join_texts("above ", at), between)
    return choose(count.equals(0), join_texts("below ", at), choose(is_there, join_texts("at ", at), above))


def _describe_reached(book: LiveBook, name: str, score: CellFormula, names: _Names) -> CellFormula:
    """The level that a criterion reaches; a dash for surveys, linear measures and criteria with their own levels."""
    criterion = book.rubric.criteria[name]
    is_on_line = getattr(criterion, "linear", None) is not None
    if isinstance(criterion, SurveyCriterion) or is_on_line or criterion.own_levels:
        return wrap(NO_FIGURE)
    return pick(names.names, find_most(_count_reached(score, names.bounds), 1))


def list_gates(book: LiveBook) -> Iterator[tuple[Operand, ...]]:
    """Each gate, with its state, its caps, its reason and its remedy."""
    rubric = book.rubric
    for name, gate in rubric.gates.items():
        titles = {OVERALL: rubric.rubric.title} | {one: dimension.title for one, dimension in rubric.dimensions.items()}
        caps = [f"{clean(titles[node])}: at most {rubric.describe_level(level)}" for node, level in gate.cap.items()]
        title = clean(gate.title) if gate.title else name_from_id(name)
        states = {state: (words, GATE_MEANINGS[state]) for state, words in GATE_STATES.items()}
        state, meaning = (_choose_state(book, name, {one: both[at] for one, both in states.items()}) for at in (0, 1))
        yield (
            *(title, state, meaning, "; ".join(caps) or "nothing, because it is only a warning"),
            *(clean(gate.because), clean(gate.remedy), name),
        )


def _choose_state(book: LiveBook, name: str, words: dict[GateState, str]) -> CellFormula:
    grid, row = book.grids["gates"], book.gates[name]
    low, evidenced, claimed, high = (grid.see(row, f"Triggered {short}").equals(1) for short in SHORT.values())
    could = any_of(low, high, grid.see(row, "Could be").equals(1))
    unproven = choose(
        evidenced, words[GateState.UNPROVEN], choose(could, words[GateState.UNDECIDED], words[GateState.CLEAR])
    )
    return _guard(book, choose(all_of(claimed), words[GateState.TRIGGERED], unproven))
