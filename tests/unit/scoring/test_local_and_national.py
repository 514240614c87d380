"""Both scores and the parts of their difference, with figures that can be worked out by hand."""

from __future__ import annotations

import datetime
import math

import pytest

from nhsdx.model.nodes import CriterionStatus
from nhsdx.model.reading import Reading
from nhsdx.model.result import Cause, LocalAndNational, Result
from nhsdx.results.published import result_data
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.local_and_national import compute_shapley, score_both
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from
from tests.support.overlays import WHY, base_of, laid, scored_both

CRITERIA: Table = {name: level_criterion() for name in ("one", "two", "three")}
BASE: Table = flat_rubric(CRITERIA) | {
    "evidence-grades": [{"id": "record", "label": "Record", "supports": 5, "max-age-months": 24}],
    "gates": {
        "stop": {
            "when": {"criterion": "one", "at-most": 1},
            "cap": {"overall": 2},
            "because": "harm",
            "remedy": "mend",
        }
    },
    "profiles": {"short": {"title": "Short", "criteria": ["one", "two"]}},
}
NEW: Table = level_criterion(dimension="all-of-it", title="New") | WHY


def both_of(result: Result) -> LocalAndNational:
    """The national and local scores of a result."""
    assert result.both is not None
    return result.both


def overall(
    both: LocalAndNational, reading: Reading = Reading.CLAIMED
) -> tuple[float | None, float | None, dict[str, float] | None]:
    """The overall national and local score, and the parts that are not 0."""
    two = both.nodes["overall"]
    parts = two.parts[reading]
    telling = None if parts is None else {str(cause): points for cause, points in parts.items() if abs(points) > 1e-12}
    return two.national[reading], two.local[reading], telling


def test_a_rubric_that_is_not_an_overlay_has_one_score() -> None:
    """The result of a complete rubric has no second score."""
    rubric = rubric_from(BASE)
    result = score_both(Instrument.of(rubric), assessment_from(rubric, {"one": 5}))
    assert result.both is None
    data = result_data(result)
    assert (data["overlay"], data["both"], data["national"]) == (None, None, None)


@pytest.mark.parametrize(
    ("sections", "answers", "expected"),
    [
        # (100 + 60 + 20) / 3 = 60; with 0 added: 180 / 4 = 45.
        ({"criteria": {"new": NEW}}, {"one": 5, "two": 3, "three": 1, "new": 0}, (60, 45, {"added": -15})),
        # Without 20: 160 / 2 = 80.
        ({"criteria": {"three": {"drop": True} | WHY}}, {"one": 5, "two": 3, "three": 1}, (60, 80, {"dropped": 20})),
        # 100 counted twice: 280 / 4 = 70.
        ({"criteria": {"one": {"weight": 2} | WHY}}, {"one": 5, "two": 3, "three": 1}, (60, 70, {"reweighted": 10})),
        # The least of 100, 60 and 20.
        (
            {"dimensions": {"all-of-it": {"aggregate": "min"} | WHY}},
            {"one": 5, "two": 3, "three": 1},
            (60, 20, {"reweighted": -40}),
        ),
        # The shared gate caps at 40; the local one at 20.
        (
            {"gates": {"stop": {"cap": {"overall": 1}} | WHY}},
            {"one": 0, "two": 5, "three": 5},
            (40, 20, {"gates": -20}),
        ),
    ],
    ids=["added", "dropped", "weight", "aggregate", "gates"],
)
def test_if_only_one_thing_changed_its_part_is_the_whole_difference(
    sections: Table, answers: Table, expected: tuple[float, float, dict[str, float]]
) -> None:
    """The effect of one change, worked out by hand, equals the whole difference."""
    national, local, parts = overall(both_of(scored_both(laid(base_of(BASE), **sections), answers)))
    assert (national, local) == pytest.approx(expected[:2])
    assert parts == pytest.approx(expected[2])


def test_two_changes_that_act_together_each_get_half_of_their_joint_effect() -> None:
    """Adding 0 and dropping 20, from 60: alone -15 and +20; together 160 / 3; each gets its mean over both orders."""
    local = laid(base_of(BASE), criteria={"new": NEW, "three": {"drop": True} | WHY})
    both = both_of(scored_both(local, {"one": 5, "two": 3, "three": 1, "new": 0}))
    together = 160 / 3
    added = ((45 - 60) + (together - 80)) / 2
    dropped = ((80 - 60) + (together - 45)) / 2
    assert overall(both)[2] == pytest.approx({"added": added, "dropped": dropped})
    assert math.isclose(added + dropped, together - 60)


def test_shorter_age_limits_of_evidence_are_a_separate_cause_of_the_difference() -> None:
    """Evidence that is too old only locally changes `evidenced` and not `claimed`."""
    weak = {"id": "hearsay", "label": "Hearsay", "supports": 0}
    base = base_of(BASE | {"evidence-grades": [weak, *BASE["evidence-grades"]]})
    local = laid(base, grades=[{"id": "record", "max-age-months": 6} | WHY])
    answer = {"level": 5, "evidence": "record", "seen": datetime.date(2025, 10, 1)}
    both = both_of(scored_both(local, {"one": answer, "two": answer, "three": answer}))
    assert overall(both) == (100, 100, {})
    assert overall(both, Reading.EVIDENCED) == (100, 0, {"evidence": -100})


def test_a_dropped_criterion_without_an_answer_is_unknown_nationally() -> None:
    """The national range is wider, and `claimed` does not count the criterion as 0."""
    local = laid(base_of(BASE), criteria={"three": {"drop": True} | WHY})
    both = both_of(scored_both(local, {"one": 5, "two": 5}))
    assert both.national.criteria["three"].status == "unknown"
    assert overall(both) == (100, 100, {})
    assert overall(both, Reading.HIGH)[:2] == (100, 100)


def test_a_difference_has_no_parts_if_one_of_the_two_scores_does_not_exist() -> None:
    """All shared criteria are dropped and unanswered, so there is no national score."""
    gates = {"stop": {"drop": True, "departure": "No gate"} | WHY}
    dropped = {name: {"drop": True} | WHY for name in ("one", "two", "three")}
    local = laid(base_of(BASE), criteria=dropped | {"new": NEW}, gates=gates)
    result = scored_both(local, {"new": 3})
    assert overall(both_of(result)) == (None, 60, None)
    two = result_data(result)["both"]["overall"]
    assert (two["difference"]["claimed"], two["parts"]["claimed"]) == (None, None)


def test_every_criterion_counts_nationally_if_only_the_local_rubric_has_the_profile() -> None:
    """The national rubric has no profile with that id, so nothing is left out nationally."""
    local = laid(base_of(BASE), profiles={"ours": {"title": "Ours", "criteria": ["one"]} | WHY})
    both = both_of(scored_both(local, {"one": 5, "two": 0, "three": 0}, profile="ours"))
    assert both.national.assessment.profile is None
    national, local_score, parts = overall(both)
    assert (national, local_score) == pytest.approx((100 / 3, 100))
    assert parts == pytest.approx({"dropped": 200 / 3})


def test_a_published_result_gives_every_reading_and_every_cause() -> None:
    """Both scores have their parts by name, the chain, and who decided each departure and when."""
    local = laid(base_of(BASE), gates={"stop": {"drop": True, "departure": "No gate"} | WHY})
    data = result_data(scored_both(local, {"one": 0, "two": 5, "three": 5}))
    assert data["overlay"]["chain"] == ["local@1.0.0", "flat@1.0.0"]
    assert data["overlay"]["moved"] is None
    assert data["overlay"]["departures"] == [
        {
            "where": "gates.stop",
            "name": "No gate",
            "reason": WHY["reason"],
            "decided_by": "The board of the system",
            "decided": "2026-06-18",
        }
    ]
    two = data["both"]["overall"]
    assert set(two["parts"]["claimed"]) == set(map(str, Cause))
    assert two["parts"]["claimed"]["gates"] == pytest.approx(two["difference"]["claimed"])
    assert list(two["national"]) == ["evidenced", "claimed", "low", "high"]
    assert "three" not in data["both"]


def test_an_item_that_only_the_local_rubric_asks_counts_as_added() -> None:
    """Nationally the plan and its test are level 2 of 5; locally the test needs a review too, which is not done.

    The answers are the same, and the national score ignores the local item.
    """
    items = {"plan": {"text": "A plan", "level": 1}, "test": {"text": "A test", "level": 2}}
    base = base_of(flat_rubric({"basics": {"kind": "checklist", "items": items}}))
    added = {"items": {"review": {"text": "A review", "level": 2} | WHY}}
    local = laid(base, criteria={"basics": added})
    both = both_of(scored_both(local, {"basics": {"items": {"plan": "yes", "test": "yes", "review": "no"}}}))
    assert overall(both) == (40, 20, {"added": -20})


def test_a_checklist_whose_national_items_do_not_apply_has_no_national_score() -> None:
    """A local item can be answered where no national one applies: nationally the criterion does not apply."""
    base = base_of(flat_rubric({"basics": {"kind": "checklist", "items": {"plan": {"text": "A plan", "level": 1}}}}))
    local = laid(base, criteria={"basics": {"items": {"local": {"text": "Ours", "level": 1} | WHY}}})
    answer = {"items": {"plan": "not-applicable", "local": "yes"}, "reason": "Not here."}
    both = both_of(scored_both(local, {"basics": answer}))
    assert both.national.criteria["basics"].status is CriterionStatus.NOT_APPLICABLE
    assert overall(both) == (None, 20, None)


RUNWAYS = {"a": 8.0, "b": 11.0, "c": 13.0, "d": 18.0}


def longest_runway(landing: frozenset[str]) -> float:
    """The cost of the longest of the runways needed."""
    return max((RUNWAYS[one] for one in landing), default=0.0)


def pairs_of_gloves(holders: frozenset[str]) -> float:
    """The number of pairs among two left gloves and a right one."""
    return float(min(len(holders & {"left", "other-left"}), len(holders & {"right"})))


def test_the_published_airport_game_is_reproduced() -> None:
    """Runways of 8, 11, 13 and 18 cost their users 2, 3, 4 and 9 (Littlechild and Owen, 1973)."""
    assert compute_shapley(list(RUNWAYS), longest_runway) == pytest.approx({"a": 2, "b": 3, "c": 4, "d": 9})


def test_the_published_glove_game_is_reproduced() -> None:
    """The right glove is worth four sixths of a pair, each left glove one sixth."""
    found = compute_shapley(["left", "other-left", "right"], pairs_of_gloves)
    assert found == pytest.approx({"left": 1 / 6, "other-left": 1 / 6, "right": 4 / 6})


def test_every_combination_of_causes_is_scored_only_once() -> None:
    """Scoring is the costly part, so no mixture is scored twice."""
    asked: list[frozenset[str]] = []

    def value(subset: frozenset[str]) -> float:
        asked.append(subset)
        return len(subset)

    compute_shapley("abcd", value)
    assert len(asked) == len(set(asked)) == 2**4


@pytest.mark.parametrize("missing", [frozenset(), frozenset("a"), frozenset("ab")], ids=["none", "one", "all"])
def test_a_change_has_no_parts_if_an_intermediate_score_does_not_exist(missing: frozenset[str]) -> None:
    """Unknown is never zero: if one score is missing in between, there are no parts."""
    assert compute_shapley("ab", lambda subset: None if subset == missing else 1.0) is None
