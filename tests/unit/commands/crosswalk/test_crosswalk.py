"""An assessment under another framework's headings: what informs what, and nothing that looks like a score of it."""

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
    """The small rubric with two frameworks; of one, a heading is informed twice and another by nothing."""
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
    """What a criterion brings to a heading."""
    (held,) = [held for held in found.headings if held.id == heading]
    (one,) = [one for one in held.criteria if one.criterion.id == criterion]
    return one


def test_criteria_stand_under_the_framework_s_headings_in_its_own_order() -> None:
    """A reader of that framework finds its headings as they know them, those that nothing informs among them."""
    found = crossed({})
    told = [(held.id, held.title, [one.criterion.id for one in held.criteria]) for held in found.headings]
    assert told == [
        ("safe", "Safe practice", ["skill"]),
        ("citizens", "Citizens", []),
        ("led", "Well led", ["skill", "time"]),
    ]


def test_criteria_that_inform_no_heading_are_counted() -> None:
    """What the framework does not ask is not hidden; a map to another framework does not count for this one."""
    assert (crossed({}).informing, crossed({}).elsewhere) == (("skill", "time"), ("safety",))
    other = crossed({}, "other")
    assert (other.informing, other.elsewhere) == (("skill",), ("time", "safety"))


def test_each_criterion_says_how_it_relates_and_how_that_is_known() -> None:
    """The relation is that of this heading, not of another one of the same criterion."""
    found = crossed({})
    led, safe = entry(found, "led", "skill").how, entry(found, "safe", "skill").how
    assert (led.relation, led.certainty, led.note) == ("subset", "second-hand", "In part.")
    assert (safe.relation, safe.certainty, safe.note) == ("intersect", None, None)


def test_levels_are_the_assessment_s_own_claimed_and_evidenced() -> None:
    """Hearsay carries level 1, and a record of last year counts as hearsay: the claim stays beside what holds."""
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
def test_what_has_no_value_has_no_level(answer: Table | str, status: str) -> None:
    """Unknown is not level 0, and what is left out stays in the list with its reason."""
    time = entry(crossed({"time": answer}), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.evidenced) == (status, None, None)
    assert time.answer is not None


def test_nothing_answered_is_unknown() -> None:
    """A criterion without an answer is still listed."""
    time = entry(crossed({}), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.answer) == ("unknown", None, None)


def test_what_the_profile_does_not_ask_tells_nothing() -> None:
    """Its answer is not part of the assessment, so it informs nobody."""
    time = entry(crossed({"time": level(4)}, profile="short"), "led", "time")
    assert (time.criterion.status.value, time.claimed, time.answer) == ("outside-profile", None, None)


def test_no_heading_has_a_figure_of_its_own() -> None:
    """A number beside a heading would be taken for that framework's rating."""
    assert [field.name for field in fields(InformedHeading)] == ["id", "title", "criteria"]


def test_an_unknown_framework_is_a_key_error() -> None:
    """As for any other id that is not there."""
    with pytest.raises(KeyError):
        crossed({}, "nothing")
