"""The items of a form in FHIR. The link id of a field is its path, and groups have ids of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote

from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormField, FormOption, FormQuestion, FormStamp, write_cell
from nhsdx.forms.fields import ACTION_KEYS, DOCUMENT_KEYS, build_action_field, build_document_field
from nhsdx.model import format_path

CANONICAL = re.compile(
    r"urn:nhsdx:(?P<rubric>[^:|]+)(:(?P<profile>[^:|]+))?\|(?P<version>[^+|]+)\+sha256\.(?P<digest>[0-9a-f]{64})"
)
"""How a response refers to its questionnaire: by the rubric, the profile (if any), and the version with the digest."""
CODE = re.compile(r"\S+( \S+)*")
"""What FHIR accepts as a code."""
DOCUMENT_LINK, ACTION_LINK = "documents", "actions"
ROW_KEYS = {DOCUMENT_LINK: ("id", *DOCUMENT_KEYS), ACTION_LINK: ACTION_KEYS}
"""The keys of a document and of an action. In FHIR, documents and actions are groups that repeat."""
ROW_WORDS = {DOCUMENT_LINK: "A document that supports answers", ACTION_LINK: "An action"}
VALUES = {"choice": "valueCoding", "number": "valueDecimal", "whole": "valueInteger", "day": "valueDate"}


class Link(NamedTuple):
    """An item of a questionnaire: a group of other items, a field, or a text that is only shown."""

    id: str
    text: str
    field: FormField | None = None
    inside: tuple[Link, ...] = ()
    repeats: bool = False


def name_questionnaire(stamp: FormStamp) -> tuple[str, str]:
    """The canonical address of a questionnaire, and its version, which ends with the digest."""
    parts = [stamp.rubric, *([] if stamp.profile is None else [stamp.profile])]
    digest = (stamp.digest or "").removeprefix("sha256:")
    return "urn:nhsdx:" + ":".join(quote(part, safe="") for part in parts), f"{stamp.version}+sha256.{digest}"


def parse_questionnaire(canonical: str) -> FormStamp | None:
    """The stamp in the canonical address of a questionnaire; None if nhsdx did not make the questionnaire."""
    found = CANONICAL.fullmatch(canonical)
    if found is None:
        return None
    profile = None if found["profile"] is None else unquote(found["profile"])
    return FormStamp(unquote(found["rubric"]), found["version"], f"sha256:{found['digest']}", profile)


def find_codes(field: FormField) -> Mapping[str, FormOption]:
    """The options of a field, keyed by their codes.

    The codes are the values or, if any value is not a valid FHIR code, numbers.
    """
    words = [write_cell(option.value) for option in field.options]
    if not all(map(CODE.fullmatch, words)):
        words = [f"option-{number}" for number in range(1, len(words) + 1)]
    return dict(zip(words, field.options, strict=True))


def find_value_key(field: FormField) -> str:
    """The key that FHIR uses for the value of an answer, such as `valueDate`."""
    return VALUES.get(field.kind, "valueString")


def is_list(field: FormField) -> bool:
    """Whether the value of a field is a list. For a list, FHIR has one answer for each entry."""
    return field.kind in ("texts", "ids")


def list_links(form: Form, *, with_others: bool = False) -> Iterator[Link]:
    """The items of a form: its head, sections, documents and actions and, on request, questions outside the profile."""
    yield Link("group.about", "About this assessment", inside=tuple(map(_build_field, form.about)))
    if form.context:
        yield Link("group.context", "Facts that are shown, never scored", inside=tuple(map(_build_field, form.context)))
    for section in form.sections:
        inside = tuple(map(_build_question, section.questions))
        yield Link(f"group.sections.{section.id}", clean(section.title), inside=inside)
    if with_others and form.others:
        inside = tuple(map(_build_question, form.others))
        yield Link("group.others", "Questions outside the profile", inside=inside)
    for part, keys in ROW_KEYS.items():
        fields = tuple(_build_row_link(part, key) for key in keys)
        yield Link(part, ROW_WORDS[part], inside=fields, repeats=True)


def _build_field(field: FormField) -> Link:
    return Link(format_path(field.path), _tidy(field.title), field, repeats=is_list(field))


def _build_row_link(part: str, key: str) -> Link:
    """A link for a field of any document or action. Its path is the path for the first document or action."""
    field = build_document_field("id", key) if part == DOCUMENT_LINK else build_action_field(0, key)
    return Link(f"{part}.{key}", key, field, repeats=is_list(field))


def _build_question(question: FormQuestion) -> Link:
    notes = tuple(
        Link(f"text.{number}.{question.id}", _tidy(text)) for number, text in enumerate(_list_notes(question), 1)
    )
    fields = tuple(map(_build_field, question.fields))
    text = question.title if question.question is None else f"{question.title}: {question.question}"
    return Link(f"group.questions.{question.id}", _tidy(text), inside=(*notes, *fields))


def _list_notes(question: FormQuestion) -> Iterator[str]:
    """The guidance for a question, in sentences."""
    guidance = question.guidance
    yield question.how
    for lead, text in (("Scored on: ", guidance.scored_on), ("Asked only if ", guidance.asked_when)):
        if text is not None:
            yield f"{lead}{text}"
    yield from guidance.enough
    if guidance.look_for is not None:
        yield f"Look for: {guidance.look_for}"
    yield from (f"Statement: {one}" for one in question.statements)


def _tidy(text: str) -> str:
    return " ".join(text.split())
