"""Reads the values of answers in FHIR. Each value must have the type of its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nhsdx.forms import FormField, Raw
from nhsdx.forms.media.fhir.links import find_codes, find_value_key
from nhsdx.model import Path, Problem

NUMBERS: Mapping[str, tuple[type, ...]] = {"number": (int, float), "whole": (int,)}
MOST_CODES = 8
"""The maximum number of codes that a message lists."""


class ReadValue(NamedTuple):
    """The value of an answer, or the problem with it."""

    value: Raw | None = None
    problem: Problem | None = None


def read_value(field: FormField, answer: object, path: Path) -> ReadValue:
    """The value of an answer to a field."""
    key = find_value_key(field)
    table: dict[str, Any] = answer if isinstance(answer, dict) else {}
    given = [one for one in table if one.startswith("value") or one == "item"]
    if given != [key]:
        wrong = [one for one in given if one != key]
        place = (*path, wrong[0]) if wrong else path
        message = "this answer does not fit its question"
        return ReadValue(problem=Problem(place, "wrong-type", message, f"expected {key}"))
    if field.kind == "choice":
        return _read_coding(field, table[key], (*path, key))
    return _read_plain(field, table[key], (*path, key))


def _read_plain(field: FormField, value: Any, path: Path) -> ReadValue:  # noqa: ANN401 - any value of JSON
    """The value, if it is of the kind that the field needs: a number or a text. `true` does not count as a number."""
    read: Raw = value
    if isinstance(value, NUMBERS.get(field.kind, (str,))) and not isinstance(value, bool):
        return ReadValue(read)
    remedy = f"expected a valid FHIR {find_value_key(field)}"
    return ReadValue(problem=Problem(path, "wrong-type", "this value has the wrong type", remedy))


def _read_coding(field: FormField, value: object, path: Path) -> ReadValue:
    """The option with the given code.

    A code with a system is refused, because such a code belongs to another list of codes.
    """
    codes = find_codes(field)
    code = value.get("code") if isinstance(value, dict) else None
    if isinstance(code, str) and code in codes and isinstance(value, dict) and "system" not in value:
        return ReadValue(codes[code].value)
    listed = ", ".join(list(codes)[:MOST_CODES])
    remedy = f"expected a code without a system: {listed}{', …' if len(codes) > MOST_CODES else ''}"
    return ReadValue(problem=Problem(path, "not-allowed", "this is not one of the answers", remedy))
