"""The meaning of a line that a person types at a prompt: the values to write, or why the line is not an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nhsdx.commands.interview.steps import Progress, PromptStep
from nhsdx.forms import FormQuestion, Leaves
from nhsdx.forms.cells import WrongCellError, read_cell
from nhsdx.model import ItemState, Path, Status

LETTERS: Mapping[str, ItemState] = {
    "y": ItemState.YES,
    "p": ItemState.PARTLY,
    "n": ItemState.NO,
    "u": ItemState.UNKNOWN,
}
WORDS = {state.value: state for state in LETTERS.values()}


class Reply(NamedTuple):
    """The values that a line gives, the paths that it removes, and the last prompt that it answers.

    `fault` says why the line is not an answer.
    """

    values: Leaves
    gone: tuple[Path, ...] = ()
    last: Path | None = None
    fault: str | None = None


def read_reply(step: PromptStep, line: str, progress: Progress) -> Reply:
    """The reply in a line that was typed at a prompt."""
    question = step.question
    if step.kind == "item" and question is not None:
        return _read_states(step, question, line, progress)
    if step.kind == "value" and question is not None:
        is_unknown = line.lower() in ("u", "unknown")
        return mark_unknown(question, progress) if is_unknown else _read_value(step, question, line, progress)
    return _read_choice(step, line) if step.field.kind == "choice" else _read_field(step, line)


def _read_choice(step: PromptStep, line: str) -> Reply:
    """Reads the number or the text of an option."""
    options = step.field.options
    if not line.isdecimal():
        reply = _read_field(step, line)
        return reply if reply.fault is None else reply._replace(fault=f"Type a number from 1 to {len(options)}.")
    if not 1 <= int(line[:4]) <= len(options):
        return Reply({}, fault=f"Type a number from 1 to {len(options)}.")
    return Reply({step.path: options[int(line) - 1].value})


def _read_field(step: PromptStep, line: str) -> Reply:
    try:
        several = line.replace(";", "\n") if step.field.kind == "texts" else line
        return Reply({step.path: read_cell(step.field, several)})
    except WrongCellError as error:
        return Reply({}, fault=f"{str(error.args[1]).capitalize()}: {error.args[2]}.")


def _read_value(step: PromptStep, question: FormQuestion, line: str, progress: Progress) -> Reply:
    return _read_field(step, line)._replace(gone=list_status_paths(question, progress))


def _read_states(step: PromptStep, question: FormQuestion, line: str, progress: Progress) -> Reply:
    """Reads one answer, or several letters: the first for this statement, and the others for the next statements."""
    states = _parse_states(line.strip().lower())
    if not states:
        return Reply({}, fault="Type y, p, n or u; or a letter for each of several statements, such as yyn.")
    paths = [item.field.path for item in question.items if item.field.path not in progress.not_asked]
    left = paths[paths.index(step.path) :]
    if len(states) > len(left):
        return Reply({}, fault=f"You gave {len(states)} answers. Statements left in this question: {len(left)}.")
    values: Leaves = {path: state.value for path, state in zip(left, states, strict=False)}
    return Reply(values, list_status_paths(question, progress), left[len(states) - 1])


def _parse_states(word: str) -> list[ItemState]:
    """The answers that a word or several letters give; empty if any letter is not an answer."""
    if word in WORDS:
        return [WORDS[word]]
    return [LETTERS[one] for one in word] if set(word) <= LETTERS.keys() else []


def list_status_paths(question: FormQuestion, progress: Progress) -> tuple[Path, ...]:
    """The paths of a status and its reason, which are removed when the question is answered after all."""
    path: Path = ("answers", question.id)
    if progress.find_status(question.id) is None:
        return ()
    return tuple(one for one in ((*path, "status"), (*path, "reason")) if one in progress.leaves)


def mark_unknown(question: FormQuestion, progress: Progress) -> Reply:
    """Marks a question as unknown."""
    values: Leaves = {("answers", question.id, "status"): Status.UNKNOWN.value}
    gone = [path for path in progress.leaves if path[:2] == ("answers", question.id) and path[2] != "status"]
    return Reply(values, tuple(path for path in gone if path[2] in ("level", "value", "reason")))


def leave_out_item(step: PromptStep, reason: str, progress: Progress) -> Reply:
    """Marks a statement as not applicable."""
    path: Path = (*step.path[:2], "reason")
    held = progress.leaves.get(path)
    joined = reason if held is None or held == reason else f"{held} {reason}"
    gone = () if step.question is None else list_status_paths(step.question, progress)
    kept = tuple(one for one in gone if one != path)
    return Reply({step.path: ItemState.NOT_APPLICABLE.value, path: joined}, kept, step.path)


def leave_out_question(question: FormQuestion, status: str, reason: str, progress: Progress) -> Reply:
    """Marks a question as not due or not applicable, and removes its answer."""
    path: Path = ("answers", question.id)
    gone = [one for one in progress.leaves if one[:2] == path and one[2] in ("items", "level", "value")]
    last = question.further[-1].path
    return Reply({(*path, "status"): status, (*path, "reason"): reason}, tuple(gone), last)
