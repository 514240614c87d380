"""The texts in drop-downs, and the value of each in an assessment file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.documents.safe_text import clean
from nhsdx.forms import FilledCell, FormField, fold_cell
from nhsdx.forms.model import Word
from nhsdx.model import Status

LONGEST = 200
"""How long a text in a drop-down may be. Spreadsheets compare only the first 255 characters."""
STATUS_CODES = {Status.UNKNOWN: 1, Status.NOT_DUE: 2, Status.NOT_APPLICABLE: 3}


class ChoiceWord(NamedTuple):
    """An answer to choose: its text in the drop-down, value in files, code in formulas, and other accepted texts."""

    word: str
    value: Word
    code: int
    others: tuple[str, ...]


def list_choices(field: FormField) -> tuple[ChoiceWord, ...]:
    """The answers to choose from in a cell, with texts that differ from each other."""
    seen: set[str] = set()
    made = []
    for place, option in enumerate(field.options, 1):
        label = clean(option.label, LONGEST)
        word = f"{option.value}: {label}" if field.path[-1] == "level" else label
        if word[:1] in "=+-@'" or fold_cell(word) in seen:
            word = f"{place}: {word}"
        seen.add(fold_cell(word))
        code = STATUS_CODES[Status(str(option.value))] if field.path[-1] == "status" else place
        others = dict.fromkeys(clean(text) for text in (str(option.value), label))
        made.append(ChoiceWord(word, option.value, code, tuple(text for text in others if text != word)))
    return tuple(made)


def list_accepted(choices: tuple[ChoiceWord, ...]) -> Iterator[tuple[str, int]]:
    """Every text that is accepted for an answer, with its code: first the texts of the drop-down, then all others."""
    yield from ((choice.word, choice.code) for choice in choices)
    known = {fold_cell(choice.word) for choice in choices}
    for choice in choices:
        for text in choice.others:
            if fold_cell(text) not in known:
                known.add(fold_cell(text))
                yield text, choice.code


def write_choice(field: FormField, value: object) -> str:
    """The text that the drop-down of a field shows for a value."""
    found = next((one.word for one in list_choices(field) if one.value == value), None)
    return str(value) if found is None else found


def read_choice(field: FormField, cell: FilledCell) -> FilledCell:
    """The cell with the value of the chosen answer; unchanged if its text is not one of the answers to choose."""
    wanted = fold_cell(cell.value)
    for choice in list_choices(field):
        if fold_cell(choice.word) == wanted:
            return cell._replace(value=str(choice.value))
    return cell
