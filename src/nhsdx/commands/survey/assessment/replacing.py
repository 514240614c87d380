"""Whether a survey may replace answers in an assessment, and which earlier surveys are then no longer used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nhsdx.files.source import SourceText
from nhsdx.model import Criterion, Problem, Rubric, SurveyCriterion

UNKNOWN = ({"status": "unknown"}, "unknown")
SURVEY = "survey-"
"""The names of documents that are surveys begin like this."""


def find_answered(source: SourceText, criteria: Iterable[str]) -> list[str]:
    """The criteria to which a file already has an answer; the answer `unknown` does not count."""
    given = source.data.get("answers", {})
    return [name for name in criteria if name in given and given[name] not in UNKNOWN]


def refuse_answered(source: SourceText, answered: Sequence[str]) -> None:
    """Raises an InvalidInputError that lists the criteria to which a file already has an answer."""
    remedy = "to replace this answer, use --replace; or delete the answer, or write into another file"
    source.refuse(
        Problem(("answers", name), "duplicate", f"the file already has an answer to {name}", remedy)
        for name in answered
    )


def refuse_other_questions(source: SourceText, own: Rubric, asked: Rubric, criteria: Iterable[str]) -> None:
    """Raises InvalidInputError for questions that the rubric of a file does not have, or has with other options."""
    strange = [name for name in criteria if not _is_same(own.criteria.get(name), asked.criteria[name])]
    if strange:
        message = f"the rubric of this file does not have the questions of the survey: {', '.join(strange)}"
        remedy = f"write into an assessment that uses {asked.reference}, or give this file's rubric in the map"
        source.refuse([Problem(("rubric",), "unknown-reference", message, remedy)])


def _is_same(own: Criterion | None, asked: Criterion) -> bool:
    """Whether a criterion can use the survey counts of another criterion."""
    if not (isinstance(own, SurveyCriterion) and isinstance(asked, SurveyCriterion)):
        return False
    return (own.options, own.statements) == (asked.options, asked.statements)


def find_unused_surveys(data: Mapping[str, Any], criteria: Sequence[str]) -> list[str]:
    """The surveys that only the given answers refer to."""
    answers, documents = data.get("answers", {}), data.get("documents", {})
    own = {text for name in criteria for text in _list_texts(answers[name])}
    rest = {key: value for key, value in data.items() if key not in ("answers", "documents")}
    others = {*_list_texts(rest), *_list_texts({name: one for name, one in answers.items() if name not in criteria})}
    return [name for name in documents if name.startswith(SURVEY) and name in own - others]


def _list_texts(value: object) -> Iterator[str]:
    """Every string in a part of a file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _list_texts(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _list_texts(one)
