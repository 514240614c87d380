"""Counts of respondents as the answers of an assessment file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import tomli_w

from nhsdx.commands.survey.outcome import PublicQuestion, SurveyReport
from nhsdx.commands.survey.summary import PublicGroup
from nhsdx.errors import NhsdxError
from nhsdx.files.source import TextFile, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import ASSESSMENT_FORMAT, suggest_one_of

VOICE = "clinicians"

Answers = Mapping[str, Sequence[int]]
"""For each criterion, how many respondents chose each option."""


def collect_answers(report: SurveyReport, group: tuple[str, ...]) -> Answers:
    """The counts of a group for each criterion. Raises NhsdxError where they may not be published."""
    return {question.id: _find_counts(question, group) for question in report.questions}


def _find_group(question: PublicQuestion, key: tuple[str, ...]) -> PublicGroup:
    groups = {group.key: group for group in question.groups}
    if key not in groups:
        hint = suggest_one_of(",".join(key), [",".join(known) for known in groups if known])
        raise NhsdxError("there is no such group", "--group", hint, code="unknown-reference")
    return groups[key]


def _find_counts(question: PublicQuestion, key: tuple[str, ...]) -> Sequence[int]:
    found = _find_group(question, key)
    counts = [count for count in found.counts or () if count is not None]
    if found.hidden is None and len(counts) == len(question.options):
        return counts
    message = f"too few respondents answered {question.id} to publish their answers"
    raise NhsdxError(message, "--into", "merge groups, or ask more people", code="too-few-respondents")


def build_assessment(name: str, answers: Answers, rubric: str, subject: str, date: datetime.date) -> str:
    """The text of a new assessment by clinicians with these answers only, to be written under a name.

    Raises InvalidInputError or NhsdxError if it does not fit its rubric.
    """
    head = {
        "format": ASSESSMENT_FORMAT,
        "rubric": rubric,
        "assessment": {"subject": subject, "date": date, "voice": VOICE},
    }
    return _check_text(name, f"{tomli_w.dumps(head)}\n{_format_tables(answers)}")


def add_answers(name: str, answers: Answers) -> str:
    """The text of an assessment file with these answers added at its end; everything else stays.

    Raises NhsdxError if the file already answers one of the criteria, and InvalidInputError if an answer does not fit
    its rubric.
    """
    file = read_text(name)
    source = parse_toml(file)
    given = source.data.get("answers", {})
    for criterion in answers:
        if isinstance(given, dict) and criterion in given:
            hint = "delete that answer first, or write into another file"
            message = f"the file already answers {criterion}"
            raise NhsdxError(message, name, hint, code="duplicate")
    return _check_text(name, f"{file.text.rstrip()}\n\n{_format_tables(answers)}")


def _format_tables(answers: Answers) -> str:
    return "\n".join(f"[answers.{name}]\ncounts = {list(counts)}\n" for name, counts in answers.items())


def _check_text(name: str, text: str) -> str:
    source = parse_toml(TextFile(name, Path(name).parent, text))
    AssessmentLoader().load_source(source)
    return text
