"""The only code that writes assessment files.

New files are written whole; in existing files, only individual values are changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import tomli_w

from nhsdx.documents.safe_text import escape_unsafe
from nhsdx.errors import NhsdxError
from nhsdx.files.toml_edit import TomlEdit
from nhsdx.files.toml_insert import find_home, write_dotted_key
from nhsdx.forms.cells import Leaves
from nhsdx.forms.leaves import build_rank
from nhsdx.forms.model import Form
from nhsdx.model import ASSESSMENT_FORMAT, Path


def format_value(value: object) -> str:
    """A value as TOML on one line."""
    if value == {}:
        return "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(format_value, value))}]"
    if isinstance(value, str):
        return escape_unsafe(tomli_w.dumps({"x": value}), in_json=False).removeprefix("x = ").rstrip("\n")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else repr(value)


def format_assessment(form: Form, leaves: Mapping[Path, Any]) -> str:
    """The text of a new assessment with the given values, in the order of the form."""
    rank = build_rank(form)
    paths = sorted(leaves, key=rank)
    lines = [f'format = "{ASSESSMENT_FORMAT}"', f"rubric = {format_value(form.stamp.rubric)}"]
    for home, inside in groupby(paths, key=find_home):
        if home:
            lines += ["", "[[actions]]" if home[0] == "actions" else f"[{write_dotted_key(home)}]"]
        lines += [f"{write_dotted_key(path[len(home) :])} = {format_value(leaves[path])}" for path in inside]
    return "\n".join(lines) + "\n"


def rewrite_assessment(
    name: str, text: str, form: Form, leaves: Mapping[Path, Any], gone: Collection[Path] = ()
) -> str:
    """The text of an assessment with some values set and others removed. Every other byte stays as it was.

    Actions that are in `leaves` but not yet in the file are added. Raises NhsdxError for a text that cannot be
    rewritten.
    """
    edit = TomlEdit(text)
    edit.expect_sure(name)
    new = _select_new_actions(edit, leaves)
    if new and any(span.path == ("actions",) for span in edit.spans.values):
        hint = "write each action as a table under [[actions]]"
        raise NhsdxError("nhsdx cannot rewrite actions that are written as a list", name, hint, code="layout")
    changed = {path: format_value(value) for path, value in leaves.items() if path not in new}
    edit.put(changed, gone, build_rank(form))
    for lines in _list_actions(form, new):
        edit.append_table("[[actions]]", lines)
    return edit.text


def _select_new_actions(edit: TomlEdit, leaves: Mapping[Path, Any]) -> Leaves:
    """The values of actions that a text does not have yet."""
    spans = (*edit.spans.keys, *edit.spans.values)
    known = {span.path[:2] for span in spans if span.path[0] == "actions"}
    return {path: value for path, value in leaves.items() if path[0] == "actions" and path[:2] not in known}


def _list_actions(form: Form, leaves: Leaves) -> Iterator[Sequence[str]]:
    """The lines of each new action."""
    for _, inside in groupby(sorted(leaves, key=build_rank(form)), key=find_home):
        yield [f"{write_dotted_key(path[2:])} = {format_value(leaves[path])}" for path in inside]
