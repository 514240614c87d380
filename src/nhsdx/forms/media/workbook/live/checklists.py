"""Formulas for checklists: the state of each statement, and either the level reached or the share that is met."""

from __future__ import annotations

from collections.abc import Callable

from nhsdx.forms import FormField, FormQuestion
from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    add_products,
    add_up,
    all_of,
    any_of,
    choose,
    count_equal,
    find_least,
    pick,
    wrap,
)
from nhsdx.forms.media.workbook.live.asked import LEFT_OUT, NO, NOT_ASKED, PARTLY, UNDECIDED, UNKNOWN, YES, judge_asked
from nhsdx.forms.media.workbook.live.book import LiveBook, ReadAnswer, refer_to_answers, refer_to_keys
from nhsdx.forms.media.workbook.live.inputs import add_input, default_to
from nhsdx.model import ChecklistCriterion, ChecklistItem
from nhsdx.scoring.items import find_highest_level


def _add_items(book: LiveBook, name: str, criterion: ChecklistCriterion, question: FormQuestion) -> None:
    """Adds a row for each statement of a checklist."""
    fields = {str(field.path[-1]): field for field in question.values}
    book.states[name] = [_add_item(book, name, item, criterion, fields[item]) for item in criterion.items]


def _add_item(book: LiveBook, name: str, item: str, criterion: ChecklistCriterion, field: FormField) -> int:
    grid, one = book.grids["items"], criterion.items[item]
    row = grid.add_row()
    grid.put(row, "Statement", f"{name}.{item}")
    grid.put(row, "Level", "" if one.level is None else one.level)
    grid.put(row, "Weight", one.weight)
    asked = grid.put(row, "Asked", judge_asked(book, one.asked_when))
    given = default_to(add_input(book, field) or "", UNKNOWN)
    counts = criterion.not_applicable_counts
    if one.asked_when is not None:
        unclear = choose(given.equals(LEFT_OUT), LEFT_OUT, UNKNOWN) if counts is None else UNKNOWN
        given = choose(asked.equals(NOT_ASKED), LEFT_OUT, choose(asked.equals(UNDECIDED), unclear, given))
    state = grid.put(row, "State", given)
    grid.put(row, "Counts as", _convert(one, counts, state, asked))
    return row


def _convert(item: ChecklistItem, counts: object, state: CellFormula, asked: CellFormula) -> CellFormula:
    """The state that is used to score a statement.

    "Does not apply" counts as met, not met or left out, as the criterion says.
    """
    if counts is None:
        return state
    is_met = counts == "met" or (isinstance(counts, int) and (item.level or 0) <= counts)
    return choose(all_of(state.equals(LEFT_OUT), asked.differs(NOT_ASKED)), YES if is_met else NO, state)


def _see_states(book: LiveBook, name: str, heading: str = "State") -> CellFormula:
    """The states of all statements of a checklist."""
    return book.grids["items"].span(book.states[name], heading)


def _count_others(book: LiveBook, name: str, criterion: ChecklistCriterion, heading: str, left_out: int) -> CellFormula:
    """How many statements do not have the state `left_out`.

    If the share is scored, statements of weight 0 do not count.
    """
    span = _see_states(book, name, heading)
    if criterion.scoring == "staged":
        return add_products(span.differs(left_out) * 1)
    return add_products(span.differs(left_out) * (_see_states(book, name, "Weight") > 0) * 1)


def measure_coverage(book: LiveBook, name: str) -> CellFormula:
    """The share of applicable statements whose state is known."""
    states = _see_states(book, name)
    return add_products((states < UNKNOWN) * 1) / add_products(states.differs(LEFT_OUT) * 1)


def read_checklist(
    book: LiveBook, name: str, criterion: ChecklistCriterion, question: FormQuestion, has_status: CellFormula
) -> ReadAnswer:
    """The answer to a checklist, with a row for each of its statements."""
    _add_items(book, name, criterion, question)
    states = _see_states(book, name)
    some_known = count_equal(states, UNKNOWN) < len(criterion.items)
    parts = [some_known, has_status.equals(0)]
    if any(item.asked_when is not None for item in criterion.items.values()):
        parts.append(_count_filled(book, name) > 0)
    low, claimed, high = (_climb if criterion.scoring == "staged" else _share)(book, name, criterion)
    return ReadAnswer(
        choose(all_of(*parts), 1, 0),
        low,
        claimed,
        high,
        _count_given(book, name, criterion) > 0,
        apply=_count_others(book, name, criterion, "State", LEFT_OUT),
        may_apply=_count_others(book, name, criterion, "Asked", NOT_ASKED),
    )


def _count_given(book: LiveBook, name: str, criterion: ChecklistCriterion) -> CellFormula:
    """How many statements have an entry in the cell for the answer."""
    rows = [book.inputs.get(("answers", name, "items", item)) for item in criterion.items]
    cells = [book.grids["answers"].see(row, "Answer") for row in rows if row is not None]
    return add_up(*(choose(cell.equals(""), 0, 1) for cell in cells)) if cells else wrap(0)


def _count_filled(book: LiveBook, name: str) -> CellFormula:
    """How many cells of a question are filled in, including cells for statements that are not asked."""
    lead = f"answers.{name}."
    sheet = book.find_sheet(name)
    if sheet is None:
        return wrap(0)
    keys, cells = refer_to_keys(sheet), refer_to_answers(sheet)
    count = sum(path[:2] == ("answers", name) for path in book.leaves)
    text = f'SUMPRODUCT((LEFT({keys},{len(lead)})="{lead}")*(TRIM({cells})<>""))'
    return CellFormula(text, count)


def _climb(book: LiveBook, name: str, criterion: ChecklistCriterion) -> tuple[CellFormula, CellFormula, CellFormula]:
    """The lowest, claimed and highest score of a staged checklist."""
    rows = [_add_level(book, name, criterion, level) for level in range(1, find_highest_level(criterion) + 1)]
    for row in rows:
        _judge_level(book, row, row - 1 if row != rows[0] else None)
    grid = book.grids["levels"]
    low, claimed, high = (pick(book.marks, add_up(grid.span(rows, one), 1)) for one in ("Low", "Known ones", "High"))
    return low, choose(add_up(grid.span(rows, "Nothing known")) > 0, "", claimed), high


def _add_level(book: LiveBook, name: str, criterion: ChecklistCriterion, level: int) -> int:
    """Adds a row for a level: how many of its statements apply, how many are known, and how many are met."""
    grid, items = book.grids["levels"], book.grids["items"]
    row = grid.add_row()
    grid.put(row, "Level of", name)
    grid.put(row, "Level", level)
    places = [at for at, one in zip(book.states[name], criterion.items.values(), strict=True) if one.level == level]
    counted = [items.see(at, "Counts as") for at in places]
    grid.put(row, "Apply", _count(counted, lambda one: one < LEFT_OUT))
    grid.put(row, "Known", _count(counted, lambda one: one < UNKNOWN))
    grid.put(row, "Yes", _count(counted, lambda one: one.equals(YES)))
    grid.put(row, "Needed", criterion.count_needed(level) or len(places))
    return row


def _count(cells: list[CellFormula], test: Callable[[CellFormula], CellFormula]) -> CellFormula:
    return add_up(*(choose(test(cell), 1, 0) for cell in cells)) if cells else wrap(0)


def _judge_level(book: LiveBook, row: int, before: int | None) -> None:
    """Fills in whether a level and all levels below it are reached."""
    grid = book.grids["levels"]
    apply, known, yes, needed = (grid.see(row, one) for one in ("Apply", "Known", "Yes", "Needed"))
    so_far = wrap(0) if before is None else grid.see(before, "So far")
    grid.put(row, "So far", so_far + apply)
    reached = {
        "Low": yes >= find_least(needed, apply),
        "Known ones": all_of(known > 0, yes >= find_least(needed, known)),
        "High": (yes + apply - known) >= find_least(needed, apply),
    }
    for heading, test in reached.items():
        earlier = wrap(1) if before is None else grid.see(before, heading)
        grid.put(row, heading, choose(all_of(earlier.equals(1), any_of(apply.equals(0), test)), 1, 0))
    grid.put(row, "Nothing known", choose(all_of(apply > 0, so_far.equals(0), known.equals(0)), 1, 0))


def _share(book: LiveBook, name: str, criterion: ChecklistCriterion) -> tuple[CellFormula, CellFormula, CellFormula]:
    """The share of the total weight that belongs to met statements: the lowest, claimed and highest share."""
    states, weights = _see_states(book, name, "Counts as"), _see_states(book, name, "Weight")
    met = add_products(weights * (states.equals(YES) * 1 + states.equals(PARTLY) * criterion.partly_counts))
    unknown = add_products(weights * states.equals(UNKNOWN))
    applicable = add_products(weights * (states < LEFT_OUT))
    known = add_products(weights * (states < UNKNOWN))

    def divide(part: CellFormula, whole: CellFormula) -> CellFormula:
        return choose(whole.equals(0), "", find_least(part * 100 / whole, 100))

    return divide(met, applicable), divide(met, known), divide(met + unknown, applicable)
