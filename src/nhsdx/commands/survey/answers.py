"""What respondents answer, as answers of an assessment with their evidence."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nhsdx.commands.survey.map import LoadedQuestionnaire
from nhsdx.commands.survey.outcome import PublicQuestion, SurveyReport
from nhsdx.commands.survey.summary import PublicGroup
from nhsdx.errors import NhsdxError
from nhsdx.model import suggest_one_of


class SurveyAnswers(NamedTuple):
    """For each criterion its answer, as a table of a file; the day of the survey, and the survey as a document."""

    tables: Mapping[str, dict[str, Any]]
    seen: datetime.date
    document: str
    document_table: dict[str, Any]


def collect_answers(
    report: SurveyReport,
    loaded: LoadedQuestionnaire,
    group: tuple[str, ...],
    document: dict[str, Any],
    seen: datetime.date | None = None,
) -> SurveyAnswers:
    """The counts of a group for each criterion, with their evidence. Raises NhsdxError where they may not be published.

    The day of the survey is `seen`, else the one in the map, else that of the latest response. `document` says where
    the responses are.
    """
    counts = {question.id: _count_group(question, group) for question in report.questions}
    day = seen or loaded.questionnaire.date or report.latest
    if day is None:
        hint = "give --seen, or write date = 2026-09-30 in the map"
        raise NhsdxError("the responses do not say when the survey was", "--into", hint, code="no-date")
    name = f"survey-{day.isoformat()}"
    tables = {}
    for criterion, table in counts.items():
        grade = loaded.questionnaire.evidence or loaded.rubric.criteria[criterion].evidence_default
        evidence = {} if grade is None else {"evidence": grade}
        tables[criterion] = table | evidence | {"seen": day, "documents": [name]}
    return SurveyAnswers(tables, day, name, document | {"date": day})


def _count_group(question: PublicQuestion, group: tuple[str, ...]) -> dict[str, Any]:
    """The counts of a group, and how many were invited, if no more people answered than that."""
    found = _find_group(question, group)
    counts = _find_counts(question, found)
    asked = found.invited
    return {"counts": list(counts)} | ({} if asked is None or sum(counts) > asked else {"invited": asked})


def _find_group(question: PublicQuestion, key: tuple[str, ...]) -> PublicGroup:
    groups = {group.key: group for group in question.groups}
    if key not in groups:
        shown = [",".join(known) for known in groups if known]
        hint = suggest_one_of(",".join(key), shown) if shown else "no group is shown"
        raise NhsdxError("no such group is shown; it may be hidden", "--group", hint, code="unknown-reference")
    return groups[key]


def _find_counts(question: PublicQuestion, found: PublicGroup) -> Sequence[int]:
    counts = [count for count in found.counts or () if count is not None]
    if len(counts) == len(question.options) and any(counts):
        return counts
    message = f"too few respondents answered {question.id} to publish their answers"
    raise NhsdxError(message, "--into", "merge groups, or ask more people", code="too-few-respondents")
