"""Which answers can be kept for another rubric, and what happens to all other answers."""

from __future__ import annotations

from typing import Any

import pytest

from nhsdx.analysis.carry_over import CarryOver, carry_over, find_renames
from nhsdx.model.assessment import Answer, ItemState
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from

GRADES: list[Table] = [
    {"id": "word", "label": "Said", "supports": 1},
    {"id": "audit", "label": "Audited", "supports": 2},
]
RECORD: Table = {"id": "record", "label": "Written down", "supports": 2}
ITEMS: Table = {"plan": {"text": "A plan", "level": 1}, "test": {"text": "A test", "level": 2}}
PLAN = {"items": {"plan": ITEMS["plan"]}}
LEVEL = level_criterion(3)
STAGED: Table = {"kind": "checklist", "items": ITEMS}
MEASURE: Table = {"kind": "measure", "unit": "months", "linear": {"worst": 0, "best": 12}, "minimum": 0, "maximum": 12}
SURVEY: Table = {"kind": "survey", "options": ["No", "Yes"], "scores": [0, 100], "minimum-respondents": 1}


def carry(old: Table, new: Table, answer: Any) -> CarryOver:  # noqa: ANN401 - any form that a file may hold
    """An answer to the only criterion of a rubric, carried over to another."""
    own, rubric = rubric_from(old), rubric_from(new)
    return carry_over(assessment_from(own, {"only": answer}).answers, own, rubric)


def only(criterion: Table, *, levels: int = 3, grades: list[Table] = GRADES) -> Table:
    """A rubric with that one criterion."""
    return flat_rubric({"only": criterion}, levels=levels) | {"evidence-grades": grades}


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        (LEVEL, LEVEL | {"title": "In other words", "levels": ["none", "some", "all"], "weight": 7}, 2),
        (STAGED, STAGED | PLAN, {"items": {"plan": "yes"}}),
        (STAGED | PLAN, STAGED, {"items": {"plan": "no"}}),
        (STAGED, STAGED, {"items": {}}),
        (STAGED, STAGED | {"scoring": "share"}, {"items": {"plan": "partly", "test": "yes"}}),
        (MEASURE, MEASURE | {"linear": {"worst": 24, "best": 0}, "maximum": 24}, {"value": 12}),
        (SURVEY, SURVEY | {"scores": [20, 80], "minimum-respondents": 50}, {"counts": [3, 4]}),
        (LEVEL, MEASURE, "unknown"),
        (MEASURE, LEVEL, {"status": "not-due", "reason": "Before go-live."}),
    ],
    ids=[
        "reworded",
        "item dropped",
        "item added",
        "no item answered",
        "shares",
        "another line",
        "other scores",
        "unknown",
        "not due",
    ],
)
def test_an_answer_to_the_same_question_is_kept(old: Table, new: Table, answer: object) -> None:
    """An answer that means the same in the other rubric is kept as it is, however that rubric counts it."""
    found = carry(only(old), only(new), answer)
    own = rubric_from(only(old))
    assert (found.answers, found.not_carried) == (assessment_from(own, {"only": answer}).answers, frozenset())


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        (LEVEL, MEASURE, 2),
        (MEASURE, LEVEL, {"value": 1}),
        (STAGED, SURVEY, {"items": {"plan": "yes"}}),
        (LEVEL, STAGED, 2),
        (STAGED, STAGED | {"items": {"drill": {"text": "A drill", "level": 1}}}, {"items": {"plan": "yes"}}),
        (MEASURE, MEASURE | {"unit": "days"}, {"value": 6}),
        (MEASURE, MEASURE | {"maximum": 10}, {"value": 11}),
        (SURVEY, SURVEY | {"options": ["Yes", "No"]}, {"counts": [3, 4]}),
        (SURVEY, SURVEY | {"options": ["No", "Some", "Yes"], "scores": [0, 50, 100]}, {"counts": [3, 4]}),
        (LEVEL, LEVEL | {"may-be-left-out": ["not-applicable"]}, {"status": "not-due", "reason": "Before go-live."}),
    ],
    ids=[
        "level to measure",
        "measure to level",
        "checklist to survey",
        "level to checklist",
        "other items",
        "other unit",
        "out of bounds",
        "options turned round",
        "another option",
        "no longer to be left out",
    ],
)
def test_the_answer_becomes_unknown_if_its_criterion_now_asks_a_different_question(
    old: Table, new: Table, answer: object
) -> None:
    """Nothing is guessed: the answer is dropped, and its criterion is listed."""
    found = carry(only(old), only(new), answer)
    assert found == CarryOver({}, frozenset({"only"}))


def test_answers_to_items_that_both_checklists_have_are_kept() -> None:
    """An answer to an item that is gone is dropped, and the criterion is listed."""
    found = carry(only(STAGED), only(STAGED | PLAN), {"items": {"plan": "yes", "test": "no"}, "evidence": "audit"})
    assert found == CarryOver({"only": Answer(items={"plan": ItemState.YES}, evidence="audit")}, frozenset({"only"}))


def test_a_level_is_kept_on_a_different_scale_only_if_it_has_the_same_descriptor() -> None:
    """Level 1 of three is not level 1 of four, unless both describe it alike; three levels have no level 3."""
    three, four = only(level_criterion(3)), only(level_criterion(4), levels=4)
    other = only({"levels": ["nothing", "descriptor 1", "much", "all"]}, levels=4)
    assert carry(three, four, 1).not_carried == frozenset()
    assert carry(three, other, 1).not_carried == frozenset()
    assert carry(three, other, 2) == CarryOver({}, frozenset({"only"}))
    assert carry(four, three, 2).not_carried == frozenset()
    assert carry(four, three, 3) == CarryOver({}, frozenset({"only"}))


@pytest.mark.parametrize(
    ("grades", "counts_as"),
    [([GRADES[0], RECORD], "word"), ([], None)],
    ids=["to the weakest", "to a rubric without grades"],
)
def test_evidence_of_a_grade_that_the_new_rubric_does_not_have_counts_as_the_weakest(
    grades: list[Table], counts_as: str | None
) -> None:
    """The value is kept without its evidence, and the criterion is listed, because this may cost points."""
    given = {"level": 2, "evidence": "audit", "why": "Seen."}
    found = carry(only(LEVEL), only(LEVEL, grades=grades), given)
    assert found.answers == {"only": Answer(level=2, evidence=counts_as, why="Seen.")}
    assert found.not_carried == {"only"}


def test_a_grade_that_both_rubrics_have_is_kept() -> None:
    """It is kept even if it supports another level in the other rubric."""
    weaker = [GRADES[0], GRADES[1] | {"supports": 1}]
    found = carry(only(LEVEL), only(LEVEL, grades=weaker), {"level": 2, "evidence": "audit"})
    assert found == CarryOver({"only": Answer(level=2, evidence="audit")}, frozenset())


def test_only_answers_to_criteria_that_both_rubrics_have_are_kept() -> None:
    """A new criterion has no answer and a removed one loses its own; the order is the new rubric's order."""
    own = rubric_from(flat_rubric({"gone": LEVEL, "first": LEVEL, "second": LEVEL}, levels=3))
    rubric = rubric_from(flat_rubric({"second": LEVEL, "added": LEVEL, "first": LEVEL}, levels=3))
    answers = assessment_from(own, {"gone": 2, "first": 1, "second": 0}).answers
    found = carry_over(answers, own, rubric)
    assert list(found.answers.items()) == [("second", Answer(level=0)), ("first", Answer(level=1))]
    assert found.not_carried == frozenset()


def test_an_answer_to_a_question_that_its_own_rubric_does_not_have_is_not_kept() -> None:
    """Without its question, the meaning of an answer is unknown."""
    own, rubric = (rubric_from(flat_rubric({name: LEVEL}, levels=3)) for name in ("one", "other"))
    assert carry_over({"other": Answer(level=1)}, own, rubric) == CarryOver({}, frozenset({"other"}))


def named(**replaces: list[str]) -> Table:
    """A rubric of level criteria, each with the ids that it replaces."""
    return flat_rubric({name: LEVEL | {"replaces": ids} for name, ids in replaces.items()}, levels=3)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (named(head=[]), named(leader=["head"]), {"leader": "head"}),
        (named(leader=["head"]), named(head=[]), {"head": "leader"}),
        (named(head=[]), named(leader=["boss", "head", "chief"]), {"leader": "head"}),
        (named(head=[], time=[]), named(time=[], leader=["head"]), {"leader": "head"}),
        (named(head=[], boss=[]), named(leader=["head", "boss"]), {}),
        (named(head=["deputy"]), named(leader=["head"], deputy=[]), {}),
        (named(head=["leader"]), named(head=[], leader=[]), {}),
        (named(head=[], leader=[]), named(leader=["head"]), {}),
        (named(head=[]), named(leader=["boss"]), {}),
    ],
    ids=[
        "forward",
        "back",
        "through several editions",
        "beside others",
        "two made one",
        "one made two",
        "still there",
        "an id taken over",
        "of another rubric",
    ],
)
def test_a_criterion_counts_as_renamed_only_if_exactly_one_other_could_be_meant(
    old: Table, new: Table, found: dict[str, str]
) -> None:
    """If several criteria could be meant, nothing is guessed; an id that both rubrics have is the same criterion."""
    assert find_renames(rubric_from(old), rubric_from(new)) == found


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        (named(head=[]), named(leader=["head"]), "head", "leader"),
        (named(leader=["head"]), named(head=[]), "leader", "head"),
    ],
    ids=["forward", "back"],
)
def test_an_answer_moves_to_the_new_id_of_its_criterion(old: Table, new: Table, before: str, after: str) -> None:
    """This works in both directions, and the old id is given."""
    own, rubric = rubric_from(old), rubric_from(new)
    found = carry_over({before: Answer(level=2)}, own, rubric)
    assert found == CarryOver({after: Answer(level=2)}, frozenset(), {after: before})


def test_an_answer_to_a_renamed_criterion_that_asks_something_else_is_not_kept() -> None:
    """`replaces` does not make two questions the same; the criterion is listed under its new id."""
    own, rubric = rubric_from(named(head=[])), rubric_from(flat_rubric({"leader": MEASURE | {"replaces": ["head"]}}))
    found = carry_over({"head": Answer(level=2)}, own, rubric)
    assert found == CarryOver({}, frozenset({"leader"}), {"leader": "head"})
