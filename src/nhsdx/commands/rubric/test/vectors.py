"""Whether a rubric passes its own test vectors."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from nhsdx.analysis.expectations import find_misses
from nhsdx.loading.whole.answers import expand_answer
from nhsdx.model import About, Answer, AnswerForm, Assessment, Criterion, LevelCriterion, Rubric, Status, TestVector
from nhsdx.scoring import Instrument, score_with

# Test vectors have no dates, so no evidence ages; any date will do.
SOME_DAY = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test vector, and a sentence for each expectation that the rubric does not meet."""

    name: str
    failures: tuple[str, ...]


def run_vectors(instrument: Instrument) -> tuple[Outcome, ...]:
    """The outcome of every test vector of a rubric, in its order."""
    return tuple(Outcome(vector.name, tuple(_list_failures(instrument, vector))) for vector in instrument.rubric.tests)


def _list_failures(instrument: Instrument, vector: TestVector) -> Iterator[str]:
    about = About.model_construct(subject=vector.name, date=SOME_DAY, voice="test")
    answers = _fill_answers(instrument.rubric, vector)
    result = score_with(instrument, Assessment(about, vector.profile, answers, {}))
    yield from (miss.message for miss in find_misses(result, vector.expect))


def _fill_answers(rubric: Rubric, vector: TestVector) -> dict[str, Answer]:
    """The answers of the vector in full; `all` applies to every other criterion that can take it."""
    answers: dict[str, Answer] = {}
    for name, criterion in rubric.criteria.items():
        form = vector.answers.get(name, _choose_form(criterion, vector.answers.get("all")))
        if form is None:
            continue
        answer = expand_answer(criterion, form)
        if vector.evidence is not None and answer.evidence is None:
            answer = answer.model_copy(update={"evidence": vector.evidence})
        answers[name] = answer
    return answers


def _choose_form(criterion: Criterion, form: AnswerForm | None) -> AnswerForm | None:
    is_status = isinstance(form, Status) or (isinstance(form, Answer) and form.status is not None)
    return form if is_status or isinstance(criterion, LevelCriterion) else None
