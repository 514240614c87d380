"""From the files of responses and their map to a survey that may be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nhsdx.commands.survey.counts import ResponseCounter
from nhsdx.commands.survey.disclosure.hidden_groups import PROTECTIONS, Key, Protection
from nhsdx.commands.survey.map import LoadedQuestionnaire, Questionnaire
from nhsdx.commands.survey.outcome import SurveyReport, publish_question, publish_scale
from nhsdx.commands.survey.responses import read_responses
from nhsdx.commands.survey.summary import ALL
from nhsdx.model import expect_known


def choose_protection(name: str, minimum: int) -> Protection:
    """How small numbers are protected, by name; `minimum` may raise the number of respondents a group needs.

    Raises NhsdxError for a name that does not exist.
    """
    expect_known(name, PROTECTIONS, "a protection", "protect")
    protection = PROTECTIONS[name]
    return protection._replace(minimum=max(minimum, protection.minimum))


def report_survey(
    responses: str, loaded: LoadedQuestionnaire, by: Sequence[str], protection: Protection
) -> SurveyReport:
    """Counts the responses of a file and protects the counts. Raises NhsdxError for a file that cannot be read."""
    questionnaire, rubric = loaded.questionnaire, loaded.rubric
    read = read_responses(responses, questionnaire.source)
    counter = ResponseCounter(read, questionnaire, by, responses)
    invited = _count_invited(questionnaire, by)
    questions = [counter.count_question(rubric, name) for name in questionnaire.criteria]
    scales = [scale for name in questionnaire.scales for scale in counter.count_scales(name)]
    return SurveyReport(
        rubric=rubric.reference,
        rubric_title=rubric.rubric.title,
        source=read.source,
        latest=read.find_latest_day(),
        by=tuple(by),
        protection=protection,
        left_out=read.left_out,
        questions=tuple(publish_question(question, protection, invited) for question in questions),
        scales=tuple(publish_scale(scale, protection) for scale in scales),
        rejects=tuple(sorted(counter.rejects)),
        rejected=dict(sorted(Counter(column for _, column in counter.rejects).items())),
    )


def _count_invited(questionnaire: Questionnaire, by: Sequence[str]) -> dict[Key, int]:
    """How many people were asked: in all, and in each group if the map gives numbers for the column of the groups."""
    invited = questionnaire.invited
    if invited is None:
        return {}
    groups = {(value,): number for value, number in invited.numbers.items()} if list(by) == [invited.column] else {}
    return {ALL: sum(invited.numbers.values())} | groups
