"""What a report selects from a result."""

from __future__ import annotations

import pytest

from nhsdx.analysis.gaps import list_gates_not_clear, remove_repeats
from nhsdx.analysis.priorities import choose_priorities
from nhsdx.commands.report.picks import Reason, choose_questions, compute_shares, find_strengths
from tests.support.gated import four, gate, result_of, seen


def test_the_most_urgent_gate_comes_first() -> None:
    """Caps come before warnings, critical gates before minor ones, triggered gates before undecided ones."""
    cap = {"overall": 1}
    table = four(
        warning=gate("a", 2, severity="critical"),
        minor=gate("a", 2, cap=cap, severity="minor"),
        undecided=gate("d", 2, cap=cap, severity="critical"),
        triggered=gate("a", 2, cap=cap, severity="critical"),
        clear=gate("b", 2, cap=cap),
    )
    result, _ = result_of(table, {"a": seen(0), "b": seen(5), "c": seen(3)})
    assert [one.id for one in list_gates_not_clear(result)] == ["triggered", "undecided", "minor", "warning"]


def test_a_warning_that_repeats_a_gate_is_not_shown() -> None:
    """A warning on another criterion, on several, or in another state is shown."""
    several = {"any": [{"criterion": "a", "at-most": 2}, {"criterion": "b", "at-most": 2}]}
    table = four(
        stop=gate("a", 1, cap={"overall": 1}),
        watch=gate("a", 2),
        other=gate("b", 2),
        both=gate("a", 2) | {"when": several},
    )
    result, rubric = result_of(table, {"a": seen(1), "b": seen(1), "c": seen(3), "d": seen(3)})
    assert [one.id for one in remove_repeats(list_gates_not_clear(result), rubric)] == ["stop", "other", "both"]


def test_strengths_are_neither_among_the_weakest_criteria_nor_claims_without_evidence() -> None:
    """No strength is as low as the weakest criteria or is a claim without evidence."""
    result, _ = result_of(four(), {"a": seen(4), "b": seen(2), "c": seen(2), "d": {"level": 5, "evidence": "said"}})
    assert [one.id for one in find_strengths(result)] == ["a"]
    result, _ = result_of(four(), {name: seen(2) for name in "abcd"})
    assert find_strengths(result) == ()
    result, _ = result_of(four(), {name: seen(0) for name in "abcd"})
    assert find_strengths(result) == ()


def test_questions_about_gates_come_before_all_other_questions() -> None:
    """Each criterion is asked about once, for the first reason that it has."""
    table = four(stop=gate("b", 2, cap={"overall": 1}))
    table["criteria"]["d"]["weight"] = 2
    result, rubric = result_of(table, {"a": {"level": 4, "evidence": "said"}, "b": seen(2), "d": seen(3)})
    found = [(one.criterion.id, one.reason) for one in choose_questions(result, rubric, 5)]
    assert found == [("b", Reason.GATE), ("a", Reason.UNSUPPORTED), ("c", Reason.UNKNOWN), ("d", Reason.WEIGHT)]
    assert len(choose_questions(result, rubric, 2)) == 2


def test_no_question_is_about_a_criterion_that_cannot_rise() -> None:
    """A criterion at the top with the best evidence does not lower the score."""
    result, rubric = result_of(four(), {name: seen(5) for name in "abcd"})
    assert choose_questions(result, rubric, 5) == ()


def test_shares_include_only_criteria_that_apply_and_count() -> None:
    """Shares add up to 100%; advisory dimensions, and those in which nothing applies, have no share."""
    table = four()
    table["dimensions"] |= {
        "inner": {"title": "Inner", "parent": "all-of-it", "weight": 2},
        "aside": {"title": "Aside", "advisory": True},
        "empty": {"title": "Empty"},
    }
    for name, dimension in (("b", "inner"), ("c", "aside"), ("d", "empty")):
        table["criteria"][name]["dimension"] = dimension
    result, rubric = result_of(
        table, {"a": seen(1), "c": seen(1), "d": {"status": "not-applicable", "reason": "None."}}
    )
    assert compute_shares(result, rubric) == pytest.approx({"a": 1 / 3, "b": 2 / 3})


def test_criteria_have_no_share_of_the_weight_if_none_of_them_applies() -> None:
    """If nothing applies, there are no shares."""
    left_out = {"status": "not-applicable", "reason": "None here."}
    result, rubric = result_of(four(), dict.fromkeys("abcd", left_out))
    assert compute_shares(result, rubric) == {}
    assert (choose_priorities(result, rubric), choose_questions(result, rubric, 5)) == ((), ())
