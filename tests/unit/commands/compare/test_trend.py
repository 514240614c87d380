"""A series of assessments: its order, what makes it comparable, and what changed from one to the next."""

from __future__ import annotations

import datetime
import itertools

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare, compute_trend
from nhsdx.commands.compare.model import MovementPart, Trend
from nhsdx.errors import NhsdxError
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.cases import AUDIT, case_of, two_questions


def day(month: int) -> datetime.date:
    """The first of a month."""
    return datetime.date(2026, month, 1)


def audited(skill: object, safety: object = 4) -> Table:
    """Answers with the strongest evidence."""
    return {name: {"level": level} | AUDIT for name, level in (("skill", skill), ("safety", safety))}


def claimed(results: tuple[Result, ...]) -> list[float | None]:
    """The claimed overall scores."""
    return [result.overall.scores[Reading.CLAIMED] for result in results]


def at(month: int, level: int, rubric: Table | None = None, **parts: str) -> Case:
    """A case of that month with the skill at that level; its name has both."""
    return case_of(rubric or two_questions(), audited(level), name=f"{month}-{level}", date=day(month), **parts)


def test_a_series_is_in_the_order_of_its_dates() -> None:
    """The order of the files does not matter; names and scores stay with their assessment."""
    cases = [at(4, 1), at(7, 3), at(10, 2)]
    for given in itertools.permutations(cases):
        found = compute_trend(given)
        assert found.names == ("4-1", "7-3", "10-2")
        assert claimed(found.points) == [62.5, 87.5, 75]
        assert not found.is_rescored


def test_cases_of_one_day_stay_as_given() -> None:
    """Unless they are read as of different days: then the one read earlier comes first. The date goes before that."""
    assert compute_trend([at(4, 3), at(4, 1), at(1, 0)]).names == ("1-0", "4-3", "4-1")
    later, earlier = (
        Case.of(name, made.instrument, made.assessment, as_of=day(month))
        for name, month, made in (("later", 9, at(4, 1)), ("earlier", 5, at(4, 2)))
    )
    assert compute_trend([later, at(5, 0), earlier]).names == ("earlier", "later", "5-0")


def test_each_step_is_the_comparison_of_two_neighbours() -> None:
    """The parts of the steps add up to the whole way."""
    cases = [at(4, 1), at(7, 3), at(10, 2)]
    found = compute_trend(cases)
    assert found.steps == (compare(cases[0], cases[1]), compare(cases[1], cases[2]))
    moved = [step.nodes["overall"].parts[Reading.CLAIMED] for step in found.steps]
    assert [parts and parts[MovementPart.ANSWERS] for parts in moved] == [25, -12.5]


def test_one_case_is_a_series_without_steps() -> None:
    """Nothing to compare is no error."""
    found = compute_trend([at(4, 1)])
    assert (found.names, found.steps, claimed(found.points)) == (("4-1",), (), [62.5])


# ---- rescoring


def rescored(*cases: Case) -> Trend:
    """The series scored with the rubric and profile of the last."""
    return compute_trend(cases, rescore=True)


def test_different_rubrics_are_refused() -> None:
    """The error gives one of the others and the last in time, in whatever order they were given."""
    older, newer = two_questions(), two_questions(weight=3)
    for given in ((at(4, 1, older), at(7, 1, newer)), (at(7, 1, newer), at(4, 1, older))):
        with pytest.raises(NhsdxError) as refused:
            compute_trend(given)
        assert (refused.value.code, refused.value.where) == ("incomparable", "4-1 and 7-1")


def test_all_are_rescored_with_the_rubric_of_the_last() -> None:
    """Skill counts three times in the last rubric; the scores as they were published stay beside."""
    older, newer = two_questions(), two_questions(weight=3)
    found = rescored(at(7, 1, older), at(10, 1, newer), at(4, 1, newer))
    assert found.is_rescored
    assert found.names == ("4-1", "7-1", "10-1")
    assert claimed(found.points) == [43.75, 43.75, 43.75]
    assert [scores[Reading.CLAIMED] for scores in found.published] == [43.75, 62.5, 43.75]
    assert not any(step.is_rescored or step.criteria for step in found.steps)


def test_rescoring_what_is_alike_changes_nothing() -> None:
    """A permission is no order; the results are the very ones."""
    cases = (at(4, 1), at(7, 3))
    found = rescored(*cases)
    assert not found.is_rescored
    assert all(point is case.result for point, case in zip(found.points, cases, strict=True))


@pytest.mark.parametrize(("first", "last", "expected"), [("short", None, 62.5), (None, "short", 100)])
def test_the_profile_of_the_last_is_for_all(first: str | None, last: str | None, expected: float) -> None:
    """Even if the last has none and the others have: their own does not come back. No answer is lost."""
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    found = rescored(
        case_of(rubric, audited(1), date=day(4), profile=first), case_of(rubric, audited(1), date=day(7), profile=last)
    )
    assert claimed(found.points) == [expected, expected]
    assert found.points[0].assessment.profile == last
    assert found.not_carried == ()


def test_evidence_ages_against_each_case_s_own_day_when_rescored() -> None:
    """A year-old audit was fresh when it was first assessed; the new rubric counts the skill three times."""
    older, newer = two_questions(), two_questions(weight=3)
    for rubric in (older, newer):
        rubric["evidence-grades"][1]["max-age-months"] = 3
    answers = {name: answer | {"seen": day(4)} for name, answer in audited(4).items()}
    found = rescored(case_of(older, answers, date=day(4)), case_of(newer, answers, date=day(10)))
    assert [point.overall.scores[Reading.EVIDENCED] for point in found.points] == [100, 25]


def test_answers_not_valid_in_the_last_rubric_are_listed_once() -> None:
    """In the last rubric's order; what it does not ask is no loss."""
    measure: Table = {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 9}}
    first = flat_rubric({"gone": measure, "speed": measure, "skill": level_criterion()})
    second = flat_rubric({"speed": level_criterion(), "skill": measure})
    last = flat_rubric({"skill": level_criterion(), "speed": level_criterion()})
    found = rescored(
        case_of(first, {"gone": 1, "speed": 1, "skill": 5}, date=day(1)),
        case_of(second, {"speed": 5, "skill": 1}, date=day(4)),
        case_of(last, {"speed": 5, "skill": 5}, date=day(7)),
    )
    assert found.not_carried == ("skill", "speed")
    assert claimed(found.points) == [100, 100, 100]
    assert [point.overall.coverage for point in found.points] == [0.5, 0.5, 1]


# ---- what a reader must know


def test_findings_of_the_steps_are_reported_once() -> None:
    """Another voice in the middle makes two steps doubtful for one reason; the order is never wrong."""
    found = compute_trend([at(10, 2), at(7, 3, voice="clinicians"), at(4, 1)])
    assert [[one.code for one in step.findings] for step in found.steps] == [["other-voice"], ["other-voice"]]
    assert [one.code for one in found.findings] == ["other-voice"]
