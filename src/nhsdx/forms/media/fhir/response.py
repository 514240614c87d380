"""Writes the answers to a form as a FHIR QuestionnaireResponse, which is the same in R4B and R5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nhsdx.forms import Form, FormField, spread_counts, write_cell
from nhsdx.forms.media.fhir.links import (
    ACTION_LINK,
    DOCUMENT_LINK,
    Link,
    find_codes,
    find_value_key,
    is_list,
    list_links,
    name_questionnaire,
)
from nhsdx.forms.media.fhir.questionnaire import format_resource
from nhsdx.model import Path


def draw_response(form: Form, leaves: Mapping[Path, Any]) -> bytes:
    """A response with the values that are known. The status of the response is `in-progress`."""
    url, version = name_questionnaire(form.stamp)
    data: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{url}|{version}",
        "status": "in-progress",
    }
    cells = spread_counts(leaves)
    items = [item for link in list_links(form, with_others=True) for item in _list_items(link, cells)]
    return format_resource(data | ({"item": items} if items else {}))


def _list_items(link: Link, cells: Mapping[Path, Any]) -> Iterator[dict[str, Any]]:
    """The items for a link.

    The link for documents or actions has an item for each document or action. Any other link has one item, or none if
    there is no answer.
    """
    if link.id in (DOCUMENT_LINK, ACTION_LINK):
        for row in dict.fromkeys(path[1] for path in cells if path[0] == link.id):
            yield {"linkId": link.id, "item": list(_list_row_items(link, row, cells))}
    elif link.field is not None and link.field.path in cells:
        yield {"linkId": link.id, "answer": _list_answers(link.field, cells[link.field.path])}
    elif inside := [item for one in link.inside for item in _list_items(one, cells)]:
        yield {"linkId": link.id, "item": inside}


def _list_row_items(link: Link, row: str | int, cells: Mapping[Path, Any]) -> Iterator[dict[str, Any]]:
    for one in link.inside:
        if one.field is None:
            continue
        key = one.field.path[-1]
        value = row if link.id == DOCUMENT_LINK and key == "id" else cells.get((link.id, row, key))
        if value is not None:
            yield {"linkId": one.id, "answer": _list_answers(one.field, value)}


def _list_answers(field: FormField, value: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any value of a file
    values = value if is_list(field) and isinstance(value, list | tuple) else [value]
    return [{find_value_key(field): _write_value(field, one)} for one in values]


def _write_value(field: FormField, value: Any) -> Any:  # noqa: ANN401 - as above
    if field.kind == "choice":
        code = next(code for code, option in find_codes(field).items() if option.value == value)
        return {"code": code}
    return value if field.kind in ("number", "whole") else write_cell(value)
