"""Simple versions of survey programs: each reads a form that nhsdx made, and exports responses to it.

The columns that a program adds come from `tests/support/exports.py`, which says where they were read.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import docx
import tomli
from python_calamine import CalamineWorkbook

from nhsdx.forms import Form, FormField, Leaves, write_cell
from nhsdx.model import format_path
from tests.support.workbooks import write_workbook

STAMP = "2026-09-01 09:05:00"


class ReadQuestion(NamedTuple):
    """A question as a program reads it from a form: its name, its text, and the text of each code."""

    name: str
    text: str
    options: Mapping[str, str]


def read_xlsform(path: Path) -> list[ReadQuestion]:
    """The questions of an XLSForm."""
    workbook = CalamineWorkbook.from_path(str(path))
    sheets = {name: _read_rows(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names}
    found = []
    for row in sheets["survey"]:
        if row["type"] not in ("note", "calculate"):
            mine = [one for one in sheets["choices"] if one["list_name"] == row["type"].removeprefix("select_one ")]
            found.append(ReadQuestion(row["name"], row["label"], {one["name"]: one["label"] for one in mine}))
    return found


def _read_rows(cells: Sequence[Sequence[object]]) -> list[dict[str, str]]:
    headings, *rows = cells
    return [dict(zip(map(str, headings), map(str, row), strict=True)) for row in rows]


def read_limesurvey(path: Path) -> list[ReadQuestion]:
    """The questions of a survey structure of LimeSurvey."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), dialect="excel-tab"))
    found: list[ReadQuestion] = []
    for row in rows:
        if row["class"] == "Q":
            found.append(ReadQuestion(row["name"], html.unescape(row["text"]), {}))
        elif row["class"] == "A":
            found[-1] = found[-1]._replace(options={**found[-1].options, row["name"]: html.unescape(row["text"])})
    return found


def read_redcap(path: Path) -> list[ReadQuestion]:
    """The questions of a data dictionary."""
    found = []
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))):
        if row["Field Type"] != "descriptive" and row["Variable / Field Name"] != "record_id":
            choices = row["Choices, Calculations, OR Slider Labels"]
            pairs = [one.split(",", 1) for one in choices.split("|")] if choices else []
            options = {code.strip(): text.strip() for code, text in pairs}
            found.append(ReadQuestion(row["Variable / Field Name"], row["Field Label"], options))
    return found


def read_forms_docx(path: Path) -> list[ReadQuestion]:
    """The questions of a Word file, with the letters of their options."""
    found: list[ReadQuestion] = []
    for line in (paragraph.text for paragraph in docx.Document(str(path)).paragraphs):
        if match := re.match(r"\d+\. (.*)", line):
            found.append(ReadQuestion(match[1], match[1], {}))
        elif found and (match := re.match(r"([A-Z])\. (.*)", line)):
            found[-1] = found[-1]._replace(options={**found[-1].options, match[1]: match[2]})
    return found


Picks = Sequence[Sequence[str]]
"""The code that each respondent chose in each question; an empty text is no answer."""


def answer_at_random(questions: Sequence[ReadQuestion], people: int, seed: int) -> Picks:
    """Responses in which every option, and no answer, occurs."""
    chance = random.Random(seed)  # noqa: S311 - the same responses in every run
    return [[chance.choice(["", *one.options]) for one in questions] for _ in range(people)]


def _tell(questions: Sequence[ReadQuestion], picks: Sequence[str]) -> list[str]:
    return [one.options.get(code, "") if one.options else code for one, code in zip(questions, picks, strict=True)]


Export = tuple[str, list[list[str]]]


def export_kobo(questions: Sequence[ReadQuestion], picks: Picks, *, labels: bool = False) -> Export:
    """An export from KoboToolbox, with names or with labels; notes and stamps have columns, too."""
    own = ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    heads = [one.text if labels else one.name for one in questions]
    rows = [["nhsdx_intro_1", *heads, "nhsdx_rubric", *own]]
    for number, chosen in enumerate(picks, 1):
        cells = _tell(questions, chosen) if labels else list(chosen)
        rows.append(["", *cells, "seen@1.0.0", str(number), f"u{number}", STAMP, "", str(number)])
    return ".xlsx", rows


def export_kobo_labels(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from KoboToolbox with labels."""
    return export_kobo(questions, picks, labels=True)


def export_odk(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from ODK Central."""
    rows = [["SubmissionDate", *(one.name for one in questions), "meta-instanceID", "KEY", "ReviewState"]]
    rows += [["2026-09-01T09:05:00.000Z", *chosen, f"uuid:{n}", f"uuid:{n}", ""] for n, chosen in enumerate(picks)]
    return ".csv", rows


def export_limesurvey(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from LimeSurvey with codes; the last response was not submitted."""
    rows = [["id", "submitdate", "lastpage", "startlanguage", "seed", *(one.name for one in questions)]]
    rows += [[str(n), STAMP, "1", "en", "7", *chosen] for n, chosen in enumerate(picks, 1)]
    return ".csv", [*rows, ["999", "", "1", "en", "7", *picks[0]]]


def export_limesurvey_texts(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from LimeSurvey with the full texts of questions and answers."""
    heads = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    rows = [[*heads, *(one.text for one in questions)]]
    rows += [[str(n), STAMP, "1", "en", "7", *_tell(questions, chosen)] for n, chosen in enumerate(picks, 1)]
    return ".csv", rows


def export_limesurvey_both(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from LimeSurvey with codes and texts as headings, and texts as answers."""
    own = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language"]
    rows = [[*own, *(f"{one.name}. {one.text}" for one in questions)]]
    rows += [[str(n), STAMP, "1", "en", *_tell(questions, chosen)] for n, chosen in enumerate(picks, 1)]
    return ".csv", rows


def export_redcap(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """A raw export from REDCap; the last record is not complete."""
    heads = ["record_id", "redcap_survey_identifier", "nhsdx_survey_timestamp", *(one.name for one in questions)]
    rows = [[*heads, "nhsdx_survey_complete"]]
    rows += [[str(n), "", STAMP, *chosen, "2"] for n, chosen in enumerate(picks, 1)]
    return ".csv", [*rows, ["999", "", "[not completed]", *picks[0], "0"]]


def export_redcap_labels(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """An export from REDCap with labels."""
    rows = [["Record ID", "Survey Identifier", "Survey Timestamp", *(one.text for one in questions), "Complete?"]]
    rows += [[str(n), "", STAMP, *_tell(questions, chosen), "Complete"] for n, chosen in enumerate(picks, 1)]
    return ".csv", rows


def export_forms(questions: Sequence[ReadQuestion], picks: Picks) -> Export:
    """A workbook of Microsoft Forms."""
    rows = [["ID", "Start time", "Completion time", "Email", "Name", *(one.text for one in questions)]]
    rows += [[str(n), STAMP, STAMP, "anonymous", "", *_tell(questions, chosen)] for n, chosen in enumerate(picks, 1)]
    return ".xlsx", rows


class Program(NamedTuple):
    """A program: the target of its form, the form's ending, how it reads a form and how it exports responses."""

    target: str
    ending: str
    read: Callable[[Path], list[ReadQuestion]]
    export: Callable[[Sequence[ReadQuestion], Picks], Export]


PROGRAMS = {
    "kobo": Program("xlsform", ".xlsx", read_xlsform, export_kobo),
    "kobo labels": Program("xlsform", ".xlsx", read_xlsform, export_kobo_labels),
    "odk": Program("xlsform", ".xlsx", read_xlsform, export_odk),
    "limesurvey": Program("limesurvey", ".txt", read_limesurvey, export_limesurvey),
    "limesurvey texts": Program("limesurvey", ".txt", read_limesurvey, export_limesurvey_texts),
    "limesurvey both": Program("limesurvey", ".txt", read_limesurvey, export_limesurvey_both),
    "redcap": Program("redcap", ".csv", read_redcap, export_redcap),
    "redcap labels": Program("redcap", ".csv", read_redcap, export_redcap_labels),
    "forms": Program("forms-docx", ".docx", read_forms_docx, export_forms),
}


def write_export(path: Path, export: Export) -> Path:
    """Writes an export beside its form."""
    ending, rows = export
    file = path.with_name(f"responses{ending}")
    if ending == ".xlsx":
        write_workbook(file, {"responses": rows})
    else:
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(rows)
    return file


def fill_whole_form(questions: Sequence[ReadQuestion], form: Form, map_text: str, cells: Leaves) -> list[str]:
    """What a person chooses and writes in a whole questionnaire to give these values, by the form's map."""
    columns = tomli.loads(map_text)["columns"]
    fields = {format_path(field.path): field for field in form.fields}
    values = {format_path(path): value for path, value in cells.items()}
    return [_choose(one, fields[columns[one.name]], values.get(columns[one.name])) for one in questions]


def _choose(question: ReadQuestion, field: FormField, value: object) -> str:
    """The code that a person chooses, or the text that they write."""
    if value is None or not question.options:
        return "" if value is None else write_cell(value)
    return list(question.options)[[option.value for option in field.options].index(value)]  # type: ignore[arg-type]
