"""An assessment file with every question as a comment, and the answers of another assessment."""

from __future__ import annotations

from collections.abc import Collection

from nhsdx.commands.new.blank import build_blank_assessment
from nhsdx.forms import Form, Leaves
from nhsdx.forms.leaves import has_value, select_leaves
from nhsdx.forms.merge import rewrite_assessment
from nhsdx.loading.assessment_file import LoadedAssessment
from nhsdx.model import Path


def write_filled(loaded: LoadedAssessment, form: Form, leaves: Leaves) -> str:
    """A new file with every question as a comment, and with the given values in place of empty ones."""
    rubric, day = loaded.instrument.answerable, loaded.assessment.about.date
    text = build_blank_assessment(rubric, form.stamp.rubric, form.stamp.profile, day)
    empty = {("answers", question.id, "items") for question in form.questions}
    values = {path: value for path, value in leaves.items() if path not in empty}
    return rewrite_assessment(loaded.source.name, text, form, values, _list_gone(form, leaves))


def _list_gone(form: Form, leaves: Leaves) -> Collection[Path]:
    """The paths in an empty file that the given answers make unnecessary."""
    assessors: Path = ("assessment", "assessors")
    gone = set() if assessors in leaves else {assessors}
    for question in form.questions:
        path: Path = ("answers", question.id)
        answer = select_leaves(leaves, path)
        if question.items and (*path, "status") in answer:
            gone.update(item.field.path for item in question.items)
        elif not question.items and has_value(answer):
            gone.add((*path, "status"))
    return gone
