"""Reads JSON strictly: duplicate keys and invalid numbers are errors, each with its line and column."""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from nhsdx.files.other_kinds import refuse_other_than_json
from nhsdx.files.source import TextFile, build_depth_error, check_size
from nhsdx.limits import MOST_RESULT_VALUES
from nhsdx.model import Finding, InvalidInputError, count_alike, quote_word

if TYPE_CHECKING:
    from nhsdx.files.positions import Positions

LOOKS_LIKE_JSON = re.compile(r"\s*(?:\{|\[\s*[{\]])")
# Python cannot read integers of more than 4300 digits.
LONGEST_NUMBER = 4000
COMMA_BEFORE_END = re.compile(r",\s*[}\]]")
# A text, or a number that JSON may not allow. The expression never reads the same text twice.
TEXT_OR_NUMBER = re.compile(r'"(?:[^"\\]++|\\.)*+"|-?Infinity|NaN|-?\d[\d.]*(?:[eE][+-]?\d+)?')
EXPECTED_JSON = 'expected JSON: "key": value, text in "double quotes", a comma between entries but not after the last'
# How the messages of Python's parser begin.
WORDS = (
    ("Expecting property name", "a key in double quotes is missing here", EXPECTED_JSON),
    ("Expecting ':'", "a colon is missing here", 'expected "key": value'),
    ("Expecting ','", "a comma, or the end of the list or table, is missing here", EXPECTED_JSON),
    ("Unterminated string", "this text is not closed", "expected a closing double quote on the same line"),
    ("Invalid control character", "text cannot contain a line break or a tab", r"expected \n or \t instead"),
    ("Invalid \\", "this escape is not valid in JSON", r"expected \\ for a backslash"),
    ("Extra data", "there is text after the end of the JSON", "expected one table or one list, and nothing after it"),
    ("Expecting value", "a value is missing here, or is not valid in JSON", EXPECTED_JSON),
)


class _NoJsonNumberError(ValueError):
    """Raised for a number that is not valid in JSON or is too large."""


def looks_like_json(text: str) -> bool:
    """Whether a text begins like JSON and not like TOML: with an object, or with a list of objects."""
    return LOOKS_LIKE_JSON.match(text) is not None


# Cached, because every message about a text asks for its places.
@functools.lru_cache(maxsize=1)
def locate_in_json(text: str) -> Positions:
    """The place of each key and value in a JSON text."""
    from nhsdx.files.positions import find_json_positions

    return find_json_positions(text)


def parse_json(file: TextFile) -> Any:  # noqa: ANN401 - any JSON value
    """The value in a JSON file. Raises NhsdxError or InvalidInputError."""
    tables = _Tables()
    try:
        value = json.loads(
            file.text,
            object_pairs_hook=tables.add,
            parse_constant=_refuse_number,
            parse_float=_parse_float,
            parse_int=_parse_int,
        )
    except json.JSONDecodeError as error:
        refuse_other_than_json(file.name, file.text)
        words = describe_json_error(error)
        raise _build_syntax_error(file, error.pos, words) from None
    except RecursionError:
        raise build_depth_error(file.name) from None
    except _NoJsonNumberError as error:
        raise _build_number_error(file, str(error)) from None
    check_size(file.name, value, MOST_RESULT_VALUES)
    if tables.repeated:
        raise _build_repeat_error(file, tables.repeated)
    return value


class _Tables:
    """Builds the tables of a JSON text and collects duplicate keys."""

    def __init__(self) -> None:
        self.repeated: list[str] = []

    def add(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            self.repeated += [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        return table


def _refuse_number(text: str) -> NoReturn:
    raise _NoJsonNumberError(text)


def _parse_float(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse_number(text)


def _parse_int(text: str) -> int:
    return int(text) if len(text) <= LONGEST_NUMBER else _refuse_number(text)


def describe_json_error(error: json.JSONDecodeError) -> tuple[str, str]:
    """A message and a remedy for a JSON error.

    Python's own messages are not shown, because they differ between versions. If the cause is earlier in the text than
    the error, the error's place is moved to the cause.
    """
    comma = error.doc.rfind(",", 0, error.pos + 1)
    if comma >= 0 and not error.doc[comma + 1 : error.pos].strip() and COMMA_BEFORE_END.match(error.doc, comma):
        error.pos = comma
        return "there is a comma after the last entry", "remove this comma"
    if error.pos >= len(error.doc.rstrip()):
        return "the text ends here, before it is complete", "is the file complete? copy it or write it again"
    words = (words[1:] for words in WORDS if error.msg.startswith(words[0]))
    return next(words, ("this is not JSON", EXPECTED_JSON))


def _build_number_error(file: TextFile, written: str) -> InvalidInputError:
    """The error for an invalid number, at the first place where the number appears outside strings."""
    words = ("this number is not valid in JSON", "expected a number or null")
    if any(sign.isdigit() for sign in written):
        words = ("this number is too large", "expected no more than 9007199254740991")
    offset = next(found.start() for found in TEXT_OR_NUMBER.finditer(file.text) if found[0] == written)
    return _build_syntax_error(file, offset, words)


def _build_repeat_error(file: TextFile, keys: list[str]) -> InvalidInputError:
    """The error for duplicate keys.

    There is a finding for each duplicate key, with its place if the place can be found.
    """
    positions = locate_in_json(file.text)
    places = sorted((*positions.find_line_and_column(offset), str(path[-1])) for path, offset in positions.repeated)
    pairs = [(key, f"{file.name}:{line}:{column}") for line, column, key in places] or [
        (key, file.name) for key in keys
    ]
    messages = [(f"the key {quote_word(key)} appears twice", place) for key, place in pairs]
    remedy = "delete one of the two"
    found = [Finding("duplicate", "error", message, place, remedy) for message, place in messages]
    shown, more = count_alike(found, file.name)
    return InvalidInputError((*shown, *more))


def _build_syntax_error(file: TextFile, offset: int, words: tuple[str, str]) -> InvalidInputError:
    message, remedy = words
    line, column = file.text.count("\n", 0, offset) + 1, offset - file.text.rfind("\n", 0, offset)
    return InvalidInputError((Finding("json-syntax", "error", message, f"{file.name}:{line}:{column}", remedy),))
