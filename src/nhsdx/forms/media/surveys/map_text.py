"""Writes the map for a survey form: each column's question, and what the codes in the column mean."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.safe_text import clean
from nhsdx.files.toml_insert import write_dotted_key
from nhsdx.forms.media.surveys.model import FormTarget, SurveyForm, SurveyPart
from nhsdx.forms.merge.writing import format_value

MAP_FORMAT = "nhsdx.questionnaire/1"


def format_map(form: SurveyForm, target: FormTarget, reference: str, voice: str | None) -> str:
    """The text of a map that `nhsdx survey` reads. The map refers to the rubric by `reference`."""
    lines = [
        f"# The survey map for {target.title}, made by nhsdx rubric form for {clean(form.reference)}.",
        *(f"# {line[0].upper()}{line[1:]}." for line in target.advice),
        f'format = "{MAP_FORMAT}"',
        f"rubric = {format_value(reference)}",
        f'questions = "{form.digest}"',
    ]
    if target.source is not None:
        lines.append(f'source = "{target.source}"')
    if voice is not None:
        lines.append(f"voice = {format_value(voice)}")
    if form.unknown is not None:
        own = [form.unknown.text] if target.names is None else [form.unknown.text, form.unknown.code]
        lines.append(f"nothing = {format_value(own)}")
    for part in form.parts:
        lines += ["", *_list_criterion(part, has_codes=target.names is not None)]
    if target.names is not None:
        lines += ["", "[headings] # other names that the columns may have"]
        lines += [f"{write_dotted_key((one.name,))} = {format_value([one.text])}" for one in form.questions]
    return "\n".join(lines) + "\n"


def _list_criterion(part: SurveyPart, *, has_codes: bool) -> Iterator[str]:
    path = ("criteria", part.criterion)
    yield f"[{write_dotted_key(path)}]"
    first = part.questions[0]
    if first.statement is None:
        yield f"column = {format_value(first.name)}"
        if has_codes:
            yield from _list_words((*path, "answers"), part, 0)
        return
    yield ""
    yield f"[{write_dotted_key((*path, 'columns'))}]"
    for question in part.questions:
        yield f"{write_dotted_key((question.statement or '',))} = {format_value(question.name)}"
    if has_codes:
        yield from _list_statement_words(part)


def _list_statement_words(part: SurveyPart) -> Iterator[str]:
    path = ("criteria", part.criterion)
    common = [place for place, one in enumerate(part.questions) if not one.has_own_options]
    if common:
        yield from _list_words((*path, "answers"), part, common[0])
    for place, one in enumerate(part.questions):
        if one.has_own_options and one.statement is not None:
            yield from _list_words((*path, "answers-of", one.statement), part, place)


def _list_words(path: tuple[str, ...], part: SurveyPart, place: int) -> Iterator[str]:
    yield ""
    yield f"[{write_dotted_key(path)}]"
    for option in part.questions[place].options:
        yield f"{write_dotted_key((option.code,))} = {format_value(option.word)}"
