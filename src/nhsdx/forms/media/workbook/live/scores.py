"""Formulas for each criterion: its four scores, its coverage, and which of its statements are not met."""

from __future__ import annotations

from nhsdx.forms.media.workbook.formulas.formula import CellFormula, all_of, any_of, choose, find_least, wrap
from nhsdx.forms.media.workbook.live.asked import NO, NOT_APPLYING, OPEN, PARTLY, UNDECIDED, UNKNOWN, YES
from nhsdx.forms.media.workbook.live.book import SHORT, LiveBook
from nhsdx.forms.media.workbook.live.checklists import measure_coverage
from nhsdx.model import ChecklistCriterion, Criterion, Reading
from nhsdx.scoring.leaf import find_unknown_range
from nhsdx.scoring.values import score_not_applicable


def put_scores(book: LiveBook, row: int, name: str, criterion: Criterion) -> None:
    """Fills in the scores of a criterion after its answer and evidence have been read."""
    _put_inside(book, row, criterion)
    _put_scores(book, row, name)
    book.grids["criteria"].put(row, "Coverage", _find_coverage(book, row, name, criterion))


def _put_inside(book: LiveBook, row: int, criterion: Criterion) -> None:
    """Fills in the scores that a criterion has if it is asked."""
    grid, worth = book.grids["criteria"], score_not_applicable(criterion, book.instrument.scale)
    ends = dict(
        zip((Reading.LOW, Reading.HIGH), find_unknown_range(book.rubric, book.instrument.scale, criterion), strict=True)
    )
    columns = {Reading.LOW: "low", Reading.EVIDENCED: "claimed", Reading.CLAIMED: "claimed", Reading.HIGH: "high"}
    for reading, short in SHORT.items():
        score = grid.see(row, f"Answer {columns[reading]}")
        capped = score
        if reading.takes_evidence and book.rubric.evidence_grades:
            capped = choose(score.equals(""), "", find_least(score, grid.see(row, "Ceiling")))
        unknown = wrap(ends.get(reading, ""))
        is_open = choose(grid.see(row, "Has answer").equals(1), capped, unknown)
        state = grid.see(row, "State")
        left = "" if worth is None else choose(state.equals(NOT_APPLYING), worth, "")
        grid.put(row, f"Inside {short}", choose(state.equals(OPEN), is_open, left))


def _put_scores(book: LiveBook, row: int, name: str) -> None:
    """Fills in the scores of a criterion as its dimension uses them.

    If it is unknown whether a criterion is asked, the criterion only affects the range.
    """
    grid = book.grids["criteria"]
    for reading, short in SHORT.items():
        inside = grid.see(row, f"Inside {short}")
        if name not in book.profile_criteria:
            inside = wrap("")
        elif not reading.takes_unknown:
            inside = choose(grid.see(row, "Asked").equals(UNDECIDED), "", inside)
        grid.put(row, f"Score {short}", inside)
    grid.put(row, "Known", choose(grid.see(row, "Score claimed").equals(""), 0, 1))


def _find_coverage(book: LiveBook, row: int, name: str, criterion: Criterion) -> CellFormula:
    """The share of a criterion that is known, from 0 to 1; empty if the criterion does not count."""
    if name not in book.profile_criteria:
        return wrap("")
    grid = book.grids["criteria"]
    share = measure_coverage(book, name) if isinstance(criterion, ChecklistCriterion) else grid.see(row, "Has answer")
    worth = "" if score_not_applicable(criterion, book.instrument.scale) is None else 1
    state = grid.see(row, "State")
    found = choose(state.equals(OPEN), share, choose(state.equals(NOT_APPLYING), worth, ""))
    is_unclear = all_of(grid.see(row, "Asked").equals(UNDECIDED), grid.see(row, "Inside high").differs(""))
    return choose(is_unclear, 0, found)


def add_missing(book: LiveBook) -> None:
    """Fills in which statements are not met under each reading, for the gates that depend on statements."""
    criteria, items = book.grids["criteria"], book.grids["items"]
    for name, rows in book.states.items():
        at, criterion = book.criteria[name], book.rubric.criteria[name]
        is_open, is_sure = criteria.see(at, "State").equals(OPEN), criteria.see(at, "Asked").equals(1)
        for row, item in zip(rows, getattr(criterion, "items", {}).values(), strict=True):
            for reading, short in SHORT.items():
                unmet = _list_unmet(book, items.see(row, "State"), reading, item.level or 1, at)
                tests = [is_open, any_of(*unmet)] + ([] if reading is Reading.LOW else [is_sure])
                is_inside = name in book.profile_criteria
                items.put(row, f"Missing {short}", choose(all_of(*tests), 1, 0) if is_inside else 0)


def _list_unmet(book: LiveBook, state: CellFormula, reading: Reading, level: int, at: int) -> list[CellFormula]:
    """Conditions of which at least one is true if a statement is not met.

    A statement that is answered yes also counts as not met if the evidence does not support the statement's level.
    """
    unmet = [state.equals(PARTLY), state.equals(NO)] + ([state.equals(UNKNOWN)] if reading is Reading.LOW else [])
    if reading.takes_evidence and book.rubric.evidence_grades:
        supported = book.grids["criteria"].see(at, "Supported level")
        unmet.append(all_of(state.equals(YES), supported < level))
    return unmet
