"""Reads a FHIR QuestionnaireResponse as the answers to a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from nhsdx.errors import NhsdxError
from nhsdx.files.json_source import locate_in_json, parse_json
from nhsdx.files.source import SourceText, read_text
from nhsdx.forms import FilledCell, Form, OpenForm
from nhsdx.forms.media.fhir.items import ItemReader, find_modifiers
from nhsdx.forms.media.fhir.links import parse_questionnaire
from nhsdx.model import Path, Problem, quote_word

STATES = ("in-progress", "completed", "amended", "stopped")
HALF = re.compile("[\ud800-\udfff]")
HINT = "expected a QuestionnaireResponse to a form made by nhsdx rubric form --to fhir"


def open_response(name: str) -> OpenForm:
    """The filled-in form in a response. Raises NhsdxError or InvalidInputError if the file is not a valid response."""
    file = read_text(name)
    data = parse_json(file)
    source = SourceText(*file, data if isinstance(data, dict) else {}, locate_in_json)
    source.refuse(_find_broken_texts(source.data, ()))
    kind = source.data.get("resourceType")
    if kind != "QuestionnaireResponse":
        what = f"a resource of another kind, {quote_word(kind)}" if isinstance(kind, str) else "not a FHIR resource"
        place = source.place(("resourceType",) if kind else ())
        raise NhsdxError(f"this is {what}", place, HINT, code="wrong-format")
    canonical = source.data.get("questionnaire")
    stamp = parse_questionnaire(canonical) if isinstance(canonical, str) else None
    if stamp is None:
        message = "the questionnaire of this response does not identify a rubric"
        place = source.place(("questionnaire",) if canonical else ())
        raise NhsdxError(message, place, HINT, code="wrong-format")
    source.refuse(_find_head_problems(source.data))
    return OpenForm(file.name, stamp, partial(_read_cells, source))


def _find_broken_texts(value: object, path: Path) -> Iterator[Problem]:
    """A problem for each text with half of a surrogate pair. JSON can contain such a half, but text files cannot."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _find_broken_texts(key, (*path, key))
            yield from _find_broken_texts(one, (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _find_broken_texts(one, (*path, place))
    elif isinstance(value, str) and HALF.search(value):
        yield Problem(path, "json-syntax", "this text has half of a surrogate pair", r"delete escapes such as \ud800")


def _find_head_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    status = data.get("status")
    if status not in STATES:
        message = "a response with this status cannot be used" if status else '"status" is missing'
        yield Problem(("status",) if status else (), "not-allowed", message, f"expected one of {', '.join(STATES)}")
    yield from find_modifiers(data, ())


def _read_cells(source: SourceText, form: Form) -> dict[Path, FilledCell]:
    """The values of a response, keyed by the paths of their fields. Raises InvalidInputError with all wrong values."""
    reader = ItemReader(form)
    reader.read_items(source.data, ())
    source.refuse(reader.problems)
    return {path: FilledCell(entry.value, source.place(entry.path)) for path, entry in reader.entries.items()}
