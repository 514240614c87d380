"""What plans contain: steps of every kind, their order, assumed efforts, and targets that cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts
from nhsdx.analysis.plan.limits import find_limits
from nhsdx.analysis.plan.order import find_gates_of
from nhsdx.analysis.plan.plans import Plan, find_plan
from nhsdx.analysis.plan.targets import choose_goal, read_target, read_wishes
from nhsdx.errors import NhsdxError
from nhsdx.model import Reading
from nhsdx.scoring import Instrument
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.gated import GRADES, gate, seen

ITEMS: Table = {
    "one": {"level": 1, "text": "One is done.", "effort": 2},
    "two": {"level": 2, "text": "Two is done."},
    "three": {"level": 2, "text": "Three is done.", "effort": 4},
}


def checklist(**parts: object) -> Table:
    """A staged checklist of three items on two levels."""
    return {"kind": "checklist", "title": "C", "scoring": "staged", "items": ITEMS} | parts


def case_of(criteria: Table, answers: Mapping[str, object], **parts: Any) -> Case:  # noqa: ANN401 - parts of a rubric
    """A scored assessment with a rubric of one dimension."""
    rubric = rubric_from(flat_rubric(criteria, **parts))
    return Case.of("case", Instrument.of(rubric), assessment_from(rubric, dict(answers)))


def plan_for(case: Case, target: str, *, fix: tuple[str, ...] = (), avoid: tuple[str, ...] = ()) -> Plan:
    """The plan to a target."""
    return find_plan(case, read_target(case.rubric, target), wishes=read_wishes(case.rubric, fix, avoid))


def list_ids(plan: Plan) -> list[str]:
    """The ids of the steps, in order."""
    return [step.id for step in plan.steps]


def test_if_only_evidence_is_missing_the_cheapest_step_is_to_provide_it() -> None:
    """The statement is true but not shown: a document is enough, of the weakest grade that supports it."""
    case = case_of({"a": level_criterion()}, {"a": 4}, **GRADES)
    plan = plan_for(case, "a=4")
    assert list_ids(plan) == ["a.evidence"]
    assert plan.steps[0].grade == "seen"
    assert (plan.score_before, plan.score_after) == (20.0, 80.0)


def test_the_answer_to_an_unknown_statement_has_to_be_found_out_first() -> None:
    """The step says so, and costs as much as making the statement true."""
    case = case_of({"a": checklist()}, {"a": {"items": {"one": "unknown", "two": "yes", "three": "yes"}}}, levels=3)
    plan = plan_for(case, "a=2")
    assert [(step.id, step.is_unknown, float(step.effort)) for step in plan.steps] == [("a.one", True, 2)]


def test_a_missing_effort_is_estimated_as_the_median_of_its_level() -> None:
    """Such an effort is marked as assumed; evidence gets the lowest effort of all."""
    case = case_of({"a": checklist()}, {"a": {"items": dict.fromkeys(ITEMS, "no")}}, levels=3, **GRADES_OF_TWO)
    plan = plan_for(case, "a=2")
    assert {step.id: (float(step.effort), step.is_assumed) for step in plan.steps} == {
        "a.one": (2, False),
        "a.two": (4, True),
        "a.three": (4, False),
        "a.evidence": (2, True),
    }


GRADES_OF_TWO: Table = {
    "evidence-grades": [
        {"id": "said", "label": "Said", "supports": 1},
        {"id": "seen", "label": "Seen", "supports": 2},
    ]
}


def test_without_effort_figures_a_plan_has_the_fewest_steps() -> None:
    """Every step counts as one, and a step over several levels counts each of them."""
    case = case_of({"a": level_criterion(), "b": level_criterion()}, {"a": 0, "b": 3})
    plan = plan_for(case, "all-of-it=2")
    assert plan.efforts.are_equal
    assert (float(plan.effort), len(plan.steps)) == (1, 1)


def test_a_file_may_give_one_effort_for_all_steps_that_have_no_effort_of_their_own() -> None:
    """This effort is not marked as assumed, because the file gives it."""
    case = case_of({"a": checklist()}, {"a": {"items": dict.fromkeys(ITEMS, "no")}}, levels=3)
    efforts = Efforts.of(case.rubric, {"default": Fraction(7)}, "hours")
    plan = find_plan(case, read_target(case.rubric, "a=2"), efforts)
    assert [(float(step.effort), step.is_assumed) for step in plan.steps] == [(2, False), (7, False), (4, False)]
    assert plan.efforts.unit == "hours"


def test_steps_that_gates_require_come_first() -> None:
    """This is so even if the criterion is declared later; each such step says which gates depend on it."""
    gates = {"g": gate("b", 1, cap={"overall": 1}), "h": gate("a", 3)}
    case = case_of(
        {"a": level_criterion(), "b": level_criterion()}, {"a": seen(2), "b": seen(0)}, gates=gates, **GRADES
    )
    plan = plan_for(case, "overall=3", fix=("a.level-3",))
    assert list_ids(plan) == ["b.level-3", "a.level-3"]
    assert [gate.id for gate in find_gates_of(plan.before, plan.after, plan.steps[0])] == ["g"]


def test_the_steps_that_a_step_requires_are_also_in_the_plan() -> None:
    """A required step comes before the step that needs it, whatever the order in the rubric."""
    items = {"x": {"level": 1, "text": "X is done.", "requires": [{"criterion": "b", "at-least": 2}]}}
    case = case_of(
        {"a": checklist(items=items), "b": level_criterion(3)},
        {"a": {"items": {"x": "no"}}, "b": 0},
        levels=3,
    )
    assert list_ids(plan_for(case, "a=1")) == ["b.level-2", "a.x"]


def test_a_statement_that_depends_on_an_avoided_one_is_also_avoided() -> None:
    """Its requirement could never be in place."""
    items = {
        "x": {"level": 1, "text": "X is done."},
        "y": {"level": 1, "text": "Y is done.", "requires": [{"criterion": "a", "met": ["x"]}]},
    }
    case = case_of({"a": checklist(items=items)}, {"a": {"items": {"x": "no", "y": "no"}}}, levels=2)
    assert not plan_for(case, "a=1", avoid=("a.x",)).is_reached


@pytest.mark.parametrize(
    ("fix", "avoid", "expected"),
    [
        ((), (), ["a.level-4"]),
        (("b",), (), ["b.level-4"]),
        ((), ("a",), ["b.level-4"]),
        (("b.level-5",), (), ["b.level-5"]),
    ],
)
def test_a_plan_includes_the_steps_required_and_leaves_out_the_steps_excluded(
    fix: tuple[str, ...], avoid: tuple[str, ...], expected: list[str]
) -> None:
    """A fixed id is in the plan, and an avoided one is left as it is."""
    case = case_of({"a": level_criterion(), "b": level_criterion()}, {"a": 3, "b": 3})
    assert list_ids(plan_for(case, "all-of-it=70", fix=fix, avoid=avoid)) == expected


def test_a_required_criterion_gets_its_cheapest_step() -> None:
    """The step may be one that raises no level on its own; only then is there no cheaper plan."""
    criteria = {"a": level_criterion(3), "b": checklist(items=ITEMS | {"two": {**ITEMS["two"], "effort": 1}})}
    case = case_of(criteria, {"a": 1, "b": {"items": dict.fromkeys(ITEMS, "no")}}, levels=3)
    assert list_ids(plan_for(case, "a=2", fix=("b",))) == ["a.level-2", "b.two"]


def test_a_required_step_that_cannot_be_done_is_refused() -> None:
    """Nothing is left to do about this criterion or step."""
    case = case_of({"a": level_criterion(), "b": level_criterion()}, {"a": 5, "b": 3})
    with pytest.raises(NhsdxError, match="no possible step is left"):
        plan_for(case, "all-of-it=90", fix=("a",))


def test_a_budget_that_is_too_small_for_the_required_steps_is_refused() -> None:
    """Otherwise no plan fits the budget, and the error says how much is needed."""
    case = case_of({"a": level_criterion(), "b": level_criterion()}, {"a": 3, "b": 1})
    wishes = read_wishes(case.rubric, ("b.level-4",), ())
    with pytest.raises(NhsdxError, match="need a budget of at least 3"):
        find_plan(case, choose_goal(case.rubric, None, "2", node="all-of-it", reading=Reading.EVIDENCED), wishes=wishes)


def test_a_step_that_is_both_required_and_excluded_is_refused() -> None:
    """The program does not guess which of the two is meant."""
    case = case_of({"a": level_criterion()}, {"a": 3})
    with pytest.raises(NhsdxError, match="left alone"):
        plan_for(case, "90", fix=("a",), avoid=("a",))


SURVEY: Table = {"kind": "survey", "title": "S", "options": ["no", "yes"], "scores": [0, 100], "minimum-respondents": 1}


@pytest.mark.parametrize(
    ("criteria", "answers", "avoid", "kind"),
    [
        ({"s": SURVEY}, {"s": {"counts": [1, 1], "evidence": "seen"}}, (), "survey"),
        ({"a": level_criterion()}, {"a": 5}, ("a.evidence",), "avoided"),
        ({"a": level_criterion() | {"evidence-supports": {"seen": 3}}}, {"a": 5}, (), "evidence"),
        ({"a": checklist()}, {"a": {"items": {"one": "no", "two": "no", "three": "no"}}}, (), "answer"),
    ],
)
def test_the_plan_says_why_no_plan_reaches_a_target(
    criteria: Table, answers: Table, avoid: tuple[str, ...], kind: str
) -> None:
    """The plan also gives the best possible score, to which its steps lead."""
    plan = plan_for(case_of(criteria, answers, **GRADES), "100", avoid=avoid)
    assert not plan.is_reached
    assert [(limit.kind, len(limit.ids)) for limit in find_limits(plan)] == [(kind, 1)]
    assert plan.best.score == plan.score_after


def test_the_plan_says_if_a_gate_keeps_the_target_out_of_reach() -> None:
    """The answers of respondents trigger the gate, and no step changes these answers."""
    gates = {"g": gate("s", 4, cap={"overall": 2})}
    case = case_of({"s": SURVEY, "a": level_criterion()}, {"s": {"counts": [3, 1]}, "a": 0}, gates=gates)
    plan = plan_for(case, "60")
    assert find_limits(plan)[0] == ("gate", ("g",))
    cleared = find_plan(case, read_target(case.rubric, "gates=clear"))
    assert (cleared.is_reached, cleared.steps) == (False, ())
    assert [(one.kind, one.ids) for one in find_limits(cleared)] == [("gate", ("g",))]


def test_with_a_budget_the_plan_has_the_best_score_that_the_budget_can_reach() -> None:
    """Each step costs one: with one step, the plan raises the criterion that counts more."""
    case = case_of({"a": level_criterion(weight=1), "b": level_criterion(weight=3)}, {"a": 3, "b": 3})
    wanted = choose_goal(case.rubric, None, "1", node="overall", reading=Reading.CLAIMED)
    plan = find_plan(case, wanted)
    assert list_ids(plan) == ["b.level-4"]
    assert plan.score_after == pytest.approx(75.0)


@pytest.mark.parametrize(
    ("target", "budget", "node"),
    [
        (None, None, "overall"),
        ("60", "4", "overall"),
        ("60", None, "a"),
        ("sixty", None, "overall"),
        ("101", None, "overall"),
        ("nothing=3", None, "overall"),
        (None, "-1", "overall"),
        (None, "much", "overall"),
        (None, "1/0", "overall"),
        (None, "4", "nothing"),
    ],
)
def test_a_target_or_budget_that_makes_no_sense_is_refused(target: str | None, budget: str | None, node: str) -> None:
    """The error says what was expected instead."""
    case = case_of({"a": level_criterion()}, {"a": 3})
    with pytest.raises(NhsdxError) as caught:
        choose_goal(case.rubric, target, budget, node=node, reading=Reading.EVIDENCED)
    assert caught.value.hint


def test_a_target_for_a_node_is_read_as_a_level_if_a_level_has_this_number_and_otherwise_as_a_score() -> None:
    """Without a node it is always a score."""
    rubric = rubric_from(flat_rubric({"a": level_criterion()}))
    assert [read_target(rubric, text)[2:4] for text in ("a=3", "a=33.3", "3", "overall=3")] == [
        (60, 3),
        (Fraction("33.3"), None),
        (3, None),
        (60, 3),
    ]


def test_a_target_is_read_on_the_scale_of_the_rubric() -> None:
    """If high is bad, a target of 2 out of 10 is a score of 80."""
    table = flat_rubric({"a": level_criterion()})
    table["rubric"]["shown"] = {"from": 10, "to": 0}
    assert read_target(rubric_from(table), "2").score == 80
