"""A report as one HTML file: readable without a network or a script, with its results inside as data."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from nhsdx.model.report import FOOTER, RESULTS_ID, Heading, RangeChart, Report, Table
from nhsdx.render.figures import score_text
from nhsdx.render.plain import UNSAFE
from nhsdx.render.svg import axis, hatching, range_bar

TEMPLATES = Path(__file__).parent / "templates"
MOST_KEPT = 8
"""The most rows of a table that is kept on one page."""
ROOMY, MOST_ON_PAGE_ONE = 3_900, 4_950
"""Up to how many characters page one is printed larger, and from how many smaller, to fit a side of A4."""
# What could end the element or begin another, wherever it stands in a text.
IN_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def report_html(report: Report, results: Sequence[dict[str, Any]]) -> str:
    """The whole page. `results` are the published results that it tells of, put inside as one JSON value.

    Nothing in it runs, and its policy lets nothing be loaded: style sheet and results stand in the file.
    """
    style = _style()
    headings = [block for page in report.pages for block in page.blocks if isinstance(block, Heading)]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            style=Markup(style),  # noqa: S704 - our own style sheet
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            contents=[heading for heading in headings if heading.level == 2],  # noqa: PLR2004 - below the title
            most_on_page_one=MOST_ON_PAGE_ONE,
            roomy_page_one=ROOMY,
            results_id=RESULTS_ID,
            footer=FOOTER,
            data=Markup(embedded_json(results)),  # noqa: S704 - nothing in it could end its element
        )
    )


def embedded_json(results: Sequence[dict[str, Any]]) -> str:
    """Results as JSON that no HTML reader takes for markup: one table, or a list of several."""
    value = results[0] if len(results) == 1 else list(results)
    text = json.dumps(value, separators=(",", ":"), allow_nan=False).translate(IN_MARKUP)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def _style() -> str:
    return (TEMPLATES / "report.css").read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind"] = lambda block: type(block).__name__
    made.tests["short"] = _is_short
    made.filters["score"] = score_text
    made.globals |= {"axis": _axis, "hatching": _hatching, "bar": _bar}
    return made


def _is_short(table: Table) -> bool:
    """Whether a table is better kept on one page when it is printed."""
    return len(table.rows) <= MOST_KEPT and all(len(lines) <= 1 for row in table.rows for lines in row[1:])


def _axis(chart: RangeChart) -> Markup:
    return Markup(axis(chart.scale))  # noqa: S704 - the drawing escapes what it is given


def _hatching() -> Markup:
    return Markup(hatching())  # noqa: S704 - as above


def _bar(chart: RangeChart, row: int, name: str) -> Markup:
    return Markup(range_bar(chart.rows[row], chart.scale, name))  # noqa: S704 - as above
