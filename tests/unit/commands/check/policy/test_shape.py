"""The forms of a policy, and the problems that keep it from being applied."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from nhsdx.commands.check.policy.shape import WAIVABLE, PolicyFile, ReadingThresholds, Threshold, find_policy_problems
from nhsdx.model.codes import CHECK_CODES, FINDING_CODES
from nhsdx.model.reading import Reading
from tests.support.build import Table

EXCUSE: Table = {"owner": "CCIO", "reason": "Until go-live.", "expires": datetime.date(2026, 12, 31)}


def policy(**keys: Any) -> PolicyFile:  # noqa: ANN401 - any value of a file
    """The policy of a table with these keys, with `_` in place of `-`."""
    return PolicyFile.model_validate({key.replace("_", "-"): value for key, value in keys.items()})


def test_an_empty_policy_has_no_conditions() -> None:
    """An empty table is a policy, and every key has a harmless default."""
    empty = policy()
    assert (empty.thresholds, empty.waivers, empty.fail_on_finding) == ((), (), ())
    assert (empty.fail_on_gate, empty.require_complete) == (False, False)
    assert (empty.on, empty.no_regression) == (None, None)
    assert list(find_policy_problems(empty)) == []


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (60, [Threshold("overall", None, 60)]),
        (0, [Threshold("overall", None, 0)]),
        ({}, []),
        ({"clinical-framing": 50, "overall": 62.5}, [("clinical-framing", None, 50), ("overall", None, 62.5)]),
        (
            {"overall": {"high": 90, "claimed": 60, "evidenced": 50, "low": 0}},
            [
                ("overall", Reading.LOW, 0),
                ("overall", Reading.EVIDENCED, 50),
                ("overall", Reading.CLAIMED, 60),
                ("overall", Reading.HIGH, 90),
            ],
        ),
        ({"safety": {"low": 20}, "overall": 60}, [("safety", Reading.LOW, 20), ("overall", None, 60)]),
        ({"overall": ReadingThresholds(evidenced=40)}, [("overall", Reading.EVIDENCED, 40)]),
    ],
    ids=["bare", "naught", "nothing", "by node", "by reading", "mixed", "made in Python"],
)
def test_thresholds_can_be_set_for_the_overall_score_and_by_node_and_by_reading(
    form: object, expected: list[Threshold]
) -> None:
    """A number alone is the overall score; a table has nodes, each with one number or numbers by reading; 0 counts."""
    assert list(policy(fail_under=form).thresholds) == expected


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("fail_under", "60", ("fail-under", "number")),
        ("fail_under", True, ("fail-under", "number")),
        ("fail_under", {"overall": "60"}, ("fail-under", "nodes", "overall", "number")),
        ("fail_under", {"overall": {"lowest": 1}}, ("fail-under", "nodes", "overall", "table", "lowest")),
        ("on", "lowest", ("on",)),
        ("fail_on_gate", 1, ("fail-on-gate",)),
        ("fail_on_gate", "true", ("fail-on-gate",)),
        ("require_complete", "yes", ("require-complete",)),
        ("fail_on_finding", "evidence-aged", ("fail-on-finding",)),
        ("waivers", [EXCUSE | {"gate": "harm", "expires": "2026-12-31"}], ("waivers", 0, "expires")),
        ("waivers", [{"gate": "harm"}], ("waivers", 0, "owner")),
        ("waivers", [EXCUSE | {"gate": "harm", "until": 1}], ("waivers", 0, "until")),
        ("format", "nhsdx.policy/2", ("format",)),
        ("fail_unter", 60, ("fail-unter",)),
    ],
)
def test_no_value_of_a_policy_is_converted_guessed_or_ignored(
    key: str, value: object, place: tuple[str | int, ...]
) -> None:
    """A wrong type, range, word or key is an error at its place."""
    with pytest.raises(ValidationError) as refused:
        policy(**{key: value})
    assert place in [error["loc"] for error in refused.value.errors()]


def test_a_waiver_must_give_an_owner_and_a_reason_and_an_expiry_date() -> None:
    """All of these keys are required."""
    with pytest.raises(ValidationError) as refused:
        policy(waivers=[{"finding": "evidence-aged"}])
    assert [error["loc"][-1] for error in refused.value.errors()] == ["owner", "reason", "expires"]


def test_a_policy_gives_readings_by_their_names() -> None:
    """Policies use the same words for readings as other files."""
    assert policy(on="evidenced").on is Reading.EVIDENCED


# ---- problems


def problems(**keys: Any) -> list[tuple[object, str]]:  # noqa: ANN401 - as above
    """Path and code of each problem that keeps the policy from being applied."""
    return [(problem.path, problem.code) for problem in find_policy_problems(policy(**keys))]


def test_every_finding_can_make_a_check_fail() -> None:
    """This applies to findings about answers; a check's own findings have their own options."""
    assert problems(fail_on_finding=list(FINDING_CODES)) == []
    assert problems(fail_on_finding=["below-threshold"]) == [(("fail-on-finding", 0), "unknown-reference")]


@pytest.mark.parametrize("code", WAIVABLE)
def test_every_finding_about_a_file_can_be_waived_by_its_code(code: str) -> None:
    """This applies to findings about answers and those of a check."""
    assert problems(waivers=[EXCUSE | {"finding": code}]) == []


def test_gate_findings_and_findings_about_the_policy_cannot_be_waived() -> None:
    """Gates are waived only by name, and findings about the policy cannot be waived."""
    never = ("gate-not-clear", "policy-unused", "waiver-expired", "waiver-needless")
    assert set(FINDING_CODES) | set(CHECK_CODES) == {*WAIVABLE, *never}
    for code in never:
        assert problems(waivers=[EXCUSE | {"finding": code}]) == [(("waivers", 0, "finding"), "unknown-reference")]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"gate": "harm"}, []),
        ({"finding": "evidence-aged", "file": "acute.toml"}, []),
        ({}, ["waiver-form"]),
        ({"file": "acute.toml"}, ["waiver-form"]),
        ({"gate": "harm", "finding": "evidence-aged"}, ["waiver-form"]),
        ({"gate": "harm", "finding": "evidence"}, ["waiver-form", "unknown-reference"]),
    ],
)
def test_a_waiver_excuses_either_one_gate_or_one_kind_of_finding(names: Table, expected: list[str]) -> None:
    """A waiver cannot excuse everything or two things."""
    assert [code for _, code in problems(waivers=[EXCUSE | names])] == expected


def test_a_waiver_for_a_file_outside_the_folder_is_refused() -> None:
    """A waiver is for the assessments of its own project."""
    assert problems(waivers=[EXCUSE | {"gate": "safe", "file": "../other.toml"}]) == [
        (("waivers", 0, "file"), "path-outside")
    ]
    assert problems(waivers=[EXCUSE | {"gate": "safe", "file": "trusts/one.toml"}]) == []


def test_all_problems_are_reported_at_once_with_suggestions() -> None:
    """Each problem is reported at its place in the file."""
    found = list(
        find_policy_problems(
            policy(
                fail_on_finding=["evidence-aged", "evidence-agde"], waivers=[EXCUSE, EXCUSE | {"finding": "regresion"}]
            )
        )
    )
    assert [(problem.path, problem.code) for problem in found] == [
        (("fail-on-finding", 1), "unknown-reference"),
        (("waivers", 0), "waiver-form"),
        (("waivers", 1, "finding"), "unknown-reference"),
    ]
    assert 'did you mean "evidence-aged"?' in found[0].remedy
    assert 'did you mean "regression"?' in found[2].remedy
