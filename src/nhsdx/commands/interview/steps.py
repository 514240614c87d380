"""The prompts of an interview in their order, and which of them are due, given the answers so far."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from nhsdx.forms import Form, FormField, FormItem, FormQuestion
from nhsdx.forms.leaves import has_value, select_leaves
from nhsdx.model import PLACEHOLDERS, Path, Status

StepKind: TypeAlias = Literal["head", "item", "value", "evidence", "seen"]
ASKED_HEAD = ("subject", "assessors")


class PromptStep(NamedTuple):
    """One prompt: the field that it fills, and the question and statement to which it belongs."""

    kind: StepKind
    field: FormField
    question: FormQuestion | None = None
    item: FormItem | None = None

    @property
    def path(self) -> Path:
        """The path of the prompt's field. The path identifies a position in the interview."""
        return self.field.path


@dataclass(frozen=True, slots=True)
class Progress:
    """The answers so far, and the criteria and items that these answers leave unasked."""

    leaves: Mapping[Path, Any]
    not_asked: Collection[Path] = ()

    def is_answered(self, step: PromptStep) -> bool:
        """Whether the field of a prompt is filled, or its question is left out with a reason."""
        value = self.leaves.get(step.path)
        if step.question is not None and self.find_status(step.question.id) not in (None, Status.UNKNOWN):
            return True
        words = value if isinstance(value, list) else [value]
        return value is not None and value != Status.UNKNOWN and PLACEHOLDERS.isdisjoint(words)

    def find_status(self, question: str) -> str | None:
        """The status of an answer; None if it has a value, or is missing."""
        status: str | None = self.leaves.get(("answers", question, "status"))
        return status

    def has_value(self, question: str) -> bool:
        """Whether any part of an answer is known."""
        return has_value(select_leaves(self.leaves, ("answers", question)))

    def is_due(self, step: PromptStep) -> bool:
        """Whether a prompt is due.

        The prompt's question must be asked and, for a prompt about evidence, there must be an answer.
        """
        if step.path[:2] in self.not_asked or step.path in self.not_asked:
            return False
        if step.question is None or step.kind not in ("evidence", "seen"):
            return True
        if not self.has_value(step.question.id):
            return False
        return step.kind == "evidence" or ("answers", step.question.id, "evidence") in self.leaves


def list_steps(form: Form, *, with_evidence: bool) -> tuple[PromptStep, ...]:
    """Every prompt that may come up. Survey questions have no prompts, because respondents answer them."""
    return tuple(_list_steps(form, with_evidence=with_evidence))


def _list_steps(form: Form, *, with_evidence: bool) -> Iterator[PromptStep]:
    yield from (PromptStep("head", field) for field in form.about if field.path[-1] in ASKED_HEAD)
    yield from (PromptStep("head", field) for field in form.context)
    for question in form.questions:
        if question.kind != "survey":
            yield from list_value_steps(question)
            yield from _list_evidence_steps(question) if with_evidence else ()


def list_value_steps(question: FormQuestion) -> list[PromptStep]:
    """The prompts for a question's answer; for a checklist, one for each statement."""
    if question.items:
        return [PromptStep("item", item.field, question, item) for item in question.items]
    return [PromptStep("value", field, question) for field in question.values]


def _list_evidence_steps(question: FormQuestion) -> list[PromptStep]:
    evidence, seen = question.find_field("evidence"), question.find_field("seen")
    if evidence is None or seen is None:
        return []
    return [PromptStep("evidence", evidence, question), PromptStep("seen", seen, question)]


def find_first_prompt(
    steps: tuple[PromptStep, ...], progress: Progress, place: Path | None, question: str | None
) -> PromptStep | None:
    """The prompt to begin with.

    This is the first prompt for the given question, or the prompt at which the file says to continue, or the first open
    prompt.
    """
    if question is not None:
        return next((one for one in steps if one.path[:2] == ("answers", question) and progress.is_due(one)), None)
    known = find_place(steps, place)
    if known < 0:
        return find_start(steps, progress)
    return next((step for step in steps[known:] if progress.is_due(step)), None)


def find_step(steps: tuple[PromptStep, ...], progress: Progress, after: Path | None) -> PromptStep | None:
    """The first prompt that is due after a position; None at the end."""
    place = find_place(steps, after)
    return next((step for step in steps[place + 1 :] if progress.is_due(step)), None)


def find_step_before(steps: tuple[PromptStep, ...], progress: Progress, path: Path | None) -> PromptStep | None:
    """The last prompt that is due before a position, which may be the end; None at the beginning."""
    place = len(steps) if path is None else find_place(steps, path)
    return next((step for step in reversed(steps[: max(place, 0)]) if progress.is_due(step)), None)


def find_start(steps: tuple[PromptStep, ...], progress: Progress) -> PromptStep | None:
    """The first prompt whose field is not filled; evidence is asked for after the answer that it supports."""
    open_ones = (step for step in steps if progress.is_due(step) and not progress.is_answered(step))
    return next((step for step in open_ones if step.kind not in ("evidence", "seen")), None)


def find_place(steps: tuple[PromptStep, ...], path: Path | None) -> int:
    """The position of the prompt with this path; -1 if there is no such prompt."""
    return next((place for place, step in enumerate(steps) if step.path == path), -1)
