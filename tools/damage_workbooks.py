"""Damages filled workbooks at random cells, and looks for one that silently gives other answers.

    python tools/damage_workbooks.py [--books N] [--seed N]

In each workbook a row or a column is deleted, copied or moved, or a cell is emptied, written over or moved to the
right. The import must refuse it, or read what it read before, but for the entry whose own cell was changed. Ends with 1
if the import reads anything else, or fails with an error that people cannot understand.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.damaged_forms import WRONG, judge_damage, make_form, print_outcomes, read_form  # noqa: E402
from tests.support.filled_workbooks import HEADINGS, ChangedBook  # noqa: E402

from nhsdx.forms.media.workbook.layout import ACTIONS, ANSWER, DOCUMENTS, STAMP  # noqa: E402 - the folder is found above

Rows: TypeAlias = list[list[Any]]
ENTRIES = ("QZ", "yes", "no", "3", 4, "unknown", "=1", "answers.leader.level")


def main() -> int:
    """Damages all workbooks and prints how they were read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = Random(given.seed)  # noqa: S311 - no secret
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place:
        form = Path(place) / "form.xlsx"
        make_form(form)
        book, before = ChangedBook.open(form), read_form(form)
        whole = book.sheets
        for _ in range(given.books):
            book.sheets = deepcopy(whole)
            name = random.choice([one for one in whole if one != STAMP])
            is_entry = damage(book.sheets[name], random, is_free=name in (DOCUMENTS, ACTIONS))
            book.save()
            outcome = judge_damage(form, before, partial(judge_change, before, is_entry=is_entry))
            if outcome == WRONG:
                print(f"{name}: {[row for row in book.sheets[name] if row not in whole[name]]}")
            found[outcome] += 1
    return print_outcomes(found)


def damage(rows: Rows, random: Random, *, is_free: bool) -> bool:
    """Damages a sheet, and returns whether that may have changed an entry: its own cell, or a row of its own."""
    row = random.randrange(len(rows))
    column = random.randrange(max(len(rows[row]), 1))
    change = random.choice(CHANGES)
    change(rows, row, column, random)
    is_inside = row > HEADINGS and change in (empty_cell, write_cell)
    return (is_inside and column == ANSWER) or (is_free and row > HEADINGS)


def judge_change(before: str, after: str, *, is_entry: bool) -> str:
    """The outcome if the import gives another assessment: only the entry in a changed cell may differ."""
    gone, new = (set(one.splitlines()) for one in (before, after))
    is_small = max(len(gone - new), len(new - gone)) <= MOST_LINES
    return "a different entry in the changed cell" if is_entry and is_small else WRONG


MOST_LINES = 6
"""The most lines of a file that one entry changes: those of a document or an action, or of an answer with its table."""


def drop_row(rows: Rows, row: int, _: int, __: Random) -> None:
    """Deletes a row."""
    del rows[row]


def copy_row(rows: Rows, row: int, _: int, random: Random) -> None:
    """Copies a row to another place."""
    rows.insert(random.randrange(len(rows) + 1), list(rows[row]))


def drop_column(rows: Rows, _: int, column: int, __: Random) -> None:
    """Deletes a column."""
    for one in rows:
        del one[column : column + 1]


def copy_column(rows: Rows, _: int, column: int, __: Random) -> None:
    """Copies a column beside itself."""
    for one in rows:
        one[column:column] = one[column : column + 1]


def empty_cell(rows: Rows, row: int, column: int, _: Random) -> None:
    """Empties a cell."""
    rows[row][column : column + 1] = [""]


def write_cell(rows: Rows, row: int, column: int, random: Random) -> None:
    """Writes over a cell."""
    rows[row][column : column + 1] = [random.choice(ENTRIES)]


def push_cells(rows: Rows, row: int, column: int, _: Random) -> None:
    """Moves the cells of a row to the right."""
    rows[row].insert(column, "")


def sort_rows(rows: Rows, _: int, column: int, __: Random) -> None:
    """Sorts the rows below the headings by a column."""
    rows[HEADINGS + 1 :] = sorted(rows[HEADINGS + 1 :], key=lambda one: str(one[column : column + 1]))


CHANGES: tuple[Callable[[Rows, int, int, Random], None], ...] = (
    *(drop_row, copy_row, drop_column, copy_column, empty_cell, write_cell, push_cells, sort_rows),
)


if __name__ == "__main__":
    sys.exit(main())
