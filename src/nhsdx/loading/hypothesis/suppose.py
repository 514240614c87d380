"""Changes answers in an assessment, to see what the result would be.

The changed assessment is permanently marked as hypothetical.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from nhsdx.loading.hypothesis.keys import CONTEXT, build_key_problem, find_example, list_keys
from nhsdx.loading.hypothesis.values import change_answer
from nhsdx.loading.hypothesis.written import UNKNOWN, write_value
from nhsdx.loading.rubric_data import find_context_problems
from nhsdx.model import Answer, AnswerChange, Assessment, Finding, InvalidInputError, Path, Problem, Rubric
from nhsdx.scoring import Instrument

T = TypeVar("T")
OPTION = "--what-if"


class _Option(NamedTuple):
    """An option that changes an answer: the option's whole text, and the key, path and new value that it gives."""

    text: str
    key: str
    path: Path
    value: str

    @property
    def name(self) -> str:
        """The id of the criterion, or of the question about the context."""
        return str(self.path[1])

    @property
    def is_context(self) -> bool:
        """Whether the option changes a fact about the context."""
        return self.path[0] == CONTEXT


def suppose(instrument: Instrument, assessment: Assessment, options: Sequence[str]) -> Assessment:
    """The assessment with answers changed by options such as `clinical-safety.officer-named=yes`.

    Raises InvalidInputError with everything that is wrong with the options; each finding gives the option that it is
    about. The changes are listed in the new assessment, and in every result that comes from it.
    """
    rubric = instrument.answerable
    read, findings = _read_options(rubric, options)
    answers, context = dict(assessment.answers), dict(assessment.context)
    findings += _change_answers(rubric, answers, [one for one in read if not one.is_context])
    findings += _change_context(rubric, context, [one for one in read if one.is_context])
    if findings:
        raise InvalidInputError(tuple(findings))
    # In the rubric's order, so that the order of options cannot matter.
    made = assessment._replace(answers=_order(answers, rubric.criteria), context=_order(context, rubric.context))
    changes = [change for option in read for change in _list_changes(rubric, assessment, made, option)]
    return made._replace(hypothetical=tuple(dict.fromkeys((*assessment.hypothetical, *changes))))


def mark_supposed(rubric: Rubric, given: Assessment, supposed: Assessment) -> Assessment:
    """The assessment `supposed`, with a list of every part of an answer that differs from the assessment `given`."""
    keys = {key: path for key, path in list_keys(rubric).items() if path[0] != CONTEXT}
    changes = (
        _compare(rubric, key, path, given.answers.get(str(path[1])), supposed.answers.get(str(path[1])))
        for key, path in keys.items()
    )
    real = (change for change in changes if change is not None and change.is_real)
    return supposed._replace(hypothetical=tuple(dict.fromkeys((*given.hypothetical, *real))))


def _compare(rubric: Rubric, key: str, path: Path, was: Answer | None, now: Answer | None) -> AnswerChange | None:
    """The difference between two answers at a path.

    None if the values are equal, or if the changes to single items are listed instead.
    """
    if was == now or (not path[2:] and now is not None and now.items is not None):
        return None
    return AnswerChange(key, write_value(rubric, was, path), write_value(rubric, now, path))


def _order(values: Mapping[str, T], names: Iterable[str]) -> dict[str, T]:
    """Values in the order of the given names; values with other names come last."""
    return {name: values[name] for name in [*names, *values] if name in values}


def _read_options(rubric: Rubric, options: Sequence[str]) -> tuple[list[_Option], list[Finding]]:
    """The options that can change an answer to this rubric, and what is wrong with any other options."""
    keys = list_keys(rubric)
    read: dict[str, _Option] = {}
    findings: list[Finding] = []
    for text in options:
        key, _, value = (part.strip() for part in text.partition("="))
        problem = _find_option_problem(rubric, keys, key, value)
        if key in read:
            remedy = f"keep only one option; the other is {read[key].text}"
            problem = Problem((), "duplicate", "this answer is changed twice", remedy)
        if problem is None:
            read[key] = _Option(text, key, keys[key], value)
        else:
            findings.append(_build_finding(problem, text))
    return list(read.values()), findings


def _find_option_problem(rubric: Rubric, keys: Mapping[str, Path], key: str, value: str) -> Problem | None:
    """Why an option cannot change any answer to this rubric; None if it can."""
    if key and value:
        return None if key in keys else build_key_problem(rubric, key, keys)
    return _build_form_problem(find_example(keys, rubric.criteria))


def _build_form_problem(example: str) -> Problem:
    return Problem((), "usage", "this is not a key with an answer", f"expected KEY=ANSWER, as in {example}")


def find_malformed(options: Sequence[str]) -> tuple[Finding, ...]:
    """A problem for each option that does not have the form `KEY=ANSWER`, whatever the rubric."""
    parts = {text: text.partition("=") for text in options}
    wrong = [text for text, (key, _, value) in parts.items() if not key.strip() or not value.strip()]
    return tuple(_build_finding(_build_form_problem("clinical-safety.officer-named=yes"), text) for text in wrong)


def _change_answers(rubric: Rubric, answers: dict[str, Answer], options: Sequence[_Option]) -> Iterator[Finding]:
    """Changes answers, and finds what is wrong with the new answers."""
    for name in dict.fromkeys(option.name for option in options):
        own = [option for option in options if option.name == name]
        made, problems = change_answer(rubric, name, answers.get(name), [(one.path, one.value) for one in own])
        yield from (_place(problem, own) for problem in problems)
        if made is not None:
            answers[name] = made


def _change_context(rubric: Rubric, context: dict[str, str], options: Sequence[_Option]) -> Iterator[Finding]:
    """Changes facts about the context.

    The word `unknown` removes a fact, unless `unknown` is one of the question's options.
    """
    for option in options:
        if option.value == UNKNOWN and UNKNOWN not in rubric.context[option.name].options:
            context.pop(option.name, None)
            continue
        context[option.name] = option.value
        problems = find_context_problems(rubric, {option.name: option.value}, (CONTEXT,))
        yield from (_place(problem, [option]) for problem in problems)


def _place(problem: Problem, options: Sequence[_Option]) -> Finding:
    """The finding for a problem, with the option that caused the problem.

    This is the option whose path matches most of the problem's path; if none matches, it is the first option.
    """
    fits = [option for option in options if problem.path[: len(option.path)] == option.path]
    return _build_finding(problem, max(fits or options[:1], key=lambda option: len(option.path)).text)


def _build_finding(problem: Problem, text: str) -> Finding:
    return Finding(problem.code, "error", problem.message, f"{OPTION} {text}", str(problem.remedy))


def _list_changes(rubric: Rubric, old: Assessment, new: Assessment, option: _Option) -> Iterator[AnswerChange]:
    """What an option changes: part of an answer or, if the option sets a checklist's level, each item that changes."""
    if option.is_context:
        yield AnswerChange(option.key, *(one.context.get(option.name, UNKNOWN) for one in (old, new)))
        return
    was, now = (one.answers.get(option.name) for one in (old, new))
    for path in _list_paths(rubric, was, now, option):
        key = option.key if path == option.path else f"{option.name}.{path[-1]}"
        yield AnswerChange(key, write_value(rubric, was, path), write_value(rubric, now, path))


def _list_paths(rubric: Rubric, was: Answer | None, now: Answer | None, option: _Option) -> list[Path]:
    """The path of an option or, if the option sets a checklist's level, the paths of the items that change."""
    if option.path != ("answers", option.name) or now is None or now.items is None:
        return [option.path]
    every: list[Path] = [(*option.path, "items", item) for item in now.items]
    return [path for path in every if write_value(rubric, was, path) != write_value(rubric, now, path)] or every
