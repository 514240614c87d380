"""Comparisons that are small enough to work out by hand."""

from __future__ import annotations

import datetime
import itertools

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare, compute_trend
from nhsdx.commands.compare.mixtures import CaseMixtures, apply_weights, mix_answer, split_change
from nhsdx.commands.compare.model import Comparison, MovementPart, Trend
from nhsdx.errors import NhsdxError
from nhsdx.model.assessment import Action, Answer, Status
from nhsdx.model.conditions import GateState
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from nhsdx.scoring.instrument import Instrument
from tests.support.build import DATE, Table, flat_rubric, level_criterion, rubric_from
from tests.support.cases import AUDIT, WORD, case_of, gate, two_questions

MARCH = datetime.date(2026, 3, 1)
NOTHING: frozenset[MovementPart] = frozenset()


def compared(old: Table, new: Table, rubric: Table | None = None, other: Table | None = None) -> Comparison:
    """Two sets of answers compared, with one rubric for both or one each."""
    first = rubric or two_questions()
    return compare(case_of(first, old), case_of(other or first, new), rescore=other is not None)


# ---- worked out by hand
def test_if_two_parts_of_a_change_are_not_zero_their_sizes_are_those_worked_out_by_hand() -> None:
    """An answer rises by two levels of 25 points, and is audited; before, it was only an assertion.

    Safety stays at level 4, audited, which is 100. The evidenced score is the mean with skill at

        old level 2, but an assertion supports level 1: 25       new level 4, audited: 100
        new answer, old evidence: 25                      old answer, new evidence: 50

    so that the wholes are 62.5, 100, 62.5 and 75. Answers that change first add 62.5 - 62.5 = 0, and after the evidence
    100 - 75 = 25, on average 12.5. Evidence adds 75 - 62.5 = 12.5 or 100 - 62.5 = 37.5, on average 25. Together that is
    the change of 37.5. The claimed score rises from 75 to 100 through answers alone.
    """
    safety = {"level": 4} | AUDIT
    found = compared(
        {"skill": {"level": 2} | WORD, "safety": safety}, {"skill": {"level": 4} | AUDIT, "safety": safety}
    )
    whole = found.nodes["overall"]
    for reading in (Reading.LOW, Reading.EVIDENCED):
        assert (whole.old[reading], whole.new[reading]) == (62.5, 100)
        assert whole.parts[reading] == {
            MovementPart.ANSWERS: 12.5,
            MovementPart.EVIDENCE: 25,
            MovementPart.RUBRIC: 0,
            MovementPart.WEIGHTS: 0,
            MovementPart.GATES: 0,
        }
    for reading in (Reading.CLAIMED, Reading.HIGH):
        assert (whole.old[reading], whole.new[reading]) == (75, 100)
        assert whole.parts[reading] == {
            MovementPart.ANSWERS: 25,
            MovementPart.EVIDENCE: 0,
            MovementPart.RUBRIC: 0,
            MovementPart.WEIGHTS: 0,
            MovementPart.GATES: 0,
        }
    assert (whole.old_levels[Reading.EVIDENCED], whole.new_levels[Reading.EVIDENCED]) == (2, 4)
    assert whole.rescored == whole.old
    assert found.nodes["all-of-it"].parts == whole.parts


def test_if_all_four_parts_of_a_change_are_not_zero_their_sizes_are_those_worked_out_by_hand() -> None:
    """The skill rises from level 1 to 2 and is audited; level 1 is worth 40 and no longer 50; skill weighs 3, not 1.

    Safety stays at 0, so that the evidenced score is the skill's, times 1/2, or 3/4 with the new weights.
    The skill is at level 2, worth 100, once both its answer and its evidence (A, E) are new; else at level 1,
    worth 50, or 40 in the new rubric (R):

        with the old weights  A and E: 50    else 25,   with R 20
        with the new (W)      A and E: 75    else 37.5, with R 30

    A part is what it adds to each set of others, times 1/4 for none, 1/12 for each of one or two, 1/4 for three:

        A  E: 50 - 25, ER: 50 - 20, EW: 75 - 37.5, ERW: 75 - 30, else 0       (25 + 30 + 37.5) / 12 + 45 / 4
        E  the same with A and E changed over
        R  none, A, E: -5    W, AW, EW: -7.5    with A and E: 0               -5 / 4 - (2 * 5 + 3 * 7.5) / 12
        W  none, A, E: 12.5    R, AR, ER: 10    AE, AER: 25                   12.5 / 4 + (2 * 12.5 + 3 * 10 + 25) / 12
                                                                              + 25 / 4
    """
    old = case_of(two_questions([0, 50, 100]), {"skill": {"level": 1} | WORD, "safety": 0})
    new = case_of(two_questions([0, 40, 100], weight=3), {"skill": {"level": 2} | AUDIT, "safety": 0})
    whole = compare(old, new, rescore=True).nodes["overall"]
    of_answers = (25 + 30 + 37.5) / 12 + 45 / 4
    of_rubric = -5 / 4 - (2 * 5 + 3 * 7.5) / 12
    of_weights = 12.5 / 4 + (2 * 12.5 + 3 * 10 + 25) / 12 + 25 / 4
    assert (whole.old[Reading.EVIDENCED], whole.new[Reading.EVIDENCED]) == (25, 75)
    assert whole.rescored[Reading.EVIDENCED] == 30
    assert whole.parts[Reading.EVIDENCED] == pytest.approx(
        {
            MovementPart.ANSWERS: of_answers,
            MovementPart.EVIDENCE: of_answers,
            MovementPart.RUBRIC: of_rubric,
            MovementPart.WEIGHTS: of_weights,
            MovementPart.GATES: 0,
        }
    )
    assert 2 * of_answers + of_rubric + of_weights == pytest.approx(50)


def test_a_change_caused_by_evidence_becoming_too_old_counts_as_a_change_of_evidence() -> None:
    """The answers are the same, but an audit from spring is too old by winter, and counts as an assertion."""
    rubric = two_questions()
    rubric["evidence-grades"][1]["max-age-months"] = 6
    answers = {"skill": {"level": 4, "seen": datetime.date(2026, 4, 1)} | AUDIT, "safety": {"level": 4} | AUDIT}
    winter = case_of(rubric, answers, date=datetime.date(2026, 12, 1))
    found = compare(case_of(rubric, answers), winter)
    assert found.nodes["overall"].parts[Reading.EVIDENCED] == {
        MovementPart.ANSWERS: 0,
        MovementPart.EVIDENCE: -37.5,
        MovementPart.RUBRIC: 0,
        MovementPart.WEIGHTS: 0,
        MovementPart.GATES: 0,
    }
    assert [(change.id, change.parts) for change in found.criteria] == [("skill", ("evidence", "score"))]


def test_a_change_is_not_split_into_parts_if_there_was_no_score_before() -> None:
    """No answer was known before: the claimed score has no old value and no parts, but the range has."""
    whole = compared({}, {"skill": 4, "safety": 4}).nodes["overall"]
    assert (whole.old[Reading.CLAIMED], whole.new[Reading.CLAIMED]) == (None, 100)
    assert whole.parts[Reading.CLAIMED] is None
    assert whole.parts[Reading.LOW] == {
        MovementPart.ANSWERS: 25,
        MovementPart.EVIDENCE: 0,
        MovementPart.RUBRIC: 0,
        MovementPart.WEIGHTS: 0,
        MovementPart.GATES: 0,
    }


def test_only_nodes_that_both_rubrics_have_are_compared() -> None:
    """The whole comes first, then the dimensions of both rubrics, in the new rubric's order."""
    old, new = two_questions(), two_questions()
    for rubric, names in ((old, ("one", "two", "gone")), (new, ("two", "added", "one"))):
        rubric["dimensions"] |= {name: {"title": name, "parent": "all-of-it"} for name in names}
    assert list(compared({}, {}, old, new).nodes) == ["overall", "all-of-it", "two", "one"]


# ---- what is refused
def test_rubrics_with_different_scoring_rules_are_refused() -> None:
    """The error gives both files and both rubrics, and what to do."""
    newer = two_questions(weight=2)
    newer["rubric"]["version"] = "2.0.0"
    old, new = case_of(two_questions(), {}, name="old.toml"), case_of(newer, {}, name="new.toml")
    with pytest.raises(NhsdxError, match=r"flat@1\.0\.0 and flat@2\.0\.0") as refused:
        compare(old, new)
    assert (refused.value.code, refused.value.where) == ("incomparable", "old.toml and new.toml")
    assert "--rescore" in refused.value.hint
    assert compare(old, new, rescore=True).is_rescored


@pytest.mark.parametrize(("was", "now", "said"), [(None, "short", "none and short"), ("short", None, "short and none")])
def test_assessments_with_different_profiles_are_refused(was: str | None, now: str | None, said: str) -> None:
    """The rubric is the same, but the questions are not."""
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    old, new = case_of(rubric, {"skill": 4}, profile=was), case_of(rubric, {"skill": 4}, profile=now)
    with pytest.raises(NhsdxError, match=f"different profiles: {said}") as refused:
        compare(old, new)
    assert refused.value.code == "incomparable"
    assert compare(old, new, rescore=True).is_rescored


def test_a_different_version_of_the_rubric_with_the_same_scoring_rules_is_accepted() -> None:
    """Wording may change, because it does not change any score."""
    newer = two_questions()
    newer["rubric"] |= {"version": "1.1.0", "title": "In better words"}
    found = compare(case_of(two_questions(), {"skill": 1}), case_of(newer, {"skill": 1}))
    assert not found.is_rescored
    assert found.nodes["overall"].title == "In better words"


# ---- gates
def test_a_rise_caused_by_a_lifted_cap_does_not_count_as_progress_in_answers() -> None:
    """Safety rises from 0 to 25 of 100, which is 12.5 points of the whole; the rest of the rise is the lifted cap.

    Skill is at 100, so that the whole would be 50, but is capped at level 1, which is 25; then it is 62.5.
    """
    rubric = two_questions(gates={"harm": gate()})
    found = compared({"skill": 4, "safety": 0}, {"skill": 4, "safety": 1}, rubric)
    whole = found.nodes["overall"]
    claimed = Reading.CLAIMED
    assert (whole.old[claimed], whole.new[claimed]) == (25, 62.5)
    assert (whole.old_without_gates[claimed], whole.new_without_gates[claimed]) == (50, 62.5)
    assert whole.parts[claimed] == {
        MovementPart.ANSWERS: 12.5,
        MovementPart.EVIDENCE: 0,
        MovementPart.RUBRIC: 0,
        MovementPart.WEIGHTS: 0,
        MovementPart.GATES: 25,
    }


def test_progress_under_a_cap_is_shown_although_the_score_does_not_change() -> None:
    """Skill rises by 50 of 100, but the whole stays at its cap: the points that the answers add are lost to the cap."""
    rubric = two_questions(gates={"harm": gate(cap={"overall": 0})})
    whole = compared({"skill": 2, "safety": 0}, {"skill": 4, "safety": 0}, rubric).nodes["overall"]
    parts = whole.parts[Reading.CLAIMED]
    assert parts is not None
    assert whole.change[Reading.CLAIMED] == 0
    assert (parts[MovementPart.ANSWERS], parts[MovementPart.GATES]) == (25, -25)


def test_a_new_gate_is_a_separate_part_of_the_change() -> None:
    """With a stricter rubric and the same answers, no points come from the answers or the rest of the rubric."""
    answers = {"skill": 4, "safety": 0}
    whole = compared(answers, answers, two_questions(), two_questions(gates={"harm": gate()})).nodes["overall"]
    parts = whole.parts[Reading.CLAIMED]
    assert parts is not None
    assert {part: points for part, points in parts.items() if points} == {MovementPart.GATES: -25}


# ---- actions
def test_actions_that_have_been_done_since_the_older_assessment_are_listed() -> None:
    """The list has actions that are done now and were open or not listed before, but none that was done before."""

    def listed(**states: str) -> Case:
        made = case_of(two_questions(), {"skill": 2})
        actions = tuple(
            Action.model_validate(
                {"criterion": "skill", "what": what, "owner": "CMO", "due": DATE, "state": state, "reason": "So."}
            )
            for what, state in states.items()
        )
        return Case.of(made.name, made.instrument, made.assessment._replace(actions=actions))

    found = compare(
        listed(old="done", ripe="open", idle="open"), listed(old="done", ripe="done", new="done", idle="open")
    )
    assert [action.what for action in found.done_since] == ["ripe", "new"]


# ---- voices
def test_voices_are_compared_on_the_criteria_that_both_answered() -> None:
    """Leaders answered two questions and clinicians one: only this one counts, and the score of each voice is kept."""
    leaders = case_of(two_questions(), {"skill": 4, "safety": 1}, voice="self")
    clinicians = case_of(two_questions(), {"safety": 3}, voice="clinicians")
    found = compare(leaders, clinicians)
    whole = found.nodes["overall"]
    claimed = Reading.CLAIMED
    assert found.common == ("safety",)
    assert (whole.old[claimed], whole.new[claimed]) == (25, 75)
    assert [node.scores[claimed] for node in found.published] == [62.5, 75]
    assert (found.newly_unknown, [change.id for change in found.criteria]) == ((), ["safety"])
    assert [finding.code for finding in found.findings] == ["other-voice"]
    assert "only the 1 criterion that both answered" in found.findings[0].message


def test_voices_without_a_common_criterion_have_no_score_to_compare() -> None:
    """There is no common criterion, so there is no score and no part of a change."""
    found = compare(
        case_of(two_questions(), {"skill": 4}, voice="self"), case_of(two_questions(), {"safety": 3}, voice="reviewer")
    )
    assert found.common == ()
    assert set(found.nodes["overall"].new.values()) == {None}
    assert set(found.nodes["overall"].parts.values()) == {None}


def test_two_assessments_by_the_same_voice_are_compared_on_all_criteria_asked() -> None:
    """An answer that became unknown is a change, not a criterion to leave out."""
    found = compared({"skill": 4, "safety": 1}, {"safety": 3})
    assert (found.common, found.newly_unknown) == (None, ("skill",))


# ---- what is listed
@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("unknown", {"status": "not-due", "reason": "Later."}, ("status", "score")),
        ("unknown", {"level": 4} | AUDIT, ("status", "answer", "evidence", "score")),
        ({"level": 0} | WORD, {"level": 1} | WORD, ("answer", "score")),
        ({"level": 1} | WORD, {"level": 1} | AUDIT, ("evidence",)),
        ({"level": 2} | WORD, {"level": 2} | AUDIT, ("evidence", "score")),
        ({"level": 2, "why": "So."}, {"level": 2, "why": "Thus.", "seen": DATE}, ()),
    ],
)
def test_the_changed_parts_of_a_criterion_are_listed(old: object, new: object, parts: tuple[str, ...]) -> None:
    """Status, answer, evidence and score are compared separately; reworded text is not a change."""
    rubric = two_questions()
    rubric["criteria"]["skill"]["may-be-left-out"] = ["not-due"]
    found = compared({"skill": old, "safety": 3}, {"skill": new, "safety": 3}, rubric)
    assert [(change.id, change.title, change.parts) for change in found.criteria] == (
        [("skill", "skill", parts)] if parts else []
    )


def test_different_evidence_is_listed_even_if_it_counts_as_the_same_grade() -> None:
    """An audit that is too old counts as an assertion; a real assertion is different evidence that counts the same."""
    rubric = two_questions()
    rubric["evidence-grades"][1]["max-age-months"] = 6
    old = {"skill": {"level": 2, "seen": datetime.date(2025, 1, 1)} | AUDIT}
    found = compared(old, {"skill": {"level": 2} | WORD}, rubric)
    assert [(change.id, change.parts) for change in found.criteria] == [("skill", ("evidence",))]


def test_a_different_answer_with_the_same_score_is_listed() -> None:
    """The two halves of a checklist score the same, but are different answers."""
    items = {"plan": {"text": "A plan"}, "test": {"text": "A test"}}
    rubric = flat_rubric({"basics": {"kind": "checklist", "scoring": "share", "items": items}})
    one, other = ({"items": {"plan": plan, "test": test}} for plan, test in (("yes", "no"), ("no", "yes")))
    found = compare(case_of(rubric, {"basics": one}), case_of(rubric, {"basics": other}))
    assert [(change.id, change.parts) for change in found.criteria] == [("basics", ("answer",))]
    assert not any(found.nodes["overall"].parts[Reading.CLAIMED].values())  # type: ignore[union-attr]


def test_a_change_below_nine_decimals_is_not_listed_as_a_change_of_score() -> None:
    """A tiny difference in a measure is a different answer with the same score."""
    rubric = flat_rubric({"speed": {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 100}}})
    found = compare(case_of(rubric, {"speed": 50.0}), case_of(rubric, {"speed": 50.0000000000005}))
    assert [change.parts for change in found.criteria] == [("answer",)]


def test_a_criterion_that_only_one_of_the_two_rubrics_has_is_listed_with_its_only_result() -> None:
    """Criteria of the new rubric come first, then those that were dropped."""
    newer = flat_rubric({"added": level_criterion(5), "safety": level_criterion(5)}, levels=5)
    older = flat_rubric({"skill": level_criterion(5), "safety": level_criterion(5)}, levels=5)
    found = compared({"skill": 2, "safety": 3}, {"added": 4, "safety": 3}, older, newer)
    listed = [(change.id, change.parts, change.old is None, change.new is None) for change in found.criteria]
    assert listed == [("added", ("added",), True, False), ("skill", ("dropped",), False, True)]
    assert found.criteria[1].old is found.old.criteria["skill"]
    assert found.criteria[0].new is found.new.criteria["added"]
    assert found.criteria[1].title == "skill"


def test_an_answer_to_a_criterion_of_both_rubrics_is_compared_by_its_score_under_the_new_rubric() -> None:
    """An unchanged answer is not listed only because its level is worth less now."""
    older, newer = two_questions([0, 50, 100]), two_questions([0, 40, 100])
    answers = {"skill": {"level": 1} | AUDIT, "safety": {"level": 1} | AUDIT}
    found = compared(answers, answers, older, newer)
    assert found.criteria == ()
    assert found.nodes["overall"].parts[Reading.CLAIMED] == {
        MovementPart.ANSWERS: 0,
        MovementPart.EVIDENCE: 0,
        MovementPart.RUBRIC: -10,
        MovementPart.WEIGHTS: 0,
        MovementPart.GATES: 0,
    }


@pytest.mark.parametrize(
    ("was", "now", "states"),
    [
        (4, 0, (GateState.CLEAR, GateState.TRIGGERED)),
        (0, 4, (GateState.TRIGGERED, GateState.CLEAR)),
        ("unknown", 0, (GateState.UNDECIDED, GateState.TRIGGERED)),
        (4, "unknown", (GateState.CLEAR, GateState.UNDECIDED)),
        (0, 0, None),
    ],
)
def test_a_comparison_lists_gates_whose_state_changed(
    was: object, now: object, states: tuple[GateState, GateState] | None
) -> None:
    """A gate may be newly triggered, cleared or undecided."""
    rubric = two_questions(gates={"harm": gate(), "flag": gate(when={"criterion": "skill", "at-most": 0})})
    found = compared({"skill": 4, "safety": was}, {"skill": 4, "safety": now}, rubric)
    assert [(one.id, one.old, one.new) for one in found.gates] == ([] if states is None else [("harm", *states)])


def test_gates_added_and_dropped_are_listed() -> None:
    """Such gates have the state under their own rubric; a gate of both rubrics is judged by the new condition."""
    older = two_questions(gates={"harm": gate(), "gone": gate()})
    newer = two_questions(gates={"added": gate(), "harm": gate(when={"criterion": "safety", "at-most": 2})})
    found = compared({"skill": 4, "safety": 1}, {"skill": 4, "safety": 1}, older, newer)
    assert [(one.id, one.old, one.new) for one in found.gates] == [
        ("added", None, GateState.CLEAR),
        ("gone", GateState.CLEAR, None),
    ]
    again = compared({"skill": 4, "safety": 1}, {"skill": 4, "safety": 3}, older, newer)
    assert [(one.id, one.old, one.new) for one in again.gates] == [
        ("added", None, GateState.CLEAR),
        ("harm", GateState.TRIGGERED, GateState.UNPROVEN),
        ("gone", GateState.CLEAR, None),
    ]


def test_newly_unknown_and_newly_known_criteria_are_listed() -> None:
    """Lost answers, even those that were not due, and new answers are listed; answers that no longer apply are not."""
    left_out = {"may-be-left-out": ["not-due"]}
    rubric = flat_rubric({name: level_criterion(5) | left_out for name in "abcdef"}, levels=5)
    not_due = {"status": "not-due", "reason": "Later."}
    old = {"a": 3, "b": "unknown", "c": "unknown", "d": not_due, "e": 2}
    new = {"a": "unknown", "b": 3, "c": not_due, "e": 2, "f": "unknown"}
    found = compared(old, new, rubric)
    assert (found.newly_unknown, found.newly_known) == (("a", "d"), ("b",))


# ---- answers that are not valid in the other rubric
@pytest.mark.parametrize(
    ("criterion", "answer"),
    [
        ({"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 9}}, 3),
        ({"levels": ["none", "few", "some", "most", "all"]}, 4),
        ({"kind": "checklist", "items": {"plan": {"text": "A plan", "level": 1}}}, {"items": {"plan": "yes"}}),
    ],
    ids=["measure", "level off the scale", "checklist"],
)
def test_an_answer_that_is_not_valid_counts_as_unknown_and_is_listed(criterion: Table, answer: object) -> None:
    """The skill has another kind, so rescoring makes it unknown: only the safety of 50 is claimed."""
    safety: Table = {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 100}}
    older = flat_rubric({"skill": criterion, "safety": safety}, levels=5)
    newer = flat_rubric({"skill": level_criterion(3), "safety": safety}, levels=3)
    found = compared({"skill": answer, "safety": 50}, {"skill": 2, "safety": 50}, older, newer)
    whole = found.nodes["overall"]
    assert found.not_carried == ("skill",)
    assert whole.rescored == {Reading.LOW: 25, Reading.EVIDENCED: 50, Reading.CLAIMED: 50, Reading.HIGH: 75}
    assert found.newly_known == ("skill",)
    assert [(one.id, one.parts) for one in found.criteria] == [("skill", ("status", "answer", "score"))]


def test_an_answer_to_an_item_that_the_other_rubric_does_not_have_is_listed_as_lost() -> None:
    """An answer that gives the item is listed as lost in part; an answer that does not give it is complete."""
    plan, test = {"plan": {"text": "A plan", "level": 1}}, {"test": {"text": "A test", "level": 2}}
    older, newer = (flat_rubric({"basics": {"kind": "checklist", "items": items}}) for items in (plan | test, plan))
    for given, lost in (({"plan": "yes", "test": "no"}, ("basics",)), ({"plan": "yes"}, ())):
        found = compared({"basics": {"items": given}}, {}, older, newer)
        assert found.not_carried == lost


def test_answers_that_are_not_valid_are_listed_even_if_the_change_is_not_split_into_parts() -> None:
    """Nothing was scored, because the only question was not due; the answer is still listed as not valid."""
    items = {"plan": {"text": "A plan", "level": 1}}
    older = flat_rubric({"basics": {"kind": "checklist", "items": items, "may-be-left-out": ["not-due"]}})
    newer = flat_rubric({"basics": level_criterion() | {"may-be-left-out": ["not-due"]}})
    not_due = {"basics": {"status": "not-due", "reason": "Later."}}
    for found in (compared(not_due, {"basics": 2}, older, newer), compared({"basics": 2}, not_due, newer, older)):
        assert list(found.nodes["overall"].parts.values()) == [None] * len(Reading)
        assert found.not_carried == ("basics",)


def test_evidence_of_an_unknown_grade_counts_as_the_weakest_and_is_listed() -> None:
    """The answer stays; its audit counts as an assertion in a rubric without that grade."""
    newer = two_questions() | {"evidence-grades": [{"id": "word", "label": "Said", "supports": 1}]}
    answers = {"skill": {"level": 4} | AUDIT, "safety": {"level": 4} | AUDIT}
    found = compared(answers, {"skill": 4, "safety": 4}, two_questions(), newer)
    whole = found.nodes["overall"]
    assert found.not_carried == ("skill", "safety")
    assert (whole.rescored[Reading.CLAIMED], whole.rescored[Reading.EVIDENCED]) == (100, 25)
    assert found.criteria == ()


def test_answers_outside_a_profile_are_not_listed_as_lost() -> None:
    """The questions are the same; questions outside the profile are left out, not dropped."""
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    answers = {"skill": {"level": 4} | AUDIT, "safety": {"level": 2} | AUDIT}
    found = compare(case_of(rubric, answers), case_of(rubric, answers, profile="short"), rescore=True)
    whole = found.nodes["overall"]
    assert (found.not_carried, found.criteria, found.newly_unknown) == ((), (), ())
    assert (whole.old[Reading.CLAIMED], whole.rescored[Reading.CLAIMED]) == (75, 50)
    assert whole.parts[Reading.CLAIMED] == {
        MovementPart.ANSWERS: 0,
        MovementPart.EVIDENCE: 0,
        MovementPart.RUBRIC: -25,
        MovementPart.WEIGHTS: 0,
        MovementPart.GATES: 0,
    }


# ---- warnings to readers
@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"subject": "Harrowmere (fictional)"}, "other-subject"),
        ({"voice": "clinicians"}, "other-voice"),
    ],
)
def test_a_different_subject_or_voice_causes_a_warning(about: dict[str, str], code: str) -> None:
    """A difference between two subjects or two voices is not a change."""
    found = compare(case_of(two_questions(), {}), case_of(two_questions(), {}, **about))  # type: ignore[arg-type]
    assert [(one.code, one.severity, one.where) for one in found.findings] == [
        (code, "warning", f"assessment.{next(iter(about))}")
    ]


def test_a_warning_is_given_if_the_newer_assessment_comes_first() -> None:
    """The warning appears only if the first date is later than the second, and not on the same day."""
    older, newer = (case_of(two_questions(), {}, date=DATE.replace(year=year)) for year in (2025, 2026))
    assert [one.code for one in compare(newer, older).findings] == ["reversed-dates"]
    assert compare(older, newer).findings == compare(older, older).findings == ()


# ---- the split
def test_a_change_is_not_split_into_parts_if_an_intermediate_score_is_missing() -> None:
    """Unknown is never zero: if a score in between is missing, there are no parts."""
    assert split_change((MovementPart.ANSWERS, MovementPart.EVIDENCE), lambda _: None, 0.0) is None


def test_parts_that_stayed_the_same_contribute_nothing_to_a_change() -> None:
    """All five parts are always given, in the same order."""
    found = split_change(
        (MovementPart.EVIDENCE, MovementPart.ANSWERS),
        lambda switched: 10.0 if MovementPart.ANSWERS in switched else 4.0,
        -2.0,
    )
    assert found is not None
    assert list(found.items()) == [
        (MovementPart.ANSWERS, 6),
        (MovementPart.EVIDENCE, 0),
        (MovementPart.RUBRIC, 0),
        (MovementPart.WEIGHTS, 0),
        (MovementPart.GATES, -2),
    ]
    assert split_change((), lambda _: 50.0, 0.0) == dict.fromkeys(MovementPart, 0)


def day(month: int) -> datetime.date:
    """The first of a month."""
    return datetime.date(2026, month, 1)


def audited(skill: object, safety: object = 4) -> Table:
    """Answers with the strongest evidence."""
    return {name: {"level": level} | AUDIT for name, level in (("skill", skill), ("safety", safety))}


def claimed(results: tuple[Result, ...]) -> list[float | None]:
    """The claimed overall scores."""
    return [result.overall.scores[Reading.CLAIMED] for result in results]


def at(month: int, level: int, rubric: Table | None = None, **parts: str) -> Case:
    """A case of this month with the skill at this level; its name has both."""
    return case_of(rubric or two_questions(), audited(level), name=f"{month}-{level}", date=day(month), **parts)


def test_a_series_is_in_the_order_of_its_dates() -> None:
    """The order of the files does not matter; names and scores stay with their assessment."""
    cases = [at(4, 1), at(7, 3), at(10, 2)]
    for given in itertools.permutations(cases):
        found = compute_trend(given)
        assert found.names == ("4-1", "7-3", "10-2")
        assert claimed(found.points) == [62.5, 87.5, 75]
        assert not found.is_rescored


def test_assessments_of_the_same_day_stay_in_the_order_given() -> None:
    """If they are scored as of different days, the earlier comes first. The date of the assessment has priority."""
    assert compute_trend([at(4, 3), at(4, 1), at(1, 0)]).names == ("1-0", "4-3", "4-1")
    later, earlier = (
        Case.of(name, made.instrument, made.assessment, as_of=day(month))
        for name, month, made in (("later", 9, at(4, 1)), ("earlier", 5, at(4, 2)))
    )
    assert compute_trend([later, at(5, 0), earlier]).names == ("earlier", "later", "5-0")


def test_each_step_of_a_trend_compares_two_neighbouring_assessments() -> None:
    """The parts of the steps add up to the whole change."""
    cases = [at(4, 1), at(7, 3), at(10, 2)]
    found = compute_trend(cases)
    assert found.steps == (compare(cases[0], cases[1]), compare(cases[1], cases[2]))
    moved = [step.nodes["overall"].parts[Reading.CLAIMED] for step in found.steps]
    assert [parts and parts[MovementPart.ANSWERS] for parts in moved] == [25, -12.5]


def test_a_trend_of_one_assessment_has_no_steps_and_no_error() -> None:
    """Having nothing to compare is not an error."""
    found = compute_trend([at(4, 1)])
    assert (found.names, found.steps, claimed(found.points)) == (("4-1",), (), [62.5])


# ---- rescoring
def rescored(*cases: Case) -> Trend:
    """The series scored using the rubric and profile of the last."""
    return compute_trend(cases, rescore=True)


def test_assessments_with_different_rubrics_are_refused() -> None:
    """The error gives the last rubric in time and a different one, for any order of the files."""
    older, newer = two_questions(), two_questions(weight=3)
    for given in ((at(4, 1, older), at(7, 1, newer)), (at(7, 1, newer), at(4, 1, older))):
        with pytest.raises(NhsdxError) as refused:
            compute_trend(given)
        assert (refused.value.code, refused.value.where) == ("incomparable", "4-1 and 7-1")


def test_all_assessments_are_rescored_with_the_rubric_of_the_last_one() -> None:
    """Skill has weight 3 in the last rubric; the published scores are also shown."""
    older, newer = two_questions(), two_questions(weight=3)
    found = rescored(at(7, 1, older), at(10, 1, newer), at(4, 1, newer))
    assert found.is_rescored
    assert found.names == ("4-1", "7-1", "10-1")
    assert claimed(found.points) == [43.75, 43.75, 43.75]
    assert [node.scores[Reading.CLAIMED] for node in found.published] == [43.75, 62.5, 43.75]
    assert not any(step.is_rescored or step.criteria for step in found.steps)


def test_rescoring_with_the_same_rubric_changes_no_score() -> None:
    """With one rubric, --rescore has no effect on the results."""
    cases = (at(4, 1), at(7, 3))
    found = rescored(*cases)
    assert not found.is_rescored
    assert all(point is case.result for point, case in zip(found.points, cases, strict=True))


@pytest.mark.parametrize(("first", "last", "expected"), [("short", None, 62.5), (None, "short", 100)])
def test_the_profile_of_the_last_assessment_is_used_for_all(
    first: str | None, last: str | None, expected: float
) -> None:
    """This is also true if only the last has no profile. No answer is lost."""
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    found = rescored(
        case_of(rubric, audited(1), date=day(4), profile=first), case_of(rubric, audited(1), date=day(7), profile=last)
    )
    assert claimed(found.points) == [expected, expected]
    assert found.points[0].assessment.profile == last
    assert found.not_carried == ()


def test_the_age_of_evidence_in_rescored_assessments_is_counted_up_to_the_day_of_each_assessment() -> None:
    """A year-old audit was new at the first assessment; the new rubric gives the skill weight 3."""
    older, newer = two_questions(), two_questions(weight=3)
    for rubric in (older, newer):
        rubric["evidence-grades"][1]["max-age-months"] = 3
    answers = {name: answer | {"seen": day(4)} for name, answer in audited(4).items()}
    found = rescored(case_of(older, answers, date=day(4)), case_of(newer, answers, date=day(10)))
    assert [point.overall.scores[Reading.EVIDENCED] for point in found.points] == [100, 25]


def test_answers_not_valid_in_the_last_rubric_are_listed_once() -> None:
    """They are in the last rubric's order; criteria that it does not ask are not listed."""
    measure: Table = {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 9}}
    first = flat_rubric({"gone": measure, "speed": measure, "skill": level_criterion()})
    second = flat_rubric({"speed": level_criterion(), "skill": measure})
    last = flat_rubric({"skill": level_criterion(), "speed": level_criterion()})
    found = rescored(
        case_of(first, {"gone": 1, "speed": 1, "skill": 5}, date=day(1)),
        case_of(second, {"speed": 5, "skill": 1}, date=day(4)),
        case_of(last, {"speed": 5, "skill": 5}, date=day(7)),
    )
    assert found.not_carried == ("skill", "speed")
    assert claimed(found.points) == [100, 100, 100]
    assert [point.overall.coverage for point in found.points] == [0.5, 0.5, 1]


# ---- warnings to readers
def test_a_finding_shared_by_several_steps_is_reported_once() -> None:
    """A different voice in the middle affects two steps, but is reported once; the order is never wrong."""
    found = compute_trend([at(10, 2), at(7, 3, voice="clinicians"), at(4, 1)])
    assert [[one.code for one in step.findings] for step in found.steps] == [["other-voice"], ["other-voice"]]
    assert [one.code for one in found.findings] == ["other-voice"]


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
def test_a_mixed_answer_has_the_grade_and_date_of_the_same_piece_of_evidence(
    evidence: Answer | None, expected: Answer
) -> None:
    """Grade and date are taken together; an answer without a value has no evidence to take."""
    assert mix_answer(Answer(level=2, evidence="word", why="So."), evidence) == expected


def test_an_answer_with_a_status_has_no_evidence() -> None:
    """There is no value that it could support."""
    unknown = Answer(status=Status.UNKNOWN)
    assert mix_answer(unknown, Answer(level=4, evidence="audit", seen=MARCH)) is unknown


def test_a_mixture_whose_parts_all_come_from_one_assessment_has_the_scores_of_that_assessment() -> None:
    """A mixture of only old parts is the old case, and a mixture of only new parts is the new case."""
    old = case_of(two_questions([0, 50, 100]), {"skill": {"level": 1} | WORD})
    new = case_of(two_questions([0, 40, 100], weight=3), {"skill": {"level": 2} | AUDIT, "safety": 1})
    hybrids = CaseMixtures(old, new)
    assert hybrids.score(NOTHING).overall == old.result.overall
    assert hybrids.score(frozenset(MovementPart)).overall == new.result.overall
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
def test_each_part_alone_gives_the_score_worked_out_by_hand(
    part: MovementPart, claimed: float, evidenced: float
) -> None:
    """Skill has half or three quarters of the weight; level 1 is worth 50 or 40; safety is at 0."""
    old = case_of(two_questions([0, 50, 100]), {"skill": {"level": 1} | WORD, "safety": 0})
    new = case_of(two_questions([0, 40, 100], weight=3), {"skill": {"level": 2} | AUDIT, "safety": 0})
    scores = CaseMixtures(old, new).score(frozenset({part})).overall.scores
    assert (scores[Reading.CLAIMED], scores[Reading.EVIDENCED]) == (claimed, evidenced)


def test_each_mixture_of_old_and_new_parts_is_scored_only_once() -> None:
    """All nodes and readings need the same few results."""
    hybrids = CaseMixtures(case_of(two_questions(), {"skill": 1}), case_of(two_questions(), {"skill": 2}))
    switched = frozenset({MovementPart.ANSWERS})
    assert hybrids.score_without_gates(switched) is hybrids.score_without_gates(frozenset({MovementPart.ANSWERS}))


@pytest.mark.parametrize(("was", "now"), [(None, "short"), ("short", None)])
def test_a_change_of_profile_counts_as_a_change_of_the_rubric(was: str | None, now: str | None) -> None:
    """The questions asked are part of the instrument, not of answers or evidence; having no profile is part of it, too.

    Skill at level 4 and safety at 2 are 75 together, and at 0 and 4 they are 50; `short` asks for safety alone.
    """
    rubric = two_questions(profiles={"short": {"title": "Short", "criteria": ["safety"]}})
    old = case_of(rubric, {"skill": 4, "safety": 2}, profile=was)
    new = case_of(rubric, {"skill": 0, "safety": 4}, profile=now)
    hybrids = CaseMixtures(old, new)
    parts = (MovementPart.ANSWERS, MovementPart.EVIDENCE, MovementPart.RUBRIC, MovementPart.WEIGHTS)
    claimed = {part: hybrids.score(frozenset({part})).overall.scores[Reading.CLAIMED] for part in parts}
    asked = {None: (75, 50), "short": (50, 100)}
    assert claimed == {
        MovementPart.ANSWERS: asked[was][1],
        MovementPart.EVIDENCE: asked[was][0],
        MovementPart.RUBRIC: asked[now][0],
        MovementPart.WEIGHTS: asked[was][0],
    }


def test_a_status_that_only_the_new_rubric_allows_does_not_make_an_answer_count_as_lost() -> None:
    """A status that only the new rubric allows changes no score, so it counts in both."""
    older, newer = (
        flat_rubric({"skill": level_criterion() | {"may-be-left-out": allowed}}) for allowed in ([], ["not-due"])
    )
    left_out = {"status": "not-due", "reason": "Before go-live."}
    hybrids = CaseMixtures(case_of(older, {"skill": 2}), case_of(newer, {"skill": left_out}))
    assert hybrids.score(frozenset({MovementPart.ANSWERS})).overall.scores[Reading.CLAIMED] is None
    assert hybrids.not_carried == set()


# ---- weights
def weights_of(instrument: Instrument) -> dict[str, dict[str, float]]:
    """The weights of the children that count in each node."""
    return {node.id: {child.id: child.weight for child in node.children} for node in instrument.nodes}


def test_weights_are_exchanged_only_for_nodes_that_both_rubrics_have() -> None:
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


def test_a_child_whose_weight_in_the_other_rubric_is_zero_does_not_count() -> None:
    """A child with weight 0 in the other rubric is not counted."""
    made = apply_weights(Instrument.of(rubric_from(two_questions())), rubric_from(two_questions(weight=0)))
    assert weights_of(made)["all-of-it"] == {"safety": 1}


def test_children_keep_their_own_weights_if_none_of_them_counts_in_the_other_rubric() -> None:
    """If no child that counted in the other rubric is left, the children keep their own weights."""
    criteria: Table = {name: level_criterion() for name in ("shown", "counted")}
    older = flat_rubric(criteria | {"shown": level_criterion(weight=0)})
    newer = flat_rubric({"shown": level_criterion(weight=3)})
    made = apply_weights(Instrument.of(rubric_from(newer)), rubric_from(older))
    assert weights_of(made) == {"all-of-it": {"shown": 3}, "overall": {"all-of-it": 1}}
    hybrids = CaseMixtures(case_of(older, {"counted": 1, "shown": 5}), case_of(newer, {"shown": 4}))
    assert hybrids.score(frozenset({MovementPart.RUBRIC})).overall.scores[Reading.CLAIMED] == 100


def test_nothing_changes_if_a_rubric_is_given_its_own_weights() -> None:
    """An instrument with its own weights is unchanged."""
    instrument = Instrument.of(rubric_from(two_questions()))
    assert apply_weights(instrument, instrument.rubric) is instrument
