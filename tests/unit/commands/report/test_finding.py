"""The finding in three sentences: every case that a board may have before it."""

from __future__ import annotations

import pytest

from nhsdx.commands.report.finding import build_finding
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.samples import level, small_rubric

LEFT_OUT = {"status": "not-applicable", "reason": "There is none."}
NOT_DUE = {"status": "not-due", "reason": "It comes later."}
GOOD = {"skill": level(3), "time": level(3), "safety": level(4)}


def told(answers: Table, **parts: object) -> list[str]:
    """The three sentences about these answers to the small rubric."""
    rubric = rubric_from(small_rubric(**parts))
    result = score(rubric, assessment_from(rubric, answers))
    sentences = ["".join(run.text for run in line) for line in build_finding(result, rubric)]
    leads = ("What holds: ", "What does not: ", "What is unknown: ")
    assert all(words.startswith(lead) and words.endswith(".") for words, lead in zip(sentences, leads, strict=True))
    return [words.removeprefix(lead).removesuffix(".") for words, lead in zip(sentences, leads, strict=True)]


def gate(name: str, **parts: object) -> Table:
    """Another gate on safety, beside the one that the small rubric has."""
    gates = small_rubric()["gates"]
    return {"gates": gates | {name: gates["safety-gate"] | parts}}


def test_all_is_supported_and_known() -> None:
    """Then what holds is all there is, and the second sentence tells what is lowest."""
    assert told(GOOD) == [
        (
            "the evidence supports 65.0 out of 100, which is level 3 of 5, “Label 3”, and most in Work (80.0); "
            "every gate is clear"
        ),
        "no claim goes beyond its evidence; lowest is People (60.0)",
        "nothing that was asked, for all 3 criteria that apply have an answer",
    ]


def test_all_parts_are_alike() -> None:
    """No part stands out, so none is named."""
    assert told({name: level(3) for name in GOOD})[:2] == [
        "the evidence supports 60.0 out of 100, which is level 3 of 5, “Label 3”; every gate is clear",
        "no claim goes beyond its evidence",
    ]


def test_a_claim_above_its_evidence() -> None:
    """By how many points, and where most."""
    assert told(GOOD | {"skill": 5})[1] == (
        "30.0 points of the 80.0 claimed are not supported by evidence, most of all in People "
        "(80.0 claimed, 40.0 supported)"
    )


def test_a_claim_above_its_evidence_that_a_gate_hides() -> None:
    """The score is the same with and without it, and the claim is told all the same."""
    assert told({"skill": 5, "time": level(3), "safety": level(0)})[1] == (
        "the gate “safety gate” is triggered and holds the score down to 20.0 from 60.0; "
        "1 answer claims more than the evidence supports, though the score is the same"
    )


def test_several_answers_claim_more_while_a_gate_holds() -> None:
    """In the plural."""
    written = level(5, evidence="record")
    assert told({"skill": written, "time": written, "safety": level(0)})[1].endswith(
        "2 answers claim more than the evidence supports, though the score is the same"
    )


def test_a_gate_that_is_triggered_and_lowers_nothing() -> None:
    """The score was no higher before."""
    assert told({name: level(0) for name in GOOD})[1].startswith(
        "the gate “safety gate” is triggered, though the score is no higher without it"
    )


def test_two_gates_that_cap() -> None:
    """Both are named, the score is told once."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    both = {"skill": level(5), "time": level(1), "safety": level(1)}
    assert told(both, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are triggered and hold the score down to 20.0 from 50.0"
    )
    assert told({name: level(0) for name in GOOD}, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are triggered, though the score is no higher without them"
    )


def test_a_gate_on_a_part_and_warnings() -> None:
    """What caps a part is triggered; what only warns is raised."""
    one = gate("part-gate", when={"criterion": "time", "at-most": 3}, cap={"people": 1})
    assert "the gate “part gate” is triggered" in told(GOOD, **one)[1]
    two = gate("warning", when={"criterion": "time", "at-most": 3}, cap={}, flag=True)
    assert "the warning “warning” is raised" in told(GOOD, **two)[1]
    two["gates"]["other"] = two["gates"]["warning"] | {"when": {"criterion": "skill", "at-most": 3}}
    assert "the warnings “warning” and “other” are raised" in told(GOOD, **two)[1]


def test_a_gate_that_the_answer_clears_and_the_evidence_does_not() -> None:
    """It is unproven."""
    assert told(GOOD | {"safety": 4})[1].startswith(
        "the gate “safety gate” is unproven, for the answer clears it and the evidence does not; "
    )


def test_several_unproven_gates() -> None:
    """In the plural."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    assert told(GOOD | {"safety": 4, "time": 4}, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are unproven, "
    )


def test_something_unknown_that_a_gate_hangs_on() -> None:
    """How far the score could lie either way, and that the gate is undecided."""
    assert told(GOOD | {"safety": "unknown"})[2] == (
        "1 of the 3 criteria that apply has no answer, and the score could lie anywhere from 20.0 to 70.0; "
        "the gate “safety gate” hangs on an answer that nobody has"
    )


def test_several_unknown() -> None:
    """In the plural, gates too."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    words = told({"skill": level(3)}, **parts)[2]
    assert words.startswith("2 of the 3 criteria that apply have no answer, ")
    assert words.endswith("the gates “safety gate” and “second gate” hang on an answer that nobody has")


def test_something_unknown_that_cannot_move_the_score() -> None:
    """Because a gate holds it, or because it has no weight."""
    assert told({"skill": level(3), "time": "unknown", "safety": level(0)})[2] == (
        "1 of the 3 criteria that apply has no answer, which cannot move the overall score while a gate holds it"
    )
    criteria = small_rubric()["criteria"]
    criteria["time"]["weight"] = 0
    assert told(GOOD | {"time": "unknown"}, criteria=criteria)[2].endswith("which cannot move the overall score")


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(GOOD, "unknown")], ids=["no answers", "all unknown"])
def test_nothing_is_known(answers: Table) -> None:
    """There is no score, nothing is claimed, and anything may be."""
    assert told(answers) == [
        "nothing can be said yet, for no criterion that counts has an answer",
        "nothing is claimed",
        (
            "3 of the 3 criteria that apply have no answer, and the score could lie anywhere from 0.0 to 100.0; "
            "the gate “safety gate” hangs on an answer that nobody has"
        ),
    ]


def test_nothing_applies() -> None:
    """There is nothing to score and nothing to know."""
    assert told(dict.fromkeys(GOOD, LEFT_OUT)) == [
        "nothing is scored, for every criterion is left out",
        "nothing is claimed",
        "there is nothing to know, for no criterion applies; 3 more do not apply, and are left out",
    ]


def test_what_is_left_out_is_counted() -> None:
    """By why it is left out."""
    words = told(GOOD | {"time": NOT_DUE})[2]
    assert words.endswith("all 2 criteria that apply have an answer; 1 more is not yet due, and is left out")
    words = told({"skill": level(3), "time": NOT_DUE, "safety": LEFT_OUT})[2]
    assert words == (
        "nothing that was asked, for the one criterion that applies has an answer; "
        "1 more is not yet due and 1 more does not apply, and are left out"
    )


def test_a_rubric_without_grades_of_evidence_supports_nothing() -> None:
    """So no sentence says that evidence supports anything."""
    table = small_rubric()
    del table["evidence-grades"]
    del table["gates"]
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"skill": 3, "time": 3, "safety": 4}))
    sentences = ["".join(run.text for run in line) for line in build_finding(result, rubric)]
    assert sentences[0] == (
        "What holds: the answers give 65.0 out of 100, which is level 3 of 5, “Label 3”, and most in Work (80.0)."
    )
    assert sentences[1] == (
        "What does not: this rubric grades no evidence, so every claim stands as it was made; lowest is People (60.0)."
    )
