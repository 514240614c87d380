"""The texts of an interview: each question, each prompt with its keys in words, and the progress."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nhsdx.commands.interview.steps import Progress, PromptStep, list_value_steps
from nhsdx.commands.interview.turns import NextLine, list_ways_out
from nhsdx.documents.phrases import count_words
from nhsdx.documents.safe_text import clean
from nhsdx.forms import Form, FormQuestion, write_cell
from nhsdx.model import Status

MOST_LISTED = 12
KEYS = ("b back", "s skip", "= score", "q stop")
ANSWERS = {"item": "y yes, p partly, n no, u unknown", "value": "a number, u unknown"}
FORMS = {"choice": "a number", "day": "a day such as 2026-03-11", "texts": "texts separated by ;"}
STRONG, PLAIN = "bold", ""


class ShownLine(NamedTuple):
    """A line of an interview, and its style. The style never changes the meaning."""

    text: str
    style: str = PLAIN


def list_intro(form: Form, progress: Progress) -> Iterator[ShownLine]:
    """The subject of the interview, how it works, and which questions it leaves to a survey."""
    yield ShownLine(f"{clean(form.title)} ({form.reference})", STRONG)
    if form.profile_title:
        yield ShownLine(f"Profile: {clean(form.profile_title)}")
    yield ShownLine(
        "Type an answer and press Enter. Every answer is saved immediately; you can stop and continue at any time."
    )
    yield ShownLine("Enter alone leaves a field as it is. Type ? for help.")
    if not any(path[0] == "answers" for path in progress.leaves):
        yield from (ShownLine(clean(text)) for text in (form.privacy, form.how_to_answer) if text)
    surveys = [question for question in form.questions if question.kind == "survey"]
    if surveys:
        verb = "is" if len(surveys) == 1 else "are"
        yield ShownLine(
            f"{count_words(len(surveys), 'question')} {verb} for the respondents of a survey: see nhsdx survey."
        )
    yield ShownLine(describe_progress(form, progress))


def list_asked(form: Form, progress: Progress) -> list[FormQuestion]:
    """The questions that the interview asks, given the answers so far."""
    asked = (question for question in form.questions if question.kind != "survey")
    return [question for question in asked if ("answers", question.id) not in progress.not_asked]


def list_open(form: Form, progress: Progress) -> list[FormQuestion]:
    """The questions that are not fully answered."""
    return [question for question in list_asked(form, progress) if _count_open(question, progress)]


def _count_open(question: FormQuestion, progress: Progress) -> int:
    steps = list_value_steps(question)
    return sum(step.path not in progress.not_asked and not progress.is_answered(step) for step in steps)


def describe_progress(form: Form, progress: Progress) -> str:
    """How many questions are answered, and how many are not fully answered."""
    asked, left = len(list_asked(form, progress)), len(list_open(form, progress))
    if not left:
        return f"All {count_words(asked, 'question')} are answered."
    return f"{asked - left} of {count_words(asked, 'question')} fully answered; still to answer: {left}."


def list_question(form: Form, question: FormQuestion, progress: Progress) -> Iterator[ShownLine]:
    """A question, and what its score depends on, to be shown above its first prompt."""
    asked = list_asked(form, progress)
    place = asked.index(question) + 1 if question in asked else 0
    yield ShownLine("")
    yield ShownLine(f"Question {place} of {len(asked)}: {clean(question.title)}", STRONG)
    yield ShownLine(describe_progress(form, progress))
    if question.question:
        yield ShownLine(clean(question.question))
    guidance = question.guidance
    if guidance.scored_on:
        yield ShownLine(f"Scored on: {clean(guidance.scored_on)}")
    if guidance.asked_when:
        yield ShownLine(f"Asked only if {guidance.asked_when}.")
    if guidance.worth:
        yield ShownLine(f"If it does not apply, {guidance.worth}")
    yield from (ShownLine(f"{line}.") for line in guidance.enough)
    status = progress.find_status(question.id)
    if status not in (None, Status.UNKNOWN):
        yield ShownLine(f"Now: {status}.")


def list_prompt(step: PromptStep, progress: Progress) -> Iterator[ShownLine]:
    """A prompt: its question, its numbered answers, and the current value."""
    now = _describe_now(step, progress)
    if step.item is not None and step.question is not None:
        place = step.question.items.index(step.item) + 1
        level = "" if step.item.level is None else f", level {step.item.level}"
        yield ShownLine(f"Statement {place} of {len(step.question.items)}{level}: {clean(step.item.text)}{now}")
        return
    yield ShownLine(f"{clean(step.field.title)}{now}")
    for place, option in enumerate(step.field.options, 1):
        if step.kind == "value":
            yield ShownLine(f"  {option.value}: {clean(option.label)}")
        else:
            yield ShownLine(f"  {place}. {clean(option.label)}")


def _describe_now(step: PromptStep, progress: Progress) -> str:
    """The current value of a field, in brackets; empty if the field has no value yet."""
    held = progress.leaves.get(step.path)
    if held is None or held == Status.UNKNOWN or not progress.is_answered(step):
        return ""
    return f" (now: {clean(write_cell(held).replace(chr(10), '; '))})"


def describe_keys(step: PromptStep) -> str:
    """The keys of a prompt, in words."""
    keys = [ANSWERS.get(step.kind) or FORMS.get(step.field.kind, "text"), "? help", *KEYS]
    if step.question is not None:
        keys.append("note a note" if step.kind == "item" else "n note")
        keys += ["x leave out"] if list_ways_out(step, step.question) else []
    return f"Keys: {', '.join(keys)}."


def list_help(form: Form, step: PromptStep) -> Iterator[ShownLine]:
    """The help for a question: what to look for, evidence to ask for, warning signs, words and keys."""
    question = step.question
    if question is not None:
        guidance = question.guidance
        yield ShownLine(question.how)
        if guidance.look_for:
            yield ShownLine(f"Look for: {clean(guidance.look_for)}")
        yield from _list_named("Ask for:", guidance.evidence)
        yield from _list_named("Beware of:", guidance.red_flags)
        yield from _list_words(form, question)
        if step.item is not None and step.item.asked_when:
            yield ShownLine(f"This statement is asked only if {step.item.asked_when}.")
    if step.kind == "item":
        yield ShownLine("You can answer several statements together: yyn is yes, yes, no.")
    yield ShownLine("Enter leaves this as it is. b goes back one prompt, b3 three. s goes to the next question.")
    yield ShownLine("= shows the score so far. q stops; the same command continues from here.")


def _list_words(form: Form, question: FormQuestion) -> Iterator[ShownLine]:
    """The words in a question that the rubric defines, with their meanings."""
    guidance = question.guidance
    texts = (question.title, question.question, guidance.scored_on, *(item.text for item in question.items))
    asked = " ".join(filter(None, texts))
    for word, meaning in form.words:
        if re.search(rf"\b{re.escape(word)}\b", asked, re.IGNORECASE):
            yield ShownLine(f"Here, {clean(word)} means: {clean(meaning)}")


def _list_named(title: str, texts: Sequence[str]) -> Iterator[ShownLine]:
    if texts:
        yield ShownLine(title)
        yield from (ShownLine(f"  - {clean(text)}") for text in texts)


def list_pending(step: PromptStep, pending: NextLine, progress: Progress) -> Iterator[ShownLine]:
    """The lines above a prompt for a note or a choice: the present note, or the choices."""
    held = progress.leaves.get((*step.path[:2], "why"))
    if pending.kind == "note" and held is not None:
        yield ShownLine(f"Now: {clean(str(held)).removesuffix('.')}. A new note replaces it.")
    yield from map(ShownLine, pending.list_choices())


def describe_pending(pending: NextLine) -> str:
    """The text of a prompt that asks for a note, a choice or a reason."""
    if pending.kind == "choice":
        return "a number, Enter for none: "
    return "Your note, Enter for none: " if pending.kind == "note" else "The reason, Enter for none: "


def list_end(form: Form, progress: Progress, name: str) -> Iterator[ShownLine]:
    """The questions that are not fully answered at the end, and what to do next."""
    yield ShownLine("")
    yield ShownLine(describe_progress(form, progress), STRONG)
    left = list_open(form, progress)
    if left:
        yield ShownLine("Still unknown:")
        for question in left[:MOST_LISTED]:
            many = f" ({count_words(_count_open(question, progress), 'statement')})" if question.items else ""
            yield ShownLine(f"  - {clean(question.title)}{many}: {question.id}")
        if len(left) > MOST_LISTED:
            yield ShownLine(f"  and {len(left) - MOST_LISTED} more")
    yield ShownLine(
        f"To change an answer: nhsdx interview {clean(name)} --from QUESTION. To score: nhsdx assess {clean(name)}"
    )
