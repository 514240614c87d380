"""Reads what people wrote in the fields of a form as values of an assessment file, without guessing."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from nhsdx.forms.fields import ACTION_KEYS, DOCUMENT_KEYS, build_action_field, build_document_field
from nhsdx.forms.model import FieldKind, Form, FormField
from nhsdx.model import Finding, OneOf, Path, Problem, describe_text, format_path, is_id, parse_number

Raw: TypeAlias = str | int | float | bool | datetime.date | datetime.datetime | Sequence[str]
"""The content of one field in a form file: a text, a list of texts, or a typed number or day."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Leaves: TypeAlias = dict[Path, Any]
"""The values of an assessment file, keyed by their paths. A list counts as one value."""


class FilledCell(NamedTuple):
    """The content of one field, and its place: a cell such as `answers.xlsx: Autonomy!D7`, or a line."""

    value: Raw
    place: str


class ReadLeaves(NamedTuple):
    """The values that were read from a form, the place of each value, and the problems that were found."""

    leaves: Leaves
    places: dict[Path, str]
    problems: list[Problem]


class WrongCellError(Exception):
    """Raised for a cell with a value that the field does not accept.

    The error has the code, the message and the remedy.
    """


def read_values(form: Form, cells: Mapping[Path, FilledCell]) -> ReadLeaves:
    """The values in the cells of a form. Empty cells are skipped."""
    fields = {field.path: field for field in form.fields}
    found = ReadLeaves({}, {}, [])
    for path, cell in cells.items():
        found.places[path] = cell.place
        if isinstance(cell.value, str) and not cell.value.strip():
            continue
        field = fields.get(path) or _find_free_field(path)
        if field is None:
            message = f"the form has no field {describe_text(format_path(path))}"
            found.problems.append(Problem(path, "unknown-key", message, "delete it"))
            continue
        try:
            found.leaves[path] = read_cell(field, cell.value)
        except WrongCellError as error:
            found.problems.append(Problem(path, *error.args))
    found.problems.extend(_gather_counts(form, found))
    _add_empty_checklists(form, found)
    return _close_gaps(found)


def add_wrong_cells(findings: Sequence[Finding], form: Form, cells: Mapping[Path, FilledCell]) -> tuple[Finding, ...]:
    """The given findings and a finding for each wrong cell, so that people see all problems of a form together."""
    known = {finding.where for finding in findings}
    read = read_values(form, cells)
    wrong = ((read.places[one.path], one) for one in read.problems if one.path in read.places)
    more = (Finding(one.code, "error", one.message, at, str(one.remedy)) for at, one in wrong if at not in known)
    return (*findings, *more)


def _find_free_field(path: Path) -> FormField | None:
    """The field for the profile, or for a key of a document or an action; None for any other path.

    The fields of a form do not include these, because there may be any number of documents and actions.
    """
    match path:
        case ("profile",):
            return FormField(path, "text", "Profile")
        case ("documents", str(name), str(key)) if key in DOCUMENT_KEYS and is_id(name):
            return build_document_field(name, key)
        case ("actions", int(place), str(key)) if key in ACTION_KEYS:
            return build_action_field(place, key)
    return None


def read_cell(field: FormField, value: Raw) -> object:
    """The value of a cell, converted to the type that an assessment file uses."""
    if field.kind == "choice":
        return _read_choice(field, value)
    return READERS[field.kind](value)


def _read_text(value: Raw) -> str:
    return value if isinstance(value, str) else write_cell(value)


def _read_texts(value: Raw) -> list[str]:
    return [line.strip() for line in write_cell(value).splitlines() if line.strip()]


def _read_ids(value: Raw) -> list[str]:
    return re.findall(r"[^\s,;]+", write_cell(value))


def _read_choice(field: FormField, value: Raw) -> object:
    word = fold_cell(value)
    for option in field.options:
        if word in (fold_cell(option.value), fold_cell(option.label)):
            return option.value
    names = [str(option.value) for option in field.options]
    remedy = OneOf(word, names) if len(names) > 1 else f"expected {names[0]}"
    raise WrongCellError("not-allowed", "this is not one of the answers", str(remedy))


def fold_cell(value: Raw) -> str:
    """A cell as text that can be compared: in lower case, without extra spaces, and with 3 instead of 3.0."""
    return " ".join(write_cell(value).split()).casefold()


def write_cell(value: object) -> str:
    """A value as the text of a cell. A whole number is written without a decimal point, and a day without a time."""
    if isinstance(value, list | tuple):
        return "\n".join(map(write_cell, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _read_number(value: Raw) -> float:
    number = _parse_number(value)
    if number is None:
        raise WrongCellError("wrong-type", "this is not a number", "expected a number, such as 12.5")
    return int(number) if number.is_integer() else number


def _read_whole(value: Raw) -> int:
    number = _parse_number(value)
    if number is None or not number.is_integer():
        raise WrongCellError("wrong-type", "this is not a whole number", "expected a whole number, such as 12")
    return int(number)


def _parse_number(value: Raw) -> float | None:
    """The number in a cell; None if the cell does not contain a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if math.isfinite(value) else None
    return parse_number(write_cell(value).strip())


def _read_day(value: Raw) -> datetime.date:
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    text = write_cell(value).strip()
    try:
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise WrongCellError("wrong-type", "this is not a day", "expected year, month and day, such as 2026-03-11")


READERS: Mapping[FieldKind, Callable[[Raw], object]] = {
    "number": _read_number,
    "whole": _read_whole,
    "day": _read_day,
    "text": _read_text,
    "texts": _read_texts,
    "ids": _read_ids,
}
"""The function that reads a cell, for each kind of field."""


def _gather_counts(form: Form, found: ReadLeaves) -> Iterator[Problem]:
    """Puts the counts of each survey into one list, and returns a problem for each survey with a missing count."""
    for question in form.all_questions:
        paths = [field.path for field in question.values if field.path[2] == "counts"]
        given = [path for path in paths if path in found.leaves]
        if not given:
            continue
        counts = [found.leaves.pop(path, None) for path in paths]
        whole = paths[0][:3]
        found.places[whole] = found.places[given[0]]
        if len(given) == len(paths):
            found.leaves[whole] = counts
        else:
            message = f"{len(given)} counts for {len(paths)} options"
            yield Problem(
                whole, "count-mismatch", message, "expected the number of people who chose each option, with 0 for none"
            )


def _add_empty_checklists(form: Form, found: ReadLeaves) -> None:
    """Adds an empty table of answers to each checklist that has only evidence or a note."""
    keys: dict[str | int, set[str | int]] = {}
    for path in found.leaves:
        if path[0] == "answers":
            keys.setdefault(path[1], set()).add(path[2])
    for question in form.all_questions:
        given = keys.get(question.id)
        if question.items and given and not given & {"items", "status"}:
            found.leaves["answers", question.id, "items"] = {}


def _close_gaps(found: ReadLeaves) -> ReadLeaves:
    """Renumbers the actions, so that empty actions leave no gaps."""
    used = sorted({path[1] for path in found.leaves if path[0] == "actions"}, key=int)
    places = {place: number for number, place in enumerate(used)}

    def shift(path: Path) -> Path:
        return ("actions", places[path[1]], *path[2:]) if path[0] == "actions" and path[1] in places else path

    return ReadLeaves(
        {shift(path): value for path, value in found.leaves.items()},
        {shift(path): place for path, place in found.places.items()},
        [problem._replace(path=shift(problem.path)) for problem in found.problems],
    )
