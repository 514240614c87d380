"""Mixtures of two cases: which part comes from which case."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.commands.compare.mixtures import CaseMixtures, apply_weights, mix_answer
from nhsdx.commands.compare.model import MovementPart
from nhsdx.model.assessment import Answer, Status
from nhsdx.model.reading import Reading
from nhsdx.scoring.instrument import Instrument
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from
from tests.support.cases import AUDIT, WORD, case_of, two_questions

MARCH = datetime.date(2026, 3, 1)
NOTHING: frozenset[MovementPart] = frozenset()


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (Answer(level=4, evidence="audit", seen=MARCH), Answer(level=2, evidence="audit", seen=MARCH, why="So.")),
        (Answer(level=4), Answer(level=2, why="So.")),
        (Answer(status=Status.UNKNOWN), Answer(level=2, evidence="word", why="So.")),
        (None, Answer(level=2, evidence="word", why="So.")),
    ],
    ids=["another's", "another's lack of it", "of nothing known", "of no answer"],
)
def test_a_value_takes_the_evidence_of_another_answer(evidence: Answer | None, expected: Answer) -> None:
    """Grade and date are taken together; an answer without a value has no evidence to take."""
    assert mix_answer(Answer(level=2, evidence="word", why="So."), evidence) == expected


def test_a_status_has_no_evidence() -> None:
    """There is no value that it could support."""
    unknown = Answer(status=Status.UNKNOWN)
    assert mix_answer(unknown, Answer(level=4, evidence="audit", seen=MARCH)) is unknown


def test_all_of_the_one_and_all_of_the_other_are_the_cases_themselves() -> None:
    """A mixture of old parts only is the old case, and of new parts only the new case."""
    old = case_of(two_questions([0, 50, 100]), {"skill": {"level": 1} | WORD})
    new = case_of(two_questions([0, 40, 100], weight=3), {"skill": {"level": 2} | AUDIT, "safety": 1})
    hybrids = CaseMixtures(old, new)
    assert hybrids.result(NOTHING).overall == old.result.overall
    assert hybrids.result(frozenset(MovementPart)).overall == new.result.overall
    assert hybrids.not_carried == set()


@pytest.mark.parametrize(
    ("part", "claimed", "evidenced"),
    [
        (MovementPart.ANSWERS, 50, 25),
        (MovementPart.EVIDENCE, 25, 25),
        (MovementPart.RUBRIC, 20, 20),
        (MovementPart.WEIGHTS, 37.5, 37.5),
    ],
)
def test_one_part_at_a_time(part: MovementPart, claimed: float, evidenced: float) -> None:
    """Skill has half or three quarters of the weight; level 1 is worth 50 or 40; safety is at 0."""
    old = case_of(two_questions([0, 50, 100]), {"skill": {"level": 1} | WORD, "safety": 0})
    new = case_of(two_questions([0, 40, 100], weight=3), {"skill": {"level": 2} | AUDIT, "safety": 0})
    scores = CaseMixtures(old, new).result(frozenset({part})).overall.scores
    assert (scores[Reading.CLAIMED], scores[Reading.EVIDENCED]) == (claimed, evidenced)


def test_a_mixture_is_scored_once() -> None:
    """All nodes and readings need the same few results."""
    hybrids = CaseMixtures(case_of(two_questions(), {"skill": 1}), case_of(two_questions(), {"skill": 2}))
    switched = frozenset({MovementPart.ANSWERS})
    assert hybrids.result(switched) is hybrids.result(frozenset({MovementPart.ANSWERS}))


@pytest.mark.parametrize(("was", "now"), [(None, "short"), ("short", None)])
def test_the_profile_goes_with_the_rubric(was: str | None, now: str | None) -> None:
    """The questions asked are part of the instrument, not of answers or evidence; so is no profile.

    Skill at level 4 and safety at 2 are 75 together, and at 0 and 4 they are 50; `short` asks for safety alone.
    """
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    old = case_of(rubric, {"skill": 4, "safety": 2}, profile=was)
    new = case_of(rubric, {"skill": 0, "safety": 4}, profile=now)
    hybrids = CaseMixtures(old, new)
    claimed = {part: hybrids.result(frozenset({part})).overall.scores[Reading.CLAIMED] for part in MovementPart}
    asked = {None: (75, 50), "short": (50, 100)}
    assert claimed == {
        MovementPart.ANSWERS: asked[was][1],
        MovementPart.EVIDENCE: asked[was][0],
        MovementPart.RUBRIC: asked[now][0],
        MovementPart.WEIGHTS: asked[was][0],
    }


def test_bounds_that_no_digest_counts_drop_no_answer() -> None:
    """A wider bound does not change scores, and an answer beyond the old bound still counts."""
    line = {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 100}}
    older, newer = (flat_rubric({"speed": line | {"maximum": most}}) for most in (50, 100))
    hybrids = CaseMixtures(case_of(older, {"speed": 20.0}), case_of(newer, {"speed": 80.0}))
    assert hybrids.result(frozenset({MovementPart.ANSWERS})).overall.scores[Reading.CLAIMED] == 80
    assert hybrids.not_carried == set()


# ---- weights


def weights_of(instrument: Instrument) -> dict[str, dict[str, float]]:
    """The weights of the children that count in each node."""
    return {node.id: {child.id: child.weight for child in node.children} for node in instrument.nodes}


def test_weights_are_taken_where_both_rubrics_have_the_node() -> None:
    """Weights are taken by id; children of only one rubric keep their weight."""
    own = two_questions(weight=2)
    own["criteria"]["added"] = own["criteria"]["safety"] | {"weight": 7}
    other = two_questions(weight=5)
    other["dimensions"]["all-of-it"]["weight"] = 9
    made = apply_weights(Instrument.of(rubric_from(own)), rubric_from(other))
    assert weights_of(made) == {
        "all-of-it": {"skill": 5, "safety": 1, "added": 7},
        "overall": {"all-of-it": 9},
    }


def test_a_weight_of_nothing_is_taken_too() -> None:
    """A child with weight 0 in the other rubric is not counted."""
    made = apply_weights(Instrument.of(rubric_from(two_questions())), rubric_from(two_questions(weight=0)))
    assert weights_of(made)["all-of-it"] == {"safety": 1}


def test_a_node_is_never_left_with_nothing_that_counts() -> None:
    """If no child that counted in the other rubric is left, the children keep their own weights."""
    criteria: Table = {name: level_criterion() for name in ("shown", "counted")}
    older = flat_rubric(criteria | {"shown": level_criterion(weight=0)})
    newer = flat_rubric({"shown": level_criterion(weight=3)})
    made = apply_weights(Instrument.of(rubric_from(newer)), rubric_from(older))
    assert weights_of(made) == {"all-of-it": {"shown": 3}, "overall": {"all-of-it": 1}}
    hybrids = CaseMixtures(case_of(older, {"counted": 1, "shown": 5}), case_of(newer, {"shown": 4}))
    assert hybrids.result(frozenset({MovementPart.RUBRIC})).overall.scores[Reading.CLAIMED] == 100


def test_the_own_weights_change_nothing() -> None:
    """An instrument with its own weights is unchanged."""
    instrument = Instrument.of(rubric_from(two_questions()))
    assert apply_weights(instrument, instrument.rubric) is instrument
