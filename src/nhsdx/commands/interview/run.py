"""Runs an interview: prints a prompt, reads a line, writes the file, and so on to the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from nhsdx.cli.output import make_screen
from nhsdx.commands.interview.answers_file import AnswersFile
from nhsdx.commands.interview.steps import PromptStep, find_first_prompt, list_steps
from nhsdx.commands.interview.turns import Interviewer, NextLine, Turn
from nhsdx.commands.interview.wording import (
    ShownLine,
    describe_keys,
    describe_pending,
    list_end,
    list_help,
    list_intro,
    list_pending,
    list_prompt,
    list_question,
)
from nhsdx.documents.terminal import replace_unencodable
from nhsdx.documents.words import describe_bar
from nhsdx.model import InvalidInputError, expect_known


def run_interview(file: AnswersFile, first: str | None, *, with_evidence: bool) -> None:
    """Asks until everything has been asked, or the person stops.

    The interview begins at `first`, or where it stopped last time. Raises NhsdxError if there is no question `first`,
    or if the file cannot be written.
    """
    if first is not None:
        expect_known(first, [one.id for one in file.form.questions], "a question here", "--from")
    steps = list_steps(file.form, with_evidence=with_evidence)
    talk = _Talk(file, _make_console())
    talk.show(list_intro(file.form, file.progress))
    step, pending = find_first_prompt(steps, file.progress, file.place, first), None
    file.change({}, (), None if step is None else step.path)
    while step is not None:
        line = talk.ask(step, pending)
        turn = None if line is None else Interviewer(steps, file.progress).take(step, line, pending)
        if turn is None or turn.is_last:
            talk.show([ShownLine(f"Stopped. Continue with: nhsdx interview {file.name}")])
            return
        step, pending = talk.follow(step, turn)
    talk.show(list_end(file.form, file.progress, file.name))


def _make_console() -> Console:
    screen = make_screen(None)
    return Console(
        width=screen.width, no_color=not screen.colour, force_terminal=screen.colour, highlight=False, markup=False
    )


@dataclass(slots=True)
class _Talk:
    """Prints prompts and reads lines.

    `shown` is the last question shown, and `faulty` is the last prompt with a wrong answer.
    """

    file: AnswersFile
    console: Console
    shown: str | None = None
    faulty: PromptStep | None = None

    def ask(self, step: PromptStep, pending: NextLine | None) -> str | None:
        """The line that answers a prompt; None at the end of the input.

        The question is shown before its first prompt.
        """
        if pending is None and step != self.faulty:
            progress, question = self.file.progress, step.question
            if question is not None and question.id != self.shown:
                self.show(list_question(self.file.form, question, progress))
            self.shown = None if question is None else question.id
            self.show([*list_prompt(step, progress), ShownLine(describe_keys(step))])
        self._write("Answer: " if pending is None else describe_pending(pending))
        self.faulty = None
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            self._write("\n")
        return line or None

    def follow(self, step: PromptStep, turn: Turn) -> tuple[PromptStep | None, NextLine | None]:
        """Writes the values of a turn, shows the text that the turn asks for, and returns the next prompt."""
        if turn.show == "help":
            self.show(list_help(self.file.form, step))
        elif turn.show == "score":
            result = self.file.result
            self.show([ShownLine(f"{describe_bar(result, 'Overall', result.overall)}.")])
        try:
            self.file.change(turn.values, turn.gone, None if turn.step is None else turn.step.path)
        except InvalidInputError as error:
            self.show(ShownLine(f"{one.message}: {one.remedy}") for one in error.findings)
            self.faulty = step
            return step, None
        if turn.message:
            self.show([ShownLine(turn.message)])
            self.faulty = turn.step
        if turn.pending is not None:
            self.show(list_pending(step, turn.pending, self.file.progress))
        return turn.step, turn.pending

    def show(self, lines: Iterable[ShownLine]) -> None:
        """Prints lines, with plain characters if the terminal cannot show others."""
        with self.console.capture() as captured:
            for line in lines:
                self.console.print(Text(self._fit(line.text), style=line.style))
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))

    def _write(self, text: str) -> None:
        sys.stdout.write(self._fit(text))
        sys.stdout.flush()

    def _fit(self, text: str) -> str:
        return replace_unencodable(text, getattr(sys.stdout, "encoding", None) or "utf-8")
