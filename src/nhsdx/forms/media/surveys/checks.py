"""Finds texts that a survey program cannot show or return, with their places in the rubric."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from nhsdx.forms.media.surveys.model import Forbidden, FormTarget, SurveyForm, SurveyQuestion
from nhsdx.model import Path, Problem
from nhsdx.tables.columns import FORMULA
from nhsdx.tables.words import find_key, fold_word, parse_number

FORMULA_START = Forbidden(re.compile(f"^{FORMULA}"), "a text that begins like a spreadsheet formula")
"""How formulas begin.

Texts that look like formulas are refused, because people may open exported responses in a spreadsheet.
"""
REMEDY = "change the wording in the rubric, or choose another program"


def find_form_problems(form: SurveyForm, target: FormTarget) -> Iterator[Problem]:
    """The problems that a program would have with this form."""
    for path, text in _list_texts(form):
        yield from _find_forbidden(path, text, target, is_option=False)
    seen: set[Path] = set()
    for question in form.questions:
        if question.options_path not in seen:
            yield from _find_option_problems(question, target)
            seen.add(question.options_path)
    yield from _find_same_texts(form)


def _list_texts(form: SurveyForm) -> Iterator[tuple[Path, str]]:
    yield ("rubric", "title"), form.title
    yield from ((("rubric",), text) for text in form.intro)
    for part in form.parts:
        if part.lead is not None:
            yield part.path, part.lead
        yield from ((question.path, question.text) for question in part.questions)


def _find_option_problems(question: SurveyQuestion, target: FormTarget) -> Iterator[Problem]:
    path = question.options_path
    keys: dict[str | float, int] = {}
    for place, option in enumerate(question.options):
        yield from _find_forbidden((*path, place), option.text, target, is_option=True)
        if keys.setdefault(find_key(option.text), place) != place:
            message = "two options have the same wording, so their answers could not be told apart"
            yield Problem((*path, place), "duplicate", message, "use different wordings in the rubric")
    if len(question.options) > target.most_options:
        message = f"{len(question.options)} options, but {target.title} allows {target.most_options}"
        yield Problem(path, "count-mismatch", message, REMEDY)


def _find_forbidden(path: Path, text: str, target: FormTarget, *, is_option: bool) -> Iterator[Problem]:
    """A problem for each kind of forbidden content that a text has. A number such as -3 does not count as a formula."""
    for one in target.forbidden:
        if (is_option or not one.in_options) and one.pattern.search(text):
            if one is FORMULA_START and parse_number(fold_word(text)) is not None:
                continue
            yield Problem(path, "not-allowed", f"a form for {target.title} cannot contain {one.meaning}", REMEDY)


def _find_same_texts(form: SurveyForm) -> Iterator[Problem]:
    counts = Counter(fold_word(question.text) for question in form.questions)
    for question in form.questions:
        if counts[fold_word(question.text)] > 1:
            message = "two questions have the same wording, so their columns could not be told apart"
            yield Problem(question.path, "duplicate", message, "use different wordings in the rubric")
