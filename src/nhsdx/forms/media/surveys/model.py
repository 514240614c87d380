"""What a survey asks, ready to be drawn for any survey program."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from nhsdx.model import Path


class SurveyOption(NamedTuple):
    """An answer to choose: its code in the program's data, and its text."""

    code: str
    text: str


class SurveyQuestion(NamedTuple):
    """A question with one answer. `path` is the place of its text in the rubric, `name` what its column is called.

    A question that is one of several `statement`s of a criterion has its id, and perhaps options of its own.
    """

    path: Path
    criterion: str
    statement: str | None
    name: str
    text: str
    options: tuple[SurveyOption, ...]
    has_own_options: bool = False


class SurveyPart(NamedTuple):
    """A criterion: one question, or a lead and a question for each statement."""

    criterion: str
    title: str
    lead: str | None
    questions: tuple[SurveyQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyForm:
    """A survey. `rubric` is how its map gives the rubric, and `reference` is the rubric's id and version.

    `digest` is the fingerprint of its questions, `privacy` what the rubric says about the answers, `least` how many
    people a group in the results has, and `unknown` the option of people who do not know.
    """

    title: str
    reference: str
    rubric: str
    digest: str
    privacy: str | None
    least: int
    unknown: SurveyOption
    parts: tuple[SurveyPart, ...]

    @property
    def questions(self) -> Iterator[SurveyQuestion]:
        """Every question, in order."""
        for part in self.parts:
            yield from part.questions

    @property
    def intro(self) -> tuple[str, ...]:
        """The paragraphs above the questions."""
        counted = (
            f"Your answers are counted with those of others. Results are shown for groups of at least {self.least} "
            "people. You can leave any question out."
        )
        scored = f"This form only collects answers: nhsdx scores them, not the form (rubric {self.reference})."
        return (counted, *(() if self.privacy is None else (self.privacy,)), scored)


class NameRule(NamedTuple):
    """How the questions of a program are named: the longest name, and what is between words and between parts.

    A program without names of its own heads a column with the text of the question.
    """

    longest: int
    between_words: str
    between_parts: str


class Forbidden(NamedTuple):
    """What the texts of a program cannot contain, in words; with `in_options`, only those of options."""

    pattern: re.Pattern[str]
    meaning: str
    in_options: bool = False


SurveyDrawer: TypeAlias = Callable[[SurveyForm], bytes]


class FormTarget(NamedTuple):
    """A survey program: what it is called, how its form ends, its names, its limits and its drawer.

    `source` is the program by which `nhsdx survey` knows an export, if there is only one. `advice` says how to use the
    form and how to export its responses.
    """

    title: str
    endings: tuple[str, ...]
    names: NameRule | None
    forbidden: tuple[Forbidden, ...]
    most_options: int
    source: str | None
    advice: tuple[str, ...]
    draw: SurveyDrawer
