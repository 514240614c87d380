"""Rules about gates that are never triggered, always triggered, or switched off."""

from __future__ import annotations

import pytest

from tests.support.clean_rubric import criterion, places

GATE = """
because = "It matters."
remedy = "See to it."
"""
MEASURE = {"kind": '"measure"', "unit": '"months"'}
SURVEY = {"kind": '"survey"', "options": '["No", "Partly", "Yes"]'}
GRADES = """
[[evidence-grades]]
id = "assertion"
label = "Said"
supports = 1
[[evidence-grades]]
id = "record"
label = "On record"
supports = 2
"""


def gate(when: str, effect: str = "flag = true", name: str = "zeal") -> str:
    """A gate with this condition and effect."""
    return f"[gates.{name}]\nwhen = {when}\n{effect}{GATE}"


@pytest.mark.parametrize(
    ("bands", "bound", "triggered"),
    [
        ("[{ from = 0, level = 1 }, { from = 6, level = 2 }]", "at-most = 0", False),
        ("[{ from = 0, level = 1 }, { from = 6, level = 2 }]", "at-most = 1", True),
        ("[{ from = 0, score = 30 }, { from = 6, score = 100 }]", "below = 30", False),
        ("[{ from = 0, score = 30 }, { from = 6, score = 100 }]", "below = 30.5", True),
    ],
)
def test_a_gate_on_bands_can_be_triggered_by_the_lowest_band(bands: str, bound: str, *, triggered: bool) -> None:
    """A gate on a measure can be triggered only if its lowest band is low enough."""
    fragment = criterion("zeal", **MEASURE, bands=bands) + gate(f'{{ criterion = "zeal", {bound} }}')
    assert places("gate-never-triggered", fragment) == ([] if triggered else ["gates.zeal.when"])


def test_a_gate_on_a_band_below_the_minimum_is_never_triggered() -> None:
    """A band that the measure's bounds rule out triggers no gate."""
    bands = "[{ from = 0, level = 0 }, { from = 6, level = 1 }, { from = 12, level = 2 }]"
    fragment = criterion("zeal", **MEASURE, minimum=6, bands=bands) + gate('{ criterion = "zeal", at-most = 0 }')
    assert places("gate-never-triggered", fragment) == ["gates.zeal.when"]


def test_a_gate_below_the_score_of_the_worst_option_of_a_survey_is_never_triggered() -> None:
    """A survey's lowest score is the score of its worst option."""
    fragment = criterion("zeal", **SURVEY, scores="[50, 75, 100]") + gate('{ criterion = "zeal", at-most = 0 }')
    assert places("gate-never-triggered", fragment) == ["gates.zeal.when"]


def test_a_gate_can_be_triggered_by_weak_evidence() -> None:
    """Weak evidence lowers the evidenced level, so a gate can be unproven."""
    fragment = GRADES + criterion("zeal", **SURVEY, scores="[75, 80, 100]") + gate('{ criterion = "zeal", below = 60 }')
    assert places("gate-never-triggered", fragment) == []


def test_a_gate_on_a_dimension_can_be_triggered_by_its_lowest_child() -> None:
    """Other children may be left out, so a dimension can be as low as its lowest child."""
    assert places("gate-never-triggered", gate('{ dimension = "leadership", below = 1 }')) == []
    assert places("gate-never-triggered", gate('{ dimension = "overall", below = 0 }')) == ["gates.zeal.when"]


def test_a_gate_on_a_dimension_without_criteria_is_never_triggered() -> None:
    """A dimension without a score never triggers a gate."""
    fragment = '[dimensions.spare]\ntitle = "Spare"\n' + gate('{ dimension = "spare", at-most = 1 }')
    assert places("gate-never-triggered", fragment) == ["gates.zeal.when"]


def test_a_gate_can_be_triggered_by_the_cap_of_another() -> None:
    """A cap can bring a node where a second gate is triggered, whichever of the two comes first."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n'
        + criterion("zeal", **SURVEY, scores="[50, 75, 100]", dimension='"drive"')
        + gate('{ dimension = "drive", at-most = 0 }')
        + gate('{ criterion = "safety", at-most = 1 }', "cap = { drive = 0 }", name="late")
    )
    assert places("gate-never-triggered", fragment) == []


def test_a_gate_cannot_trigger_itself() -> None:
    """A gate's own cap counts only if the gate can be triggered without it."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n'
        + criterion("zeal", **SURVEY, scores="[50, 75, 100]", dimension='"drive"')
        + gate('{ dimension = "drive", at-most = 0 }', "cap = { drive = 0 }")
    )
    assert places("gate-never-triggered", fragment) == ["gates.zeal.when"]


def test_a_gate_on_several_conditions_can_be_triggered_only_if_enough_of_these_conditions_can_be_true() -> None:
    """`any` can be triggered if one part can, `all` only if every part can."""
    never, could = '{ criterion = "vision", below = 0 }', '{ criterion = "safety", at-most = 1 }'
    assert places("gate-never-triggered", gate(f"{{ any = [{never}, {could}] }}")) == []
    assert places("gate-never-triggered", gate(f"{{ all = [{never}, {could}] }}")) == ["gates.zeal.when"]


def test_a_gate_above_the_best_score_is_always_triggered() -> None:
    """If the best score is below the bound, every answer triggers the gate."""
    fragment = criterion("zeal", **SURVEY, scores="[0, 50, 90]") + gate('{ criterion = "zeal", below = 95 }')
    assert places("gate-always-triggered", fragment) == ["gates.zeal.when"]


def test_the_linter_checks_every_part_of_a_condition_for_criteria_that_may_be_left_out() -> None:
    """A criterion deep in a condition is a gate's criterion too, and is found once."""
    part = '{ criterion = "vision", at-most = 0 }'
    fragment = gate(f'{{ any = [{{ all = [{part}, {{ criterion = "safety", at-most = 0 }}] }}, {part}] }}')
    fragment += criterion("vision", may_be_left_out='["not-due"]') + criterion("zeal", may_be_left_out='["not-due"]')
    assert places("gate-may-be-left-out", fragment) == ["criteria.vision.may-be-left-out"]


ITEMS = '{ named = { level = 1, text = "An officer is named." }, time = { level = 2, text = "The officer has time." } }'
CHECKLIST = {"kind": '"checklist"', "items": ITEMS}


@pytest.mark.parametrize(
    ("when", "is_found"),
    [
        ('{ criterion = "zeal", missing = ["named", "time"] }', True),
        ('{ criterion = "zeal", missing = ["named"] }', False),
        ('{ any = [{ criterion = "zeal", at-most = 0 }, { criterion = "vision", at-most = 0 }] }', True),
        ('{ all = [{ criterion = "zeal", at-most = 0 }, { criterion = "vision", at-most = 0 }] }', False),
        ('{ all = [{ criterion = "zeal", missing = ["named", "time"] }, { criterion = "vision", below = 9 }] }', True),
    ],
)
def test_one_remedy_for_several_causes_is_reported(when: str, *, is_found: bool) -> None:
    """Causes that must come together are one cause; each missing item is a separate cause."""
    fragment = criterion("zeal", **CHECKLIST) + gate(when)
    assert places("gate-remedy-for-several", fragment) == (["gates.zeal.remedy"] if is_found else [])


@pytest.mark.parametrize(("item", "found"), [("", []), ("log", ["gates.zeal.remedy"])])
def test_each_item_that_can_keep_a_checklist_at_a_low_level_counts_as_a_cause_of_a_gate(
    item: str, found: list[str]
) -> None:
    """A checklist is at level 0 if either item of level 1 is missing; one remedy does not then fit both."""
    more = f'{item} = {{ level = 1, text = "A log is kept." }}, ' if item else ""
    checklist = CHECKLIST | {"items": ITEMS.replace("{ named", f"{{ {more}named")}
    fragment = criterion("zeal", **checklist) + gate('{ criterion = "zeal", at-most = 0 }')
    assert places("gate-remedy-for-several", fragment) == found


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ('{ criterion = "zeal", missing = ["named"] }', None),
        ('{ criterion = "zeal", at-least = 2 }', None),
        ('{ criterion = "zeal", at-least = 0 }', "gate-always-triggered"),
        ('{ criterion = "zeal", above = 100 }', "gate-never-triggered"),
        ('{ dimension = "leadership", above = 90 }', None),
    ],
)
def test_the_linter_checks_gates_on_items_and_on_high_scores(when: str, code: str | None) -> None:
    """The best answers clear a gate on missing items and trigger one on a high score."""
    fragment = criterion("zeal", **CHECKLIST) + gate(when)
    for rule in ("gate-always-triggered", "gate-never-triggered"):
        assert places(rule, fragment) == (["gates.zeal.when"] if rule == code else [])


@pytest.mark.parametrize(
    ("when", "cap", "lowers"),
    [
        ('{ dimension = "leadership", below = 50 }', "leadership = 1", False),
        ('{ dimension = "leadership", below = 51 }', "leadership = 1", True),
        ('{ dimension = "leadership", below = 50 }', "overall = 1", True),
        ('{ dimension = "leadership", at-most = 0 }', "leadership = 1", False),
        ('{ dimension = "leadership", at-most = 1 }', "leadership = 1", True),
        ('{ dimension = "overall", at-most = 2 }', "overall = 2", False),
        ('{ any = [{ dimension = "leadership", below = 50 }] }', "leadership = 1", True),
    ],
)
def test_a_cap_must_be_below_the_score_that_its_condition_implies(when: str, cap: str, *, lowers: bool) -> None:
    """A cap on the node that the condition is about must be lower than the condition already makes it."""
    node = cap.split(" ", maxsplit=1)[0]
    fragment = gate(when, f"cap = {{ {cap} }}")
    assert places("gate-cap-never-lowers", fragment) == ([] if lowers else [f"gates.zeal.cap.{node}"])


def test_a_cap_must_be_below_the_best_score_that_answers_can_give() -> None:
    """A node whose best child is below the level of the cap is never lowered."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n'
        + criterion("zeal", **SURVEY, scores="[0, 25, 50]", dimension='"drive"')
        + gate('{ criterion = "zeal", at-most = 0 }', "cap = { drive = 1 }")
    )
    assert places("gate-cap-never-lowers", fragment) == ["gates.zeal.cap.drive"]


def test_a_profile_that_leaves_out_a_gated_dimension_is_reported() -> None:
    """A gate on a dimension has no effect without the last criterion of the dimension."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n'
        + criterion("zeal", dimension='"drive"')
        + gate('{ dimension = "drive", at-most = 0 }')
        + '[profiles.short]\ntitle = "Short"\nwithout = ["zeal"]\n[profiles.whole]\ntitle = "Whole"\nwithout = []\n'
    )
    assert places("profile-drops-gate", fragment) == ["profiles.short"]
    assert places("profile-empties-dimension", fragment) == ["profiles.short"]


def test_a_profile_may_leave_out_an_advisory_dimension() -> None:
    """Leaving out a dimension that is never counted changes no score."""
    fragment = (
        '[dimensions.memory]\ntitle = "Memory"\nadvisory = true\n'
        + criterion("zeal", dimension='"memory"')
        + '[profiles.short]\ntitle = "Short"\nwithout = ["zeal"]\n'
    )
    assert places("profile-empties-dimension", fragment) == []


def test_a_dimension_that_is_empty_in_a_profile_is_reported_once_and_its_parts_are_not() -> None:
    """If a dimension and its parent are both empty, only the parent is reported."""
    fragment = (
        '[dimensions.drive]\ntitle = "Drive"\n[dimensions.pull]\ntitle = "Pull"\nparent = "drive"\n'
        + criterion("zeal", dimension='"pull"')
        + '[profiles.short]\ntitle = "Short"\ncriteria = ["vision", "safety"]\n'
    )
    assert places("profile-empties-dimension", fragment) == ["profiles.short"]
