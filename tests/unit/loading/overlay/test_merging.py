"""Items that an overlay adds to a checklist of its base."""

from __future__ import annotations

import pytest

from nhsdx.model.reading import Reading
from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.overlays import WHY, base_of, declared, laid, overlay_of, refusals, scored_both

ITEMS: Table = {"plan": {"text": "A plan is written.", "level": 1}, "use": {"text": "The plan is used.", "level": 2}}
BASICS: Table = {"kind": "checklist", "items": ITEMS}
SHARE: Table = {"kind": "checklist", "scoring": "share", "items": {"one": {"text": "One is there."}}}
LOCAL: Table = {"text": "Wards have the plan.", "level": 2}


def base(gate: Table | None = None, **criteria: Table) -> Table:
    """A rubric of two levels above 0 with a staged checklist, and with a gate if one is given."""
    gates = {} if gate is None else {"guard": {"when": gate, "flag": True, "because": "harm", "remedy": "act"}}
    return flat_rubric({"basics": BASICS, "other": level_criterion(3)} | criteria, levels=3, gates=gates)


def adding(item: Table, *, to: str = "basics", name: str = "wards", **parts: object) -> Table:
    """The overlay section that adds an item."""
    return {"criteria": {to: {"items": {name: item}} | parts}}


def test_a_local_item_is_asked_beside_the_national_ones() -> None:
    """The added item counts locally, and the national score of the same answers ignores it."""
    local = laid(base_of(base()), **adding(LOCAL | WHY))
    assert list(local.rubric.criteria["basics"].items) == ["plan", "use", "wards"]  # type: ignore[union-attr] # a checklist
    result = scored_both(local, {"basics": {"items": {"plan": "yes", "use": "yes", "wards": "no"}}})
    assert result.both is not None
    overall = result.both.nodes["overall"]
    assert overall.national[Reading.CLAIMED] == 100
    assert overall.local[Reading.CLAIMED] == 50
    parts = overall.parts[Reading.CLAIMED]
    assert parts is not None
    assert {cause.value: share for cause, share in parts.items() if share} == {"added": -50}


def test_several_causes_are_reported_separately() -> None:
    """An added item, a weight and a dropped criterion each have their part, and the parts sum up."""
    changes = adding(LOCAL | WHY, weight=3, **WHY)
    changes["criteria"]["other"] = {"drop": True} | WHY
    local = laid(base_of(base(third=level_criterion(3))), **changes)
    answers = {"basics": {"items": {"plan": "yes", "use": "yes", "wards": "no"}}, "other": 0, "third": 2}
    result = scored_both(local, answers)
    assert result.both is not None
    overall = result.both.nodes["overall"]
    parts = overall.parts[Reading.CLAIMED]
    assert parts is not None
    assert {cause.value for cause, share in parts.items() if share} == {"added", "dropped", "reweighted"}
    assert sum(parts.values()) == pytest.approx(overall.difference[Reading.CLAIMED])


def test_an_answer_does_not_count_nationally_if_none_of_the_national_items_applies() -> None:
    """If no national item applies, the criterion does not count nationally."""
    local = laid(base_of(base()), **adding({"text": "Wards have it.", "level": 1} | WHY))
    items = {"plan": "not-applicable", "use": "not-applicable", "wards": "yes"}
    result = scored_both(local, {"basics": {"items": items, "reason": "No system yet."}, "other": 1})
    assert result.both is not None
    assert result.both.national.criteria["basics"].status == "not-applicable"
    assert result.both.nodes["overall"].national[Reading.CLAIMED] == 50


def test_the_reason_for_changing_a_criterion_also_applies_to_its_items() -> None:
    """An item needs no separate reason if its criterion is changed with a reason."""
    assert refusals(base_of(base()), overlay_of(base_of(base()), **adding(LOCAL, weight=2, **WHY))) == ()
    findings = refusals(base_of(base()), overlay_of(base_of(base()), **adding(LOCAL)))
    assert [(one.code, one.where) for one in findings] == [("missing-key", findings[0].where)]


def test_an_overlay_of_an_overlay_may_add_items_but_not_change_added_ones() -> None:
    """The next overlay cannot change an item that an overlay adds, but may add another."""
    middle = laid(base_of(base()), **adding(LOCAL | WHY))
    top = overlay_of(middle, "ward", **adding({"text": "Clinics have it.", "level": 1} | WHY, name="clinics"))
    local = laid(middle, top)
    assert list(local.rubric.criteria["basics"].items) == ["plan", "use", "wards", "clinics"]  # type: ignore[union-attr] # as above
    again = overlay_of(middle, "ward", **adding({"text": "Some have it.", "level": 1} | WHY))
    assert [one.code for one in refusals(middle, again)] == ["overlay-change"]


@pytest.mark.parametrize(
    ("gate", "changes", "is_loosened"),
    [
        ({"criterion": "basics", "at-most": 0}, adding(LOCAL | WHY), False),
        ({"dimension": "all-of-it", "below": 40}, adding(LOCAL | WHY), False),
        ({"criterion": "basics", "at-least": 2}, adding(LOCAL | WHY), True),
        ({"criterion": "basics", "missing": ["plan"]}, adding(LOCAL | WHY), False),
        ({"criterion": "shares", "below": 50}, adding({"text": "Two."} | WHY, to="shares"), True),
        ({"dimension": "all-of-it", "below": 40}, adding({"text": "Two."} | WHY, to="shares"), True),
    ],
    ids=["level", "average", "high level", "missing item", "share", "average with a share"],
)
def test_adding_an_item_that_may_clear_a_shared_gate_is_a_departure(
    gate: Table, changes: Table, *, is_loosened: bool
) -> None:
    """More items can only lower a stage, so they clear no gate on low scores; a share may rise with them."""
    whole = base_of(base(gate, shares=SHARE))
    overlay = overlay_of(whole, **changes)
    assert {one.code for one in refusals(whole, overlay)} == ({"overlay-departure"} if is_loosened else set())
    assert refusals(whole, declared(whole, overlay)) == ()


def test_adding_an_item_at_a_level_above_all_others_may_clear_a_gate() -> None:
    """With a higher level to reach, the same criterion can score more."""
    low = {"kind": "checklist", "items": {"plan": ITEMS["plan"]}}
    whole = base_of(base({"dimension": "all-of-it", "below": 40}, basics=low))
    assert {one.code for one in refusals(whole, overlay_of(whole, **adding(LOCAL | WHY)))} == {"overlay-departure"}


@pytest.mark.parametrize(
    ("when", "is_loosened"),
    [
        ({"criterion": "basics", "missing": ["plan", "use"]}, False),
        ({"criterion": "basics", "missing": ["use"]}, True),
        ({"criterion": "basics", "at-most": 1}, True),
    ],
    ids=["more items", "other items", "a level"],
)
def test_a_gate_on_missing_items_may_ask_for_more_items_but_not_for_fewer(when: Table, *, is_loosened: bool) -> None:
    """A condition with more items is true whenever one with fewer is."""
    whole = base_of(base({"criterion": "basics", "missing": ["plan"]}))
    overlay = overlay_of(whole, gates={"guard": {"when": when} | WHY})
    assert {one.code for one in refusals(whole, overlay)} == ({"overlay-departure"} if is_loosened else set())


@pytest.mark.parametrize(("level", "is_loosened"), [(1, False), (2, True)])
def test_a_warning_about_a_high_level_may_be_raised_at_a_lower_level_but_not_at_a_higher_one(
    level: int, *, is_loosened: bool
) -> None:
    """Bounds of conditions on high levels are compared the other way round."""
    whole = base_of(base({"criterion": "basics", "at-least": 1}))
    overlay = overlay_of(whole, gates={"guard": {"when": {"criterion": "basics", "at-least": level}} | WHY})
    assert {one.code for one in refusals(whole, overlay)} == ({"overlay-departure"} if is_loosened else set())


@pytest.mark.parametrize(
    ("when", "months", "is_loosened"),
    [
        ({"criterion": "basics", "at-most": 0}, 24, True),
        ({"criterion": "basics", "at-most": 0}, 6, False),
        ({"criterion": "basics", "at-least": 2}, 24, True),
        ({"criterion": "basics", "at-least": 2}, 6, True),
        ({"criterion": "basics", "missing": ["plan"]}, 24, True),
        ({"criterion": "other", "at-most": 0}, 24, False),
    ],
    ids=["older", "younger", "high and older", "high and younger", "missing and older", "evidence that never ages"],
)
def test_a_change_of_the_age_limit_of_evidence_may_clear_a_gate(when: Table, months: int, *, is_loosened: bool) -> None:
    """Older evidence raises levels and meets items; younger evidence may clear a gate on a high level."""
    grades = [
        {"id": "said", "label": "Said", "supports": 0},
        {"id": "record", "label": "Recorded", "supports": 2, "max-age-months": 12},
    ]
    lasting = level_criterion(3, **{"evidence-ages": False})
    whole = base_of(base(when, other=lasting) | {"evidence-grades": grades})
    overlay = overlay_of(whole, grades=[{"id": "record", "max-age-months": months} | WHY])
    assert {one.code for one in refusals(whole, overlay)} == ({"overlay-departure"} if is_loosened else set())


def test_an_overlay_may_allow_fewer_statuses_than_its_base() -> None:
    """A local rubric may require an answer; it may not excuse a missing one."""
    whole = base_of(base())
    strict = overlay_of(whole, criteria={"other": {"may-be-left-out": ["not-due"]} | WHY})
    assert refusals(whole, strict) == ()
    closed = base_of(base(other=level_criterion(3, **{"may-be-left-out": []})))
    lenient = overlay_of(closed, criteria={"other": {"may-be-left-out": ["not-due"]} | WHY})
    assert [one.code for one in refusals(closed, lenient)] == ["overlay-change"]


def test_an_overlay_may_add_context_questions_but_not_change_those_of_the_base() -> None:
    """A fact that the base asks for has the same options everywhere."""
    size: Table = {"title": "Size", "options": ["small", "large"]}
    whole = base_of(base() | {"context": {"size": size}})
    local = laid(whole, context={"setting": {"title": "Setting", "options": ["town", "country"]}})
    assert list(local.rubric.context) == ["size", "setting"]
    other = overlay_of(whole, context={"size": size | {"options": ["tiny", "huge"]}})
    assert [one.code for one in refusals(whole, other)] == ["overlay-id"]


def test_an_overlay_cannot_let_more_items_be_left_out_than_its_base() -> None:
    """The overlay may forbid more of the base's items to be left out, and decides about its own items."""
    held = base_of(flat_rubric({"basics": BASICS | {"items-may-be-left-out": ["plan"]}}, levels=3))
    listed: Table = {"items-may-be-left-out": ["wards"]}
    narrower = laid(held, **adding(LOCAL, **listed, **WHY))
    assert narrower.rubric.criteria["basics"].items_may_be_left_out == ("wards",)  # type: ignore[union-attr] # a checklist
    wider = overlay_of(held, criteria={"basics": {"items-may-be-left-out": ["plan", "use"]} | WHY})
    assert [finding.code for finding in refusals(held, wider)] == ["overlay-change"]
