"""Draws a form as an HTML page that people can print, or fill in without a network and save as an assessment file."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path as FilePath
from typing import Any, TypeAlias

from jinja2 import Environment
from markupsafe import Markup

from nhsdx.documents.blocks import LANGUAGE
from nhsdx.documents.html.environment import make_environment
from nhsdx.documents.html.page import embed_json
from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormField, FormOption, spread_counts
from nhsdx.model import ASSESSMENT_FORMAT, SUBJECT_PLACEHOLDER, Path

FOLDER = FilePath(__file__).parent
TEMPLATES, SCRIPTS = FOLDER / "templates", FOLDER / "scripts"
MODULES = (
    "toml",
    "reading",
    "settling",
    "writing",
    "fields",
    "merging",
    "parts",
    "views",
    "files",
    "hands",
    "workshop",
    "start",
)
"""The modules of the script, in the order in which they are joined."""
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
OptionSets: TypeAlias = list[tuple[FormOption, ...]]
INDENT = re.compile(r"^ +", re.MULTILINE)
LINES = re.compile(r"\n+")


def draw_offline_form(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    """The form as HTML, in which the given values are filled in.

    If a browser runs no scripts, people can still print the form and fill it in by hand.
    """
    style, script = _read_style(), _read_script()
    sets = _list_option_sets(form)
    page = _make_environment().get_template("form.html.j2")
    drawn = page.render(
        form=form,
        language=LANGUAGE,
        style=Markup(style),  # noqa: S704 - our own style sheet
        style_hash=_digest(style),
        script=Markup(script),  # noqa: S704 - our own script
        script_hash=_digest(script),
        data=Markup(embed_json([_build_data(form, leaves, sets)])),  # noqa: S704 - nothing in it could end its element
        find_options=partial(_find_options, sets),
    )
    # No attribute of the template has single quotes around it, and text needs no escape for them.
    return _shorten(drawn).replace("&#39;", "'").encode()


def _build_data(form: Form, leaves: Mapping[Path, Any], sets: OptionSets) -> dict[str, Any]:
    """The data that the script cannot read from the page: the stamp of the form, grades, and the known values."""
    stamp = form.stamp
    day = leaves.get(("assessment", "date"))
    return {
        "format": ASSESSMENT_FORMAT,
        "rubric": stamp.rubric,
        "version": stamp.version,
        "digest": stamp.digest,
        "profile": stamp.profile,
        "placeholder": SUBJECT_PLACEHOLDER,
        "day": day.isoformat() if isinstance(day, datetime.date) else None,
        "options": [[{"value": one.value, "label": one.label.capitalize()} for one in options] for options in sets],
        "choices": {_write_key(field): [one.value for one in field.options] for field in form.context},
        "titles": {str(field.path[-1]): field.title for field in _list_further(form)},
        "grades": [{"value": one.id, "label": clean(one.label)} for one in form.grades],
        "values": dict(_list_values(leaves)),
    }


def _list_option_sets(form: Form) -> OptionSets:
    """The lists of options that many fields share: answers to statements, and statuses that replace an answer."""
    fields = (field for question in form.all_questions for field in question.fields)
    shared = (one.options for one in fields if one.path[-1] == "status" or "items" in one.path)
    return list(dict.fromkeys(shared))


def _find_options(sets: OptionSets, field: FormField) -> int | None:
    """The position of a field's options in the list of shared options; None if they are not shared."""
    return sets.index(field.options) if field.options in sets else None


def _list_further(form: Form) -> Iterator[FormField]:
    """The fields for evidence, notes and the like, which have the same titles in every question."""
    return (field for question in form.all_questions for field in question.further)


def _write_key(field: FormField) -> str:
    """The key of a field on the page. The key of a field in a question does not contain the question's id."""
    is_answer = field.path[0] == "answers"
    return "." * is_answer + ".".join(map(str, field.path[2 * is_answer :]))


def _list_values(leaves: Mapping[Path, Any]) -> Iterator[tuple[str, str | list[str]]]:
    """The values, each with the key that its field has on the page. Each value is a text or a list of texts."""
    for path, value in spread_counts(leaves).items():
        if value != {} and path != ("profile",):
            yield ".".join(map(str, path)), list(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _shorten(text: str) -> str:
    """The text without indentation or empty lines."""
    return LINES.sub("\n", INDENT.sub("", text))


def _digest(text: str) -> str:
    """The digest of a text, for the content security policy of the page."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _read_style() -> str:
    return _shorten((TEMPLATES / "form.css").read_text(encoding="utf-8"))


@cache
def _read_script() -> str:
    """All modules as one script, without comments or indentation."""
    text = "".join((SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in MODULES)
    return _shorten(f'(() => {{\n"use strict";\n{COMMENT.sub("", text)}}})();')


@cache
def _make_environment() -> Environment:
    made = make_environment(TEMPLATES)
    made.filters["clean"] = clean
    made.filters["key"] = _write_key
    made.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]
    made.tests["number"] = lambda value: not isinstance(value, str)
    return made
