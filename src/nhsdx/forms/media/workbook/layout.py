"""Plans the sheets of a workbook that people fill in, and the contents of their rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormField, FormQuestion
from nhsdx.model import Path, format_path

HEADINGS = ("Part", "Question or statement", "Answer", "Help with the question", "Key")
ANSWER, KEY = HEADINGS.index("Answer"), HEADINGS.index("Key")
FIRST_ROW = 4
"""The row of the first entry of every table, below a title, a note and the headings; counted from 1."""
START, ABOUT, DOCUMENTS, ACTIONS, RESULTS, GATES = "Start", "About", "Documents", "Actions", "Results", "Gates"
LISTS, STAMP = "Lists", "Stamp"
WORKING = tuple(
    f"Working {part}"
    for part in ("answers", "items", "levels", "criteria", "conditions", "children", "nodes", "checks", "gates")
)
OWN_SHEETS = (START, ABOUT, DOCUMENTS, ACTIONS, RESULTS, GATES, *WORKING, LISTS, STAMP)
NOT_READ = (START, RESULTS, GATES, *WORKING, LISTS, STAMP)
"""The sheets in which people do not fill in anything."""
OTHERS = "Other questions"
LONGEST_NAME = 31
UNUSABLE = re.compile(r"[^\w &,.-]")
"""Characters that are left out of sheet names, because formulas contain these names."""


class AnswerRow(NamedTuple):
    """A row: its part, its text, the help beside it, and its field. A row that introduces other rows has no field."""

    part: str
    text: str
    help: str
    key: str
    field: FormField | None


class AnswerSheet(NamedTuple):
    """A sheet to fill in: its name and title, a note below it, and its rows."""

    name: str
    title: str
    note: str
    rows: tuple[AnswerRow, ...]


def plan_sheets(form: Form, leaves: Mapping[Path, Any]) -> tuple[AnswerSheet, ...]:
    """The sheets of a form: one about the assessment, then one for each dimension.

    If any questions outside the profile are answered, there is a sheet for these questions too.
    """
    taken = {name.casefold() for name in OWN_SHEETS}
    sheets = [AnswerSheet(ABOUT, "About this assessment", ABOUT_NOTE, tuple(_list_about(form)))]
    for section in form.sections:
        name = _name_sheet(section.title, taken)
        sheets.append(AnswerSheet(name, section.title, section.why or "", tuple(_list_questions(section.questions))))
    answered = {path[1] for path in leaves if path[0] == "answers"}
    others = [question for question in form.others if question.id in answered]
    if others:
        name = _name_sheet(OTHERS, taken)
        sheets.append(AnswerSheet(name, OTHERS, OTHERS_NOTE, tuple(_list_questions(others))))
    return tuple(sheets)


ABOUT_NOTE = "Who is assessed, the date, and facts that are shown beside the score but never scored."
OTHERS_NOTE = "These questions are outside the profile, and their answers do not count towards its score."


def _name_sheet(title: str, taken: set[str]) -> str:
    """A name for a sheet: as much of the title as fits. The name differs from the names of all other sheets."""
    plain = " ".join(UNUSABLE.sub(" ", clean(title)).split()).strip(" -")[:LONGEST_NAME].strip() or "Questions"
    name, number = plain, 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = f"{plain[: LONGEST_NAME - 4].strip()} {number}"
    taken.add(name.casefold())
    return name


def _list_about(form: Form) -> Iterator[AnswerRow]:
    for field in (*form.about, *form.context):
        part = "Assessment" if field.path[0] == "assessment" else "Context"
        yield AnswerRow(part, field.title, _describe_field(field), format_path(field.path), field)


def _list_questions(questions: Iterable[FormQuestion]) -> Iterator[AnswerRow]:
    for question in questions:
        helps = _list_help(question)
        rows = [_introduce(question), *_list_fields(question)]
        first, rest = helps[: len(rows)], helps[len(rows) :]
        for row, one in zip_longest(rows, first, fillvalue=""):
            if isinstance(row, AnswerRow):
                yield row._replace(help="\n".join(filter(None, (row.help, one, *rest))))
                rest = []


def _introduce(question: FormQuestion) -> AnswerRow:
    text = " ".join(filter(None, (question.question, question.how)))
    return AnswerRow(question.title, text, "", question.id, None)


def _list_fields(question: FormQuestion) -> Iterator[AnswerRow]:
    texts = {item.field.path: _describe_item(item.text, item.asked_when) for item in question.items}
    levels = {item.field.path: item.level for item in question.items}
    for field in question.fields:
        key = format_path(field.path)
        if field.path in texts:
            level = levels[field.path]
            yield AnswerRow("Statement" if level is None else f"Level {level}", texts[field.path], "", key, field)
        elif field.path[-1] == "level":
            options = "\n".join(f"{one.value}: {one.label}" for one in field.options)
            yield AnswerRow("Level", options, "", key, field)
        else:
            part = PARTS.get(str(field.path[2]), "Answer")
            text = "How strong the evidence is" if field.path[-1] == "evidence" else field.title
            yield AnswerRow(part, text, _describe_field(field), key, field)


PARTS = {
    "counts": "Count",
    "evidence": "Evidence",
    "seen": "Evidence",
    "documents": "Evidence",
    "why": "Note",
    "status": "No answer",
    "reason": "No answer",
}


def _describe_item(text: str, asked: str | None) -> str:
    return text if asked is None else f"{text} (Asked only if {asked}.)"


def _describe_field(field: FormField) -> str:
    """A sentence that says which kind of entry a field accepts."""
    if field.kind == "day":
        return "Year, month and day, such as 2026-03-11."
    if field.kind == "texts":
        return "One on each line."
    if field.kind == "ids":
        return f"Ids from the sheet {DOCUMENTS}, with spaces between them."
    return NUMBERS.get(field.kind, "")


NUMBERS = {"number": "A number.", "whole": "A whole number."}


def _list_help(question: FormQuestion) -> list[str]:
    """The paragraphs of guidance for a question."""
    guidance = question.guidance
    lines = [
        _lead("Scored on:", guidance.scored_on),
        _lead("Asked only if", guidance.asked_when),
        _lead("If it does not apply,", guidance.worth),
        *guidance.enough,
        _lead("Look for:", guidance.look_for),
        _lead("Evidence to ask for:", "; ".join(guidance.evidence)),
        _lead("Warning signs:", "; ".join(guidance.red_flags)),
        _lead("People rate:", "; ".join(question.statements)),
    ]
    return [line for line in lines if line]


def _lead(words: str, text: str | None) -> str:
    return f"{words} {text}" if text else ""
