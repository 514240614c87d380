"""What to do first: what gates ask for, then the lowest criteria."""

from __future__ import annotations

from nhsdx.analysis.priorities import choose_priorities
from tests.support.build import flat_rubric, level_criterion
from tests.support.gated import four, gate, result_of, seen


def test_steps_for_gates_come_first_and_then_the_lowest_criteria() -> None:
    """This is so even if the gated criterion is not the lowest; the effort is for one step."""
    table = four(stop=gate("c", 2, cap={"overall": 1}))
    table["criteria"]["c"]["steps"] = [{"to": 1, "effort": 3}, {"to": 2, "effort": 5}, {"to": 3, "effort": 8}]
    result, rubric = result_of(table, {"a": seen(1), "b": seen(0), "c": seen(2), "d": seen(5)})
    found = choose_priorities(result, rubric)
    assert [(one.step.criterion.id, one.step.effort, [gate.id for gate in one.gates]) for one in found] == [
        ("c", 8, ["stop"]),
        ("b", None, []),
        ("a", None, []),
    ]
    assert (found[0].step.level, found[0].step.next_level) == (2, 3)


def test_the_step_for_a_gate_on_an_unknown_answer_is_to_find_out_the_answer() -> None:
    """The step has no starting level and no effort."""
    result, rubric = result_of(four(stop=gate("a", 2, cap={"overall": 1})), {"b": seen(1), "c": seen(2), "d": seen(3)})
    first = choose_priorities(result, rubric)[0].step
    assert (first.criterion.id, first.level, first.effort) == ("a", None, None)


def test_a_gate_leads_to_no_step_for_a_criterion_that_is_at_its_best_level_or_left_out() -> None:
    """If one of several criteria triggers a gate, there is nothing to do about those that cannot rise."""
    several = {"any": [{"criterion": name, "at-most": 2} for name in ("a", "b", "c")]}
    table = four(stop=gate("a", 2, cap={"overall": 1}) | {"when": several})
    left_out = {"status": "not-applicable", "reason": "None here."}
    result, rubric = result_of(table, {"a": seen(5), "b": left_out, "c": seen(1), "d": seen(4)})
    assert [one.step.criterion.id for one in choose_priorities(result, rubric)] == ["c", "d"]


def test_the_step_for_a_gate_on_items_has_these_items_whatever_their_level() -> None:
    """They come first: the gate stays triggered until they are met, so the next level alone is not enough."""
    items = {
        "one": {"text": "One.", "level": 1},
        "two": {"text": "Two.", "level": 2},
        "three": {"text": "3.", "level": 3},
    }
    missing = {"criterion": "list", "missing": ["three"]}
    table = flat_rubric(
        {"list": {"kind": "checklist", "items": items}, "other": level_criterion()},
        gates={"stop": gate("list", 0) | {"when": missing}},
    )
    result, rubric = result_of(table, {"list": {"items": {"one": "no", "two": "no", "three": "no"}}, "other": 0})
    assert [item.id for item in choose_priorities(result, rubric)[0].step.items] == ["three", "one"]


def test_a_gate_on_a_high_level_does_not_ask_for_a_higher_level() -> None:
    """Raising the criterion would be the wrong step."""
    when = {"all": [{"criterion": "a", "at-least": 3}, {"criterion": "b", "at-most": 2}]}
    result, rubric = result_of(
        four(warn=gate("a", 2) | {"when": when}), {name: seen(2) for name in "bcd"} | {"a": seen(4)}
    )
    assert [(one.step.criterion.id, bool(one.gates)) for one in choose_priorities(result, rubric)] == [
        ("b", True),
        ("c", False),
        ("d", False),
    ]


def test_a_triggered_gate_comes_before_an_undecided_one() -> None:
    """Steps that must be taken come before answers that must be found out, however severe the gate would be."""
    table = four(
        open=gate("a", 2, cap={"overall": 1}, severity="critical"),
        stop=gate("b", 2, severity="minor"),
        watch=gate("b", 3),
    )
    result, rubric = result_of(table, {"b": seen(1), "c": seen(0), "d": seen(0)})
    found = [(one.step.criterion.id, [gate.id for gate in one.gates]) for one in choose_priorities(result, rubric)]
    assert found == [("b", ["watch", "stop"]), ("a", ["open"]), ("c", [])]
    assert [gate.id for gate in choose_priorities(result, rubric)[1].list_triggered()] == []


def test_after_steps_for_gates_come_those_for_the_lowest_criteria_that_can_rise() -> None:
    """An advisory criterion has no step, because it does not count."""
    table = flat_rubric({name: level_criterion() for name in ("a", "b", "c", "d")})
    table["dimensions"]["aside"] = {"title": "Aside", "advisory": True}
    table["criteria"]["d"]["dimension"] = "aside"
    result, rubric = result_of(table, {"a": 3, "b": 5, "c": 1, "d": 0})
    assert [one.step.criterion.id for one in choose_priorities(result, rubric)] == ["c", "a"]
