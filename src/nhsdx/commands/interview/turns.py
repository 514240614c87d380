"""The turns of an interview: for a typed line, the values to write and the next prompt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from nhsdx.commands.interview.replies import (
    Reply,
    leave_out_item,
    leave_out_question,
    read_reply,
)
from nhsdx.commands.interview.steps import Progress, PromptStep, find_step, find_step_before
from nhsdx.forms import FormQuestion, Leaves
from nhsdx.model import Path

Show: TypeAlias = Literal["help", "score"]
BACK = re.compile(r"b(?:ack)?\s*(\d{1,4})?")
SHOWS: dict[str, Show] = {"?": "help", "=": "score"}
WAYS_OUT = {"not-due": "The whole question is not due yet", "not-applicable": "The whole question does not apply"}
SKIP_WORDS, STOP_WORDS = frozenset({"s", "skip"}), frozenset({"q", "quit", "stop"})


class Choice(NamedTuple):
    """A way to leave something out: the statement at the prompt (`status` is None), or its question."""

    label: str
    status: str | None


class NextLine(NamedTuple):
    """The kind of line that comes next: a note, a choice of what to leave out, or the reason for leaving it out."""

    kind: Literal["note", "choice", "reason"]
    choices: tuple[Choice, ...] = ()

    def list_choices(self) -> list[str]:
        """The choices, each as a line that begins with its number."""
        numbered = enumerate(self.choices, 1) if self.kind == "choice" else ()
        return [f"  {place}. {one.label}" for place, one in numbered]


@dataclass(frozen=True, slots=True)
class Turn:
    """The effect of a line: values to write and paths to remove, the next prompt, and what to show.

    `step` is None at the end. `is_last` ends the interview, which then continues at `step` next time.
    """

    step: PromptStep | None
    values: Leaves
    gone: tuple[Path, ...] = ()
    message: str = ""
    show: Show | None = None
    pending: NextLine | None = None
    is_last: bool = False


def list_ways_out(step: PromptStep, question: FormQuestion) -> tuple[Choice, ...]:
    """What the rubric allows people to leave out at a prompt, as a list of choices."""
    item = [Choice("This statement does not apply", None)] if step.item and step.item.may_be_left_out else []
    return (*item, *(Choice(WAYS_OUT[status], status) for status in question.statuses))


class Interviewer(NamedTuple):
    """All prompts, and the answers so far."""

    steps: tuple[PromptStep, ...]
    progress: Progress

    def take(self, step: PromptStep, line: str, pending: NextLine | None) -> Turn:
        """The turn for a line that was typed at a prompt."""
        word = line.strip()
        if pending is not None:
            return self._take_pending(step, word, pending)
        return self._take_command(step, word.lower()) or self._take_answer(step, word)

    def _take_command(self, step: PromptStep, word: str) -> Turn | None:
        """The turn for a key that is the same at every prompt; None if the line is not such a key."""
        if word in STOP_WORDS:
            return Turn(step, {}, is_last=True)
        if word in SHOWS:
            return Turn(step, {}, show=SHOWS[word])
        if (back := BACK.fullmatch(word)) is not None:
            return self._go_back(step, int(back[1] or 1))
        if word in SKIP_WORDS:
            return self._skip(step)
        return None if step.question is None else self._take_question_command(step, step.question, word)

    def _take_question_command(self, step: PromptStep, question: FormQuestion, word: str) -> Turn | None:
        """The turn for a key that begins a note, or leaves something out."""
        if word == "note" or (word == "n" and step.kind != "item"):
            return Turn(step, {}, pending=NextLine("note"))
        if word != "x":
            return None
        choices = list_ways_out(step, question)
        if not choices:
            return Turn(step, {}, message="The rubric does not allow this to be left out. If nobody knows, type u.")
        return Turn(step, {}, pending=NextLine("choice", choices))

    def _take_answer(self, step: PromptStep, word: str) -> Turn:
        if not word:
            return Turn(find_step(self.steps, self.progress, step.path), {})
        return self._apply(step, read_reply(step, word, self.progress))

    def _apply(self, step: PromptStep, reply: Reply) -> Turn:
        """The turn for a reply: it writes the reply's values, and goes to the first prompt that is then due."""
        if reply.fault is not None:
            return Turn(step, {}, message=reply.fault)
        gone = set(reply.gone)
        leaves = {path: value for path, value in self.progress.leaves.items() if path not in gone} | reply.values
        progress = Progress(leaves, self.progress.not_asked)
        following = find_step(self.steps, progress, reply.last or step.path)
        return Turn(following, reply.values, reply.gone)

    def _go_back(self, step: PromptStep, count: int) -> Turn:
        found = step
        for _ in range(count):
            before = find_step_before(self.steps, self.progress, found.path)
            if before is None:
                return Turn(found, {}, message="This is the first prompt." if found is step else "")
            found = before
        return Turn(found, {})

    def _skip(self, step: PromptStep) -> Turn:
        """Goes to the next question; nothing is written."""
        following = find_step(self.steps, self.progress, step.path)
        while following is not None and step.question is not None and following.question is step.question:
            following = find_step(self.steps, self.progress, following.path)
        return Turn(following, {})

    def _take_pending(self, step: PromptStep, word: str, pending: NextLine) -> Turn:
        if not word:
            return Turn(step, {}, message="Nothing was written.")
        if pending.kind == "note":
            return Turn(step, {(*step.path[:2], "why"): word})
        if pending.kind == "choice":
            if not word.isdecimal() or not 1 <= int(word) <= len(pending.choices):
                return Turn(step, {}, message=f"Type a number from 1 to {len(pending.choices)}.", pending=pending)
            return Turn(step, {}, pending=NextLine("reason", (pending.choices[int(word) - 1],)))
        status = pending.choices[0].status
        if status is None:
            return self._apply(step, leave_out_item(step, word, self.progress))
        if step.question is None:
            raise AssertionError(step)
        return self._apply(step, leave_out_question(step.question, status, word, self.progress))
