"""The drawer of each medium, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from nhsdx.forms import Form
from nhsdx.model import Path

FormDrawer: TypeAlias = Callable[[Form, Mapping[Path, Any]], bytes]
"""Draws a form, with the values that are known already."""


def _draw_csv(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    from nhsdx.forms.media.csv_row import format_csv_row

    return format_csv_row(form, leaves).encode("utf-8-sig")


DRAWERS: Mapping[str, FormDrawer] = {"csv": _draw_csv}
"""How a form is drawn, by the name of its format in `cli.output.SUFFIXES`."""
