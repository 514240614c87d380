"""Checks the answers of a file against its rubric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from nhsdx.loading.whole.answers import expand_answer, find_answer_problems
from nhsdx.loading.whole.gates import find_expectation_problems
from nhsdx.model.assessment import Answer, AnswerForm, Document
from nhsdx.model.expectation import Expectation
from nhsdx.model.finding import Problem
from nhsdx.model.problems import find_reference_problem
from nhsdx.model.rubric import Rubric
from nhsdx.model.suggest import quote_word, suggest_one_of


class HasAnswers(Protocol):
    """A file with answers: an assessment, or a rubric that contains one."""

    @property
    def profile(self) -> str | None:
        """The profile that the file gives."""

    @property
    def expect(self) -> Expectation | None:
        """What the file expects of its result."""

    @property
    def answers(self) -> dict[str, AnswerForm]:
        """The answers by criterion, in any form."""

    @property
    def documents(self) -> dict[str, Document]:
        """The documents that answers may refer to."""


def find_problems_in_answers(rubric: Rubric, file: HasAnswers) -> Iterator[Problem]:
    """Everything wrong with the answers of a file to a rubric."""
    if file.profile is not None:
        yield from find_reference_problem(("profile",), file.profile, rubric.profiles, "a profile")
    if file.expect is not None:
        yield from find_expectation_problems(rubric, file.expect, ("expect",))
    for name, form in file.answers.items():
        path = ("answers", name)
        yield from find_reference_problem(path, name, rubric.criteria, "a criterion", at_key=True)
        if name not in rubric.criteria:
            continue
        yield from find_answer_problems(rubric, rubric.criteria[name], form, path)
        for position, document in enumerate(form.documents if isinstance(form, Answer) else ()):
            place = (*path, "documents", position)
            if document not in file.documents:
                message = f"{quote_word(document)} is not a document of this file"
                yield Problem(place, "unknown-reference", message, suggest_one_of(document, file.documents))


def expand_answers(rubric: Rubric, forms: Mapping[str, AnswerForm]) -> dict[str, Answer]:
    """The answers in full form, in the rubric's order, so that the file's order cannot matter."""
    return {name: expand_answer(rubric.criteria[name], forms[name]) for name in rubric.criteria if name in forms}
