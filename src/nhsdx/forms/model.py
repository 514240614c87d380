"""The content of a form: the questions of a rubric with their guidance, ready to be presented in any medium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.model import LeftOutStatus, Path
from nhsdx.scoring import Instrument

FieldKind: TypeAlias = Literal["choice", "number", "whole", "day", "text", "texts", "ids"]
"""The kind of entry in a field: an option, a number, a whole number, a day, a text, texts line by line, or ids."""
Word: TypeAlias = str | int | float
"""The value that an option has in an assessment file: a word, or the number of a level."""


class FormOption(NamedTuple):
    """One of the answers to choose from: the value in a file, the label that people see, and the meaning."""

    value: Word
    label: str
    meaning: str = ""


class FormField(NamedTuple):
    """One place to write something.

    The path of a field in an assessment file is its key in every medium. `limits` are the lowest and the highest number
    that are accepted.
    """

    path: Path
    kind: FieldKind
    title: str
    options: tuple[FormOption, ...] = ()
    limits: tuple[float | None, float | None] = (None, None)


class FormItem(NamedTuple):
    """A statement of a checklist.

    `level` is the label of the statement's level. `asked_when` says in words when the statement is asked.
    """

    id: str
    text: str
    level: str | None
    asked_when: str | None
    may_be_left_out: bool
    field: FormField


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """The guidance for a question: what it is scored on, what to look for, evidence to ask for, and warning signs.

    `asked_when`, `worth` and `enough` say in words when the question is asked, which score counts if it does not apply,
    and how many statements are enough.
    """

    scored_on: str | None = None
    asked_when: str | None = None
    worth: str | None = None
    enough: tuple[str, ...] = ()
    look_for: str | None = None
    evidence: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """The question for one criterion. `values` are the fields of the answer; a checklist has a field for each item.

    `statuses` may be given instead of an answer, with a reason. `statements` are rated by the respondents of a survey.
    """

    id: str
    kind: Literal["checklist", "level", "measure", "survey"]
    title: str
    question: str | None
    how: str
    guidance: Guidance
    statuses: tuple[LeftOutStatus, ...]
    items: tuple[FormItem, ...] = ()
    statements: tuple[str, ...] = ()
    values: tuple[FormField, ...]
    further: tuple[FormField, ...]

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field of the question: its answer, then status, reason, evidence, date, note and documents."""
        return (*self.values, *self.further)

    def find_field(self, key: str) -> FormField | None:
        """The field with the given key, such as `evidence`; None if the question has no such field."""
        return next((one for one in self.further if one.path[-1] == key), None)


class FormSection(NamedTuple):
    """A dimension with the questions that are asked in it."""

    id: str
    title: str
    why: str | None
    questions: tuple[FormQuestion, ...]


class FormGrade(NamedTuple):
    """A grade of evidence: its label, the highest level that it supports, and after how many months it counts less."""

    id: str
    label: str
    supports: str
    max_age_months: int | None
    needs_document: bool


class FormStamp(NamedTuple):
    """What every medium records about the rubric of a form: its reference, version and digest, and the profile.

    An assessment file may lack the version and the digest.
    """

    rubric: str
    version: str | None
    digest: str | None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """All questions of a rubric or a profile. `about` has the fields about the assessment.

    `reference` is the id and version of the rubric. `others` are questions outside the profile, which may still have
    answers. `instrument` is the rubric itself, for a medium that calculates scores.
    """

    stamp: FormStamp
    reference: str
    title: str
    profile_title: str | None
    how_to_answer: str | None
    words: tuple[tuple[str, str], ...]
    privacy: str
    levels: tuple[FormOption, ...]
    grades: tuple[FormGrade, ...]
    about: tuple[FormField, ...]
    context: tuple[FormField, ...]
    sections: tuple[FormSection, ...]
    others: tuple[FormQuestion, ...]
    instrument: Instrument

    @property
    def questions(self) -> Iterator[FormQuestion]:
        """Every question that is asked, in order."""
        for section in self.sections:
            yield from section.questions

    @property
    def all_questions(self) -> tuple[FormQuestion, ...]:
        """Every question that an assessment may answer."""
        return (*self.questions, *self.others)

    @property
    def fields(self) -> Iterator[FormField]:
        """Every field in order, without the fields for documents and actions."""
        yield from (*self.about, *self.context)
        for question in self.all_questions:
            yield from question.fields
