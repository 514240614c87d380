"""An empty form of a rubric, in any medium."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from nhsdx.commands.new.blank import load_for_assessment
from nhsdx.forms import build_form
from nhsdx.forms.media.drawers import DRAWERS
from nhsdx.loading.rubric_file import build_rubric_reference, is_rubric_file


class EmptyForm(NamedTuple):
    """The content of a form, how many questions it asks, and whether only `--rubric` finds its rubric."""

    content: bytes
    questions: int
    needs_rubric: bool


def start_form(
    name: str, format_: str, profile: str | None, day: datetime.date | None, output: str | None
) -> EmptyForm:
    """An empty form of the rubric in a file or with an id. Raises InvalidInputError or NhsdxError."""
    loaded = load_for_assessment(name, profile)
    reference = build_rubric_reference(name, loaded.rubric, output)
    form = build_form(loaded.instrument, reference, profile)
    today = datetime.date.today()  # noqa: DTZ011 - the day where the user is
    content = DRAWERS[format_](form, {("assessment", "date"): day or today})
    return EmptyForm(content, len(list(form.questions)), is_rubric_file(name) and not reference.endswith(".toml"))
