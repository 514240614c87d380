"""Writes a form as a Questionnaire for FHIR R4B or R5."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from nhsdx.documents.safe_text import escape_unsafe
from nhsdx.forms import Form, FormField
from nhsdx.forms.media.fhir.links import Link, find_codes, find_value_key, list_links, name_questionnaire

Release: TypeAlias = Literal["r4b", "r5"]
TYPES = {"number": "decimal", "whole": "integer", "day": "date", "text": "text", "texts": "string", "ids": "string"}
"""The type that an item has in FHIR, for each kind of field except a choice."""
CHOICE: dict[Release, str] = {"r4b": "choice", "r5": "coding"}
LIMITS = ("http://hl7.org/fhir/StructureDefinition/minValue", "http://hl7.org/fhir/StructureDefinition/maxValue")
SCORED = "This questionnaire only collects answers. The scoring is done by nhsdx, not by the form."


def draw_questionnaire(form: Form, release: Release) -> bytes:
    """The questionnaire as JSON. The questionnaire does not claim to conform to an NHS profile."""
    url, version = name_questionnaire(form.stamp)
    intro = [form.privacy, *([] if form.how_to_answer is None else [form.how_to_answer]), SCORED]
    notes = [{"linkId": f"text.intro.{n}", "text": _tidy(text), "type": "display"} for n, text in enumerate(intro, 1)]
    data = {
        "resourceType": "Questionnaire",
        "url": url,
        "version": version,
        "name": "Nhsdx_" + form.reference.partition("@")[0].replace("-", "_"),
        "title": _tidy(form.title if form.profile_title is None else f"{form.title}: {form.profile_title}"),
        "status": "active",
        "subjectType": ["Organization"],
        "description": f"{form.reference}. {SCORED}",
        "item": [*notes, *(_build_item(link, release) for link in list_links(form))],
    }
    return format_resource(data)


def format_resource(data: dict[str, Any]) -> bytes:
    """A resource as JSON, indented by two spaces."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (escape_unsafe(text, in_json=True) + "\n").encode()


def _build_item(link: Link, release: Release) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": link.id, "text": link.text}
    if link.field is not None:
        item["type"] = CHOICE[release] if link.field.kind == "choice" else TYPES[link.field.kind]
    else:
        item["type"] = "group" if link.inside else "display"
    if link.repeats:
        item["repeats"] = True
    if link.inside:
        item["item"] = [_build_item(one, release) for one in link.inside]
    if link.field is not None:
        if link.field.options:
            item["answerOption"] = list(_list_options(link.field))
        if limits := list(_list_limits(link.field)):
            item["extension"] = limits
    return item


def _list_options(field: FormField) -> Iterator[dict[str, Any]]:
    for code, option in find_codes(field).items():
        yield {"valueCoding": {"code": code, "display": _tidy(option.label)}}


def _list_limits(field: FormField) -> Iterator[dict[str, Any]]:
    for url, limit in zip(LIMITS, field.limits, strict=True):
        if limit is not None:
            yield {"url": url, find_value_key(field): int(limit) if field.kind == "whole" else limit}


def _tidy(text: str) -> str:
    return " ".join(text.split())
