"""The wording for wrong values in a file: what is wrong with each value, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import ErrorDetails

from nhsdx.loading.key_examples import write_table_example
from nhsdx.loading.keys import KINDS
from nhsdx.model import (
    ID_LENGTH,
    ID_PATTERN,
    LEVEL_NAME_PATTERN,
    NOT_BLANK,
    VERSION_PATTERN,
    FileModel,
    ItemState,
    Path,
    RubricFile,
    Status,
    describe_text,
    quote_word,
    suggest_one_of,
)

DATES = ("date_type", "date_parsing", "date_from_datetime_parsing")
CELL_TABLES = frozenset({"answers", "numbers"})
"""The tables in a map in which the keys are words and codes from cells."""
ID_FORM = "expected lower-case words joined by hyphens, 64 characters at most, as in clinical-safety"
OF_ANSWERS = (("answers",), ("assessment",), ("documents",), ("actions",))
"""The parts of a file that contain answers and text about answers. Messages do not repeat what is in these parts."""
A_TABLE, A_LIST = "a table", "a list in [brackets]"
TYPE_NAMES = {
    "bool_type": "true or false",
    "dict_type": A_TABLE,
    "float_type": "a number, without quotes",
    "int_type": "a whole number, without quotes or a decimal point",
    "list_type": A_LIST,
    "mapping_type": A_TABLE,
    "model_attributes_type": A_TABLE,
    "model_type": A_TABLE,
    "string_type": 'text in "quotes"',
    "tuple_type": A_LIST,
    "word_or_number": 'a number, or text in "quotes"',
    "union_tag_not_found": "a level, a number, a list of counts or a table of items",
}
BOUNDS = {
    "finite_number": "an ordinary number, not inf or nan",
    "greater_than": "more than {gt:,.16g}",
    "greater_than_equal": "at least {ge:,.16g}",
    "less_than": "less than {lt:,.16g}",
    "less_than_equal": "at most {le:,.16g}",
    "string_too_long": "at most {max_length:,} characters",
    "string_too_short": "at least {min_length} character; or leave the key out",
    "too_long": "at most {max_length:,} entries",
    "too_short": "at least {min_length}, not {actual_length}",
}


MISSIZED = {"too_short": "has too few entries", "too_long": "has too many entries", "string_too_short": "is empty"}
"""What is wrong with the size of a list, a table or a string."""


class Phrases(NamedTuple):
    """The phrases that messages about one kind of file use for missing keys, dates, answers, entries and types.

    If `missing` is empty, examples of missing keys are worked out from the model.
    """

    missing: str
    date: str
    answer: str
    above: str = ""
    items: Mapping[str | int, str] = MappingProxyType({})
    types: Mapping[str, str] = MappingProxyType({})


TOML_FILE = Phrases(
    missing="",
    date="a date such as 2026-10-01, without quotes",
    answer="expected a level such as 2, a number, or a table such as { level = 2 }",
    above="; a {} for the whole file belongs above the first [table]",
    items={"answers": 'items.item-id = "yes"', "criteria": 'items.item-id = { level = 1, text = "…" }'},
)


def describe_error(
    model: type[FileModel], data: Mapping[str, Any], detail: ErrorDetails, path: Path, writing: Phrases
) -> tuple[str, str, str]:
    """The code for a wrong value, what is wrong with the value, and what was expected."""
    kind = detail["type"]
    told = _describe_given(model, path, detail["input"])
    if path[-2:-1] == ("years",) and kind == "literal_error":
        return "not-allowed", f"{told} is not an amount", 'expected a number, "unknown", or { low = 1, high = 2 }'
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _describe_choice(detail, told)
    if kind in TYPE_NAMES or kind in DATES:
        return _describe_type(model, data, detail, path, writing)
    if kind == "string_too_long" and detail.get("ctx", {})["max_length"] == ID_LENGTH:
        return _describe_pattern(ID_PATTERN, told)
    if kind == "string_pattern_mismatch":
        return _describe_pattern(str(detail.get("ctx", {})["pattern"]), told)
    # The key of an amount is only its year, which is not wrong.
    named = told if path[-2:-1] == ("years",) else _describe_key(path)
    message = f"{named} {MISSIZED.get(kind, 'is out of range')}"
    return "out-of-range", message, _describe_bounds(detail)


def _describe_given(model: type[FileModel], path: Path, given: object) -> str:
    """How messages describe a value: by its length if it is text from an answer, and otherwise in quotation marks."""
    is_rubric = issubclass(model, RubricFile)
    is_answer = path[:1] in OF_ANSWERS or (path[:1] == ("context",) and not is_rubric)
    return describe_text(given) if is_answer else quote_word(given)


def _describe_type(
    model: type[FileModel], data: Mapping[str, Any], detail: ErrorDetails, path: Path, writing: Phrases
) -> tuple[str, str, str]:
    """The problem with a value that has the wrong type for its key."""
    if len(path) > 1 and path[-2] == "answers" and path[0] in ("answers", "tests"):
        return "answer-form", "this is not an answer", writing.answer
    kind = detail["type"]
    expected = writing.date if kind in DATES else writing.types.get(kind, TYPE_NAMES[kind])
    expected = _describe_figure(path, kind) or expected
    if not writing.missing and path[-1] != "answers":
        expected = _describe_in_toml(model, data, path, expected, detail["input"])
    if path[-1] == "items" and path[0] in writing.items:
        expected = f"a table with a key for each item, as in {writing.items[path[0]]}"
    return "wrong-type", f"{_describe_key(path)} has the wrong type", f"expected {expected}"


def _describe_figure(path: Path, kind: str) -> str:
    """What is expected if a value can be a number or a word; empty for other values."""
    if path[-1] == "number" and "levels" in path:
        return "a whole number, a decimal, or up to 8 letters and digits in quotes"
    is_score = "expect" in path and path[-1] != "tolerance" and kind in ("float_type", "int_type")
    return f'{TYPE_NAMES["float_type"]}, or "no score"' if is_score else ""


def _describe_in_toml(model: type[FileModel], data: Mapping[str, Any], path: Path, expected: str, given: object) -> str:
    """What is expected for a value, with an example if a table is expected."""
    if expected == A_LIST and isinstance(given, Mapping):
        return f"a list of tables, each under [[{path[-1]}]] in double brackets"
    if expected != A_TABLE:
        return expected
    if path[:1] == ("words",):
        return 'the words of a column: write [words.COLUMN] above them, or [words."*"] for all columns'
    return f"{A_TABLE}, as in {write_table_example(model, path, data)}"


def _describe_key(path: Path) -> str:
    """A key in quotation marks, or an entry of a list by its position, counted from 1."""
    last = path[-1]
    return f"entry {last + 1} of {_describe_key(path[:-1])}" if isinstance(last, int) else quote_word(last)


def _describe_choice(detail: ErrorDetails, told: str) -> tuple[str, str, str]:
    """The problem with a word that is not one of the allowed words, for example for a kind or a status."""
    given = detail["input"]
    if detail["type"] == "union_tag_invalid":
        kind = given.get("kind") if isinstance(given, Mapping) else given
        return _describe_wrong_choice(kind, quote_word(kind), KINDS, "kind")
    expected = str(detail.get("ctx", {})["expected"])
    options = expected.replace("'", "").replace(" or ", ", ").split(", ")
    if set(options) == set(ItemState):
        message = f"{told} is not an answer to an item" if isinstance(given, str) else "this is not an answer"
        return "answer-form", message, suggest_one_of(given, options)
    if set(options) == set(Status) and detail["loc"][-1] == "status":
        return "answer-form", f"{told} is not a status", suggest_one_of(given, options)
    if set(options) == set(Status):
        words = suggest_one_of(given, options).removeprefix("expected ")
        remedy = f"expected a level or a number, without quotes, or {words}"
        return "answer-form", f"{told} is not an answer", remedy
    return _describe_wrong_choice(given, told, options, detail["loc"][-1])


def _describe_wrong_choice(given: object, told: str, options: Iterable[str], key: str | int) -> tuple[str, str, str]:
    remedy = suggest_one_of(given, options)
    if not isinstance(given, str):
        return "wrong-type", f"{quote_word(key)} has the wrong type", remedy
    return "not-allowed", f"{told} is not allowed here", remedy


def describe_wrong_key(path: Path, detail: ErrorDetails) -> tuple[str, str, str]:
    """The code and message for an invalid key.

    Most keys are ids, but in maps, the keys that translate the words in cells can be any text.
    """
    is_word = path[0] == "words" or (len(path) > len(("answers", "id")) and path[-2] in CELL_TABLES)
    if path[0] == "columns" and detail["type"] == "string_too_short":
        return "bad-text", "this key is empty", "expected the heading of a column"
    if is_word and detail["type"] == "string_too_short":
        return (
            "bad-text",
            "this key is empty",
            "expected a word or code from the cells; an empty cell is not an answer",
        )
    if is_word and detail["type"] == "string_too_long":
        return "bad-text", "this key is too long", _describe_bounds(detail)
    return "bad-id", f"{quote_word(path[-1])} cannot be an id", ID_FORM


def _describe_pattern(pattern: str, told: str) -> tuple[str, str, str]:
    if pattern == VERSION_PATTERN:
        return "bad-version", f"{told} is not a version", "expected three numbers, as in 1.0.0"
    if pattern == LEVEL_NAME_PATTERN:
        return (
            "level-number",
            f"{told} cannot be the number of a level",
            "expected up to 8 letters and digits, as in 3b",
        )
    if pattern == NOT_BLANK:
        return "bad-text", "this is blank", "expected words"
    if "0-9a-f" in pattern:
        form = "sha256: followed by 64" if "sha256" in pattern else "64"
        return "bad-text", "this is not a SHA-256", f"expected {form} hexadecimal digits in lower case"
    return "bad-id", f"{told} is not an id", ID_FORM


def _describe_bounds(detail: ErrorDetails) -> str:
    """The values that a bound allows."""
    bound, context = BOUNDS[detail["type"]], detail.get("ctx", {})
    # Counting stops above some limits.
    shown = bound if context.get("actual_length", 0) is not None else bound.partition(", not")[0]
    return f"expected {shown.format(**context)}"
