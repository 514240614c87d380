"""An assessment under the headings of another framework, without scores for headings."""

from __future__ import annotations

import datetime
from dataclasses import fields

import pytest

from nhsdx.commands.crosswalk.crosswalk import (
    Crosswalk,
    InformedHeading,
    InformingCriterion,
    LevelReached,
    build_crosswalk,
)
from tests.support.build import Table, rubric_from, scored
from tests.support.samples import level, small_rubric

SEEN = datetime.date(2025, 1, 1)


def to(ref: str, relation: str = "intersect", framework: str = "looks", **parts: str) -> Table:
    """A criterion's entry under `maps`."""
    return {"framework": framework, "ref": ref, "relation": relation, **parts}


def mapped_rubric() -> Table:
    """The small rubric with two frameworks. In one, two criteria inform a heading and none informs another."""
    table = small_rubric()
    table["frameworks"] = {
        "looks": {"title": "Looks", "headings": {"safe": "Safe practice", "citizens": "Citizens", "led": "Well led"}},
        "other": {"title": "Other", "headings": {"led": "Led"}},
    }
    table["criteria"]["skill"]["maps"] = [
        to("led", "subset", certainty="second-hand", note="In part."),
        to("safe"),
        to("led", framework="other"),
    ]
    table["criteria"]["time"]["maps"] = [to("led")]
    return table


def crossed(answers: Table, framework: str = "looks", profile: str | None = None) -> Crosswalk:
    """Answers to the small rubric under a framework."""
    table = mapped_rubric()
    return build_crosswalk(scored(table, answers, profile=profile), rubric_from(table), framework)


def entry(found: Crosswalk, heading: str, criterion: str) -> InformingCriterion:
    """A criterion under a heading."""
    (held,) = [held for held in found.headings if held.id == heading]
    (one,) = [one for one in held.criteria if one.criterion.id == criterion]
    return one


def test_headings_are_in_the_order_of_the_framework() -> None:
    """All of a framework's headings are listed in its own order, including those without criteria."""
    found = crossed({})
    told = [(held.id, held.title, [one.criterion.id for one in held.criteria]) for held in found.headings]
    assert told == [
        ("safe", "Safe practice", ["skill"]),
        ("citizens", "Citizens", []),
        ("led", "Well led", ["skill", "time"]),
    ]


def test_criteria_that_inform_no_heading_are_counted() -> None:
    """Criteria outside the framework are listed; a map to another framework does not count."""
    assert (crossed({}).informing, crossed({}).elsewhere) == (("skill", "time"), ("safety",))
    other = crossed({}, "other")
    assert (other.informing, other.elsewhere) == (("skill",), ("time", "safety"))


def test_each_criterion_has_its_own_relation_to_a_heading_and_its_own_certainty() -> None:
    """A criterion has its own relation to each heading."""
    found = crossed({})
    led, safe = entry(found, "led", "skill").how, entry(found, "safe", "skill").how
    assert (led.relation, led.certainty, led.note) == ("subset", "second-hand", "In part.")
    assert (safe.relation, safe.certainty, safe.note) == ("intersect", None, None)


def test_levels_are_the_claimed_and_evidenced_levels_of_the_assessment() -> None:
    """An old record counts as hearsay, which supports level 1; the claimed level is still shown."""
    found = crossed({"skill": {"level": 4, "evidence": "record", "seen": SEEN, "why": "Minutes.", "documents": []}})
    skill = entry(found, "led", "skill")
    assert skill.claimed == LevelReached(number=4, label="Label 4")
    assert skill.evidenced == LevelReached(number=1, label="Label 1")
    assert (skill.criterion.evidence, skill.criterion.counted_as) == ("record", "hearsay")
    assert skill.answer is not None
    assert (skill.answer.seen, skill.answer.why) == (SEEN, "Minutes.")


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("unknown", "unknown"),
        ({"status": "not-applicable", "reason": "None."}, "not-applicable"),
        ({"status": "not-due", "reason": "Later."}, "not-due"),
    ],
)
def test_criteria_without_a_value_have_no_level(answer: Table | str, status: str) -> None:
    """Unknown is not level 0, and criteria that are left out stay in the list with their reason."""
    time = entry(crossed({"time": answer}), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.evidenced) == (status, None, None)
    assert time.answer is not None


def test_a_criterion_without_an_answer_is_unknown() -> None:
    """A criterion without an answer is still listed."""
    time = entry(crossed({}), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.answer) == ("unknown", None, None)


def test_criteria_outside_the_profile_have_no_answer() -> None:
    """Its answer is not part of the assessment."""
    time = entry(crossed({"time": level(4)}, profile="short"), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.answer) == ("outside-profile", None, None)


def test_no_heading_has_its_own_figure() -> None:
    """Readers would take a number beside a heading for the framework's own rating."""
    assert [field.name for field in fields(InformedHeading)] == ["id", "title", "criteria"]


def test_asking_for_an_unknown_framework_raises_a_key_error() -> None:
    """Any other unknown id gives the same error."""
    with pytest.raises(KeyError):
        crossed({}, "nothing")
