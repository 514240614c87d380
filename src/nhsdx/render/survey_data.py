"""A survey as data: JSON for programs, CSV for spreadsheets. What is hidden is null, or an asterisk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from nhsdx.analysis.survey_report import SurveyReport, ToldQuestion, ToldScale
from nhsdx.analysis.survey_summary import Told
from nhsdx.documents.number_words import round_half_up
from nhsdx.documents.safe_text import clean
from nhsdx.model.output import Listed, OutputDocument, OutputModel

HIDDEN = "*"
FORMULA = re.compile(r"[=+\-@\t\r]")
FIELDS = (
    "question", "respondents", "invited", "rate", "mean", "mean_low", "mean_high", "share", "share_low", "share_high",
    "teams", "team_low", "team_high", "hidden",
)  # fmt: skip


class ProtectionData(OutputModel):
    """How small numbers are protected."""

    minimum: int
    hidden_up_to: int
    rounded_to: int


class RespondentsData(OutputModel):
    """What may be shown of the answers of one group. Everything else is null where the group is hidden."""

    group: dict[str, str] | None
    hidden: Literal["too-few", "hidden"] | None
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


class QuestionData(OutputModel):
    """A survey criterion, and what may be shown of each group."""

    title: str
    options: Listed[str]
    share_of: Listed[str]
    minimum_respondents: int
    groups: Listed[RespondentsData]


class ScaleData(OutputModel):
    """A scale of the export, and what may be shown of each group."""

    title: str
    source: str
    lowest: float
    highest: float
    groups: Listed[RespondentsData]


class SurveyOutput(OutputDocument):
    """A survey, as `nhsdx survey --format json` writes it; means are in points, shares and rates from 0 to 1."""

    format: Literal["nhsdx.survey/1"]
    rubric: str
    source: str
    by: Listed[str]
    protection: ProtectionData
    rows_left_out: int
    questions: dict[str, QuestionData]
    scales: dict[str, ScaleData]
    rejected: dict[str, int]


def build_survey(report: SurveyReport) -> SurveyOutput:
    """The whole survey as its JSON holds it."""
    protection = report.protection
    return SurveyOutput.build(
        report,
        protection=ProtectionData.build(protection, hidden_up_to=protection.hidden, rounded_to=protection.multiple),
        rows_left_out=report.left_out,
        questions={one.id: _question(one, report.by) for one in report.questions},
        scales={one.id: ScaleData.build(one, groups=_groups(one.lines, report.by)) for one in report.scales},
    )


def _question(question: ToldQuestion, by: Sequence[str]) -> QuestionData:
    return QuestionData.build(
        question,
        share_of=[question.options[place] for place in question.chosen],
        minimum_respondents=question.minimum,
        groups=_groups(question.lines, by),
    )


def _groups(lines: Sequence[Told], by: Sequence[str]) -> list[RespondentsData]:
    return [
        RespondentsData.build(
            line,
            group=dict(zip(by, line.key, strict=True)) if line.key else None,
            response_rate=line.rate,
        )
        for line in lines
    ]


def survey_csv(report: SurveyReport) -> str:
    """A line for each question or scale and group, with a column for each option; rounded as on the page."""
    width = max((len(question.options) for question in report.questions), default=0)
    options = [f"option_{number}" for number in range(1, width + 1)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(harmless, report.by), *FIELDS, *options])
    blocks: tuple[ToldQuestion | ToldScale, ...] = (*report.questions, *report.scales)
    for block in blocks:
        for line in block.lines:
            key = [harmless(part) for part in line.key] or ["all"] * len(report.by)
            counts = list(_counts(line, width))
            writer.writerow([*key, block.id, *_figures(line), *counts])
    return text.getvalue()


def _figures(line: Told) -> Iterator[str]:
    figures = (line.respondents, line.invited, line.mean, *(line.mean_interval or (None, None)))
    shares = (line.share, *(line.share_interval or (None, None)))
    teams = line.team_interval or (None, None)
    places = 1 if line.share is None else 3
    is_hidden = line.hidden is not None
    yield HIDDEN if is_hidden else _number(figures[0], 0)
    yield _number(figures[1], 0)
    yield _number(line.rate, 3)
    yield from (_number(figure, 1) for figure in figures[2:])
    yield from (_number(share, 3) for share in shares)
    yield _number(line.teams, 0)
    yield from (_number(bound, places) for bound in teams)
    yield line.hidden or ""


def _counts(line: Told, width: int) -> Iterator[str]:
    counts = line.counts or ()
    for place in range(width):
        if line.hidden is not None:
            yield HIDDEN
        elif place >= len(counts):
            yield ""
        else:
            count = counts[place]
            yield HIDDEN if count is None else str(count)


def _number(value: float | None, places: int) -> str:
    return "" if value is None else round_half_up(value, places)


def harmless(text: str) -> str:
    """A text on one line, with an apostrophe before it if a spreadsheet program would take it for a formula."""
    line = clean(text)
    return f"'{line}" if FORMULA.match(line) else line
