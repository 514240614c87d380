"""Presents the questions of a rubric as forms in any medium, and makes assessment files from filled-in forms."""

from __future__ import annotations

from nhsdx.forms.build import build_form
from nhsdx.forms.cells import FilledCell, Leaves, Raw, fold_cell, write_cell
from nhsdx.forms.leaves import find_values, list_leaves, spread_counts
from nhsdx.forms.model import (
    Form,
    FormField,
    FormGrade,
    FormItem,
    FormOption,
    FormQuestion,
    FormSection,
    FormStamp,
    Guidance,
)
from nhsdx.forms.opened import OpenForm

__all__ = [
    "FilledCell",
    "Form",
    "FormField",
    "FormGrade",
    "FormItem",
    "FormOption",
    "FormQuestion",
    "FormSection",
    "FormStamp",
    "Guidance",
    "Leaves",
    "OpenForm",
    "Raw",
    "build_form",
    "find_values",
    "fold_cell",
    "list_leaves",
    "spread_counts",
    "write_cell",
]
