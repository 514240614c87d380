"""Draws a form as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from nhsdx.extras import import_extra
from nhsdx.forms import Form, spread_counts
from nhsdx.forms.media.workbook.cover import write_cover
from nhsdx.forms.media.workbook.fill import write_actions, write_answers, write_documents
from nhsdx.forms.media.workbook.layout import FIRST_ROW, STAMP, plan_sheets
from nhsdx.forms.media.workbook.live.build import build_book
from nhsdx.forms.media.workbook.paper import PRINTED, Book, SheetColumn
from nhsdx.forms.media.workbook.show import write_lists, write_live
from nhsdx.model import Path

STAMP_FIELDS = ("rubric", "version", "digest", "profile")


def draw_workbook(form: Form, leaves: Mapping[Path, Any], *, is_cached: bool = True) -> bytes:
    """A form as a workbook, with the values that are known.

    If `is_cached` is false, formulas have no values until a spreadsheet program calculates them.
    """
    xlsxwriter = import_extra("xlsxwriter", "workbook")
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as made:
        made.set_properties({"title": form.title, "comments": form.reference, "created": PRINTED})
        _write_sheets(Book(made, is_cached=is_cached), form, spread_counts(leaves))
    return target.getvalue()


def _write_sheets(book: Book, form: Form, leaves: Mapping[Path, Any]) -> None:
    sheets = plan_sheets(form, leaves)
    live = build_book(form, sheets, leaves)
    lists = live.lists
    write_cover(book, form)
    for sheet in sheets:
        write_answers(book, sheet, leaves, lists)
    write_documents(book, leaves)
    write_actions(book, form, leaves, lists)
    write_live(book, live)
    write_lists(book, lists)
    _write_stamp(book, form)


def _write_stamp(book: Book, form: Form) -> None:
    """Writes the sheet that records which rubric the workbook is for."""
    paper = book.add_sheet(
        STAMP, STAMP, "Do not change this sheet.", [SheetColumn("Field", 14), SheetColumn("Value", 80)]
    )
    for row, (name, value) in enumerate(zip(STAMP_FIELDS, form.stamp, strict=True), FIRST_ROW - 1):
        paper.write(row, 0, name, "text")
        paper.write(row, 1, value or "", "text")
    paper.add_table(
        len(STAMP_FIELDS), STAMP, "The rubric that this workbook is for, with its version, digest and profile."
    )
    paper.sheet.hide()
