"""What respondents answer, as answers of an assessment with their evidence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nhsdx.commands.survey.map import LoadedQuestionnaire
from nhsdx.commands.survey.outcome import PublicQuestion, PublicRating, SurveyReport
from nhsdx.commands.survey.summary import PublicGroup
from nhsdx.documents.phrases import join_words
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
    """What a group answers to each criterion, with its evidence. Raises NhsdxError where they may not be published.

    The day of the survey is `seen`, else the one in the map, else that of the latest response. `document` says where
    the responses are.
    """
    asked: tuple[PublicQuestion | PublicRating, ...] = (*report.questions, *report.ratings)
    groups = {one.id: _find_group(one, group, report.by) for one in asked}
    _refuse_unread([(one, groups[one.id]) for one in asked])
    found = {one.id: _answer_group(one, groups[one.id]) for one in asked}
    day = _find_day(report, seen or loaded.questionnaire.date)
    name = f"survey-{day.isoformat()}"
    tables = {}
    for criterion in loaded.questionnaire.criteria:
        grade = loaded.questionnaire.evidence or loaded.rubric.criteria[criterion].evidence_default
        evidence = {} if grade is None else {"evidence": grade}
        tables[criterion] = found[criterion] | evidence | {"seen": day, "documents": [name]}
    return SurveyAnswers(tables, day, name, document | {"date": day})


def _find_day(report: SurveyReport, given: datetime.date | None) -> datetime.date:
    """The day of the survey: the one that somebody gives, else that of the latest response. Raises NhsdxError."""
    day = given or report.latest
    if day is None:
        message, hint = report.undated or ("the survey has no day", "give --seen")
        raise NhsdxError(message, "--into", hint, code="no-date")
    return day


def _answer_group(question: PublicQuestion | PublicRating, found: PublicGroup) -> dict[str, Any]:
    """The counts of a group, or its mean, and how many were invited, if no more people answered than that."""
    answer: dict[str, Any]
    if isinstance(question, PublicRating):
        if found.mean is None or found.respondents is None:
            raise _build_refusal(question)
        answer, people = {"mean": found.mean, "respondents": found.respondents}, found.respondents
    else:
        counts = _find_counts(question, found)
        answer, people = {"counts": list(counts)}, sum(counts)
    asked, why = found.invited, " ".join(_list_reasons(question, found))
    answer |= {} if asked is None or people > asked else {"invited": asked}
    return answer | ({"why": why} if why else {})


def _list_reasons(question: PublicQuestion | PublicRating, found: PublicGroup) -> Iterator[str]:
    """What a reader of the assessment must know about a mean: who has no score, and what was not asked."""
    if isinstance(question, PublicRating):
        if question.not_asked:
            yield question.describe_not_asked()
        if found.left_out:
            yield question.describe_left_out(found.left_out)


def _refuse_unread(asked: Sequence[tuple[PublicQuestion | PublicRating, PublicGroup]]) -> None:
    """Raises NhsdxError if nothing, or little, of the answers to some questions or statements can be read."""
    unread = [(one, name) for one, group in asked for name in group.unread]
    if unread:
        names = [name if name == one.id else f"{name} ({one.id})" for one, name in unread]
        message = f"no answers to {join_words(names)} could be read, or fewer than half"
        hint = "give their words in the map, under `answers` or `nothing`; without --into, the page shows the lines"
        statements = ", ".join(f'"{name}"' for one, name in unread if name != one.id)
        asked_hint = f"; or write not-asked = [{statements}] there, and delete their columns" if statements else ""
        raise NhsdxError(message, "--into", hint + asked_hint, code="unread-answers")


def _find_group(question: PublicQuestion | PublicRating, key: tuple[str, ...], by: Sequence[str]) -> PublicGroup:
    groups = {group.key: group for group in question.groups}
    if key not in groups:
        shown = [",".join(known) for known in groups if known]
        if key and not by:
            message = "without --by there are no groups"
            raise NhsdxError(message, "--group", "give --by with the columns of the group", code="usage")
        hint = suggest_one_of(",".join(key), shown) if shown else "no group is shown"
        raise NhsdxError("no such group is shown; it may be hidden", "--group", hint, code="unknown-reference")
    return groups[key]


def _find_counts(question: PublicQuestion, found: PublicGroup) -> Sequence[int]:
    counts = [count for count in found.counts or () if count is not None]
    if len(counts) == len(question.options) and any(counts):
        return counts
    raise _build_refusal(question)


def _build_refusal(question: PublicQuestion | PublicRating) -> NhsdxError:
    message = f"too few respondents answered {question.id} to publish their answers"
    return NhsdxError(message, "--into", "merge groups, or ask more people", code="too-few-respondents")
