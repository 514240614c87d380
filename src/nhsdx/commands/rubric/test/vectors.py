"""Whether a rubric passes its own test vectors."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nhsdx.analysis.expectations import Miss, find_misses
from nhsdx.loading.whole.answers import choose_form, expand_vector_answer, find_shared
from nhsdx.model import (
    About,
    Answer,
    Assessment,
    Path,
    Rubric,
    TestVector,
)
from nhsdx.scoring import Instrument, score_with

# Test vectors have no dates; any date will do.
SOME_DAY = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test vector, and a sentence for each expectation that the rubric does not meet."""

    name: str
    failures: tuple[str, ...]


def run_vectors(instrument: Instrument, place: Callable[[Path], str] | None = None) -> tuple[Outcome, ...]:
    """The outcome of every test vector, in the rubric's order; with `place`, failures begin with the vector's place."""
    return tuple(
        Outcome(
            vector.name,
            tuple(
                miss.message if place is None else f"{place(('tests', number, 'expect', *miss.path))}: {miss.message}"
                for miss in _list_misses(instrument, vector)
            ),
        )
        for number, vector in enumerate(instrument.rubric.tests)
    )


def _list_misses(instrument: Instrument, vector: TestVector) -> Iterator[Miss]:
    about = About.model_construct(subject=vector.name, date=SOME_DAY, voice="test")
    answers = _fill_answers(instrument.rubric, vector)
    result = score_with(instrument, Assessment(about, vector.profile, answers, {}))
    yield from find_misses(result, vector.expect)


def _fill_answers(rubric: Rubric, vector: TestVector) -> dict[str, Answer]:
    """The answers of the vector in full; `all` answers every other criterion that accepts such an answer."""
    answers: dict[str, Answer] = {}
    rest, is_shared = vector.answers.get("all"), find_shared(rubric) is not None
    for name, criterion in rubric.criteria.items():
        form = vector.answers[name] if name in vector.answers else choose_form(criterion, rest, is_shared=is_shared)
        if form is not None:
            answers[name] = _add_evidence(rubric, vector, expand_vector_answer(criterion, form))
    return answers


def _add_evidence(rubric: Rubric, vector: TestVector, answer: Answer) -> Answer:
    """The answer with its evidence grade and date.

    The grade is the answer's own, the vector's or the strongest. If the answer has no date, today is used.
    """
    if not rubric.evidence_grades or not answer.is_known:
        return answer
    grade = answer.evidence or vector.evidence or rubric.evidence_grades[-1].id
    return answer.model_copy(update={"evidence": grade, "seen": answer.seen or SOME_DAY})
