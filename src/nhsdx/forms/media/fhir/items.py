"""Reads the items of a response.

Each item must belong to the form, be in the right group, and be answered only once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from nhsdx.forms import Form, FormField, Raw
from nhsdx.forms.media.fhir.links import DOCUMENT_LINK, ROW_KEYS, Link, find_value_key, is_list, list_links
from nhsdx.forms.media.fhir.values import read_value
from nhsdx.model import Path, Problem, quote_word, suggest

ITEM_KEYS = frozenset({"linkId", "text", "definition", "answer", "item", "id", "extension", "modifierExtension"})
MODIFIERS = ("implicitRules", "modifierExtension")
"""Keys that may change the meaning of other keys in the same item."""


class ReadEntry(NamedTuple):
    """The value of a field, and the path of its answer in the file."""

    value: Raw
    path: Path


class _Group(NamedTuple):
    """The document or action whose fields are being read: its part of the file, and its id or place in that part."""

    part: str
    name: str | int


class ItemReader:
    """Collects the entries in a response, keyed by the paths of their fields, and all problems."""

    def __init__(self, form: Form) -> None:
        self.links = dict(_list_all(list_links(form, with_others=True)))
        self.entries: dict[Path, ReadEntry] = {}
        self.problems: list[Problem] = []
        self._rows = dict.fromkeys(ROW_KEYS, 0)

    def _add(self, path: Path, code: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(path, code, message, remedy))

    def read_items(self, table: Mapping[str, Any], above: Path, group: _Group | None = None) -> None:
        """Reads the items in a response or in another item."""
        items = table.get("item", [])
        if not isinstance(items, list):
            self._add((*above, "item"), "wrong-type", "this is not a list", "expected a list of items")
            return
        for place, item in enumerate(items):
            path: Path = (*above, "item", place)
            if isinstance(item, dict) and isinstance(item.get("linkId"), str):
                self._read_item(item, path, group)
            else:
                self._add(path, "missing-key", '"linkId" is missing', "expected an item with the linkId of a question")

    def _read_item(self, item: Mapping[str, Any], path: Path, group: _Group | None) -> None:
        """Reads an item: a group, a field, or a text that is only shown."""
        name = item["linkId"]
        link = self.links.get(name)
        if link is None or _find_home(name) != (None if group is None else group.part):
            message = f"the form has no item {quote_word(name)}" + ("" if link is None else " here")
            remedy = f"expected an item of the form{suggest(name, list(self.links))}"
            self._add((*path, "linkId"), "unknown-reference", message, remedy)
            return
        self.problems.extend(find_modifiers(item, path))
        for key in _list_odd_keys(item, is_field=link.field is not None):
            self._add((*path, key), "unknown-key", f"{quote_word(key)} is not a key here", "delete it")
        if link.field is None:
            self.read_items(item, path, self._begin_group(item, name, path))
        else:
            self._read_field(link.field, item.get("answer", []), path, group)

    def _begin_group(self, item: Mapping[str, Any], name: str, path: Path) -> _Group | None:
        """The document or action whose fields are in this item; None for any other group."""
        if name not in ROW_KEYS:
            return None
        self._rows[name] += 1
        if name != DOCUMENT_LINK:
            return _Group(name, self._rows[name] - 1)
        found = _find_id(item.get("item"))
        if found is None:
            self._add(path, "missing-key", "this document has no id", f"expected {DOCUMENT_LINK}.id with one answer")
        return _Group(name, found or "")

    def _read_field(self, field: FormField, answers: object, path: Path, group: _Group | None) -> None:
        """Reads the answers to a question."""
        values = self._read_values(field, answers, path)
        key = field.path if group is None else (group.part, group.name, field.path[-1])
        if not values or (key[0] == DOCUMENT_LINK and key[-1] == "id"):
            return
        if key in self.entries:
            self._add(
                (*path, "linkId"), "duplicate", "this question is answered twice", "delete one of the two answers"
            )
        value = list(map(str, values)) if is_list(field) else values[0]
        self.entries[key] = ReadEntry(value, (*path, "answer", 0, find_value_key(field)))

    def _read_values(self, field: FormField, answers: object, path: Path) -> list[Raw]:
        """The valid values among the answers to a question. Each wrong value is noted as a problem."""
        if not isinstance(answers, list) or (len(answers) > 1 and not is_list(field)):
            remedy = "expected a list with one answer"
            self._add((*path, "answer"), "wrong-type", "this question can have only one answer", remedy)
            return []
        read = [read_value(field, answer, (*path, "answer", place)) for place, answer in enumerate(answers)]
        self.problems.extend(one.problem for one in read if one.problem is not None)
        return [one.value for one in read if one.value is not None]


def _find_home(name: str) -> str | None:
    """The part that an item must be in: `documents` or `actions`; None if the item belongs to neither."""
    part, dot, _ = name.partition(".")
    return part if dot and part in ROW_KEYS else None


def _list_odd_keys(item: Mapping[str, Any], *, is_field: bool) -> Iterator[str]:
    """The keys that an item must not have."""
    wrong = "item" if is_field else "answer"
    return (key for key in item if key == wrong or (key not in ITEM_KEYS and not key.startswith("_")))


def find_modifiers(table: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """A problem for each key that may change the meaning of a resource or an item."""
    for key in MODIFIERS:
        if key in table:
            message = f"{quote_word(key)} may change the meaning of the keys beside it"
            yield Problem((*path, key), "unknown-key", message, "delete it only if you know its effect")


def _find_id(items: object) -> str | None:
    """The id of a document, which is the answer to one of its items."""
    for item in items if isinstance(items, list) else []:
        match item:
            case {"linkId": "documents.id", "answer": [{"valueString": str(given)}]}:
                return given
            case _:
                continue
    return None


def _list_all(links: Iterable[Link]) -> Iterator[tuple[str, Link]]:
    for link in links:
        yield link.id, link
        yield from _list_all(link.inside)
