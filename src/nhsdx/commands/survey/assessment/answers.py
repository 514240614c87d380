"""Turns survey responses into an assessment's answers, with their evidence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nhsdx.commands.survey.assessment.refusals import build_refusal, refuse_few, refuse_unread
from nhsdx.commands.survey.map import LoadedQuestionnaire
from nhsdx.commands.survey.outcome import PublicCriterion, PublicQuestion, PublicRating, SurveyReport
from nhsdx.commands.survey.summary import PublicGroup
from nhsdx.documents.phrases import join_words
from nhsdx.errors import NhsdxError
from nhsdx.model import suggest_one_of


class SurveyAnswers(NamedTuple):
    """Each criterion's answer as a table for an assessment file, and the survey's day, name and document entry."""

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
    *,
    allow_invalid: bool = False,
) -> SurveyAnswers:
    """A group's answers to the criteria, with the evidence for these answers.

    Raises NhsdxError if an answer must not be published. The day of the survey is `seen`, or else the date in the map,
    or else the day of the latest response. `document` describes the file of responses. If more than a few answers are
    invalid, all answers are refused, unless `allow_invalid` is true.
    """
    refuse_few(report, loaded.questionnaire)
    pairs = [(one, _find_group(one, group, report.by)) for one in report.criteria]
    refuse_unread(report, loaded.questionnaire, pairs, allow_invalid=allow_invalid)
    found = {one.id: _answer_group(one, line, report.protection.minimum) for one, line in pairs}
    day = _find_day(report, seen or loaded.questionnaire.date)
    name = f"survey-{day.isoformat()}"
    tables = {}
    for criterion in loaded.questionnaire.criteria:
        grade = loaded.questionnaire.evidence or loaded.rubric.criteria[criterion].evidence_default
        evidence = {} if grade is None else {"evidence": grade}
        tables[criterion] = found[criterion] | evidence | {"seen": day, "documents": [name]}
    return SurveyAnswers(tables, day, name, document | {"date": day})


def _find_day(report: SurveyReport, given: datetime.date | None) -> datetime.date:
    """The day of the survey: the given one, or else the day of the latest response.

    Raises NhsdxError if the day of the survey is not known.
    """
    day = given or report.latest
    if day is None:
        message, hint = report.undated or ("the day of the survey is not known", "give --seen")
        raise NhsdxError(message, "--into", hint, code="no-date")
    return day


def _answer_group(question: PublicCriterion, found: PublicGroup, least: int) -> dict[str, Any]:
    """A group's counts or its mean.

    The number of people invited is left out if more people answered than were invited.
    """
    answer: dict[str, Any]
    if isinstance(question, PublicRating):
        if found.mean is None or found.respondents is None:
            raise build_refusal(question, least)
        answer, people = {"mean": found.mean, "respondents": found.respondents}, found.respondents
    else:
        counts = _find_counts(question, found, least)
        answer, people = {"counts": list(counts)}, sum(counts)
    asked, why = found.invited, " ".join(_list_reasons(question, found))
    answer |= {} if asked is None or people > asked else {"invited": asked}
    return answer | ({"why": why} if why else {})


def _list_reasons(question: PublicCriterion, found: PublicGroup) -> Iterator[str]:
    """What readers of the assessment must know: what is invalid or was not asked, and how many people have no score."""
    if found.doubtful:
        yield f"Left out: {found.describe_doubt(join_words(found.doubtful))}."
    if isinstance(question, PublicRating):
        if question.not_asked:
            yield question.describe_not_asked()
        if found.left_out:
            yield question.describe_left_out(found.left_out)


def _find_group(question: PublicCriterion, key: tuple[str, ...], by: Sequence[str]) -> PublicGroup:
    groups = {group.key: group for group in question.groups}
    if key not in groups:
        shown = [",".join(known) for known in groups if known]
        if key and not by:
            message = "without --by there are no groups"
            raise NhsdxError(message, "--group", "give --by with the columns of the group", code="usage")
        hint = suggest_one_of(",".join(key), shown) if shown else "no group is shown"
        raise NhsdxError("there is no such group, or it is hidden", "--group", hint, code="unknown-reference")
    return groups[key]


def _find_counts(question: PublicQuestion, found: PublicGroup, least: int) -> Sequence[int]:
    counts = [count for count in found.counts or () if count is not None]
    if len(counts) == len(question.options) and any(counts):
        return counts
    raise build_refusal(question, least)
