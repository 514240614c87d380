"""How the cells of a workbook look: few colours, enough contrast, and no information in colour alone."""

from __future__ import annotations

from typing import Any

INK, BLUE, GREY, PALE, FIELD, LINE = "#0B0C0C", "#005EB8", "#4C6272", "#E8EDEE", "#FFFBE6", "#768692"
TOP = {
    "valign": "top",
    "align": "left",
    "indent": 1,
    "text_wrap": True,
    "font_name": "Arial",
    "font_size": 11,
    "font_color": INK,
}
BOX = {"border": 1, "border_color": LINE}
SHARE = '[>=1]"100%";[>=0.985]"99%";0%'
"""The format of shares, which are whole percentages, as on every page."""
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Arial", "font_size": 16, "bold": True, "font_color": BLUE},
    "note": {"font_name": "Arial", "font_size": 11, "font_color": GREY, "valign": "top"},
    "heading": {**TOP, **BOX, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE},
    "text": {**TOP, **BOX},
    "lead": {**TOP, **BOX, "bold": True, "bg_color": PALE},
    "lead-text": {**TOP, **BOX, "bg_color": PALE},
    "key": {**TOP, **BOX, "font_size": 8, "font_color": GREY},
    "field": {**TOP, **BOX, "bg_color": FIELD, "locked": False, "num_format": "@"},
    "field-choice": {**TOP, **BOX, "bg_color": FIELD, "locked": False, "num_format": "@"},
    "field-number": {**TOP, **BOX, "bg_color": FIELD, "locked": False, "align": "left"},
    "field-day": {**TOP, **BOX, "bg_color": FIELD, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"},
    "percent": {**TOP, **BOX, "num_format": SHARE, "align": "right"},
    "strong": {**TOP, **BOX, "bold": True, "bg_color": PALE},
    "strong-percent": {**TOP, **BOX, "bold": True, "bg_color": PALE, "num_format": SHARE, "align": "right"},
}
"""The formats of cells, keyed by their names."""


def name_figure(decimals: int, *, is_node: bool) -> str:
    """The name of the format for a figure with the given number of decimals."""
    return f"{'strong' if is_node else 'plain'}-{decimals}"


def build_figure(decimals: int, *, is_node: bool) -> dict[str, Any]:
    """The format for a figure with the given number of decimals."""
    form = "0" + ("." + "0" * decimals if decimals else "")
    look = STYLES["strong" if is_node else "text"]
    return {**look, "num_format": form, "align": "right"}
