"""The findings of a check on one assessment: thresholds, gates, unknown answers, findings and expectations."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import (
    CheckRemark,
    Demands,
    list_completeness_remarks,
    list_expectation_remarks,
    list_finding_remarks,
    list_gate_remarks,
    list_threshold_remarks,
    score_without_gates,
)
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.commands.check.verdict import find_unmet
from nhsdx.model.assessment import Action
from nhsdx.model.codes import FINDING_CODES
from nhsdx.model.expectation import Expectation
from nhsdx.model.nodes import CriterionStatus
from nhsdx.model.reading import Reading
from tests.support.build import DATE, Table, level_criterion
from tests.support.cases import AUDIT, case_of, gate, two_questions
from tests.support.staged import answer, score_staged

# The evidence for skill supports level 1 of 3, and safety is audited at level 2: 62.5 claimed, 37.5 evidenced.
ANSWERS: Table = {"skill": {"level": 3}, "safety": {"level": 2} | AUDIT}
GATES = {
    "clear": gate(),
    "undecided": gate(when={"criterion": "funding", "at-most": 1}, flag=True, cap={}),
    "unproven": gate(when={"criterion": "skill", "at-most": 1}, severity="minor", cap={"overall": 4}),
    "triggered": gate(
        when={"criterion": "safety", "at-most": 2}, severity="critical", cap={"overall": 4, "all-of-it": 4}
    ),
}
TRIGGERED = {
    Reading.LOW: ["undecided", "unproven", "triggered"],
    Reading.EVIDENCED: ["unproven", "triggered"],
    Reading.CLAIMED: ["triggered"],
    Reading.HIGH: ["triggered"],
}


@pytest.fixture
def case() -> Case:
    """A case with a gate in each state; the funding is unknown and has no weight."""
    rubric = two_questions(gates=GATES)
    rubric["criteria"]["funding"] = level_criterion(5, weight=0) | {"dimension": "all-of-it", "title": "Funding"}
    return case_of(rubric, ANSWERS)


def failing(remarks: list[CheckRemark]) -> list[str]:
    """The messages of the findings that fail the check."""
    return [one.message for one in remarks if one.verdict is Verdict.FAILED]


# ---- thresholds


@pytest.mark.parametrize(
    ("reading", "score"),
    [(Reading.LOW, 37.5), (Reading.EVIDENCED, 37.5), (Reading.CLAIMED, 62.5), (Reading.HIGH, 62.5)],
)
def test_a_threshold_applies_under_its_own_reading(case: Case, reading: Reading, score: float) -> None:
    """The reading of the check does not matter; a score equal to the threshold passes."""
    for on in (None, *Reading):
        held = Demands((Threshold("overall", reading, score),), on=on)
        broken = Demands((Threshold("overall", reading, score + 0.001),), on=on)
        assert list(list_threshold_remarks(case.result, held)) == []
        assert failing(list(list_threshold_remarks(case.result, broken))) == [
            f"the {reading} overall score {score} is below {score + 0.001:g}"
        ]


def test_a_threshold_without_a_reading_uses_the_reading_of_the_check(case: Case) -> None:
    """The default is the evidenced reading, so that a claim without evidence does not pass a threshold."""
    asked = (Threshold("overall", None, 50.0),)
    assert list(list_threshold_remarks(case.result, Demands(asked, on=Reading.CLAIMED))) == []
    assert list(list_threshold_remarks(case.result, Demands(asked, on=Reading.HIGH))) == []
    assert failing(list(list_threshold_remarks(case.result, Demands(asked)))) == [
        "the evidenced overall score 37.5 is below 50"
    ]


def test_every_threshold_of_every_node_is_reported(case: Case) -> None:
    """Thresholds may be on the whole, dimensions and criteria; a node of another rubric is skipped."""
    thresholds = tuple(Threshold(node, None, 80) for node in ("safety", "elsewhere", "all-of-it", "overall"))
    found = list(list_threshold_remarks(case.result, Demands(thresholds)))
    assert [(one.code, one.message, one.path) for one in found] == [
        ("below-threshold", "the evidenced score of safety 50 is below 80", ("answers", "safety")),
        ("below-threshold", "the evidenced score of all-of-it 37.5 is below 80", ("assessment",)),
        ("below-threshold", "the evidenced overall score 37.5 is below 80", ("assessment",)),
    ]


def test_a_missing_score_does_not_meet_a_threshold_of_a_check(case: Case) -> None:
    """Unknown is not 0, and does not meet any threshold, not even 0."""
    found = list(list_threshold_remarks(case.result, Demands((Threshold("funding", None, 0),))))
    assert failing(found) == ["there is no evidenced score of funding to compare with 0"]


# ---- gates


@pytest.mark.parametrize("on", [None, *Reading])
def test_gates_fail_the_check_only_under_the_given_reading(case: Case, on: Reading | None) -> None:
    """Without a reading, every gate fails unless it is clear under all readings."""
    found = list(list_gate_remarks(case, Demands(fail_on_gate=True, on=on)))
    failed = [one.gate for one in found if one.verdict is Verdict.FAILED]
    assert failed == (["undecided", "unproven", "triggered"] if on is None else TRIGGERED[on])
    assert [one.gate for one in found] == ["undecided", "unproven", "triggered"]
    assert {one.severity for one in found if one.verdict is Verdict.PASSED} <= {"warning"}


def test_gates_are_shown_even_if_they_do_not_fail_the_check(case: Case) -> None:
    """The message has state, severity, cap, reason and remedy; clear gates are not mentioned."""
    found = list(list_gate_remarks(case, Demands()))
    assert [(one.code, one.severity, one.verdict, one.message) for one in found] == [
        ("gate-not-clear", "warning", Verdict.PASSED, "gate undecided is undecided (major; raises a warning)"),
        (
            "gate-not-clear",
            "warning",
            Verdict.PASSED,
            "gate unproven is unproven (minor; caps the overall score at Level 4)",
        ),
        (
            "gate-not-clear",
            "warning",
            Verdict.PASSED,
            "gate triggered is triggered (critical; caps the overall score at Level 4 and All of it at Level 4)",
        ),
    ]
    assert found[0].remedy == "It harms. Mend it."


def test_the_finding_about_a_gate_gives_the_reading_under_which_it_fails(case: Case) -> None:
    """The message also gives the cap."""
    found = failing(list(list_gate_remarks(case, Demands(fail_on_gate=True, on=Reading.EVIDENCED))))
    assert (
        found[0] == "gate unproven is triggered under the evidenced reading (minor; caps the overall score at Level 4)"
    )


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ({"criterion": "safety", "at-most": 2}, ("answers", "safety")),
        ({"any": [{"criterion": "safety", "at-most": 2}, {"criterion": "skill", "at-most": 0}]}, ("answers", "skill")),
        (
            {"all": [{"any": [{"criterion": "safety", "at-most": 2}]}, {"dimension": "overall", "below": 99}]},
            ("answers", "safety"),
        ),
        ({"dimension": "all-of-it", "below": 99}, ("answers",)),
    ],
    ids=["one", "the rubric's first", "nested", "a dimension"],
)
def test_the_finding_about_a_gate_points_to_an_answer_that_the_gate_depends_on(
    when: Table, place: tuple[str, ...]
) -> None:
    """The finding points at the first answer given, in the rubric's order, or at the table of answers."""
    (found,) = list_gate_remarks(case_of(two_questions(gates={"harm": gate(when=when)}), ANSWERS), Demands())
    assert found.path == place


def test_the_finding_about_a_gate_on_a_missing_answer_points_to_the_table_of_answers(case: Case) -> None:
    """The missing answer has no line."""
    assert next(list_gate_remarks(case, Demands())).path == ("answers",)


def test_scores_without_a_gate_are_the_same_as_if_the_rubric_did_not_have_the_gate() -> None:
    """Other gates still apply, with the same profile and date."""
    rubric = two_questions(
        gates={"one": gate(when={"criterion": "safety", "at-most": 2}), "two": gate(cap={"overall": 0})},
        profiles={"short": {"title": "Short", "criteria": ["safety"]}},
    )
    rubric["evidence-grades"][1]["max-age-months"] = 6
    answers = {"skill": 4, "safety": {"level": 2, "seen": DATE} | AUDIT}
    made = case_of(rubric, answers)
    case = Case.of("made", made.instrument, made.assessment, profile="short", as_of=datetime.date(2027, 10, 1))
    assert case.result.overall.scores[Reading.CLAIMED] == 25
    for waived, claimed in ((["one"], 50), (["two"], 25), (["one", "two"], 50), ([], 25)):
        found = score_without_gates(case, waived)
        assert found.overall.scores[Reading.CLAIMED] == claimed
        assert [one.id for one in found.gates] == [name for name in rubric["gates"] if name not in waived]
    again = score_without_gates(case, ["one"])
    assert again.overall.scores[Reading.EVIDENCED] == 25
    assert again.criteria["skill"].status is CriterionStatus.OUTSIDE_PROFILE


# ---- unknown answers, findings, expectations


def test_unknown_answers_are_listed_and_leave_the_check_undecided(case: Case) -> None:
    """One message at the first of them lists all unknown answers."""
    (found,) = list_completeness_remarks(case.result)
    assert (found.code, found.verdict, found.path) == ("unknown-answer", Verdict.UNDECIDED, ("answers", "funding"))
    (found,) = list_completeness_remarks(case_of(two_questions(), {}).result)
    assert found.message == "not answered: skill, safety"
    assert found.path == ("answers", "skill")


def test_a_criterion_that_does_not_apply_is_not_unknown() -> None:
    """There is an answer to every applicable criterion."""
    not_due = {"status": "not-due", "reason": "Later."}
    assert list(list_completeness_remarks(case_of(two_questions(), {"skill": not_due, "safety": 1}).result)) == []


def test_findings_fail_a_check_only_if_the_check_asks_for_them(case: Case) -> None:
    """Findings are chosen by code; others keep their severity. Each is at the answer concerned."""
    found = list(list_finding_remarks(case.result, ["claim-above-evidence"]))
    assert [(one.code, one.severity, one.verdict, one.path) for one in found] == [
        ("claim-above-evidence", "error", Verdict.FAILED, ("answers", "skill")),
        ("unknown-answer", "info", Verdict.PASSED, ("answers", "funding")),
    ]
    assert all(one.verdict is Verdict.PASSED for one in list_finding_remarks(case.result, []))
    assert all(one.verdict is Verdict.FAILED for one in list_finding_remarks(case.result, FINDING_CODES))
    assert [one.message for one in found] == [one.message for one in case.result.findings]


def test_a_policy_can_require_actions_on_time_and_dated_evidence() -> None:
    """An overdue action, a placeholder and evidence without a date or document fail a check that asks for this."""
    rubric = two_questions()
    rubric["evidence-grades"][1] |= {"max-age-months": 12, "needs-document": True}
    made = case_of(rubric, {"safety": {"level": 2} | AUDIT}, subject="Name of the organisation, system or programme")
    late = Action.model_validate(
        {"criterion": "safety", "what": "Appoint", "owner": "CMO", "due": DATE.replace(year=2025)}
    )
    case = Case.of("made.toml", made.instrument, made.assessment._replace(actions=(late,)))
    codes = ["evidence-undated", "evidence-without-document", "placeholder", "action-overdue"]
    failed = [one for one in list_finding_remarks(case.result, codes) if one.verdict is Verdict.FAILED]
    assert [(one.code, one.path) for one in failed] == [
        ("evidence-undated", ("answers", "safety")),
        ("evidence-without-document", ("answers", "safety")),
        ("placeholder", ("assessment", "subject")),
        ("action-overdue", ("actions", 0)),
    ]


def test_the_expectations_of_an_assessment_are_tested(case: Case) -> None:
    """Each is reported at its place under `expect`; an assessment without `expect` is not tested."""
    assert list(list_expectation_remarks(case.result, None)) == []
    assert list(list_expectation_remarks(case.result, Expectation.model_validate({"overall": 37.5}))) == []
    (found,) = list_expectation_remarks(case.result, Expectation.model_validate({"skill": {"level": 4}}))
    assert (found.code, found.severity, found.verdict) == ("expectation-missed", "error", Verdict.FAILED)
    assert (found.message, found.path) == (
        "skill level (evidenced): expected 4, found 1",
        ("expect", "skill", "level"),
    )


# ---- all conditions together


def test_a_check_without_conditions_cannot_fail(case: Case) -> None:
    """Triggered gates and unknown answers do not fail a check on their own."""
    assert find_unmet(case.result, Demands()) == ()


def test_all_unmet_conditions_are_reported_together(case: Case) -> None:
    """Scores come first, then gates, then unknown answers, each with its verdict."""
    asked = Demands((Threshold("overall", None, 80),), fail_on_gate=True, require_complete=True)
    assert [(one.verdict, one.code, one.message) for one in find_unmet(case.result, asked)] == [
        (Verdict.FAILED, "below-threshold", "the evidenced overall score 37.5 is below 80"),
        (Verdict.FAILED, "gate-not-clear", "gate undecided is undecided"),
        (Verdict.FAILED, "gate-not-clear", "gate unproven is unproven"),
        (Verdict.FAILED, "gate-not-clear", "gate triggered is triggered"),
        (Verdict.UNDECIDED, "unknown-answer", "not answered: funding"),
    ]
    assert [one.gate for one in find_unmet(case.result, Demands(fail_on_gate=True, on=Reading.HIGH))] == ["triggered"]
    assert [one.path for one in find_unmet(case.result, Demands(require_complete=True))] == [("answers", "funding")]


def test_a_check_that_requires_complete_answers_is_undecided_if_a_statement_has_no_answer() -> None:
    """A checklist can have a score although one of its statements is unknown; the check is still undecided."""
    result, _ = score_staged({"safety": answer(2, second_3="unknown"), "purpose": answer(3), "candour": answer(3)})
    (found,) = find_unmet(result, Demands(require_complete=True))
    assert (found.verdict, found.code) == (Verdict.UNDECIDED, "unknown-answer")
    assert found.message == "statements not answered: safety.second-3"
    assert found.path == ("answers", "safety", "items", "second-3")
