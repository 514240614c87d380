"""What to do next, in words."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.analysis.next_steps import find_next_step
from nhsdx.analysis.priorities import choose_priorities
from nhsdx.documents.words import (
    describe_effort,
    describe_lead,
    describe_standing,
    list_first_things,
    list_things_to_do,
)
from nhsdx.scoring.engine import score
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from, scored
from tests.support.staged import DATE, SEEN, answer, build_assessment, score_staged, staged_rubric


def describe(given: Table) -> tuple[str, list[str], str]:
    """The level of the safety criterion, what to do next, and the level that this leads to."""
    result, rubric = score_staged({"safety": given, "purpose": answer(3), "candour": answer(3)})
    step = find_next_step(rubric, result.criteria["safety"])
    assert step is not None
    return describe_standing(result, step), list(list_things_to_do(result, rubric, step)), describe_lead(result, step)


def test_the_next_steps_are_missing_items_with_their_effort() -> None:
    """An unknown item is to be found out; an effort is in the rubric's unit."""
    now, things, lead = describe(answer(1, first_2="partly", second_2="unknown"))
    assert now == "1 Begun evidenced"
    assert things == ["make this true: Safety 2 first (partly met, 2 days)", "find out: Safety 2 second"]
    assert lead == "leads to 2 Set up, evidenced, if the answer is yes"


@pytest.mark.parametrize(
    ("evidence", "thing"),
    [
        ({"evidence": "said"}, "bring evidence that supports 3 Operating (at least this grade: A record)"),
        ({"evidence": "record", "seen": None}, "date the evidence: record"),
    ],
)
def test_the_next_step_is_to_bring_evidence_if_the_claim_is_above_the_supported_level(
    evidence: Table, thing: str
) -> None:
    """Meeting more items would not help; the step leads as far as the evidence asked for supports the claim."""
    given = {key: value for key, value in (answer(3) | evidence).items() if value is not None}
    if "seen" in evidence or evidence["evidence"] == "said":
        given.pop("seen", None)
    now, things, lead = describe(given)
    assert now == "1 Begun evidenced, 3 Operating claimed"
    assert things == [thing]
    assert lead == "leads to 3 Operating, evidenced"


def test_a_step_gives_the_level_to_reach_without_quoting_its_descriptor() -> None:
    """A descriptor may describe a defect; without evidence grades the page does not mention evidence."""
    table = flat_rubric({"a": level_criterion(steps=[{"to": 1, "effort": 1}, {"to": 2, "effort": 4}])})
    rubric, result = rubric_from(table), scored(table, {"a": 1})
    step = find_next_step(rubric, result.criteria["a"])
    assert step is not None
    assert list(list_things_to_do(result, rubric, step)) == ["reach level 2 (4 units of effort)"]
    assert (describe_standing(result, step), describe_lead(result, step)) == ("Level 1", "leads to Level 2")


def test_the_level_of_a_step_is_given_only_by_its_number_if_only_one_criterion_has_this_level() -> None:
    """Its label may describe a defect, just as its descriptor may."""
    levels = [
        {"number": name, "label": f"Vacant {name}", "text": "Bad.", "score": at * 50} for at, name in enumerate("NPF")
    ]
    table = flat_rubric({"a": {"levels": levels, "steps": [{"to": 1, "effort": 1}]}})
    rubric, result = rubric_from(table), scored(table, {"a": "N"})
    step = find_next_step(rubric, result.criteria["a"])
    assert step is not None
    things = list(list_things_to_do(result, rubric, step))
    assert things == ["reach level P of its own levels, N to F (1 unit of effort)"]


@pytest.mark.parametrize(
    ("dues", "words"),
    [
        (["2027-03-01"], "agreed: Dr A, by 1 March 2027"),
        (["2027-03-01", "2026-09-30"], "agreed: Dr A, by 30 September 2026, overdue, and 1 more action"),
    ],
)
def test_a_step_that_an_action_covers_is_shown_with_its_owner_and_due_date(dues: list[str], words: str) -> None:
    """A board is not asked again about actions that it agreed; an action without items covers its whole criterion."""
    dates = map(datetime.date.fromisoformat, dues)
    actions = [{"criterion": "safety", "what": "Do it", "owner": "Dr A", "due": day} for day in dates]
    given = {"safety": answer(1, first_2="partly", second_2="unknown") | {"evidence": "said"}}
    result, rubric = score_staged(given | {"purpose": answer(3), "candour": answer(3)}, actions=actions)
    step = find_next_step(rubric, result.criteria["safety"])
    assert step is not None
    assert list(list_things_to_do(result, rubric, step)) == [
        f"make this true: Safety 2 first (partly met, 2 days; {words})",
        f"find out: Safety 2 second ({words})",
        f"bring evidence that supports 2 Set up (at least this grade: A record; {words})",
    ]


def test_an_action_about_one_item_covers_neither_other_items_nor_evidence() -> None:
    """Items say what an action is about."""
    action = {"criterion": "safety", "items": ["first-2"], "what": "Do it", "owner": "Dr A", "due": DATE}
    given = {"safety": answer(1) | {"evidence": "said"}, "purpose": answer(3), "candour": answer(3)}
    result, rubric = score_staged(given, actions=[action])
    step = find_next_step(rubric, result.criteria["safety"])
    assert step is not None
    agreed = ["agreed: " in thing for thing in list_things_to_do(result, rubric, step)]
    assert agreed == [True, False, False]


def test_a_unit_after_the_number_one_is_in_the_singular() -> None:
    """The unit is in the singular or plural, as people say it."""
    result, _ = score_staged({"safety": answer(1) | SEEN})
    assert [describe_effort(result, effort) for effort in (1, 2, 0.5, None)] == ["1 day", "2 days", "0.5 days", ""]


def test_the_evidence_to_bring_is_what_the_criterion_asks_for() -> None:
    """A grade alone would invite papers that are written for the assessment; its age is given only if limited."""
    table = staged_rubric()
    table["criteria"]["safety"]["evidence"] = ["Named deputies in job descriptions", "A rota.", "More"]
    for grade, least in (({"max-age-months": 12}, " (at least this grade: A record)"), ({}, "")):
        table["evidence-grades"][1] = {"id": "record", "label": "A record, dated", "supports": 3, **grade}
        rubric = rubric_from(table)
        result = score(rubric, build_assessment(rubric, {"safety": answer(3) | {"evidence": "said"}}))
        step = find_next_step(rubric, result.criteria["safety"])
        assert step is not None
        assert list(list_things_to_do(result, rubric, step)) == [
            f"bring evidence, such as: Named deputies in job descriptions; A rota{least}"
        ]


def test_only_a_triggered_gate_requires_action_now() -> None:
    """The remedy of an undecided gate may not be needed: first, somebody has to find out the answer."""
    for state, first in (("no", "do what the gate “list” requires"), ("unknown", "find out: Safety 2 first")):
        result, rubric = score_staged({"safety": answer(3, first_2=state), "purpose": answer(3), "candour": answer(3)})
        priority = choose_priorities(result, rubric)[0]
        assert next(list_first_things(result, rubric, priority)) == first
