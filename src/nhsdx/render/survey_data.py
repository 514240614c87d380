"""A survey as data: JSON for programs, CSV for spreadsheets. What is hidden is null, or an asterisk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from nhsdx import __version__
from nhsdx.analysis.intervals import Interval
from nhsdx.analysis.survey_report import SurveyReport, ToldQuestion, ToldScale
from nhsdx.analysis.survey_summary import Told
from nhsdx.documents.number_words import round_half_up
from nhsdx.documents.safe_text import clean

SURVEY_FORMAT = "nhsdx.survey/1"
HIDDEN = "*"
FORMULA = re.compile(r"[=+\-@\t\r]")
FIELDS = (
    "question", "respondents", "invited", "rate", "mean", "mean_low", "mean_high", "share", "share_low", "share_high",
    "teams", "team_low", "team_high", "hidden",
)  # fmt: skip


def survey_data(report: SurveyReport) -> dict[str, Any]:
    """The whole survey; means in points, shares and rates from 0 to 1."""
    return {
        "format": SURVEY_FORMAT,
        "tool": {"name": "nhsdx", "version": __version__},
        "rubric": report.rubric,
        "source": report.source,
        "by": list(report.by),
        "protection": {
            "minimum": report.protection.minimum,
            "hidden_up_to": report.protection.hidden,
            "rounded_to": report.protection.multiple,
        },
        "rows_left_out": report.left_out,
        "questions": {
            question.id: {
                "title": question.title,
                "options": list(question.options),
                "share_of": [question.options[place] for place in question.chosen],
                "minimum_respondents": question.minimum,
                "groups": [_line(report, line) for line in question.lines],
            }
            for question in report.questions
        },
        "scales": {
            scale.id: {
                "title": scale.title,
                "source": scale.source,
                "lowest": scale.lowest,
                "highest": scale.highest,
                "groups": [_line(report, line) for line in scale.lines],
            }
            for scale in report.scales
        },
        "rejected": dict(report.rejected),
    }


def _line(report: SurveyReport, line: Told) -> dict[str, Any]:
    return {
        "group": dict(zip(report.by, line.key, strict=True)) if line.key else None,
        "hidden": line.hidden,
        "respondents": line.respondents,
        "counts": None if line.counts is None else list(line.counts),
        "mean": line.mean,
        "mean_interval": _bounds(line.mean_interval),
        "share": line.share,
        "share_interval": _bounds(line.share_interval),
        "invited": line.invited,
        "response_rate": line.rate,
        "teams": line.teams,
        "few_teams": line.few_teams,
        "team_interval": _bounds(line.team_interval),
    }


def _bounds(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)


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
