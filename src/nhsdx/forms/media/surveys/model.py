"""The questions of a survey, ready to be written in the format of any survey program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from nhsdx.forms.model import FieldKind
from nhsdx.model import Path


class SurveyOption(NamedTuple):
    """An answer to choose: its code in the program's data, its text, and its wording in the rubric."""

    code: str
    text: str
    word: str


class SurveyQuestion(NamedTuple):
    """A question.

    `path` is the place of the question's text in the rubric, and `name` is the name of the column with the answers.
    `statement` is the id of the statement, if the criterion has several statements. A statement may have its own
    options. `options_path` is the place of the options in the rubric. A question without options asks for an entry of
    the given `kind`, within `limits`.
    """

    path: Path
    criterion: str
    statement: str | None
    name: str
    text: str
    options: tuple[SurveyOption, ...] = ()
    options_path: Path = ()
    has_own_options: bool = False
    kind: FieldKind = "choice"
    limits: tuple[float | None, float | None] = (None, None)


class SurveyPart(NamedTuple):
    """A criterion: one question, or an introduction and several questions.

    `path` is the place of the introduction in the rubric.
    """

    criterion: str
    path: Path
    title: str
    lead: str | None
    questions: tuple[SurveyQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyForm:
    """A form for a survey program. `reference` is the rubric's id and version; `digest` covers the questions.

    `intro` has the paragraphs above the questions. `unknown` is the option for people who do not know, if there is one.
    """

    title: str
    reference: str
    digest: str
    intro: tuple[str, ...]
    unknown: SurveyOption | None
    parts: tuple[SurveyPart, ...]

    @property
    def questions(self) -> Iterator[SurveyQuestion]:
        """Every question, in order."""
        for part in self.parts:
            yield from part.questions

    def list_options(self, question: SurveyQuestion) -> tuple[SurveyOption, ...]:
        """The options of a question, including the option for people who do not know."""
        return (*question.options, *([] if self.unknown is None or not question.options else [self.unknown]))


def write_number(number: float) -> str:
    """The number as text, without an exponent."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def describe_scored(reference: str) -> str:
    """A sentence that says who scores the answers."""
    return f"This form only collects answers. The scoring is done by nhsdx, not by the form (rubric {reference})."


class NameRule(NamedTuple):
    """How questions are named for a program: how long a name may be, and what separates words and parts in a name.

    If a program has no names for questions, the heading of a column is the text of its question.
    """

    longest: int
    between_words: str
    between_parts: str


class Forbidden(NamedTuple):
    """Something that texts for a survey program must not contain, and a description of it.

    If `in_options` is true, the ban applies only to options.
    """

    pattern: re.Pattern[str]
    meaning: str
    in_options: bool = False


SurveyDrawer: TypeAlias = Callable[[SurveyForm], bytes]


class FormTarget(NamedTuple):
    """A survey program: its command-line name and title, its file extensions, its limits, and how to draw a form.

    `source` is the name that `nhsdx survey` uses for the program's export; None for a target with several programs.
    `advice` says how to use the form and how to export the responses.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    names: NameRule | None
    forbidden: tuple[Forbidden, ...]
    most_options: int
    source: str | None
    advice: tuple[str, ...]
    draw: SurveyDrawer
