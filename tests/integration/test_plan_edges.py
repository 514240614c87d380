"""The limits of plans: cases that are refused, and rarer parts of rubrics."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan import plans
from nhsdx.analysis.plan.build import build_problem
from nhsdx.analysis.plan.efforts import Efforts, expect_steps
from nhsdx.analysis.plan.limits import find_limits
from nhsdx.analysis.plan.options import item_sets
from nhsdx.analysis.plan.options.values import list_higher_answers
from nhsdx.analysis.plan.order import list_agreed
from nhsdx.analysis.plan.plans import find_plan
from nhsdx.analysis.plan.solve import PlanStep, Search, search
from nhsdx.analysis.plan.targets import read_target
from nhsdx.analysis.plan.terms import PlanGoal
from nhsdx.documents.number_words import shorten_value
from nhsdx.errors import NhsdxError
from nhsdx.model import Action, Criterion, Linear
from nhsdx.scoring import Instrument, Scale
from tests.support.build import DATE, Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.gated import gate


def case_of(table: Table, answers: Table) -> Case:
    """A scored assessment with a rubric."""
    rubric = rubric_from(table)
    return Case.of("case", Instrument.of(rubric), assessment_from(rubric, answers))


def nested(**parts: Any) -> Table:  # noqa: ANN401 - parts of a rubric
    """A dimension `inner` with the criterion `a` below the dimension `all-of-it` with `b`."""
    table = flat_rubric({"a": level_criterion(), "b": level_criterion()}, **parts)
    table["criteria"]["a"]["dimension"] = "inner"
    table["dimensions"]["inner"] = {"title": "Inner", "parent": "all-of-it"}
    return table


def test_a_plan_can_reach_a_stage_with_a_condition_on_a_dimension() -> None:
    """The dimension in the stage must rise to the level; parts of the stage that are already met are not planned."""
    table = nested()
    parts = [{"dimension": "inner", "at-least": 3}, {"criterion": "b", "above": 50}]
    table["dimensions"]["all-of-it"] |= {"aggregate": "staged", "stages": [{"level": 4, "all": parts}]}
    case = case_of(table, {"a": 2, "b": 5})
    assert [step.id for step in find_plan(case, read_target(case.rubric, "overall=4")).steps] == ["a.level-3"]


@pytest.mark.parametrize(
    ("change", "target", "message"),
    [
        ({"stages": [{"level": 1, "criterion": "b", "at-least": 1}], "minimum-known": 1}, "60", None),
        ({"stages": [{"level": 1, "dimension": "inner", "at-least": 1}], "minimum-coverage": 0.5}, "60", "has stages"),
    ],
)
def test_a_plan_is_refused_if_a_node_has_stages_and_a_minimum_coverage(
    change: Table, target: str, message: str | None
) -> None:
    """A plan could be wrong here, so nhsdx says that it cannot make one."""
    table = nested()
    table["dimensions"]["all-of-it"] |= {"aggregate": "staged", **change}
    case = case_of(table, {"a": 2, "b": 0})
    if message is None:
        assert find_plan(case, read_target(case.rubric, "overall=1")).is_reached
        return
    with pytest.raises(NhsdxError, match=message):
        find_plan(case, read_target(case.rubric, target))


def test_a_plan_is_refused_if_stages_are_below_a_node_with_a_minimum_coverage() -> None:
    """A plan does not work out coverage."""
    table = nested()
    table["dimensions"]["inner"] |= {"aggregate": "staged", "stages": [{"level": 1, "criterion": "a", "at-least": 1}]}
    table["dimensions"]["all-of-it"] |= {"minimum-coverage": 0.5}
    case = case_of(table, {"a": 2, "b": 0})
    with pytest.raises(NhsdxError, match="or a node above it has `minimum-coverage`"):
        find_plan(case, read_target(case.rubric, "60"))


def test_a_plan_for_a_dimension_is_refused_if_a_gate_caps_the_dimension_because_of_a_node_above() -> None:
    """A plan could change the state of this gate without taking it into account."""
    gates = {"g": gate("b", 0) | {"when": {"dimension": "overall", "below": 40}, "cap": {"inner": 1}}}
    del gates["g"]["flag"]
    case = case_of(nested(gates=gates), {"a": 2, "b": 0})
    with pytest.raises(NhsdxError, match="cannot make a plan for"):
        find_plan(case, read_target(case.rubric, "inner=4"))
    assert find_plan(case, read_target(case.rubric, "overall=2")).is_reached


def test_a_plan_cannot_clear_a_warning_about_a_dimension_with_a_high_score() -> None:
    """A minimum coverage that makes no difference is accepted."""
    gates = {"g": gate("b", 0) | {"when": {"dimension": "inner", "above": 40}}}
    case = case_of(nested(gates=gates), {"a": 2, "b": 0})
    with pytest.raises(NhsdxError, match="plans cannot clear"):
        find_plan(case, read_target(case.rubric, "gates=clear"))
    assert find_plan(case, read_target(case.rubric, "60")).is_reached


def test_a_warning_that_remains_is_not_given_as_the_reason_why_a_target_cannot_be_reached() -> None:
    """The warning does not cap a score, and a criterion elsewhere is not a reason either."""
    survey = {"kind": "survey", "title": "S", "options": ["no", "yes"], "scores": [0, 100], "minimum-respondents": 1}
    table = nested(gates={"g": gate("b", 4)})
    table["criteria"]["b"] = survey | {"dimension": "all-of-it"}
    case = case_of(table, {"a": 5, "b": {"counts": [1, 1]}})
    assert [limit.kind for limit in find_limits(find_plan(case, read_target(case.rubric, "100")))] == ["survey"]


def test_a_plan_is_refused_if_there_are_too_many_cases_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command would otherwise run for too long."""
    monkeypatch.setattr(search, "MOST_CASES", 0)
    case = case_of(nested(), {"a": 2, "b": 0})
    with pytest.raises(NhsdxError, match="too many conditions"):
        find_plan(case, read_target(case.rubric, "60"))


def test_a_plan_is_refused_if_too_many_items_depend_on_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan would have to try every combination of these items."""
    monkeypatch.setattr(item_sets, "MOST_TRIED", 1)
    required = [{"criterion": "c", "met": ["one"]}]
    items = {
        "one": {"level": 1, "text": "One is done."},
        "two": {"level": 1, "text": "Two is done.", "requires": required},
    }
    checklist = {"kind": "checklist", "title": "C", "items": items}
    case = case_of(flat_rubric({"c": checklist}, levels=2), {"c": "unknown"})
    with pytest.raises(NhsdxError, match="depend on each other"):
        find_plan(case, read_target(case.rubric, "c=1"))


def test_a_plan_whose_score_the_engine_does_not_confirm_is_reported_as_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a plan is never printed."""
    monkeypatch.setattr(plans, "_carry_out", lambda case, _: case)
    case = case_of(nested(), {"a": 2, "b": 0})
    with pytest.raises(NhsdxError, match="the engine gives"):
        find_plan(case, read_target(case.rubric, "60"))


def test_a_plan_whose_score_is_impossible_is_reported_as_a_bug() -> None:
    """The score in question is one that no fact could give."""
    table = nested(gates={"g": {**gate("b", 0, cap={"overall": 1}), "when": {"dimension": "inner", "below": 20}}})
    case = case_of(table, {"a": 5, "b": 5})
    found = Search.of(build_problem(case, PlanGoal(), Efforts.equal()).problem)
    point = found.find_frontier()[0]
    with pytest.raises(NhsdxError, match="cannot make a plan with this rubric"):
        found.find_wrong(point._replace(score=Fraction(101)), {})


def test_efforts_can_come_from_the_levels_of_a_criterion() -> None:
    """Each level on the way counts; an id of a step that does not exist is refused."""
    steps = [{"to": level, "effort": level} for level in range(1, 6)]
    case = case_of(flat_rubric({"a": level_criterion(steps=steps)}), {"a": 1})
    plan = find_plan(case, read_target(case.rubric, "a=3"))
    assert [(step.id, float(step.effort)) for step in plan.steps] == [("a.level-3", 5)]
    expect_steps(case.rubric, ["a.level-5", "a.evidence", "default"])
    with pytest.raises(NhsdxError, match="level-6"):
        expect_steps(case.rubric, ["a.level-6"])


@pytest.mark.parametrize(
    ("parts", "now", "values"),
    [
        ({"linear": {"worst": 0, "best": 10}, "maximum": 8, "minimum": 5}, 20.0, [6, 8]),
        ({"bands": [{"from": 0, "level": 0}, {"above": 5, "level": 2}]}, 0.0, [5.000000001]),
        ({"bands": [{"from": 0, "level": 0}, {"from": 9, "level": 2}], "maximum": 8}, 0.0, []),
    ],
)
def test_a_plan_raises_a_measure_only_to_values_within_its_bounds(
    parts: Table, now: float, values: list[float]
) -> None:
    """A band that begins above a number is reached just above it."""
    table = {"kind": "measure", "title": "M", "unit": "days", **parts}
    criterion: Criterion = rubric_from(flat_rubric({"m": table})).criteria["m"]
    scale = Scale((0.0, 20.0, 40.0, 60.0, 80.0, 100.0))
    assert [one.value for one in list_higher_answers(criterion, now, scale)] == pytest.approx(values, abs=1e-8)


@pytest.mark.parametrize(
    ("value", "line", "shown"),
    [
        (19954.874956965, {"worst": 100, "best": 75000}, 19960),
        (1.2345678, {"worst": 10, "best": 0}, 1.234),
        (12.0, {"worst": 0, "best": 12}, 12),
        (0.0, {"worst": 10, "best": 0}, 0),
    ],
)
def test_the_value_of_a_measure_in_a_plan_is_rounded_to_four_digits_in_the_better_direction(
    value: float, line: Table, shown: float
) -> None:
    """Reaching the value that is shown is enough."""
    assert shorten_value(value, Linear.model_validate(line)) == shown


def test_a_plan_leaves_out_a_step_that_an_agreed_action_covers() -> None:
    """An action about another item does not cover it, and neither does an action that is done."""
    step = PlanStep("c", "item", Fraction(1), "one")
    common: dict[str, Any] = {"criterion": "c", "what": "Do it", "owner": "Lead", "due": DATE}
    whole, other = Action(**common), Action(**common, items=("two",))
    assert list_agreed([other, Action(**common, state="done"), whole], step) == (whole,)
