"""When a result is worse than the one before it, and when the two cannot be compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.baseline import group_by_assessment
from nhsdx.commands.check.policy.regression import list_regression_remarks
from nhsdx.model.reading import Reading
from nhsdx.results.published import result_data
from nhsdx.scoring.digest import drop_nulls
from tests.support.build import DATE, Table
from tests.support.cases import AUDIT, case_of, gate, two_questions

SPRING = datetime.date(2026, 4, 1)
WINTER = datetime.date(2026, 12, 1)
GATES = {"harm": gate(cap={"overall": 4}), "idle": gate(when={"criterion": "skill", "at-most": 0}, cap={"overall": 4})}


def audited(skill: object, safety: object = 4) -> Table:
    """Answers with the strongest evidence; a string is a status."""
    pairs = (("skill", skill), ("safety", safety))
    return {name: level if isinstance(level, str) else {"level": level} | AUDIT for name, level in pairs}


def now(answers: Mapping[str, Any], **parts: Any) -> Case:  # noqa: ANN401 - as case_of takes them
    """A case dated today."""
    return case_of(parts.pop("rubric", two_questions()), answers, **parts)


def before(answers: Mapping[str, Any], **parts: Any) -> Case:  # noqa: ANN401 - as case_of takes them
    """A case dated in spring."""
    return now(answers, **{"date": SPRING} | parts)


def remarks(new: Case, *baseline: Case, on: Reading | None = None) -> list[CheckRemark]:
    """The remarks on a case compared with published results."""
    published = group_by_assessment([result_data(case.result) for case in baseline])
    return list(list_regression_remarks(published, new.result, on))


def sentences(new: Case, *baseline: Case, on: Reading | None = None) -> list[str]:
    """The messages about regressions."""
    found = remarks(new, *baseline, on=on)
    assert all(one.code == "regression" and one.verdict is Verdict.FAILED for one in found)
    return [one.message for one in found]


# ---- regressions


def test_a_lower_score_is_a_regression_in_any_node_that_counts() -> None:
    """The evidenced scores of the whole and of each dimension are compared; the message has both figures."""
    assert sentences(now(audited(3)), before(audited(4))) == [
        "overall (evidenced) fell from 100 to 87.5",
        "all-of-it (evidenced) fell from 100 to 87.5",
    ]


def test_an_equal_or_better_score_is_not_a_regression() -> None:
    """No regression is reported; a lower criterion is not one either if its dimension did not fall."""
    assert remarks(now(audited(4)), before(audited(3))) == []
    assert remarks(now(audited(4)), before(audited(4))) == []
    assert remarks(now(audited(4, 2)), before(audited(2, 4))) == []


def test_a_difference_below_the_precision_is_not_a_regression() -> None:
    """Another order of operations can make the same score slightly lower."""
    baseline = result_data(before(audited(3)).result)
    baseline["overall"]["score"]["evidenced"] += 4e-10
    assert list(list_regression_remarks(group_by_assessment([baseline]), now(audited(3)).result, None)) == []
    baseline["overall"]["score"]["evidenced"] += 1e-8
    assert len(list(list_regression_remarks(group_by_assessment([baseline]), now(audited(3)).result, None))) == 1


@pytest.mark.parametrize(
    ("on", "fell"),
    [
        (None, set()),
        (Reading.CLAIMED, {"claimed"}),
        (Reading.HIGH, {"high"}),
        (Reading.EVIDENCED, set()),
        (Reading.LOW, set()),
    ],
)
def test_only_scores_under_the_given_reading_count_as_regressions(on: Reading | None, fell: set[str]) -> None:
    """Withdrawing an unsupported claim does not lower the evidenced score, which is the default."""
    found = sentences(now({"skill": 1, "safety": 1}), before({"skill": 3, "safety": 1}), on=on)
    assert {word.split("(")[1].split(")")[0] for word in found} == fell


def test_a_score_that_no_longer_exists_is_a_regression() -> None:
    """If an answer became unknown, its score is missing, and the lower end of the range is lower."""
    lost, had = now({}), before(audited(4))
    assert sentences(lost, had, on=Reading.EVIDENCED) == [
        "overall (evidenced) was 100 in the baseline, and has no score now",
        "all-of-it (evidenced) was 100 in the baseline, and has no score now",
    ]
    assert sentences(lost, had, on=Reading.LOW)[0] == "overall (low) fell from 100 to 0"


def test_a_score_that_the_baseline_does_not_have_cannot_be_a_regression() -> None:
    """This is also true if there is no score now."""
    assert remarks(now(audited(0, 0)), before({})) == []
    assert remarks(now({}), before({})) == []


@pytest.mark.parametrize(
    ("was", "is_now", "sentence"),
    [
        (4, 0, "gate harm was clear in the baseline, and is triggered now"),
        (4, "unknown", "gate harm was clear in the baseline, and is undecided now"),
        ("unknown", 0, "gate harm was undecided in the baseline, and is triggered now"),
        ("unknown", 4, None),
        (0, "unknown", None),
        (0, 4, None),
        (0, 0, None),
    ],
)
def test_a_gate_whose_state_is_further_from_clear_than_before_is_a_regression(
    was: object, is_now: object, sentence: str | None
) -> None:
    """The order is triggered, unproven, undecided, clear; a gate that becomes clearer is not a regression."""
    rubric = two_questions(gates=GATES)
    found = sentences(now(audited(4, is_now), rubric=rubric), before(audited(4, was), rubric=rubric))
    assert [one for one in found if one.startswith("gate")] == ([] if sentence is None else [sentence])


def test_a_gate_that_becomes_unproven_is_a_regression() -> None:
    """The answer is the same; the evidence no longer supports it."""
    rubric = two_questions(gates={"harm": gate(when={"criterion": "safety", "at-most": 1}, cap={"overall": 4})})
    answers = audited(4)
    found = sentences(now(answers | {"safety": 4}, rubric=rubric), before(answers, rubric=rubric), on=Reading.CLAIMED)
    assert found == ["gate harm was clear in the baseline, and is unproven now"]


def test_a_gate_that_the_baseline_does_not_list_counts_as_clear() -> None:
    """A baseline shortened by hand does not hide a gate."""
    rubric = two_questions(gates=GATES)
    baseline = result_data(before(audited(4, 0), rubric=rubric).result)
    baseline["gates"] = []
    found = list_regression_remarks(group_by_assessment([baseline]), now(audited(4, 0), rubric=rubric).result, None)
    assert [one.message for one in found] == ["gate harm was clear in the baseline, and is triggered now"]


# ---- which baseline


def test_the_baseline_is_the_last_result_up_to_the_day_of_the_assessment() -> None:
    """The baseline is not the best or the first result, and not a later one; a result of the same day counts."""
    best, last, later = before(audited(4)), before(audited(2), date=DATE), before(audited(4), date=WINTER)
    new = now(audited(2))
    for given in ([best, last, later], [later, last, best]):
        assert remarks(new, *given) == []
    assert sentences(new, best, later)[0] == "overall (evidenced) fell from 100 to 75"


@pytest.mark.parametrize("parts", [{"subject": "Harrowmere (fictional)"}, {"voice": "clinicians"}, {"date": WINTER}])
def test_results_of_another_subject_or_voice_or_a_later_day_are_ignored(parts: dict[str, Any]) -> None:
    """There is no result to compare with; this is reported but does not fail the check."""
    (found,) = remarks(now(audited(0)), before(audited(4), **parts))
    assert (found.code, found.severity, found.verdict) == ("baseline-missing", "info", Verdict.PASSED)


def test_results_of_another_rubric_are_ignored() -> None:
    """Rubrics are distinguished by their ids."""
    other = two_questions()
    other["rubric"]["id"] = "other"
    assert [one.code for one in remarks(now(audited(0)), before(audited(4), rubric=other))] == ["baseline-missing"]
    assert [one.code for one in remarks(now(audited(0)))] == ["baseline-missing"]


@pytest.mark.parametrize(
    "parts",
    [{"rubric": two_questions(weight=2)}, {"profile": "short"}],
    ids=["another weight", "another profile"],
)
def test_a_baseline_that_was_scored_with_different_rules_fails_the_check(parts: dict[str, Any]) -> None:
    """With a version that scores differently, or another profile, a fall could be hidden, so the check fails."""
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    (found,) = remarks(now(audited(4), rubric=rubric), before(audited(4), **{"rubric": rubric} | parts))
    assert (found.code, found.severity, found.verdict) == ("baseline-incomparable", "error", Verdict.FAILED)


def test_the_baseline_is_the_last_result_that_was_scored_in_the_same_way() -> None:
    """A result with other weights in between is skipped; it is used only if there is no other."""
    other = two_questions(weight=2)
    alike, trial = before(audited(4)), before(audited(4), rubric=other, date=DATE)
    for given in ([alike, trial], [trial, alike]):
        assert sentences(now(audited(3)), *given)[0] == "overall (evidenced) fell from 100 to 87.5"
    assert [one.code for one in remarks(now(audited(4)), trial)] == ["baseline-incomparable"]


def test_a_baseline_that_lacks_a_dimension_cannot_be_compared_and_fails_the_check() -> None:
    """A result that was cut by hand cannot be compared."""
    baseline = result_data(before(audited(4)).result)
    baseline["dimensions"] = {}
    (found,) = list_regression_remarks(group_by_assessment([baseline]), now(audited(4)).result, None)
    assert (found.code, found.verdict) == ("baseline-incomparable", Verdict.FAILED)


def test_a_baseline_without_nulls_gives_the_same_findings_as_one_with_nulls() -> None:
    """TOML has no null, so absent scores and profiles are left out."""
    published = drop_nulls(result_data(before({"safety": "unknown", "skill": "unknown"}).result))
    assert list(list_regression_remarks(group_by_assessment([published]), now(audited(0, 0)).result, None)) == []
