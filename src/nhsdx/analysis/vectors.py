"""Whether a rubric does what its own test vectors say."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nhsdx.model.answers import full_form
from nhsdx.model.assessment import About, Answer, AnswerForm, Assessment, Status
from nhsdx.model.criteria import Criterion, LevelCriterion
from nhsdx.model.result import GateState, Result
from nhsdx.model.rubric import Expectation, Rubric, TestVector
from nhsdx.scoring.engine import score_with
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.numbers import compare

# Vectors carry no dates, so that no evidence ages; any date will do.
SOME_DAY = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test vector, and a sentence for each expectation that the rubric does not meet."""

    name: str
    failures: tuple[str, ...]


def run_vectors(instrument: Instrument) -> tuple[Outcome, ...]:
    """The outcome of every test vector of a rubric, in its order."""
    return tuple(Outcome(vector.name, tuple(_failures(instrument, vector))) for vector in instrument.rubric.tests)


def _failures(instrument: Instrument, vector: TestVector) -> Iterator[str]:
    about = About.model_construct(subject=vector.name, date=SOME_DAY, voice="test")
    answers = _answers(instrument.rubric, vector)
    result = score_with(instrument, Assessment(about, vector.profile, answers, {}))
    yield from _score_failures(result, vector.expect)
    yield from _gate_failures(result, vector.expect)


def _answers(rubric: Rubric, vector: TestVector) -> dict[str, Answer]:
    """The vector's answers in full; `all` answers every criterion not named that can take it."""
    answers: dict[str, Answer] = {}
    for name, criterion in rubric.criteria.items():
        form = vector.answers.get(name, _for_all(criterion, vector.answers.get("all")))
        if form is None:
            continue
        answer = full_form(criterion, form)
        if vector.evidence is not None and answer.evidence is None:
            answer = answer.model_copy(update={"evidence": vector.evidence})
        answers[name] = answer
    return answers


def _for_all(criterion: Criterion, form: AnswerForm | None) -> AnswerForm | None:
    is_status = isinstance(form, Status) or (isinstance(form, Answer) and form.status is not None)
    return form if is_status or isinstance(criterion, LevelCriterion) else None


def _score_failures(result: Result, expect: Expectation) -> Iterator[str]:
    for node, wanted in expect.scores.items():
        found = result.node(node).scores[expect.reading]
        if found is None or not _is_near(found, wanted, expect.tolerance):
            shown = "no score" if found is None else f"{found:.9g}"
            yield f"{node} ({expect.reading}): expected {wanted:g}, found {shown}"
    level = result.overall.levels[expect.reading]
    if expect.level is not None and level != expect.level:
        yield f"overall level ({expect.reading}): expected {expect.level}, found {level}"


def _is_near(found: float, wanted: float, tolerance: float | None) -> bool:
    return compare(found, wanted) == 0 if tolerance is None else compare(abs(found - wanted), tolerance) <= 0


def _gate_failures(result: Result, expect: Expectation) -> Iterator[str]:
    fired = {gate.id for gate in result.gates if expect.reading in gate.fires}
    yield from _differences(f"gates that fire ({expect.reading})", expect.gates, fired)
    yield from _differences("unproven gates", expect.unproven, _in_state(result, GateState.UNPROVEN))
    yield from _differences("undecided gates", expect.undecided, _in_state(result, GateState.UNDECIDED))


def _in_state(result: Result, state: GateState) -> set[str]:
    return {gate.id for gate in result.gates if gate.state is state}


def _differences(what: str, wanted: Sequence[str] | None, found: set[str]) -> Iterator[str]:
    if wanted is not None and set(wanted) != found:
        expected, seen = (", ".join(sorted(names)) or "none" for names in (wanted, found))
        yield f"{what}: expected {expected}, found {seen}"
