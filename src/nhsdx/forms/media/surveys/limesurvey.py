"""Writes a survey for LimeSurvey: text in columns, with a row for each setting, group, question and answer."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator

from nhsdx.forms.media.surveys.model import SurveyForm, SurveyPart, SurveyQuestion

COLUMNS = (
    *("class", "type/scale", "name", "relevance", "text", "help", "language", "validation", "mandatory", "other"),
    *("default", "same_default"),
)
LANGUAGE = "en"
SETTINGS = {"language": LANGUAGE, "format": "A", "anonymized": "Y", "savetimings": "N", "showwelcome": "Y"}
"""The settings: all questions are on one page, and responses are anonymous."""
SINGLE_CHOICE = "L"
GROUP = "Questions"
TYPES = {"number": "N", "whole": "N", "day": "S", "text": "T", "texts": "T", "ids": "S"}
"""The type of question for each kind of field except a choice.

A day is asked for as text, because LimeSurvey adds a time to dates.
"""
DAY = "Year, month and day, such as 2026-03-11"


def draw_limesurvey(form: SurveyForm) -> bytes:
    """The survey as text with a byte order mark, as LimeSurvey itself exports it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_list_rows(form))
    return text.getvalue().encode("utf-8-sig")


def _list_rows(form: SurveyForm) -> Iterator[dict[str, str]]:
    for name, value in SETTINGS.items():
        yield {"class": "S", "name": name, "text": value}
    yield from _list_texts(form)
    groups = list(_group_parts(form))
    for number, parts in enumerate(groups, 1):
        name = GROUP if len(groups) == 1 else f"{GROUP} {number}"
        lead = parts[0].lead or ""
        yield {"class": "G", "type/scale": f"G{number}", "name": name} | _add_text(lead)
        for part in parts:
            for question in part.questions:
                yield from _list_question(form, question)


def _list_texts(form: SurveyForm) -> Iterator[dict[str, str]]:
    """The rows for the title, the text above the questions, and the rubric with its digest."""
    texts = {
        "surveyls_title": html.escape(form.title, quote=False),
        "surveyls_description": f"{form.reference}, {form.digest}",
        "surveyls_welcometext": "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in form.intro),
    }
    for name, text in texts.items():
        yield {"class": "SL", "name": name, "text": text, "language": LANGUAGE}


def _group_parts(form: SurveyForm) -> Iterator[list[SurveyPart]]:
    """The parts of the form, divided into groups. A part with an introduction is alone in its group."""
    together: list[SurveyPart] = []
    for part in form.parts:
        if together and (part.lead is not None or together[-1].lead is not None):
            yield together
            together = []
        together.append(part)
    yield together


def _list_question(form: SurveyForm, question: SurveyQuestion) -> Iterator[dict[str, str]]:
    kind = SINGLE_CHOICE if question.options else TYPES[question.kind]
    head = {"class": "Q", "type/scale": kind, "name": question.name, "mandatory": "N", "other": "N"}
    yield head | _add_text(question.text) | ({"help": DAY} if question.kind == "day" else {})
    for option in form.list_options(question):
        # LimeSurvey writes codes of answers with a capital letter; nhsdx ignores the case.
        yield {"class": "A", "type/scale": "0", "name": option.code.upper()} | _add_text(option.text, "0")


def _add_text(text: str, relevance: str = "1") -> dict[str, str]:
    """A row for a text, which is written as HTML.

    The row gives no points to answers, because nhsdx does the scoring.
    """
    return {"relevance": relevance, "text": html.escape(text, quote=False), "language": LANGUAGE}
