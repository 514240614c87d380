"""Defects found in other scoring tools, each with a test that nhsdx does not have the defect."""

from __future__ import annotations

import datetime
from fractions import Fraction
from itertools import product

import pytest
from pydantic import ValidationError

from nhsdx.loading.whole.answers import find_answer_problems
from nhsdx.model.assessment import AssessmentFile
from nhsdx.model.conditions import GateState
from nhsdx.model.nodes import CriterionStatus
from nhsdx.model.result import Result
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from, scored

GRADES = [0, 60, 70, 80, 90, 100]
FAIL, PASS = 0, 5


def assessment_file(answers: Table) -> AssessmentFile:
    """An assessment file with these answers, as validated when it is read."""
    return AssessmentFile.model_validate(
        {
            "format": "nhsdx.assessment/1",
            "rubric": "flat@1",
            "assessment": {"subject": "Marlowe Vale (fictional)", "date": datetime.date(2026, 10, 1)},
            "answers": answers,
        }
    )


def problem_codes(rubric: Table, name: str, answer: object) -> list[str]:
    """The codes of what is wrong with an answer whose table has the right shape."""
    whole = rubric_from(rubric)
    form = assessment_file({name: answer}).answers[name]
    return [problem.code for problem in find_answer_problems(whole, whole.criteria[name], form, ("answers", name))]


def readings(result: Result, node: str = "overall") -> dict[str, float | None]:
    """The scores of a node, by the name of the reading."""
    return {str(reading): score for reading, score in result.find_node(node).scores.items()}


# ---- 1, harness-scorecard: binary floats at a grade edge


def scorecard(weights: tuple[int, int]) -> Table:
    """Two dimensions of weight 3: one passes, the other fails with the first weight and passes with the second."""
    rubric = flat_rubric(
        {
            "sound": level_criterion(dimension="first"),
            "failing": level_criterion(dimension="second", weight=weights[0]),
            "passing": level_criterion(dimension="second", weight=weights[1]),
        },
        levels=list(map(float, GRADES)),
    )
    return rubric | {"dimensions": {name: {"title": name, "weight": 3} for name in ("first", "second")}}


def test_a_score_exactly_at_the_lower_end_of_a_grade_reaches_the_grade() -> None:
    """Peer defect 1 (harness-scorecard): (1 + 3/5) / 2 is 4/5 and earns the grade at 80, not the one below."""
    result = scored(scorecard((2, 3)), {"sound": PASS, "failing": FAIL, "passing": PASS})
    assert set(result.overall.levels.values()) == {GRADES.index(80)}


def test_rounding_of_weights_never_makes_a_score_miss_a_bound() -> None:
    """Peer defect 1 (harness-scorecard): of all scores that sit exactly on an edge, none gets the grade below."""
    on_edge = 0
    for failing, passing in product(range(1, 21), repeat=2):
        exact = 50 + 50 * Fraction(passing, failing + passing)
        if exact in GRADES:
            on_edge += 1
            result = scored(scorecard((failing, passing)), {"sound": PASS, "failing": FAIL, "passing": PASS})
            assert set(result.overall.levels.values()) == {GRADES.index(int(exact))}, (failing, passing)
    assert on_edge > 20


# ---- 2, harness-scorecard: a gate passed without an answer


@pytest.mark.parametrize("answers", [{"other": 5}, {"other": 5, "safety": "unknown"}], ids=["blank", "unknown"])
def test_a_gate_on_an_unanswered_question_is_not_clear(answers: Table) -> None:
    """Peer defect 2 (harness-scorecard): an unknown gate criterion is undecided, never clear, and caps the low end."""
    gate = {
        "when": {"criterion": "safety", "at-most": 1},
        "cap": {"overall": 1},
        "because": "It matters.",
        "remedy": "Mend it.",
    }
    criteria = {"other": level_criterion(weight=99), "safety": level_criterion(weight=1)}
    result = scored(flat_rubric(criteria, gates={"knockout": gate}), answers)
    assert [gate.state for gate in result.gates] == [GateState.UNDECIDED]
    assert readings(result) == {"low": 20.0, "evidenced": 100.0, "claimed": 100.0, "high": 100.0}


# ---- 4, devops-maturity: any text counts as true


@pytest.mark.parametrize("word", ["no", "0", "N/A", "", True, False], ids=repr)
def test_a_word_or_a_true_or_false_value_is_never_scored(word: object) -> None:
    """Peer defect 4 (devops-maturity): "no", "0", "N/A", true and false are refused as answers, never scored."""
    with pytest.raises(ValidationError):
        assessment_file({"practice": word})


@pytest.mark.parametrize("value", [True, "3", 3.0, "no"], ids=repr)
def test_a_level_is_never_coerced(value: object) -> None:
    """Peer defect 4 (devops-maturity): true, "3" and 3.0 are not the level 3 in the long form of an answer either."""
    with pytest.raises(ValidationError):
        assessment_file({"practice": {"level": value}})


@pytest.mark.parametrize("value", [True, "6", "no"], ids=repr)
def test_a_measure_is_never_coerced(value: object) -> None:
    """Peer defect 4 (devops-maturity): a truth value or a word is not a number of months."""
    with pytest.raises(ValidationError):
        assessment_file({"months": {"value": value}})


def test_a_number_with_a_decimal_point_is_not_a_level() -> None:
    """Peer defect 4 (devops-maturity): 3.0 in the short form is a measure's value, not a level."""
    assert problem_codes(flat_rubric({"practice": level_criterion()}), "practice", 3.0) == ["answer-form"]


# ---- 6, SAMM toolbox: an edited answer scores 0 without a message

CHECKLIST: Table = {
    "kind": "checklist",
    "scoring": "share",
    "items": {"job-plan": {"text": "Named in the job plan."}, "budget": {"text": "Has a budget."}},
}
UNEVEN: Table = CHECKLIST | {"items": CHECKLIST["items"] | {"job-plan": {"text": "Named.", "weight": 0}}}
SURVEY: Table = {"kind": "survey", "options": ["no", "partly", "yes"], "scores": [0, 50, 100]}
MEASURE: Table = {"kind": "measure", "unit": "months", "minimum": 0, "linear": {"worst": 0, "best": 24}}


@pytest.mark.parametrize(
    ("criterion", "answer", "code"),
    [
        (level_criterion(), 6, "level-out-of-scale"),
        (level_criterion(), -1, "level-out-of-scale"),
        (level_criterion(), {"value": 3}, "answer-form"),
        (CHECKLIST, 1, "answer-form"),
        (CHECKLIST, {"items": {"job-plans": "yes"}}, "unknown-reference"),
        (CHECKLIST, {"items": dict.fromkeys(["job-plan", "budget"], "not-applicable"), "reason": "No."}, "answer-form"),
        (UNEVEN, {"items": {"budget": "not-applicable", "job-plan": "yes"}, "reason": "No."}, "answer-form"),
        (SURVEY, {"counts": [4, 9]}, "count-mismatch"),
        (MEASURE, -1, "out-of-bounds"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_an_edited_answer_is_an_error(criterion: Table, answer: object, code: str) -> None:
    """Peer defect 6 (SAMM toolbox): an answer that matches nothing is an error with a code, never a silent 0."""
    assert problem_codes(flat_rubric({"practice": criterion}), "practice", answer) == [code]


def test_an_answer_with_edited_wording_is_an_error() -> None:
    """Peer defect 6 (SAMM toolbox): an option's text is not an answer, so editing or translating it cannot score 0."""
    with pytest.raises(ValidationError):
        assessment_file({"practice": "Yes, for most of the applications"})


# ---- 7, SAMMwise: one blank question zeroes its practice


def test_one_unknown_answer_does_not_set_its_node_to_zero() -> None:
    """Peer defect 7 (SAMMwise): a blank among full marks keeps the score, and shows in coverage and the range."""
    result = scored(flat_rubric({name: level_criterion() for name in ("a", "b", "c", "d")}), {"a": 5, "b": 5, "c": 5})
    assert readings(result, "all-of-it") == {"low": 75.0, "evidenced": 100.0, "claimed": 100.0, "high": 100.0}
    assert result.overall.coverage == 0.75


# ---- 8, ceuk-marking: rounding before summing


def test_scores_are_not_rounded_before_they_are_summed() -> None:
    """Peer defect 8 (ceuk-marking): seven sections at 1/3, 2/3, ... give the exact overall score, not one 0.03 off."""
    sections = [f"s{number}" for number in range(7)]
    criteria = {f"{s}-{n}": level_criterion(2, dimension=s) for s in sections for n in range(3)}
    rubric = flat_rubric(criteria, levels=2) | {"dimensions": {s: {"title": s, "weight": 15} for s in sections}}
    met = {f"{s}-{n}": int(n < 1 + position % 2) for position, s in enumerate(sections) for n in range(3)}
    exact = 100 * sum(Fraction(1 + position % 2, 3) for position in range(7)) / 7
    found = readings(scored(rubric, met))["claimed"]
    assert found == pytest.approx(float(exact), rel=0, abs=1e-12)


# ---- 9, CISO Assistant: weight 0 becomes 1; untouched is the same as lowest


@pytest.mark.parametrize("aggregate", ["mean", "geometric", "min"])
def test_a_weight_of_0_is_not_replaced_by_another_weight(aggregate: str) -> None:
    """Peer defect 9 (CISO Assistant): an explicit weight 0 does not turn into 1, under any aggregation."""
    criteria = {"counted": level_criterion(weight=2), "shown": level_criterion(weight=0)}
    result = scored(flat_rubric(criteria, aggregate=aggregate), {"counted": 4, "shown": 0})
    assert readings(result)["claimed"] == 80.0
    assert readings(result, "shown")["claimed"] == 0.0
    assert result.criteria["shown"].weight == 0


def test_the_lowest_answer_and_a_missing_answer_have_different_scores() -> None:
    """Peer defect 9 (CISO Assistant): "lowest" is a known 0; "untouched" has no score, no coverage and a wide range."""
    rubric = flat_rubric({"a": level_criterion()})
    lowest, untouched = scored(rubric, {"a": 0}), scored(rubric, {})
    assert readings(lowest) == {"low": 0.0, "evidenced": 0.0, "claimed": 0.0, "high": 0.0}
    assert readings(untouched) == {"low": 0.0, "evidenced": None, "claimed": None, "high": 100.0}
    assert (lowest.overall.coverage, untouched.overall.coverage) == (1.0, 0.0)
    assert lowest.criteria["a"].status is CriterionStatus.ANSWERED
    assert untouched.criteria["a"].status is CriterionStatus.UNKNOWN


def test_a_mean_is_not_cut_off_to_a_whole_number() -> None:
    """Peer defect 9 (CISO Assistant): two thirds of the way is 66.67, not 66."""
    result = scored(flat_rubric({name: level_criterion(2) for name in "abc"}, levels=2), {"a": 1, "b": 1, "c": 0})
    assert readings(result)["claimed"] == pytest.approx(200 / 3, rel=0, abs=1e-12)


# ---- 15, MemberJunction: thresholds compared unrounded


@pytest.mark.parametrize(
    ("value", "level", "state"),
    [
        (80.0, 4, GateState.CLEAR),
        (80 - 4e-10, 4, GateState.CLEAR),
        (80 - 1e-9, 3, GateState.TRIGGERED),
        (10 + 70.0, 4, GateState.CLEAR),
        (100 * (0.1 + 0.7), 4, GateState.CLEAR),
    ],
)
def test_a_score_that_misses_a_bound_only_because_of_rounding_has_reached_it(
    value: float, level: int, state: GateState
) -> None:
    """Peer defect 15 (MemberJunction): 0.1 + 0.7 is 0.8 for levels and gates; less at nine decimals is less."""
    gate = {"when": {"criterion": "share", "below": 80}, "flag": True, "because": "It matters.", "remedy": "Mend it."}
    share = {"kind": "measure", "unit": "percent", "linear": {"worst": 0, "best": 100}}
    result = scored(flat_rubric({"share": share}, gates={"threshold": gate}), {"share": value})
    assert set(result.overall.levels.values()) == {level}
    assert result.gates[0].state is state
