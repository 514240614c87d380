"""A new assessment for a rubric, or an empty form in any medium."""

from __future__ import annotations

import datetime

from nhsdx.commands.new.blank import build_blank_assessment
from nhsdx.commands.new.model import NewFile
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN
from nhsdx.forms import build_form
from nhsdx.forms.media.drawers import DRAWERS
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.loading.rubric_file import build_rubric_reference, is_rubric_file, load_rubric
from nhsdx.model import expect_profile


def start_file(
    name: str,
    format_: str,
    profile: str | None = None,
    day: datetime.date | None = None,
    output: str | None = None,
) -> NewFile:
    """A blank assessment (toml) or an empty form, for a rubric that is given by its file or its id.

    The file will be written to `output`, or into the current folder. The assessment's date is today if no day is given.
    Raises InvalidInputError or NhsdxError for a rubric that cannot be used.
    """
    loaded = _load(name, profile)
    reference = build_rubric_reference(name, loaded.rubric, output)
    today = datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    if format_ == "toml":
        content = build_blank_assessment(loaded.answerable, reference, profile, day or today).encode()
    else:
        form = build_form(loaded.instrument, reference, profile)
        content = DRAWERS[format_](form, {("assessment", "date"): day or today})
    rubric = name if is_rubric_file(name) and not reference.endswith(".toml") else None
    return NewFile(content, len(loaded.answerable.select_criteria(profile)), 0, rubric)


def _load(name: str, profile: str | None) -> LoadedRubric:
    """The rubric of a new assessment.

    Raises NhsdxError if no file can refer to the rubric, or if the rubric lacks the profile.
    """
    if name == STDIN:
        hint = "save the rubric in a file that ends in .toml, and give its name"
        raise NhsdxError("the new file cannot refer to a rubric from stdin", hint=hint, code="rubric-not-found")
    loaded = load_rubric(name)
    if is_rubric_file(name) and not name.endswith(".toml"):
        hint = "rename the file: an assessment refers to its rubric by a path that ends in .toml"
        raise NhsdxError("this file's name does not end in .toml", name, hint, code="rubric-not-found")
    expect_profile(loaded.rubric, profile, "--profile")
    return loaded
