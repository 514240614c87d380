"""A survey as JSON; hidden figures are null."""

import datetime
from collections.abc import Sequence
from typing import Literal

from nhsdx.commands.survey.assessment.into import AssessmentChange
from nhsdx.commands.survey.outcome import PublicQuestion, SurveyReport
from nhsdx.commands.survey.programs.names import ProgramName, Reason
from nhsdx.commands.survey.summary import BANDS, PublicGroup
from nhsdx.model import Finding
from nhsdx.results.output import HintData, Listed, OutputDocument, OutputModel
from nhsdx.results.shape import PublishedScores


class ProtectionData(OutputModel):
    """Which groups and counts are hidden because they are small, and how counts are rounded."""

    minimum: int
    hidden_up_to: int
    rounded_to: int


class RespondentsData(OutputModel):
    """The figures of one group, as far as they may be shown. If the group is hidden, all of its figures are null."""

    group: dict[str, str] | None
    hidden: Literal["too-few"] | None
    respondents: int | None
    counts: Listed[int | None] | None
    mean: float | None
    mean_interval: tuple[float, float] | None
    share: float | None
    share_interval: tuple[float, float] | None
    invited: int | None
    response_rate: float | None
    teams: int | None
    few_teams: bool
    team_interval: tuple[float, float] | None
    left_out: int | None
    unread: Listed[str]


class QuestionData(OutputModel):
    """A survey criterion, and the figures for each group that may be shown."""

    title: str
    options: Listed[str]
    share_of: Listed[str]
    groups: Listed[RespondentsData]


class RatingData(OutputModel):
    """A survey criterion with statements, and the figures that may be shown: each group's mean and score bands."""

    title: str
    statements: int
    needed: int
    not_asked: Listed[str]
    bands: Listed[float]
    groups: Listed[RespondentsData]


class ScaleData(OutputModel):
    """A scale of the export, and the figures for each group that may be shown."""

    title: str
    source: str
    lowest: float
    highest: float
    groups: Listed[RespondentsData]


class ChangeData(OutputModel):
    """The scores of a node, first without and then with the survey answers.

    A new assessment has no earlier scores.
    """

    before: PublishedScores | None
    after: PublishedScores


class IntoData(OutputModel):
    """The assessment to which the answers were added, the scores that they change, and findings about the answers."""

    file: str
    seen: datetime.date
    nodes: dict[str, ChangeData]
    findings: Listed[Finding]


class SurveyOutput(OutputDocument):
    """Survey results, as `nhsdx survey --format json` writes them. Means are in points, shares from 0 to 1."""

    format: Literal["nhsdx.survey/1"]
    rubric: str
    source: ProgramName
    looks_like: ProgramName | None
    by: Listed[str]
    protection: ProtectionData
    left_out: dict[Reason, int]
    unmarked: Listed[Reason]
    responses: int | None
    hidden_groups: int
    silent_groups: int
    questions: dict[str, QuestionData]
    ratings: dict[str, RatingData]
    scales: dict[str, ScaleData]
    into: IntoData | None
    rejected: dict[str, int]
    hints: Listed[HintData]


def build_survey(report: SurveyReport, change: AssessmentChange | None = None) -> SurveyOutput:
    """The whole survey as JSON."""
    protection = report.protection
    return SurveyOutput.build(
        report,
        protection=ProtectionData.build(protection, hidden_up_to=protection.hidden, rounded_to=protection.multiple),
        questions={one.id: _build_question(one, report.by) for one in report.questions},
        ratings={
            one.id: RatingData.build(one, bands=list(map(float, BANDS)), groups=_list_groups(one.groups, report.by))
            for one in report.ratings
        },
        into=None if change is None else _build_into(change),
        scales={one.id: ScaleData.build(one, groups=_list_groups(one.groups, report.by)) for one in report.scales},
    )


def _build_question(question: PublicQuestion, by: Sequence[str]) -> QuestionData:
    return QuestionData.build(
        question,
        share_of=[question.options[place] for place in question.chosen],
        groups=_list_groups(question.groups, by),
    )


def _list_groups(lines: Sequence[PublicGroup], by: Sequence[str]) -> list[RespondentsData]:
    return [
        RespondentsData.build(
            line,
            group=dict(zip(by, line.key, strict=True)) if line.key else None,
            response_rate=line.rate,
        )
        for line in lines
    ]


def _build_into(change: AssessmentChange) -> IntoData:
    nodes = {}
    for node in change.list_touched():
        before = change.find_before(node.id)
        nodes[node.id] = ChangeData.build(before=None if before is None else before.scores, after=node.scores)
    return IntoData.build(change, file=change.name, nodes=nodes, findings=change.list_findings())
