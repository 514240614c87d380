"""A survey as CSV for spreadsheets; hidden figures are shown as an asterisk."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from nhsdx.commands.survey.outcome import PublicRating, SurveyReport
from nhsdx.commands.survey.summary import BANDS, PublicGroup
from nhsdx.documents.safe_text import clean
from nhsdx.scoring import round_half_up
from nhsdx.tables.columns import FORMULA

HIDDEN = "*"
FIELDS = (
    "question", "respondents", "invited", "rate", "mean", "mean_low", "mean_high", "share", "share_low", "share_high",
    "teams", "team_low", "team_high", "left_out", "hidden",
)  # fmt: skip


def format_survey_csv(report: SurveyReport) -> str:
    """A line for each group in each question or scale, with a column for each option or score band.

    Figures are rounded as on the page.
    """
    widths = [len(question.options) for question in report.questions] + [len(BANDS) for _ in report.ratings]
    width = max(widths, default=0)
    options = [f"option_{number}" for number in range(1, width + 1)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*map(escape_formula, report.by), *FIELDS, *options])
    for block in report.blocks:
        for line in block.groups:
            key = [escape_formula(part) for part in line.key] or ["all"] * len(report.by)
            left_out = _format_left_out(line) if isinstance(block, PublicRating) else ""
            figures = [*_list_figures(line), left_out, line.hidden or ""]
            writer.writerow([*key, block.id, *figures, *_list_counts(line, width)])
    return text.getvalue()


def _list_figures(line: PublicGroup) -> Iterator[str]:
    none = (None, None)
    yield HIDDEN if line.hidden is not None else _format_number(line.respondents, 0)
    yield _format_number(line.invited, 0)
    yield _format_number(line.rate, 3)
    yield from (_format_number(figure, 1) for figure in (line.mean, *(line.mean_interval or none)))
    yield from (_format_number(figure, 3) for figure in (line.share, *(line.share_interval or none)))
    yield _format_number(line.teams, 0)
    yield from (_format_number(bound, 1 if line.share is None else 3) for bound in line.team_interval or none)


def _format_left_out(line: PublicGroup) -> str:
    return HIDDEN if line.left_out is None else str(line.left_out)


def _list_counts(line: PublicGroup, width: int) -> list[str]:
    if line.hidden is not None:
        return [HIDDEN] * width
    counts = [HIDDEN if count is None else str(count) for count in line.counts or ()]
    return counts + [""] * (width - len(counts))


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
    return f"'{line}" if re.match(FORMULA, line) else line
