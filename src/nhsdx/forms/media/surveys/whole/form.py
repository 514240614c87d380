"""The whole questionnaire of a rubric as a form for a survey program: a question for each field of an assessment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from nhsdx.forms import Form, FormField, FormOption, FormQuestion
from nhsdx.forms.media.surveys.build import choose_sign, code_options, tidy
from nhsdx.forms.media.surveys.model import FormTarget, SurveyForm, SurveyPart, SurveyQuestion, describe_scored
from nhsdx.forms.media.surveys.names import name_all
from nhsdx.forms.media.surveys.targets import TARGETS
from nhsdx.model import Path, format_path
from nhsdx.tables.words import fold_word


class WholeForm(NamedTuple):
    """A form for a survey program, and the field that each column of responses fills, keyed by the column."""

    survey: SurveyForm
    fields: Mapping[str, FormField]


class _Together(NamedTuple):
    """Fields that belong together, with the title and the text above them."""

    criterion: str
    path: Path
    title: str
    lead: str | None
    fields: tuple[FormField, ...]


def build_whole_form(form: Form, target: FormTarget) -> WholeForm:
    """The whole questionnaire for a program.

    Documents and actions are left out, because there may be any number of them.
    """
    parts = list(_list_parts(form))
    questions = list(_list_questions(parts, target))
    fields = [field for part in parts for field in part.fields]
    asked = iter(questions)
    survey = SurveyForm(
        title=tidy(form.title if form.profile_title is None else f"{form.title}: {form.profile_title}"),
        reference=form.reference,
        digest=form.stamp.digest or "",
        intro=(*_list_intro(form), describe_scored(form.reference)),
        unknown=None,
        parts=tuple(
            SurveyPart(part.criterion, part.path, part.title, part.lead, tuple(islice(asked, len(part.fields))))
            for part in parts
        ),
    )
    return WholeForm(survey, {one.name: field for one, field in zip(questions, fields, strict=True)})


def _list_questions(parts: Sequence[_Together], target: FormTarget) -> Iterator[SurveyQuestion]:
    """A question for each field."""
    fields = [(part, field) for part in parts for field in part.fields]
    texts = [_write_text(part, field) for part, field in fields]
    named = name_all([_list_ids(field.path) for _, field in fields], texts, [part.title for part, _ in fields], target)
    sign = choose_sign([_list_words(field) for _, field in fields])
    for (part, field), (name, text) in zip(fields, named, strict=True):
        yield SurveyQuestion(
            path=part.path,
            criterion=part.criterion,
            statement=None,
            name=name,
            text=text,
            options=code_options([option.label for option in field.options], sign),
            options_path=_find_options_path(field),
            kind=field.kind,
            limits=field.limits,
        )


def list_question_texts(form: Form, program: str) -> Mapping[str, str]:
    """The text of each field's question, keyed by the field's path.

    An export with texts as headings has this text above the field's column.
    """
    whole = build_whole_form(form, TARGETS[program])
    texts = {question.name: question.text for question in whole.survey.questions}
    return {format_path(field.path): texts[name] for name, field in whole.fields.items()}


def find_options(field: FormField, sign: str) -> Mapping[str, FormOption]:
    """The options of a field, keyed by their codes."""
    codes = code_options([option.label for option in field.options], sign)
    return {code.code: option for code, option in zip(codes, field.options, strict=True)}


def find_sign(form: Form) -> str:
    """The letter with which the codes of a form begin."""
    return choose_sign([_list_words(field) for part in _list_parts(form) for field in part.fields])


def _list_intro(form: Form) -> Iterator[str]:
    yield tidy(form.privacy)
    if form.how_to_answer is not None:
        yield tidy(form.how_to_answer)


def _list_parts(form: Form) -> Iterator[_Together]:
    yield _Together("", ("rubric",), "About this assessment", None, form.about)
    if form.context:
        yield _Together("", ("context",), "Facts that are shown, never scored", None, form.context)
    counts = Counter(fold_word(question.title) for question in form.questions)
    for question in form.questions:
        is_alone = counts[fold_word(question.title)] == 1
        title = tidy(question.title) if is_alone else f"{tidy(question.title)} ({question.id})"
        fields = tuple(field for field in question.fields if field.path[-1] != "documents")
        yield _Together(question.id, ("criteria", question.id), title, _write_lead(question), fields)


def _write_lead(question: FormQuestion) -> str:
    """The text of the question with its guidance, as one paragraph."""
    guidance = question.guidance
    parts = [question.title if question.question is None else f"{question.title}: {question.question}", question.how]
    parts += [] if guidance.scored_on is None else [f"Scored on: {guidance.scored_on}"]
    parts += [] if guidance.asked_when is None else [f"Asked only if {guidance.asked_when}."]
    parts += [*guidance.enough, *([] if guidance.look_for is None else [f"Look for: {guidance.look_for}"])]
    return tidy(" ".join(parts))


def _list_ids(path: Path) -> tuple[str, ...]:
    """The ids from which the name of a field's question is made."""
    match path:
        case ("answers", name, "items", item):
            return str(name), str(item)
        case ("answers", name, "counts", int(place)):
            return str(name), f"option-{place + 1}"
        case ("answers", name, key):
            return str(name), str(key)
        case ("assessment", key):
            return (str(key),)
        case _:
            return tuple(map(str, path))


def _find_options_path(field: FormField) -> Path:
    """The place of a field's options in the rubric."""
    match field.path:
        case ("answers", _, "evidence"):
            return ("evidence-grades",)
        case ("answers", name, "items", item):
            return ("criteria", name, "items", item)
        case ("answers", name, _) if field.options:
            return ("criteria", name, str(field.path[-1]))
        case ("context", name):
            return ("context", name, "options")
        case _:
            return ()


def _write_text(part: _Together, field: FormField) -> str:
    """The text of a question: the statement or, for any other field, the criterion's title and the field's title."""
    if field.path[0] != "answers" or field.path[2] == "items":
        return tidy(field.title)
    return tidy(f"{part.title}: {field.title}")


def _list_words(field: FormField) -> list[str]:
    """Every text that may be in a cell of a field with options: the values and the labels of the options."""
    return [str(word) for option in field.options for word in (option.value, option.label)]
