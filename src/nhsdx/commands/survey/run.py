"""Turns a file of responses and its map into a survey that may be published."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.disclosure.protection import (
    PROTECTIONS,
    Protection,
    find_least_respondents,
    suppress_small_counts,
)
from nhsdx.commands.survey.disclosure.public_groups import release_cells
from nhsdx.commands.survey.invited import count_invited, count_silent
from nhsdx.commands.survey.map import USED_ONCE, LoadedQuestionnaire, Questionnaire
from nhsdx.commands.survey.outcome import SurveyReport, publish_hints, publish_question, publish_rating, publish_scale
from nhsdx.commands.survey.programs.opening import Responses, open_responses
from nhsdx.errors import NhsdxError
from nhsdx.model import expect_known, quote_word, suggest_one_of


def choose_protection(name: str, minimum: int | None, loaded: LoadedQuestionnaire) -> Protection:
    """How small numbers are protected: by the named rules, with the map's minimum or a higher one.

    Raises NhsdxError for unknown rules, and for a minimum that is lower than the map's.
    """
    expect_known(name, PROTECTIONS, "a protection", "protect")
    groups = loaded.questionnaire.groups
    least = find_least_respondents(loaded.rubric, loaded.questionnaire.criteria)
    least = least if groups is None or groups.minimum is None else groups.minimum
    if minimum is not None and minimum < least:
        message = f"groups of {minimum} are smaller than the rubric and the map allow"
        raise NhsdxError(message, "--minimum-respondents", f"expected {least} or more", code="out-of-range")
    return PROTECTIONS[name]._replace(minimum=least if minimum is None else minimum)


def report_survey(
    responses: str,
    loaded: LoadedQuestionnaire,
    by: Sequence[str],
    protection: Protection,
) -> SurveyReport:
    """Counts the responses of a file and protects the counts. Raises NhsdxError for a file that cannot be read."""
    with open_responses(responses, loaded.questionnaire) as read:
        return _count_responses(read, responses, loaded, by, protection)


def _count_responses(
    read: Responses, responses: str, loaded: LoadedQuestionnaire, by: Sequence[str], protection: Protection
) -> SurveyReport:
    questionnaire, rubric = loaded.questionnaire, loaded.rubric
    places = _find_places(questionnaire, by)
    _refuse_shared_columns(questionnaire, read, responses)
    counter = ResponseCounter(read, questionnaire, responses)
    people = counter.count_people()
    questions, ratings = counter.count_criteria(rubric)
    scales = [scale for name in questionnaire.scales for scale in counter.count_scales(name)]
    values = [*(rating.scale for rating in ratings), *scales]
    sizes = [people, *(one.sizes for one in questions), *(one.sizes for one in values)]
    has_teams = questionnaire.team is not None
    released = release_cells(questionnaire.group_columns, sizes, protection.minimum, has_teams=has_teams)
    groups, hidden = released.find_groups(places)
    silent = count_silent(questionnaire, counter, protection.minimum)
    invited = count_invited(questionnaire, by)
    latest, undated = _find_latest(read, questionnaire)
    shown = tuple(publish_question(one, groups, protection, invited) for one in questions)
    rated = tuple(publish_rating(one, groups, protection, invited) for one in ratings)
    measured = tuple(publish_scale(one, groups, protection) for one in scales)
    return SurveyReport(
        rubric=rubric.reference,
        rubric_title=rubric.rubric.title,
        shown=rubric.rubric.shown,
        source=read.source,
        latest=latest,
        undated=undated,
        by=tuple(by),
        protection=protection,
        looks_like=read.looks_like,
        left_out=read.left_out,
        unmarked=read.unmarked,
        responses=_count_all(sum(people.values()), protection, is_shown=bool(groups)),
        hidden_groups=hidden,
        silent_groups=silent,
        questions=shown,
        ratings=rated,
        scales=measured,
        rejects=tuple(sorted(counter.rejects)),
        rejected=dict(sorted(Counter(column for _, column in counter.rejects).items())),
        hints=publish_hints(counter.shared, (*shown, *rated, *measured), questionnaire, protection),
    )


def _count_all(people: int, protection: Protection, *, is_shown: bool) -> int | None:
    """How many responses count in all; None if this number is hidden."""
    return suppress_small_counts([people], protection)[0] if is_shown else None


def _find_latest(read: Responses, questionnaire: Questionnaire) -> tuple[datetime.date | None, tuple[str, str] | None]:
    """The day of the latest response, or else why that day is in doubt and what to do about it."""
    latest = read.find_latest_day(questionnaire.rules.dates)
    return latest, read.explain_day() if latest is None else None


def _refuse_shared_columns(questionnaire: Questionnaire, read: Responses, where: str) -> None:
    """Raises NhsdxError if the map gives a column of a statement or scale twice, under two of its names."""
    uses = questionnaire.count_uses(read.find_column)
    for name in sorted(questionnaire.summed_columns):
        if uses[name] > 1:
            message = f"the map uses the column {quote_word(name)} {uses[name]} times, under several names"
            raise NhsdxError(message, where, USED_ONCE, code="duplicate")


def _find_places(questionnaire: Questionnaire, by: Sequence[str]) -> list[int]:
    """The place of each column in `by` among the columns that the map declares.

    Raises NhsdxError for columns that the map does not allow.
    """
    columns = questionnaire.group_columns
    for name in by:
        if name not in columns:
            message = f"the map does not allow results by {quote_word(name)}"
            hint = suggest_one_of(name, columns) if columns else 'write [groups] with columns = ["..."] in the map'
            raise NhsdxError(message, "--by", hint, code="group-column")
    depth = len(columns) if questionnaire.groups is None else questionnaire.groups.depth or len(columns)
    if len(set(by)) < len(by) or len(by) > depth:
        hint = f"expected different columns, at most {depth}"
        raise NhsdxError("the map does not allow this combination of columns", "--by", hint, code="group-column")
    return [columns.index(name) for name in by]
