"""Writes a survey for REDCap: a data dictionary, which is a table with 18 columns and a row for each field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby

from nhsdx.forms.media.surveys.model import SurveyForm, SurveyOption, SurveyQuestion, write_number

NAME, LABEL, CHOICES, MATRIX = (
    "Variable / Field Name",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Matrix Group Name",
)
VALIDATION = "Text Validation Type OR Show Slider Number"
VALIDATIONS = {"number": "number", "whole": "integer", "day": "date_ymd"}
"""How REDCap checks a text field, for each kind of entry."""
COLUMNS = (
    *(NAME, "Form Name", "Section Header", "Field Type", LABEL, CHOICES, "Field Note"),
    *(VALIDATION, "Text Validation Min", "Text Validation Max", "Identifier?"),
    *("Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment"),
    *("Question Number (surveys only)", MATRIX, "Matrix Ranking?", "Field Annotation"),
)
FORM = "nhsdx_survey"
RECORD = "record_id"


def draw_redcap(form: SurveyForm) -> bytes:
    """The data dictionary as comma-separated text in UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({"Form Name": FORM, **row} for row in _list_rows(form))
    return text.getvalue().encode()


def _list_rows(form: SurveyForm) -> Iterator[Mapping[str, str]]:
    asked = f"{form.reference}, {form.digest}"
    yield {NAME: RECORD, "Field Type": "text", LABEL: "Record ID", "Field Annotation": asked}
    yield {NAME: "nhsdx_intro", "Field Type": "descriptive", LABEL: "\n\n".join(form.intro)}
    matrices = 0
    for part in form.parts:
        header = part.lead or ""
        for options, questions in groupby(part.questions, key=lambda one: one.options):
            inside = list(questions)
            is_matrix = bool(options) and len(inside) > 1
            matrices += is_matrix
            matrix = f"nhsdx_matrix_{matrices}" if is_matrix else ""
            for question in inside:
                yield _build_row(question, form.list_options(question), header, matrix)
                header = ""


def _build_row(
    question: SurveyQuestion, options: tuple[SurveyOption, ...], header: str, matrix: str
) -> Mapping[str, str]:
    row = {NAME: question.name, "Section Header": header, LABEL: question.text, MATRIX: matrix}
    if options:
        choices = " | ".join(f"{option.code}, {option.text}" for option in options)
        return row | {"Field Type": "radio", CHOICES: choices}
    if question.kind in ("text", "texts"):
        return row | {"Field Type": "notes"}
    least, most = ("" if limit is None else write_number(limit) for limit in question.limits)
    limits = {"Text Validation Min": least, "Text Validation Max": most}
    return row | {"Field Type": "text", VALIDATION: VALIDATIONS.get(question.kind, ""), **limits}
