"""A document as one HTML file: readable without a network or a script, with its results inside as data."""

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

from nhsdx.documents.bars import tabulate_bars
from nhsdx.documents.blocks import (
    FOOTER,
    LANGUAGE,
    Document,
    Heading,
    Histogram,
    StackedBars,
    Table,
)
from nhsdx.documents.html.svg import draw_axis, draw_bins, draw_hatching, draw_range_bar, draw_stacked_bar
from nhsdx.documents.number_words import format_score
from nhsdx.documents.safe_text import UNSAFE
from nhsdx.results.in_html import RESULTS_ID

TEMPLATES = Path(__file__).parent / "templates"
MOST_KEPT = 8
"""The most rows of a table that is kept on one page."""
ROOMY, MOST_ON_PAGE_ONE = 3_900, 4_850
"""Up to how many characters page one is printed larger, and from how many smaller, to fit a side of A4."""
# What could end the element or begin another, wherever it is in a text.
IN_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def draw_html(document: Document, results: Sequence[dict[str, Any]] = ()) -> str:
    """The whole page. `results` are the published results that it shows, put inside as one JSON value.

    It has no scripts, and its policy forbids loading anything: the style sheet and the results are in the file.
    """
    style = _read_style()
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    return (
        _make_environment()
        .get_template("document.html.j2")
        .render(
            document=document,
            language=LANGUAGE,
            style=Markup(style),  # noqa: S704 - our own style sheet
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            contents=[heading for heading in headings if heading.level == 2],  # noqa: PLR2004 - below the title
            most_on_page_one=MOST_ON_PAGE_ONE,
            roomy_page_one=ROOMY,
            results_id=RESULTS_ID,
            footer=FOOTER,
            data=Markup(embed_json(results)) if results else "",  # noqa: S704 - nothing in it could end its element
        )
        + "\n"
    )


def embed_json(results: Sequence[dict[str, Any]]) -> str:
    """Results as JSON that HTML parsers never treat as markup: one object, or a list of several."""
    value = results[0] if len(results) == 1 else list(results)
    text = json.dumps(value, separators=(",", ":"), allow_nan=False).translate(IN_MARKUP)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@cache
def _read_style() -> str:
    return (TEMPLATES / "document.css").read_text(encoding="utf-8").strip()


@cache
def _make_environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind"] = lambda block: type(block).__name__
    made.filters["score"] = format_score
    made.filters["tabulate"] = tabulate_bars
    made.tests["short"] = _is_short
    made.globals |= {
        "axis": draw_axis,
        "hatching": draw_hatching,
        "bar": draw_range_bar,
        "group_bar": _draw_group_bar,
    }
    return made


def _is_short(table: Table) -> bool:
    """Whether a table is better kept on one page when it is printed."""
    return len(table.rows) <= MOST_KEPT and all(len(lines) <= 1 for row in table.rows for lines in row[1:])


def _draw_group_bar(chart: StackedBars | Histogram, row: int) -> Markup:
    """The bar of a row, which only repeats the figures beside it."""
    counts = chart.rows[row].counts
    if counts is None:
        return Markup("")
    return draw_stacked_bar(counts) if isinstance(chart, StackedBars) else draw_bins(counts)
