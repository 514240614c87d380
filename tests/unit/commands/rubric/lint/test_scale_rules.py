"""Rules about the scores that answers can reach, and about settings without effect."""

from __future__ import annotations

import pytest

from tests.support.clean_rubric import CLEAN, criterion, findings_with, places

MEASURE = {"kind": '"measure"', "unit": '"months"'}
SURVEY = {"kind": '"survey"', "options": '["No", "Partly", "Yes"]'}
STAGED = '{ plan = { text = "A plan is written.", level = 1 }, use = { text = "The plan is used.", level = 2 } }'
STEPS = "[{ to = 1, effort = 1 }, { to = 2, effort = 1 }]"
SHARED = '{ plan = { text = "A plan is written." }, use = { text = "The plan is used." } }'


@pytest.mark.parametrize(
    ("bounds", "line"),
    [
        ({"maximum": 12}, "{ worst = 0, best = 24 }"),
        ({"minimum": 3}, "{ worst = 24, best = 0 }"),
        ({"maximum": 12}, '{ worst = 1, best = 24, scale = "log" }'),
    ],
)
def test_a_measure_cannot_reach_the_best_score_if_the_end_of_its_line_is_beyond_its_bounds(
    bounds: dict[str, int], line: str
) -> None:
    """A measure whose bounds stop before its best value never scores 100."""
    assert places("unreachable-level", criterion("zeal", **MEASURE, **bounds, linear=line)) == ["criteria.zeal"]


@pytest.mark.parametrize("bounds", [{}, {"minimum": 0}, {"maximum": 40}, {"minimum": -5, "maximum": 24}])
def test_a_measure_can_reach_every_score_if_the_ends_of_its_line_are_within_its_bounds(bounds: dict[str, int]) -> None:
    """Bounds as wide as the line, or wider, leave every score possible."""
    fragment = criterion("zeal", **MEASURE, **bounds, linear="{ worst = 0, best = 24 }")
    assert places("unreachable-level", fragment) == []
    assert places("free-points", fragment) == []
    assert places("flat-criterion", fragment) == []


def test_bounds_above_the_worst_value_are_reported_as_free_points() -> None:
    """A measure that cannot be as bad as its worst value never scores 0."""
    fragment = criterion("zeal", **MEASURE, minimum=12, linear="{ worst = 0, best = 24 }")
    assert places("free-points", fragment) == ["criteria.zeal"]


def test_bounds_outside_the_line_of_a_measure_are_reported_because_every_answer_has_the_same_score() -> None:
    """A measure whose values all lie beyond its best value scores 100 whatever it is."""
    fragment = criterion("zeal", **MEASURE, minimum=30, linear="{ worst = 0, best = 24 }")
    assert places("flat-criterion", fragment) == ["criteria.zeal"]
    assert places("free-points", fragment) == []


def test_bands_of_higher_values_may_have_lower_scores() -> None:
    """A measure that is best in the middle is as good as any other."""
    bands = "[{ from = 0, level = 0 }, { from = 6, level = 2 }, { from = 12, level = 1 }]"
    fragment = criterion("zeal", **MEASURE, bands=bands)
    assert places("unreachable-level", fragment) == []
    assert places("unreachable-band", fragment) == []


def test_bands_below_the_minimum_or_above_the_maximum_are_reported() -> None:
    """A band is idle if it ends at or before the minimum or starts after the maximum; one that touches is not."""
    bands = "[{ from = 0, level = 0 }, { from = 6, level = 1 }, { from = 12, level = 2 }, { from = 13, level = 0 }]"
    fragment = criterion("zeal", **MEASURE, minimum=6, maximum=12, bands=bands)
    assert places("unreachable-band", fragment) == ["criteria.zeal.bands[0]", "criteria.zeal.bands[3]"]
    assert places("free-points", fragment) == ["criteria.zeal"]


def test_a_scale_that_starts_above_zero_is_not_reported_as_free_points() -> None:
    """Free points are counted from the score of level 0, even if that is not 0."""
    base = CLEAN.replace('label = "Absent"', 'label = "Absent"\nscore = 20')
    fragment = criterion("zeal", **SURVEY, scores="[20, 60, 100]")
    assert places("free-points", fragment, base) == []


def test_a_survey_scored_by_the_share_of_top_options_can_reach_every_score() -> None:
    """A survey scored by its top options goes from 0 to 100."""
    fragment = criterion("zeal", **SURVEY, top=1)
    assert places("unreachable-level", fragment) == places("free-points", fragment) == []


def test_a_level_that_asks_for_nothing_is_not_reported_as_free_points() -> None:
    """The rubric itself says that every answer gets the level, so a warning is not needed."""
    items = '{ use = { text = "The plan is used.", level = 2 } }'
    fragment = criterion("zeal", kind='"checklist"', items=items, levels_without_items="[1]")
    assert places("free-points", fragment) == []


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"items": STAGED, "partly-counts": 0.3}, ["criteria.zeal.partly-counts"]),
        ({"items": STAGED, "partly-counts": 1}, ["criteria.zeal.partly-counts"]),
        ({"items": STAGED.replace("level = 1", "level = 1, effort = 1"), "steps": STEPS}, ["criteria.zeal.steps"]),
        ({"items": STAGED}, []),
        ({"items": STAGED, "scoring": '"share"'}, ["criteria.zeal.items.plan.level", "criteria.zeal.items.use.level"]),
        ({"items": SHARED, "scoring": '"share"', "partly-counts": 0.3}, []),
        (
            {"items": SHARED, "scoring": '"share"', "levels-without-items": "[1]"},
            ["criteria.zeal.levels-without-items"],
        ),
    ],
)
def test_checklist_settings_must_suit_the_scoring(keys: dict[str, object], where: list[str]) -> None:
    """Weights of parts are only for scoring by share, levels only for scoring by stages."""
    assert places("setting-without-effect", criterion("zeal", kind='"checklist"', **keys)) == where


def test_an_age_limit_for_the_weakest_grade_is_reported_as_without_effect() -> None:
    """There is no weaker grade for evidence of the weakest grade."""
    grades = """
[[evidence-grades]]
id = "assertion"
label = "Said"
supports = 1
max-age-months = 12
[[evidence-grades]]
id = "record"
label = "On record"
supports = 2
max-age-months = 24
"""
    assert places("setting-without-effect", grades) == ["evidence-grades[0].max-age-months"]


def test_if_one_criterion_gives_its_effort_the_linter_asks_for_the_effort_of_every_criterion() -> None:
    """If one criterion has steps, every level criterion needs them, up to the level it can reach."""
    steps = "[{ to = 1, effort = 1 }, { to = 2, effort = 1 }]"
    assert places("uncosted-step", criterion("zeal", steps=steps)) == ["criteria.vision", "criteria.safety"]


def test_efforts_are_needed_only_up_to_the_best_level_of_the_criterion() -> None:
    """Steps need not go further than the best answer, and measures and surveys need none."""
    steps = "[{ to = 1, effort = 1 }, { to = 2, effort = 1 }]"
    fragment = (
        criterion("vision", steps=steps)
        + criterion("safety", steps=steps)
        + criterion("zeal", **SURVEY, scores="[0, 20, 50]", steps="[{ to = 1, effort = 1 }]")
        + criterion("awe", **SURVEY, top=1)
        + criterion("hope", **SURVEY, top=1, steps="[{ to = 1, effort = 1 }]")
    )
    assert places("uncosted-step", fragment) == ["criteria.hope.steps"]


def test_advisory_criteria_need_no_effort() -> None:
    """Plans do not include work on something that does not count."""
    steps = "[{ to = 1, effort = 1 }, { to = 2, effort = 1 }]"
    fragment = (
        '[dimensions.memory]\ntitle = "Memory"\nadvisory = true\n'
        + criterion("vision", steps=steps)
        + criterion("safety", steps=steps)
        + criterion("zeal", dimension='"memory"')
    )
    assert places("uncosted-step", fragment) == []


@pytest.mark.parametrize(("respondents", "where"), [(4, ["criteria.zeal.minimum-respondents"]), (5, [])])
def test_a_minimum_of_five_respondents_has_no_lint_finding(respondents: int, where: list[str]) -> None:
    """Fewer than five respondents could be recognised."""
    fragment = criterion("zeal", **SURVEY, top=1, minimum_respondents=respondents)
    assert places("identifiable-respondents", fragment) == where


def test_levels_that_cannot_be_reached_are_given_by_their_numbers() -> None:
    """On a scale that counts from 1, the level after 2 is 3."""
    base = CLEAN
    for number, label in enumerate(("Absent", "Set up", "Operating"), 1):
        base = base.replace(f'label = "{label}"', f'number = {number}\nlabel = "{label}"')
    items = '{ plan = { text = "A plan is written.", level = 1 } }'
    found = findings_with(criterion("zeal", kind='"checklist"', items=items), base)
    assert [one.message for one in found if one.code == "unreachable-level"] == ["no item belongs to level 3"]


def test_an_inverted_mean_is_linted_like_a_mean() -> None:
    """The mean of what the parts lack, taken from 100, is the mean of their scores."""
    base = CLEAN.replace('title = "Leadership"', 'title = "Leadership"\ninvert = true')
    assert places("setting-without-effect", base=base) == ["dimensions.leadership.invert"]


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"not-applicable-counts": 1}, ["criteria.zeal.not-applicable-counts"]),
        ({"not-applicable-counts": 1, "may-be-left-out": '["not-applicable"]'}, []),
        ({**SURVEY, "scores": "[0, 50, 100]", "least-answered": 0.5}, ["criteria.zeal.least-answered"]),
    ],
)
def test_settings_for_answers_that_cannot_be_given_are_reported_as_without_effect(
    keys: dict[str, object], where: list[str]
) -> None:
    """The setting is for answers that may be not-applicable, or for surveys with statements."""
    assert places("setting-without-effect", criterion("zeal", **keys)) == where


@pytest.mark.parametrize(("asked", "where"), [("vision", ["profiles.short"]), ("safety", [])])
def test_a_profile_must_ask_the_questions_that_decide_whether_others_are_asked(asked: str, where: list[str]) -> None:
    """Without the answer that decides, nobody can say whether a question is asked."""
    profile = '[profiles.short]\ntitle = "Short"\nsummary = "A first look."\ncriteria = ["zeal", "safety"]\n'
    when = f'{{ criterion = "{asked}", at-least = 1 }}'
    assert places("decider-outside-profile", criterion("zeal", asked_when=when) + profile) == where
