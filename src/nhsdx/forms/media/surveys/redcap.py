"""A survey for REDCap: a data dictionary, which is a table with 18 columns and a row for each field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby

from nhsdx.forms.media.surveys.model import SurveyForm, SurveyOption, SurveyQuestion

NAME, LABEL, CHOICES, MATRIX = (
    "Variable / Field Name",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Matrix Group Name",
)
COLUMNS = (
    *(NAME, "Form Name", "Section Header", "Field Type", LABEL, CHOICES, "Field Note"),
    *("Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max", "Identifier?"),
    *("Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment"),
    *("Question Number (surveys only)", MATRIX, "Matrix Ranking?", "Field Annotation"),
)
FORM = "nhsdx_survey"
RECORD = "record_id"


def draw_redcap(form: SurveyForm) -> bytes:
    """The table, as text with commas in UTF-8."""
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
            matrices += len(inside) > 1
            matrix = f"nhsdx_matrix_{matrices}" if len(inside) > 1 else ""
            for question in inside:
                yield _build_row(question, (*options, form.unknown), header, matrix)
                header = ""


def _build_row(
    question: SurveyQuestion, options: tuple[SurveyOption, ...], header: str, matrix: str
) -> Mapping[str, str]:
    return {
        NAME: question.name,
        "Section Header": header,
        "Field Type": "radio",
        LABEL: question.text,
        CHOICES: " | ".join(f"{option.code}, {option.text}" for option in options),
        MATRIX: matrix,
    }
