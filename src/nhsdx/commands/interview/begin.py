"""The interview file: an existing one, or a new one for a rubric."""

from __future__ import annotations

import datetime

from nhsdx.documents.safe_text import clean
from nhsdx.errors import NhsdxError
from nhsdx.files.shipped import parse_reference
from nhsdx.files.source import read_source
from nhsdx.forms import Leaves, build_form
from nhsdx.forms.merge import format_assessment
from nhsdx.loading.rubric_file import build_rubric_reference, is_rubric_file, load_rubric
from nhsdx.model import ASSESSMENT_FORMAT, ROLE_PLACEHOLDER, RUBRIC_FORMAT, SUBJECT_PLACEHOLDER, expect_profile

FIRST_NAME = "assessment.toml"


def is_bare_rubric(name: str) -> bool:
    """Whether a name refers to a rubric whose file contains no assessment."""
    if not is_rubric_file(name):
        return parse_reference(name) is not None and _has_rubric(name)
    try:
        data = read_source(name).data
    except NhsdxError:
        return False
    return data.get("format") == RUBRIC_FORMAT and "assessment" not in data


def _has_rubric(name: str) -> bool:
    try:
        load_rubric(name)
    except NhsdxError:
        return False
    return True


def began_before(name: str, output: str, profile: str | None, day: datetime.date | None) -> bool:
    """Whether the same command began this file earlier; False if there is no file.

    An interview continues in a file that it began. Raises NhsdxError if the file exists but was begun in another way.
    """
    try:
        data = read_source(output).data
    except NhsdxError as error:
        if error.code == "file-not-found":
            return False
        data = {}
    about = data.get("assessment")
    began = {"format": ASSESSMENT_FORMAT, "rubric": build_rubric_reference(name, load_rubric(name).rubric, output)}
    is_same = all(data.get(key) == value for key, value in began.items()) and data.get("profile") == profile
    if is_same and isinstance(about, dict) and day in (None, about.get("date")):
        return True
    hint = (
        f"to continue the assessment in this file: nhsdx interview {clean(output)}; otherwise give another name with -o"
    )
    raise NhsdxError("the file already exists, and this command did not begin it", output, hint, code="file-exists")


def write_beginning(name: str, output: str, profile: str | None, day: datetime.date | None) -> str:
    """The text of a new assessment for a rubric, with no answers yet.

    Raises InvalidInputError or NhsdxError for a rubric or a profile that cannot be used.
    """
    loaded = load_rubric(name)
    expect_profile(loaded.rubric, profile, "--profile")
    form = build_form(loaded.instrument, build_rubric_reference(name, loaded.rubric, output), profile)
    leaves: Leaves = {} if profile is None else {("profile",): profile}
    today = datetime.date.today()  # noqa: DTZ011 - the user's own day is meant
    leaves |= {
        ("assessment", "subject"): SUBJECT_PLACEHOLDER,
        ("assessment", "date"): day or today,
        ("assessment", "voice"): "self",
        ("assessment", "assessors"): [ROLE_PLACEHOLDER],
    }
    return format_assessment(form, leaves)
