"""The boxes of a form in Word: the tag of each box, its text while it is empty, and where people find it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormField, FormOption, FormQuestion, write_cell
from nhsdx.forms.fields import ACTION_KEYS, DOCUMENT_KEYS, build_action_field, build_document_field
from nhsdx.model import Path, format_path

LONGEST_TAG = 64
"""How many characters Word allows in a tag."""
LONGEST_LABEL = 100
EMPTY = {
    "number": "Number",
    "whole": "Whole number",
    "day": "Year-month-day",
    "text": "Write here",
    "texts": "One on each line",
    "ids": "Short names from the list of documents",
}
"""The text in an empty box, for each kind of field."""
STAMP_KEYS = ("rubric", "version", "digest", "profile", "check")
"""The boxes about the form itself. `check` has a digest of the printed text of each part."""
ALL_QUESTIONS = "all questions"
"""The text in the box for the profile if the form has no profile."""
FREE_TAG = re.compile(r"(documents|actions)\.(\d{1,4})\.(id|[a-z0-9]+)")
FREE_KEYS = {"documents": ("id", *DOCUMENT_KEYS), "actions": ACTION_KEYS}
WORDS_OF_WORD = frozenset({"", "Click or tap here to enter text.", "Choose an item.", "Click or tap to enter a date."})
"""The texts that Word puts into a box when people delete the text in the box."""
TICKED, NOT_TICKED = "☒", "☐"


class Box(NamedTuple):
    """A box in a form: the field that it fills, and where people find the box.

    `option` is the answer that people give by ticking the box; None for a box to write in or to choose from.
    """

    field: FormField
    where: str
    option: FormOption | None = None


def name_tag(path: Path, option: FormOption | None = None) -> str:
    """The tag of a box: the path of its field. A path that is too long for Word is cut and ends with a digest."""
    text = format_path(path) if option is None else f"{format_path(path)}={option.value}"
    if len(text) <= LONGEST_TAG:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[: LONGEST_TAG - len(digest) - 1]}~{digest}"


def name_free_tag(part: str, place: int, key: str) -> str:
    """The tag of a box for a document or an action. The tag contains the number of the row."""
    return f"{part}.{place}.{key}"


def is_ticked_field(field: FormField) -> bool:
    """Whether a field has a box to tick for each possible answer. Only statements and levels have such boxes."""
    return field.path[0] == "answers" and field.kind == "choice" and field.path[2] in ("items", "level")


def list_head_boxes(form: Form) -> Iterator[tuple[str, Box]]:
    """The boxes above the questions, keyed by their tags."""
    for field in (*form.about, *form.context):
        yield name_tag(field.path), Box(field, clean(field.title, LONGEST_LABEL))


def list_question_boxes(number: int, question: FormQuestion) -> Iterator[tuple[str, Box]]:
    """The boxes for a question, keyed by their tags."""
    for place, field in enumerate(question.fields, 1):
        what = f"statement {place}" if field.path[2] == "items" else clean(field.title, LONGEST_LABEL)
        where = f"question {number} ({question.id}), {what}"
        if is_ticked_field(field):
            yield from ((name_tag(field.path, option), Box(field, where, option)) for option in field.options)
        else:
            yield name_tag(field.path), Box(field, where)


def find_free_box(form: Form, tag: str) -> tuple[str, int, Box] | None:
    """The part, the row and the box that a tag for a document or an action refers to; None for any other tag.

    The id of a document has a box too, although it is not one of the document's keys.
    """
    found = FREE_TAG.fullmatch(tag)
    if found is None or found[3] not in FREE_KEYS[found[1]]:
        return None
    part, place, key = found[1], int(found[2]), found[3]
    title = "Short name" if key == "id" else key
    where = f"{'document' if part == 'documents' else 'action'} {place + 1}, {title}"
    field = build_action_box(form, place, key) if part == "actions" else build_document_field(str(place), key)
    return part, place, Box(field, where)


def build_action_box(form: Form, place: int, key: str) -> FormField:
    """The field for a key of an action. The question to which an action belongs is chosen from a list."""
    asked = build_action_field(place, key)
    if key != "criterion":
        return asked
    options = tuple(FormOption(one.id, f"{one.title} ({one.id})") for one in form.all_questions)
    return asked._replace(kind="choice", options=options)


def list_labels(field: FormField) -> dict[str, FormOption]:
    """The options of a drop-down list, keyed by the text that people see.

    If short texts are not unique, they get numbers. Grades of evidence are always numbered, as in the list on the first
    page.
    """
    short = {shorten_label(option): option for option in field.options}
    if len(short) == len(field.options) and field.path[-1] != "evidence":
        return short
    return {f"{number} {shorten_label(option)}": option for number, option in enumerate(field.options, 1)}


def shorten_label(option: FormOption) -> str:
    """The text of an option as people see it, on one line."""
    return clean(option.label, LONGEST_LABEL)


def describe_empty(field: FormField) -> str:
    """The text in an empty box. On paper, this text shows what to write or to circle."""
    if field.kind != "choice":
        return "Numbers, such as 1, 3" if field.path[-1] == "items" else EMPTY[field.kind]
    labels = list(list_labels(field))
    if field.path[-1] == "evidence":
        return f"Choose, or write 1 to {len(labels)}" if len(labels) > 1 else "Choose, or write 1"
    joined = " / ".join(labels)
    return f"Choose: {joined}" if len(joined) <= LONGEST_LABEL else "Choose one"


def list_empty_words(field: FormField) -> frozenset[str]:
    """The texts that an empty box may show: the text from nhsdx, and the texts that Word puts there."""
    own = describe_empty(field)
    return WORDS_OF_WORD | {own}


def format_box(field: FormField, value: object) -> str:
    """A value as the text of a box."""
    if field.kind == "ids" and isinstance(value, list | tuple):
        return ", ".join(map(write_cell, value))
    if field.kind != "choice":
        return write_cell(value)
    return next((label for label, option in list_labels(field).items() if option.value == value), write_cell(value))


def number_items(form: Form, criterion: object, items: Iterable[str]) -> list[str]:
    """The statements of an action by their numbers in the form, or by their ids if any id looks like a number."""
    numbers = {item: str(number) for number, item in enumerate(_list_items(form, criterion), 1)}
    return [numbers.get(item, item) for item in items]


def find_items(form: Form, criterion: object, words: Iterable[str]) -> list[str]:
    """The ids of statements that people entered by number or by id."""
    known = {str(number): item for number, item in enumerate(_list_items(form, criterion), 1)}
    return [known.get(word, word) for word in words]


def _list_items(form: Form, criterion: object) -> list[str]:
    """The ids of a question's statements in the order of the form; an empty list if an id looks like a number."""
    question = next((one for one in form.all_questions if one.id == criterion), None)
    items = [] if question is None else [item.id for item in question.items]
    return [] if any(item.isdecimal() for item in items) else items
