"""Lines, cells and short texts that documents are made of."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from nhsdx.documents.blocks import Cell, Line, Span
from nhsdx.documents.safe_text import clean

BRIEF = 150
"""The maximum number of characters of a text that is repeated on page one of a paper."""
TITLE = 60
"""The maximum number of characters of a title that is repeated on page one of a paper."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def shorten(text: str, longest: int = BRIEF) -> str:
    """As much of a text as fits: all of it, its first sentence, the part up to a semicolon, or its first words."""
    whole = clean(text)
    sentence = whole if len(whole) <= longest else whole.partition(". ")[0]
    if len(sentence) <= longest:
        return sentence.removesuffix(".")
    cut = sentence[:longest]
    part = cut.rpartition("; ")[0]
    return part if len(part) > longest // 2 else f"{cut.rpartition(' ')[0] or cut} …"


def shorten_sentence(text: str, longest: int) -> str:
    """As much of a text as fits, ending with a full stop or another mark that ends a sentence."""
    words = shorten(text, longest)
    return words if words.endswith(("…", "?", "!")) else f"{words}."


def make_sentence(text: str) -> Line:
    """A message as a sentence: with a full stop and, unless it begins with an id, a capital letter."""
    words = clean(text)
    if words.partition(" ")[0].isalpha():
        words = f"{words[0].upper()}{words[1:]}"
    end = "" if words.endswith((".", '."')) else "."
    return make_line(f"{words}{end}")


def shorten_title(text: str) -> str:
    """A title or name, shortened if too long."""
    return shorten(text, TITLE)


def format_day(day: datetime.date) -> str:
    """A date in the form `1 October 2026`, whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def make_line(text: str) -> Line:
    """A line of plain text."""
    return (Span(text),)


def line_with_lead(lead: str, text: str) -> Line:
    """A line that begins with a bold word."""
    return (Span(f"{lead} ", strong=True), Span(text))


def line_with_id(text: str, name: str, rest: str = "") -> Line:
    """A line made of a text, an id in brackets, and the rest of the line."""
    return (Span(f"{text} ("), Span(name, code=True), Span(f"){rest}"))


def make_cell(*texts: str) -> Cell:
    """A cell with a line for each text that is not empty."""
    return tuple(make_line(text) for text in texts if text)


def make_label(name: str, remark: str) -> Cell:
    """The first cell of a row: a name and, if there is one, a remark below it in brackets."""
    return make_cell(name, f"({remark})" if remark else "")


def make_row(*texts: str) -> tuple[Cell, ...]:
    """A row with one cell for each text."""
    return tuple(make_cell(text) for text in texts)


def join_words(items: Sequence[str]) -> str:
    """A list in words: `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def count_words(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, in the singular or plural: `1 gate`, `2 gates`."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def name_from_id(name: str) -> str:
    """An id as words: `governance-record` becomes `governance record`."""
    return name.replace("-", " ")
