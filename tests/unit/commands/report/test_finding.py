"""The finding in three sentences, in every case that a board may see."""

from __future__ import annotations

import pytest

from nhsdx.analysis.gaps import list_gates_not_clear, remove_repeats
from nhsdx.commands.report.finding import LEAD_UNGRADED, LEADS, build_main_finding
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, rubric_from
from tests.support.samples import level, small_rubric

LEFT_OUT = {"status": "not-applicable", "reason": "There is none."}
NOT_DUE = {"status": "not-due", "reason": "It comes later."}
GOOD = {"skill": level(3), "time": level(3), "safety": level(4)}


def find(answers: Table, **parts: object) -> list[str]:
    """The three sentences on these answers to the small rubric."""
    rubric = rubric_from(small_rubric(**parts))
    result = score(rubric, assessment_from(rubric, answers))
    gates = remove_repeats(list_gates_not_clear(result), rubric)
    lines = build_main_finding(result, rubric, gates)
    assert [lead.text for lead, _ in lines] == [f"{lead} " for lead in LEADS]
    assert all(span.text.endswith(".") for _, span in lines)
    return [span.text.removesuffix(".") for _, span in lines]


def gate(name: str, **parts: object) -> Table:
    """The gates of the small rubric and another one on safety."""
    gates = small_rubric()["gates"]
    return {"gates": gates | {name: gates["safety-gate"] | parts}}


def test_the_finding_says_if_all_answers_are_supported_and_known() -> None:
    """The second sentence gives the lowest dimension."""
    assert find(GOOD) == [
        (
            "65.0 evidenced, 65.0 claimed, range 65.0–65.0 out of 100, between Label 3 and Label 4 evidenced; "
            "2 criteria at Label 3, 1 at Label 4 evidenced, the weakest Skill and Time at Label 3; "
            "highest in Work (80.0 evidenced); no gate is triggered"
        ),
        "no answer claims more than its evidence supports; lowest in People (60.0 evidenced)",
        "nothing; all 3 applicable criteria are answered",
    ]


def test_the_finding_does_not_rank_dimensions_with_the_same_score() -> None:
    """No dimension is the highest or the lowest."""
    assert find({name: level(3) for name in GOOD})[:2] == [
        (
            "60.0 evidenced, 60.0 claimed, range 60.0–60.0 out of 100, at Label 3 evidenced; "
            "3 criteria at Label 3 evidenced, the weakest Skill, Time and 1 more at Label 3; no gate is triggered"
        ),
        "no answer claims more than its evidence supports",
    ]


def test_a_claim_above_its_evidence_is_described_in_points() -> None:
    """The sentence gives the number of points, and where the gap is widest."""
    assert find(GOOD | {"skill": 5})[1] == (
        "claims beyond the evidence: 50.0 evidenced against 80.0 claimed, most in People (40.0 evidenced, 80.0 claimed)"
    )


def test_a_claim_above_its_evidence_is_described_even_if_a_cap_hides_its_effect() -> None:
    """The capped score is the same with and without it; the claim is still shown."""
    found = find({"skill": 5, "time": level(3), "safety": level(0)})
    assert found[0].startswith(
        "20.0 evidenced, 20.0 claimed, range 20.0–20.0 out of 100 "
        "(before gates 30.0 evidenced, 60.0 claimed, range 30.0–60.0), at Label 1 evidenced; "
    )
    assert found[1] == (
        "the gate “safety gate” is triggered and caps the overall score; "
        "1 answer is not supported by the evidence (the capped score is unaffected)"
    )


def test_several_answers_above_their_evidence_are_described_even_if_a_gate_caps_the_score() -> None:
    """The sentence is in the plural."""
    written = level(5, evidence="record")
    assert find({"skill": written, "time": written, "safety": level(0)})[1].endswith(
        "2 answers are not supported by the evidence (the capped score is unaffected)"
    )


def test_the_finding_says_if_a_triggered_gate_lowers_no_score() -> None:
    """The score was no higher before."""
    assert find({name: level(0) for name in GOOD})[1].startswith(
        "the gate “safety gate” is triggered, but the overall score would be no higher without it"
    )


def test_two_gates_that_cap_a_score_are_described_together() -> None:
    """Both gates are given, and the score only once."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    both = {"skill": level(5), "time": level(1), "safety": level(1)}
    assert find(both, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are triggered and cap the overall score; "
    )
    assert find({name: level(0) for name in GOOD}, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are triggered, but the overall score would be no higher without them"
    )


def test_a_warning_and_a_gate_that_caps_a_dimension_are_described() -> None:
    """A gate that caps a dimension is triggered; a warning is raised."""
    one = gate("part-gate", when={"criterion": "time", "at-most": 3}, cap={"people": 1})
    assert "the gate “part gate” is triggered" in find(GOOD, **one)[1]
    two = gate("warning", when={"criterion": "time", "at-most": 3}, cap={}, flag=True)
    assert "the warning “warning” is raised" in find(GOOD, **two)[1]
    two["gates"]["other"] = two["gates"]["warning"] | {"when": {"criterion": "skill", "at-most": 3}}
    assert "the warnings “warning” and “other” are raised" in find(GOOD, **two)[1]


def test_a_gate_that_the_answer_clears_and_the_evidence_does_not_is_described_as_unproven() -> None:
    """The gate is unproven."""
    assert find(GOOD | {"safety": 4})[1].startswith(
        "the gate “safety gate” is unproven: the answer clears the gate, but the evidence does not; "
    )


def test_several_unproven_gates_are_described_in_the_plural() -> None:
    """The sentence is in the plural."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    assert find(GOOD | {"safety": 4, "time": 4}, **parts)[1].startswith(
        "the gates “safety gate” and “second gate” are unproven: the answers clear them, but the evidence does not; "
    )


def test_an_unknown_answer_that_a_gate_depends_on_is_described() -> None:
    """The sentence gives the range of the score, and says that the gate is undecided."""
    assert find(GOOD | {"safety": "unknown"})[2] == (
        "1 of 3 applicable criteria is not answered, which could lower the evidenced score from 60.0 to 20.0 "
        "or raise the claimed score from 60.0 to 70.0; "
        "the gate “safety gate” is undecided: it depends on an unanswered question"
    )


def test_a_claim_beyond_its_evidence_does_not_count_as_unknown() -> None:
    """The range is as wide as the claims make it, so it is not what unknown answers do."""
    claims = {"skill": 5, "safety": level(4)}
    words = "1 of 3 applicable criteria is not answered, which could lower the evidenced score from 35.0 to 27.5"
    assert find(claims)[2] == words
    criteria = small_rubric()["criteria"]
    criteria["time"]["weight"] = 0
    assert find(claims, criteria=criteria)[2] == (
        "1 of 3 applicable criteria is not answered (1 does not count), which cannot change the overall score"
    )


def test_several_unknown_answers_are_described_in_the_plural() -> None:
    """The sentence is in the plural, also for gates."""
    parts = gate("second-gate", when={"criterion": "time", "at-most": 1}, cap={"overall": 2})
    words = find({"skill": level(3)}, **parts)[2]
    assert words.startswith("2 of 3 applicable criteria are not answered, ")
    assert words.endswith(
        "the gates “safety gate” and “second gate” are undecided: they depend on unanswered questions"
    )


def test_an_unknown_answer_that_cannot_move_the_score_is_described() -> None:
    """Because a gate caps the score, or because the criterion has no weight."""
    assert find({"skill": level(3), "time": "unknown", "safety": level(0)})[2] == (
        "1 of 3 applicable criteria is not answered, which cannot change the overall score while a gate caps it"
    )
    criteria = small_rubric()["criteria"]
    criteria["time"]["weight"] = 0
    assert find(GOOD | {"time": "unknown"}, criteria=criteria)[2].endswith("which cannot change the overall score")


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(GOOD, "unknown")], ids=["no answers", "all unknown"])
def test_the_finding_says_that_no_answer_is_known(answers: Table) -> None:
    """There is no score, and nothing is claimed."""
    assert find(answers) == [
        "there is no score yet, because no criterion that counts is answered",
        "nothing is claimed",
        (
            "3 of 3 applicable criteria are not answered, so the overall score could lie anywhere from 0.0 to 100.0; "
            "the gate “safety gate” is undecided: it depends on an unanswered question"
        ),
    ]


def test_the_finding_says_that_no_criterion_applies() -> None:
    """There is nothing to score and nothing to know."""
    assert find(dict.fromkeys(GOOD, LEFT_OUT)) == [
        "there is no score, because every criterion is left out",
        "nothing is claimed",
        "nothing, because no criterion applies; left out: 3 criteria not applicable",
    ]


def test_criteria_left_out_are_counted() -> None:
    """Criteria left out are counted by status."""
    words = find(GOOD | {"time": NOT_DUE})[2]
    assert words.endswith("all 2 applicable criteria are answered; left out: 1 criterion not due")
    words = find({"skill": level(3), "time": NOT_DUE, "safety": LEFT_OUT})[2]
    assert words == (
        "nothing; the only applicable criterion is answered; left out: 1 criterion not due, 1 not applicable"
    )


def test_the_finding_of_a_report_does_not_mention_evidence_if_the_rubric_has_no_grades() -> None:
    """Evidenced scores are then the same as claimed ones."""
    table = small_rubric()
    del table["evidence-grades"]
    del table["gates"]
    rubric = rubric_from(table)
    result = score(rubric, assessment_from(rubric, {"skill": 3, "time": 3, "safety": 4}))
    leads, sentences = zip(
        *([span.text for span in line] for line in build_main_finding(result, rubric, ())), strict=True
    )
    assert leads[0] == f"{LEAD_UNGRADED} "
    assert sentences[0] == (
        "65.0 claimed, range 65.0–65.0 out of 100, between Label 3 and Label 4; "
        "2 criteria at Label 3, 1 at Label 4, the weakest Skill and Time at Label 3; "
        "highest in Work (80.0 claimed)."
    )
    assert sentences[1] == "lowest in People (60.0 claimed)."


def test_answers_without_their_document_are_not_shown_as_supported() -> None:
    """Evidence whose grade needs a document, and gives none, counts in full; page one says that it is missing."""
    grades = [one | {"needs-document": True} for one in small_rubric()["evidence-grades"]]
    said = find(GOOD, **{"evidence-grades": grades})[1]
    assert said.startswith("3 answers lack the document that their evidence needs")
