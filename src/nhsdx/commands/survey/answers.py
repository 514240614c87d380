"""Counts of respondents as the answers of an assessment file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import tomli_w

from nhsdx.errors import NhsdxError
from nhsdx.files.source import TextFile, is_file, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.assessment import ASSESSMENT_FORMAT

VOICE = "clinicians"

Answers = Mapping[str, Sequence[int]]
"""By criterion the counts of respondents for each option."""


def build_assessment(name: str, answers: Answers, rubric: str, subject: str, date: datetime.date) -> str:
    """The text of an assessment by clinicians that holds nothing but these answers, to be written under a name.

    Raises InvalidInputError or NhsdxError if it is not what its rubric asks.
    """
    head = {
        "format": ASSESSMENT_FORMAT,
        "rubric": rubric,
        "assessment": {"subject": subject, "date": date, "voice": VOICE},
    }
    return _check_text(name, f"{tomli_w.dumps(head)}\n{_format_tables(answers)}")


def add_answers(name: str, answers: Answers) -> str:
    """The text of an assessment file with these answers added at its end; everything else of it stays.

    Raises NhsdxError for one that the file answers already, and InvalidInputError for what does not fit its rubric.
    """
    file = read_text(name)
    source = parse_toml(file)
    given = source.data.get("answers", {})
    for criterion in answers:
        if isinstance(given, dict) and criterion in given:
            hint = "delete that answer first, or write into another file"
            message = f"the file answers {criterion} already"
            raise NhsdxError(message, name, hint, code="duplicate")
    return _check_text(name, f"{file.text.rstrip()}\n\n{_format_tables(answers)}")


def is_there(name: str) -> bool:
    """Whether there is a file to add answers to."""
    return is_file(name)


def _format_tables(answers: Answers) -> str:
    return "\n".join(f"[answers.{name}]\ncounts = {list(counts)}\n" for name, counts in answers.items())


def _check_text(name: str, text: str) -> str:
    source = parse_toml(TextFile(name, Path(name).parent, text))
    AssessmentLoader().load_source(source)
    return text
