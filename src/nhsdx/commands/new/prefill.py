"""Copies an assessment's answers into a new form, or into a new file with every question as a comment."""

from __future__ import annotations

import datetime

from nhsdx.commands.new.filled import write_filled
from nhsdx.commands.new.model import NewFile
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN, is_file, read_source
from nhsdx.forms import build_form, list_leaves
from nhsdx.forms.media.drawers import DRAWERS
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.rubric_file import is_rubric_file, move_reference
from nhsdx.model import ASSESSMENT_FORMAT


def is_assessment(name: str) -> bool:
    """Whether the file with this name is an assessment whose rubric is in another file."""
    if name == STDIN or not is_rubric_file(name) or not is_file(name):
        return False
    try:
        return read_source(name).data.get("format") == ASSESSMENT_FORMAT
    except NhsdxError:
        return False


def prefill_file(name: str, format_: str, day: datetime.date | None, output: str | None) -> NewFile:
    """A form or a file with the questions of an assessment's rubric and the assessment's answers.

    The form or file will be written to `output`, or into the current folder.

    `day` replaces the assessment's own date. Raises InvalidInputError or NhsdxError for an assessment that cannot be
    used.
    """
    loaded = AssessmentLoader().load(name)
    named = str(loaded.source.data["rubric"])
    reference = move_reference(name, named, loaded.rubric, output)
    form = build_form(loaded.instrument, reference, loaded.assessment.profile)
    leaves = list_leaves(loaded.assessment, loaded.instrument.answerable)
    leaves |= {} if day is None else {("assessment", "date"): day}
    content = write_filled(loaded, form, leaves).encode() if format_ == "toml" else DRAWERS[format_](form, leaves)
    asked = {question.id for question in form.questions}
    answered = sum(one.is_known for key, one in loaded.assessment.answers.items() if key in asked)
    is_lost = named.endswith(".toml") and not reference.endswith(".toml")
    return NewFile(content, len(asked), answered, str(loaded.source.folder / named) if is_lost else None)
