"""A form as a workbook: filled in, it becomes an assessment; damaged, it is refused by sheet and cell."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nhsdx.forms.media.workbook.layout import ACTIONS, ANSWER, DOCUMENTS, FIRST_ROW, KEY, STAMP
from tests.support.build import flat_rubric
from tests.support.filled_workbooks import HEADINGS, ChangedBook
from tests.support.run import Run, nhsdx
from tests.support.samples import FOUR_KINDS, write
from tests.support.workbooks import PERCENT, Result, Styled

TOP = FIRST_ROW - 1
SHEET = "All of it"
PLAN, TEST = "answers.basics.items.plan", "answers.basics.items.test"
GRADES = [
    {"id": "hearsay", "label": "Said", "supports": 1},
    {"id": "record", "label": "Written down", "supports": 5, "max-age-months": 12},
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a rubric of all kinds of criterion, and an empty workbook of it."""
    folder = tmp_path_factory.mktemp("empty")
    write(folder / "rubric.toml", flat_rubric(FOUR_KINDS) | {"evidence-grades": GRADES})
    run = nhsdx("new", "rubric.toml", "-o", "form.xlsx", "--date", "2026-10-01", cwd=folder)
    assert run.code == 0, run.err
    assert "nhsdx import form.xlsx" in run.err
    return folder


@pytest.fixture
def book(empty: Path, tmp_path: Path) -> ChangedBook:
    """A copy of the workbook beside its rubric."""
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    return ChangedBook.open(tmp_path / "form.xlsx")


def read(book: ChangedBook, merged: str = "") -> Run:
    """What `nhsdx import` reports about the changed workbook."""
    book.save(merged)
    return nhsdx("import", "form.xlsx", cwd=book.path.parent)


def test_answers_in_words_are_read_whatever_the_order_of_the_rows(book: ChangedBook) -> None:
    """Words of the drop-downs, days and numbers become an assessment, and sorted rows make no difference."""
    book.fill(
        {
            "assessment.subject": "A place",
            "answers.leader.level": "3: Descriptor of level 3.",
            PLAN: "Yes ",
            TEST: "partly",
            "answers.basics.evidence": "Written down",
            "answers.basics.seen": datetime.date(2026, 3, 11),
            "answers.basics.why": "=1+1 is text",
            "answers.basics.documents": "paper",
            "answers.funding.status": "Not due yet",
            "answers.funding.reason": "Later.",
        }
    )
    book.sheets[DOCUMENTS].append(["paper", "A paper", datetime.date(2026, 1, 2)])
    book.sheets[ACTIONS].append(["Leader (leader)", "", "Ask", "Lead", datetime.date(2027, 1, 31), "open"])
    rows = book.sheets[SHEET]
    first = read(book)
    rows[TOP:] = sorted(rows[TOP:], key=lambda row: str(row[KEY])[::-1])
    assert (first.code, first.out) == (0, read(book).out), first.err
    assert "[answers.leader]\nlevel = 3\n" in first.out
    assert 'items.plan = "yes"\nitems.test = "partly"\n' in first.out
    assert 'evidence = "record"\nseen = 2026-03-11\nwhy = "=1+1 is text"\ndocuments = ["paper"]' in first.out
    assert '[answers.funding]\nstatus = "not-due"\nreason = "Later."\n' in first.out
    assert '[documents.paper]\ntitle = "A paper"\ndate = 2026-01-02\n' in first.out
    assert 'criterion = "leader"\nwhat = "Ask"\nowner = "Lead"\ndue = 2027-01-31\nstate = "open"' in first.out


def test_every_wrong_cell_is_reported_with_its_place(book: ChangedBook) -> None:
    """All problems come at once, each with its sheet and cell."""
    wrong = {
        "answers.leader.level": "7",
        PLAN: "perhaps",
        "answers.funding.value": "six",
        "answers.basics.seen": "11/03/2026",
        "answers.leader.seen": datetime.date(1900, 1, 5),
        "assessment.date": 46000,
    }
    book.fill({"assessment.subject": "A place"} | wrong)
    run = read(book)
    assert run.code == 2
    for key in wrong:
        assert f"{book.locate(key)}: " in run.err
    assert "perhaps" not in run.err.replace("did you mean", "")


def drop_row(book: ChangedBook) -> str:
    """A row that somebody deleted."""
    name, at = book.find(TEST)
    del book.sheets[name][at]
    return f"form.xlsx: {SHEET}: missing-key: the row with the key '{TEST}' is missing"


def repeat_row(book: ChangedBook) -> str:
    """A row that somebody copied."""
    book.fill({PLAN: "yes"})
    place = book.locate(PLAN, KEY)
    name, at = book.find(PLAN)
    book.sheets[name].append(list(book.sheets[name][at]))
    return f"duplicate: the key '{PLAN}' appears twice; it is also at {place}"


def drop_column(book: ChangedBook) -> str:
    """The answer column that somebody deleted."""
    for row in book.sheets[SHEET]:
        del row[ANSWER]
    return f"form.xlsx: {SHEET}!A{HEADINGS + 1}: unknown-column: the column 'Answer' is missing"


def lose_headings(book: ChangedBook) -> str:
    """A sheet that somebody pasted something else over."""
    book.sheets[SHEET] = [["Notes"], ["Hello"]]
    return f"form.xlsx: {SHEET}: unknown-column: the headings of this sheet are missing"


def lose_sheet(book: ChangedBook) -> str:
    """A sheet that somebody deleted."""
    del book.sheets[SHEET]
    return f"form.xlsx: missing-key: the sheet '{SHEET}' is missing"


def lose_documents(book: ChangedBook) -> str:
    """The sheet of documents that somebody deleted."""
    del book.sheets[DOCUMENTS]
    return f"form.xlsx: missing-key: the sheet '{DOCUMENTS}' is missing"


def change_key(book: ChangedBook) -> str:
    """A key that somebody typed over."""
    place = book.locate(PLAN, KEY)
    name, at = book.find(PLAN)
    book.sheets[name][at][KEY] = PLAN + "s"
    return f"{place}: unknown-key: the form has no field '{PLAN}s'"


def lose_key(book: ChangedBook) -> str:
    """An answer in a row that somebody added."""
    book.sheets[SHEET].append(["", "", "yes", "", ""])
    return f"form.xlsx: {SHEET}!C{len(book.sheets[SHEET])}: missing-key: this answer has no key in its row"


def write_outside(book: ChangedBook) -> str:
    """A remark beside the table."""
    book.sheets[SHEET][TOP].append("Ask Jo")
    return f"form.xlsx: {SHEET}!F{FIRST_ROW}: unknown-column: this cell is outside the table"


def answer_heading(book: ChangedBook) -> str:
    """An answer in the row that only introduces a question."""
    book.fill({"basics": "yes"})
    return f"{book.locate('basics')}: unknown-key: this row does not need an answer"


def add_sheet(book: ChangedBook) -> str:
    """A sheet that somebody added."""
    book.sheets["Mine"] = [["Key facts"]]
    return "form.xlsx: Mine: unknown-column: the headings of this sheet are missing"


def repeat_document(book: ChangedBook) -> str:
    """Two documents with one id."""
    book.sheets[DOCUMENTS] += [["paper", "A paper"], ["paper", "A paper"]]
    return f"form.xlsx: {DOCUMENTS}!A{FIRST_ROW + 1}: duplicate: the document 'paper' appears twice"


def name_document(book: ChangedBook) -> str:
    """A document with a title and no id."""
    book.sheets[DOCUMENTS].append(["", "A paper"])
    return f"form.xlsx: {DOCUMENTS}!A{FIRST_ROW}: missing-key: this document has no id"


def title_document(book: ChangedBook) -> str:
    """A document with only an id."""
    book.sheets[DOCUMENTS].append(["paper"])
    return f"form.xlsx: {DOCUMENTS}!B{FIRST_ROW}: missing-key: this document has no title"


def break_formula(book: ChangedBook) -> str:
    """A formula whose result is an error, in a field that takes any text."""
    book.fill({"answers.basics.why": Result("e", "#N/A", "NA()")})
    return f"{book.locate('answers.basics.why')}: table-unreadable: this cell has the error #N/A"


def show_percent(book: ChangedBook) -> str:
    """50% typed into a cell, which Excel keeps as 0.5."""
    book.fill({"answers.funding.value": Styled("0.5", PERCENT)})
    return f"{book.locate('answers.funding.value')}: wrong-type: this cell is a percentage"


def leave_formula(book: ChangedBook) -> str:
    """A formula that no program has worked out."""
    book.fill({PLAN: Result("str", None, '"yes"')})
    return f"{book.locate(PLAN)}: table-unreadable: this cell has a formula without a result"


def change_version(book: ChangedBook) -> str:
    """A workbook of another version of the rubric."""
    row = next(row for row in book.sheets[STAMP] if row[0] == "digest")
    row[1] = "0" * 64
    return "nhsdx migrate"


def lose_stamp(book: ChangedBook) -> str:
    """A workbook that does not say which rubric it is for."""
    del book.sheets[STAMP]
    return "this file does not say which rubric it is for"


DAMAGES = (
    *(drop_row, repeat_row, drop_column, lose_headings, lose_sheet, lose_documents, change_key, lose_key),
    *(write_outside, answer_heading, add_sheet, repeat_document, name_document, title_document),
    *(break_formula, show_percent, leave_formula, change_version, lose_stamp),
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_error_for_a_damaged_form_gives_sheet_and_cell(
    book: ChangedBook, damage: Callable[[ChangedBook], str]
) -> None:
    """Nothing that is missing, repeated, moved or beside the table is passed over."""
    book.fill({"assessment.subject": "A place"})
    expected = damage(book)
    run = read(book)
    assert (run.code, run.out) == (2, "")
    assert expected in " ".join(run.err.replace('"', "'").split())


def test_merged_cells_are_refused(book: ChangedBook) -> None:
    """Only one of the cells that somebody merged would have the answer."""
    run = read(book, merged="C6:C8")
    assert run.code == 2
    assert f"form.xlsx: {SHEET}!C6: table-unreadable: cells are merged here" in run.err


def test_a_sheet_that_was_renamed_is_read(book: ChangedBook) -> None:
    """Keys say what each row is, not the names of sheets."""
    book.fill({"assessment.subject": "A place", PLAN: "yes"})
    book.sheets = {("Ours" if name == SHEET else name): rows for name, rows in book.sheets.items()}
    run = read(book)
    assert run.code == 0, run.err
    assert 'items.plan = "yes"' in run.out
