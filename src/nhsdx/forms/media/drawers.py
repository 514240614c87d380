"""The functions that draw a form in each medium, keyed by the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from nhsdx.extras import import_extra
from nhsdx.forms import Form
from nhsdx.model import Path

FormDrawer: TypeAlias = Callable[[Form, Mapping[Path, Any]], bytes]
"""A function that draws a form in which the given values are filled in."""


def _draw_csv(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    from nhsdx.forms.media.csv_row import format_csv_row

    return format_csv_row(form, leaves).encode("utf-8-sig")


def _draw_word(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    import_extra("docx", "docx")
    from nhsdx.forms.media.word.draw import draw_word_form

    return draw_word_form(form, leaves)


def _draw_fhir(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    from nhsdx.forms.media.fhir.response import draw_response

    return draw_response(form, leaves)


def _draw_offline(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    from nhsdx.forms.media.offline.drawing import draw_offline_form

    return draw_offline_form(form, leaves)


def _draw_workbook(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    from nhsdx.forms.media.workbook.draw import draw_workbook

    return draw_workbook(form, leaves)


DRAWERS: Mapping[str, FormDrawer] = {
    "csv": _draw_csv,
    "docx": _draw_word,
    "html": _draw_offline,
    "json": _draw_fhir,
    "xlsx": _draw_workbook,
}
"""The functions that draw a form, keyed by the format's name in `cli.output.SUFFIXES`."""
