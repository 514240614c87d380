"""What to do next about a criterion: items, evidence, or a question; never a level's descriptor."""

from __future__ import annotations

import pytest

from nhsdx.analysis.next_steps import Bar, NextStep, find_next_step
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from

LINE: Table = {"kind": "measure", "unit": "days", "linear": {"worst": 50, "best": 0}}
LOG: Table = {"kind": "measure", "unit": "pounds", "linear": {"worst": 1, "best": 100_000, "scale": "log"}}
BANDS: Table = {"kind": "measure", "unit": "months", "bands": [{"from": 0, "level": 0}, {"from": 3, "level": 1}]}
SHARE: Table = {"kind": "checklist", "scoring": "share", "items": {"a": {"text": "A"}, "b": {"text": "B"}}}
SURVEY: Table = {"kind": "survey", "options": ["bad", "good"], "scores": [0, 100], "minimum-respondents": 1}
STAGED: Table = {
    "kind": "checklist",
    "items": {
        "plan": {"text": "There is a plan.", "level": 1, "effort": 1},
        "owner": {"text": "It has an owner.", "level": 1},
        "money": {"text": "It is paid for.", "level": 2, "effort": 3},
        "test": {"text": "It was tested.", "level": 3},
    },
}
GRADES: Table = {
    "evidence-grades": [
        {"id": "said", "label": "Said", "supports": 1},
        {"id": "record", "label": "Recorded", "supports": 3, "max-age-months": 12},
    ]
}


def find_step(criterion: Table, answer: object, bar: Bar | None = None, **parts: object) -> NextStep | None:
    """The next step of the only criterion of a rubric, to the next level or to a score."""
    rubric = rubric_from(flat_rubric({"only": criterion}) | parts)
    result = score(rubric, assessment_from(rubric, {"only": answer}))
    return find_next_step(rubric, result.criteria["only"], bar=bar)


def answer_items(**states: str) -> Table:
    """An answer to the staged checklist with a dated record as evidence."""
    return {"items": states}


@pytest.mark.parametrize(
    ("criterion", "answer", "value"),
    [
        (LINE, 45, "at most 40 days"),
        (LOG, 1, "at least 10 pounds"),
        (BANDS, 1, "3 months or more"),
        (SHARE, answer_items(a="no", b="no"), "enough of these items for a score of 20"),
        (SURVEY, {"counts": [9, 1]}, "a score of 20 in the survey"),
    ],
    ids=["line", "log", "bands", "share", "survey"],
)
def test_a_step_is_given_in_the_unit_of_the_question(criterion: Table, answer: object, value: str) -> None:
    """A step for a measure gives a number and a step for a survey gives a score, so nobody has to convert a level."""
    step = find_step(criterion, answer)
    assert step is not None
    assert step.value == value


def test_there_is_no_step_above_the_highest_level_that_an_answer_can_give() -> None:
    """A measure above all bands, and a checklist with every item met, cannot rise."""
    assert find_step(BANDS, 4) is None
    assert find_step(STAGED, answer_items(plan="yes", owner="yes", money="yes", test="yes")) is None


def test_unknown_answers_are_not_asked_for_if_they_could_not_reach_the_goal() -> None:
    """The best band gives level 1, a score of 20; an unknown answer can turn out to reach that, but no more."""
    step = find_step(BANDS, "unknown", Bar(20))
    assert step is not None
    assert (step.level, step.next_level) == (None, 1)
    assert find_step(BANDS, "unknown", Bar(40)) is None


def test_there_is_no_step_to_a_score_that_no_evidence_can_support() -> None:
    """A record supports level 3 at most, whatever is answered, so a goal above it has no step."""
    answer = {"level": 1, "evidence": "record"}
    step = find_step(level_criterion(), answer, Bar(60), **GRADES)
    assert step is not None
    assert (step.next_level, step.descriptor) == (3, "descriptor 3")
    assert find_step(level_criterion(), answer, Bar(80), **GRADES) is None


def test_there_is_no_step_if_the_missing_item_does_not_apply() -> None:
    """If it counts as not met, nobody can meet it, and the unknown item of the level below would not be enough."""
    states = answer_items(plan="yes", owner="unknown", money="not-applicable", test="no") | {"reason": "It is free."}
    assert find_step(STAGED | {"not-applicable-counts": 1}, states) is None
    step = find_step(STAGED, answer_items(plan="yes", owner="unknown", money="no", test="no"))
    assert step is not None
    assert [item.id for item in step.items] == ["owner", "money"]


@pytest.mark.parametrize(
    ("states", "bar", "items"),
    [
        (answer_items(plan="yes", owner="no", money="yes", test="no"), Bar(40), ["owner"]),
        (answer_items(plan="no", owner="unknown", money="yes", test="no"), Bar(40), ["plan", "owner"]),
        (answer_items(plan="no", owner="yes", money="no", test="yes"), Bar(60), ["plan", "money"]),
        (answer_items(plan="no", owner="yes", money="yes", test="not-applicable"), Bar(60), ["plan"]),
    ],
    ids=["one below", "two below", "the top is met", "the top does not apply"],
)
def test_a_step_over_several_levels_includes_lower_items_even_if_the_highest_are_met(
    states: Table, bar: Bar, items: list[str]
) -> None:
    """A statement of a lower level may be missing even if those of the level itself are met."""
    step = find_step(STAGED, states | {"reason": "No test is possible."}, bar)
    assert step is not None
    assert ([item.id for item in step.items], step.score) == (items, bar.score)


def test_there_is_no_step_to_a_level_if_an_item_of_a_lower_level_can_never_be_met() -> None:
    """Meeting all open items would not be enough, and no step says that it would be."""
    states = answer_items(plan="yes", owner="no", money="not-applicable", test="no") | {"reason": "It is free."}
    assert find_step(STAGED | {"not-applicable-counts": 1}, states, Bar(60)) is None
    unknown = answer_items(plan="unknown", owner="unknown", money="not-applicable") | {"reason": "It is free."}
    assert find_step(STAGED | {"not-applicable-counts": 1}, unknown, Bar(60)) is None


@pytest.mark.parametrize("status", ["not-applicable", "not-due"])
def test_a_criterion_that_was_left_out_has_no_step(status: str) -> None:
    """Nobody is asked to work on what does not apply to them or is not due yet."""
    assert find_step(STAGED, {"status": status, "reason": "There is no such service."}) is None


def test_the_step_of_a_staged_checklist_is_the_items_that_are_not_met_or_unknown() -> None:
    """The step has the items of the next level and the unknown items of lower levels, lowest first."""
    step = find_step(STAGED, answer_items(plan="yes", owner="unknown", money="partly", test="no"))
    assert step is not None
    assert (step.level, step.next_level) == (1, 2)
    assert [(item.id, item.state, item.effort) for item in step.items] == [
        ("owner", "unknown", None),
        ("money", "partly", 3),
    ]


def test_a_level_criterion_shows_its_descriptor_separately_from_the_next_step() -> None:
    """The descriptor may describe a defect, so it is not an instruction."""
    step = find_step(level_criterion(), 2)
    assert step is not None
    assert (step.items, step.value, step.descriptor) == ((), "", "descriptor 3")


def test_if_a_criterion_has_its_own_levels_the_step_leads_to_the_first_one_that_scores_enough() -> None:
    """Its descriptor is separate from the step, as for the rubric's levels."""
    levels = [{"text": f"state {at}", "score": score} for at, score in enumerate((0, 10, 60, 100))]
    step = find_step({"levels": levels}, 1)
    assert step is not None
    assert (step.items, step.value, step.own_level, step.descriptor) == ((), "", 2, "state 2")


@pytest.mark.parametrize(
    ("supports", "level", "steps"),
    [({}, 3, "evidence"), ({"record": 1}, 1, None), ({"said": 2, "record": 2}, 2, None)],
    ids=["a grade supports more", "no grade supports more", "at the highest that any supports"],
)
def test_there_is_no_step_above_the_highest_level_that_evidence_can_support(
    supports: dict[str, int], level: int, steps: str | None
) -> None:
    """No step leads to a level that no evidence can support here."""
    answer = answer_items(plan="yes", owner="yes", money="yes", test="yes") | {"evidence": "said"}
    step = find_step(STAGED | {"evidence-supports": supports}, answer, **GRADES)
    assert (None if step is None else "evidence") == steps
    if step is not None:
        assert step.next_level <= level


@pytest.mark.parametrize(
    ("evidence", "need"),
    [
        ({"evidence": "said"}, "bring"),
        ({"evidence": "record"}, "date"),
        ({"evidence": "record", "seen": "2027-01-01"}, "date"),
        ({"evidence": "record", "seen": "2020-01-01"}, "renew"),
    ],
    ids=["too weak", "without a date", "from later", "too old"],
)
def test_the_step_is_to_bring_evidence_if_the_claim_is_above_the_supported_level(evidence: Table, need: str) -> None:
    """The step says what the evidence lacks, and gives the weakest grade that supports the next level."""
    import datetime

    if "seen" in evidence:
        evidence = evidence | {"seen": datetime.date.fromisoformat(evidence["seen"])}
    answer = answer_items(plan="yes", owner="yes", money="yes", test="no") | evidence
    step = find_step(STAGED, answer, **GRADES)
    assert step is not None
    assert (step.level, step.next_level, step.items) == (1, 2, ())
    assert (step.evidence, step.grade and step.grade.id) == (need, "record")


def test_a_step_can_need_both_items_and_evidence() -> None:
    """Meeting the items would not be enough."""
    answer = answer_items(plan="yes", owner="yes", money="no") | {"evidence": "said"}
    step = find_step(STAGED, answer, **GRADES)
    assert step is not None
    assert ([item.id for item in step.items], step.evidence) == (["money"], "bring")


@pytest.mark.parametrize(
    ("supports", "next_level"), [(3, 2), (1, 1)], ids=["evidence for what it asks", "evidence for less"]
)
def test_a_step_with_the_items_of_a_gate_gives_the_level_that_they_lead_to(supports: int, next_level: int) -> None:
    """The step gives the level that all its items lead to, and no higher one than the evidence supports."""
    grades: Table = {"evidence-grades": [{"id": "said", "label": "Said", "supports": supports}]}
    rubric = rubric_from(flat_rubric({"only": STAGED}) | grades)
    answer = answer_items(plan="no", owner="yes", money="no", test="no")
    result = score(rubric, assessment_from(rubric, {"only": answer}))
    step = find_next_step(rubric, result.criteria["only"], {"money"})
    assert step is not None
    assert ([item.id for item in step.items], step.next_level) == (["money", "plan"], next_level)
