"""Writes a survey as an XLSForm, which KoboToolbox, ODK and other programs read: a workbook with three sheets."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

from nhsdx.extras import import_extra
from nhsdx.forms.media.surveys.model import SurveyForm, SurveyOption, SurveyQuestion

SURVEY = ("type", "name", "label", "calculation", "constraint")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version", "default_language")
WIDTHS = (24, 34, 90, 40, 24)
TYPES = {"number": "decimal", "whole": "integer", "day": "date", "text": "text", "texts": "text", "ids": "text"}
"""The type of question for each kind of field except a choice."""
LONG_AGO = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed date, so that equal workbooks have equal bytes


def draw_xlsform(form: SurveyForm) -> bytes:
    """The workbook. The columns `nhsdx_rubric` and `nhsdx_questions` record the rubric in every response."""
    lists = _list_choices(form)
    rows: list[Sequence[str]] = [SURVEY]
    rows += [("note", f"nhsdx_intro_{number}", text) for number, text in enumerate(form.intro, 1)]
    for number, part in enumerate(form.parts, 1):
        if part.lead is not None:
            rows.append(("note", f"nhsdx_lead_{number}", part.lead))
        for question in part.questions:
            options = form.list_options(question)
            kind = f"select_one {lists[options]}" if options else TYPES[question.kind]
            rows.append((kind, question.name, question.text, "", _describe_limits(question)))
    rows.append(("calculate", "nhsdx_rubric", "", f"'{form.reference}'"))
    rows.append(("calculate", "nhsdx_questions", "", f"'{form.digest}'"))
    choices: list[Sequence[str]] = [(name, one.code, one.text) for options, name in lists.items() for one in options]
    version = f"{form.reference.partition('@')[2]}-{form.digest.removeprefix('sha256:')[:8]}"
    settings = (form.title, _name_form(form), version, "English (en)")
    sheets = {"survey": rows, "choices": [CHOICES, *choices]}
    return _write_workbook(sheets | {"settings": [SETTINGS, settings]})


def _name_form(form: SurveyForm) -> str:
    return "nhsdx_" + form.reference.partition("@")[0].replace("-", "_")


def _describe_limits(question: SurveyQuestion) -> str:
    """The condition that a number must meet, in the notation of XLSForms."""
    parts = [
        f". {sign} {limit:g}" for sign, limit in zip((">=", "<="), question.limits, strict=True) if limit is not None
    ]
    return " and ".join(parts)


def _list_choices(form: SurveyForm) -> dict[tuple[SurveyOption, ...], str]:
    """The lists of options, each with its name."""
    distinct = dict.fromkeys(form.list_options(question) for question in form.questions if question.options)
    return {options: f"answers_{number}" for number, options in enumerate(distinct, 1)}


def _write_workbook(sheets: dict[str, list[Sequence[str]]]) -> bytes:
    """A workbook with the given texts, none of which becomes a formula or a link."""
    xlsxwriter = import_extra("xlsxwriter", "workbook")
    packed = io.BytesIO()
    workbook = xlsxwriter.Workbook(packed, {"in_memory": True})
    workbook.set_properties({"created": LONG_AGO})
    head = workbook.add_format({"bold": True})
    body = workbook.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, body if number else head)
    workbook.close()
    return packed.getvalue()
