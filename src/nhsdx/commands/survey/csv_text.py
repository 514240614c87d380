"""A survey as CSV for spreadsheets; hidden figures are an asterisk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from nhsdx.commands.survey.outcome import PublicQuestion, PublicScale, SurveyReport
from nhsdx.commands.survey.summary import PublicGroup
from nhsdx.documents.number_words import round_half_up
from nhsdx.documents.safe_text import clean

HIDDEN = "*"
FORMULA = re.compile(r"[=+\-@\t\r]")
FIELDS = (
    "question", "respondents", "invited", "rate", "mean", "mean_low", "mean_high", "share", "share_low", "share_high",
    "teams", "team_low", "team_high", "hidden",
)  # fmt: skip


def format_survey_csv(report: SurveyReport) -> str:
    """A line for each group of each question or scale, with a column for each option; rounded as on the page."""
    width = max((len(question.options) for question in report.questions), default=0)
    options = [f"option_{number}" for number in range(1, width + 1)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(escape_formula, report.by), *FIELDS, *options])
    blocks: tuple[PublicQuestion | PublicScale, ...] = (*report.questions, *report.scales)
    for block in blocks:
        for line in block.groups:
            key = [escape_formula(part) for part in line.key] or ["all"] * len(report.by)
            counts = list(_list_counts(line, width))
            writer.writerow([*key, block.id, *_list_figures(line), *counts])
    return text.getvalue()


def _list_figures(line: PublicGroup) -> Iterator[str]:
    figures = (line.respondents, line.invited, line.mean, *(line.mean_interval or (None, None)))
    shares = (line.share, *(line.share_interval or (None, None)))
    teams = line.team_interval or (None, None)
    places = 1 if line.share is None else 3
    is_hidden = line.hidden is not None
    yield HIDDEN if is_hidden else _format_number(figures[0], 0)
    yield _format_number(figures[1], 0)
    yield _format_number(line.rate, 3)
    yield from (_format_number(figure, 1) for figure in figures[2:])
    yield from (_format_number(share, 3) for share in shares)
    yield _format_number(line.teams, 0)
    yield from (_format_number(bound, places) for bound in teams)
    yield line.hidden or ""


def _list_counts(line: PublicGroup, width: int) -> Iterator[str]:
    counts = line.counts or ()
    for place in range(width):
        if line.hidden is not None:
            yield HIDDEN
        elif place >= len(counts):
            yield ""
        else:
            count = counts[place]
            yield HIDDEN if count is None else str(count)


def _format_number(value: float | None, places: int) -> str:
    return "" if value is None else round_half_up(value, places)


def format_rejects(report: SurveyReport) -> str:
    """The row and column of each invalid cell, without its content."""
    text = io.StringIO()
    rows = [(row, escape_formula(column)) for row, column in report.rejects]
    csv.writer(text, lineterminator="\n").writerows([("row", "column"), *rows])
    return text.getvalue()


def escape_formula(text: str) -> str:
    """A text on one line, with an apostrophe before it if a spreadsheet would read it as a formula."""
    line = clean(text)
    return f"'{line}" if FORMULA.match(line) else line
