"""The map of a whole questionnaire in a survey program: the stamp of the form, and which column fills which field."""

from __future__ import annotations

from nhsdx.files.source import SourceText, read_source
from nhsdx.files.toml_insert import write_dotted_key
from nhsdx.forms import Form
from nhsdx.forms.media.surveys.model import FormTarget
from nhsdx.forms.media.surveys.whole.form import WholeForm
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import format_path
from nhsdx.tables.map import FORM_MAP_FORMAT, FormMap


def format_form_map(form: Form, whole: WholeForm, target: FormTarget) -> str:
    """The text of a map that `nhsdx import` reads."""
    from nhsdx.forms.merge.writing import format_value

    stamp = form.stamp
    lines = [
        f"# The form map for {target.title}, made by nhsdx rubric form for {form.reference}.",
        "# nhsdx import RESPONSES --map THIS --row 1 -o assessment.toml",
        f'format = "{FORM_MAP_FORMAT}"',
        f"rubric = {format_value(stamp.rubric)}",
        f"version = {format_value(stamp.version)}",
        f"digest = {format_value(stamp.digest)}",
        f'program = "{target.name}"',
        *([] if stamp.profile is None else [f"profile = {format_value(stamp.profile)}"]),
        "",
        "[columns]",
    ]
    for name, field in whole.fields.items():
        lines.append(f"{write_dotted_key((name,))} = {format_value(format_path(field.path))}")
    return "\n".join(lines) + "\n"


def read_form_map(name: str) -> tuple[SourceText, FormMap]:
    """The map in a file. Raises NhsdxError or InvalidInputError with all problems in the map."""
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (FORM_MAP_FORMAT,)))
    read, problems = validate(FormMap, source.data, {})
    return source, source.expect(read, problems)
