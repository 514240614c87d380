"""The result of the answers to the items of a checklist."""

from __future__ import annotations

import pytest

from nhsdx.model.conditions import GateState
from nhsdx.model.nodes import CriterionResult, CriterionStatus
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import Table, flat_rubric, level_criterion, scored

STEPS: Table = {
    "named": {"text": "An officer is named", "level": 1},
    "trained": {"text": "The officer is trained", "level": 2},
    "paid": {"text": "The officer has paid hours", "level": 2},
    "heard": {"text": "The board hears the officer", "level": 3},
}
WORDS = {"y": "yes", "p": "partly", "n": "no", "u": "unknown", "-": "not-applicable"}


def answered(letters: str) -> Table:
    """An answer to the four items, in order."""
    return {"items": {name: WORDS[letter] for name, letter in zip(STEPS, letters, strict=True)}, "reason": "Not here."}


def result_of(letters: str, **parts: object) -> Result:
    """The result of these answers to a rubric with the four steps alone."""
    rubric = flat_rubric({"safety": {"kind": "checklist", "items": STEPS}}) | parts
    return scored(rubric, {"safety": answered(letters)})


def levels_of(found: CriterionResult) -> tuple[int | None, ...]:
    """The levels from low to high."""
    return tuple(found.levels[reading] for reading in Reading)


@pytest.mark.parametrize(
    ("letters", "levels"),
    [
        ("yyyy", (3, 3, 3, 3)),
        ("yyyn", (2, 2, 2, 2)),
        ("yypy", (1, 1, 1, 1)),
        ("nyyy", (0, 0, 0, 0)),
        ("yyuy", (1, 3, 3, 3)),
        ("yuuy", (1, 1, 1, 3)),
        ("yyyu", (2, 2, 2, 3)),
        ("ynuu", (1, 1, 1, 1)),
        ("y--y", (3, 3, 3, 3)),
        ("y--u", (2, 2, 2, 3)),
        ("yy-n", (2, 2, 2, 2)),
        ("yyy-", (3, 3, 3, 3)),
        ("-yyy", (3, 3, 3, 3)),
        ("-u-y", (1, None, None, 3)),
        ("uyyy", (0, None, None, 3)),
        ("uyyn", (0, None, None, 2)),
        ("uuuu", (0, None, None, 3)),
    ],
)
def test_a_staged_checklist_reaches_the_level_up_to_which_its_items_are_met(
    letters: str, levels: tuple[int | None, ...]
) -> None:
    """Low counts unknown items as unmet, high as met; other readings leave them out, but reach no level with them."""
    assert levels_of(result_of(letters).criteria["safety"]) == levels


@pytest.mark.parametrize(
    ("letters", "status", "coverage"),
    [
        ("yyyn", CriterionStatus.ANSWERED, 1),
        ("yyuu", CriterionStatus.ANSWERED, 0.5),
        ("y-uy", CriterionStatus.ANSWERED, 2 / 3),
        ("uyyn", CriterionStatus.UNKNOWN, 0.75),
        ("uuuu", CriterionStatus.UNKNOWN, 0),
    ],
)
def test_coverage_is_the_share_of_applicable_items_that_are_known(
    letters: str, status: CriterionStatus, coverage: float
) -> None:
    """A criterion whose first level is unknown is unknown, however much is known above it; it is never at level 0."""
    result = result_of(letters)
    found = result.criteria["safety"]
    assert found.status is status
    assert found.coverage == pytest.approx(coverage)
    assert result.overall.coverage == pytest.approx(coverage)
    assert result.overall.left_out.unknown == (status is CriterionStatus.UNKNOWN)


def test_an_item_that_is_not_listed_is_unknown() -> None:
    """The published answer gives every item of the checklist."""
    rubric = flat_rubric({"safety": {"kind": "checklist", "items": STEPS}})
    found = scored(rubric, {"safety": {"items": {"named": "yes"}}}).criteria["safety"]
    assert found.shown_answer == {"named": "yes", "trained": "unknown", "paid": "unknown", "heard": "unknown"}


@pytest.mark.parametrize(
    ("letters", "scores"),
    [
        ("yyyy", (100, 100, 100, 100)),
        ("yynn", (50, 50, 50, 50)),
        ("ypnn", (37.5, 37.5, 37.5, 37.5)),
        ("ynuu", (25, 50, 50, 75)),
        ("yn--", (50, 50, 50, 50)),
        ("uuuu", (0, None, None, 100)),
        ("-uuu", (0, None, None, 100)),
    ],
)
def test_the_score_of_a_share_checklist_is_the_met_part_of_the_applicable_weight(
    letters: str, scores: tuple[float | None, ...]
) -> None:
    """A partly met item counts half; what is unknown is unmet, left out or met; what does not apply is left out."""
    items = {name: {"text": item["text"]} for name, item in STEPS.items()}
    rubric = flat_rubric({"safety": {"kind": "checklist", "scoring": "share", "items": items}})
    found = scored(rubric, {"safety": answered(letters)}).criteria["safety"]
    assert tuple(found.scores[reading] for reading in Reading) == scores


# ---- gates on items

GATE: Table = {
    "when": {"criterion": "safety", "missing": ["named", "paid"]},
    "cap": {"overall": 0},
    "because": "It harms.",
    "remedy": "Name and pay an officer.",
}
GRADES = [{"id": "word", "label": "Said", "supports": 1}, {"id": "audit", "label": "Audited", "supports": 5}]


@pytest.mark.parametrize(
    ("letters", "evidence", "state"),
    [
        ("yyyn", "audit", GateState.CLEAR),
        ("yynn", "audit", GateState.TRIGGERED),
        ("yypy", "audit", GateState.TRIGGERED),
        ("yyuy", "audit", GateState.UNDECIDED),
        ("yy-y", "audit", GateState.CLEAR),
        ("yyyn", "word", GateState.UNPROVEN),
        ("ynuu", "word", GateState.UNDECIDED),
        ("uuuu", "audit", GateState.UNDECIDED),
    ],
)
def test_a_gate_is_triggered_by_an_item_that_is_not_met(letters: str, evidence: str, state: GateState) -> None:
    """Unknown items leave it undecided, and met ones above the level that evidence supports leave it unproven."""
    rubric = flat_rubric({"safety": {"kind": "checklist", "items": STEPS}}) | {"gates": {"officer": GATE}}
    rubric["evidence-grades"] = GRADES
    (gate,) = scored(rubric, {"safety": answered(letters) | {"evidence": evidence}}).gates
    assert gate.state is state


@pytest.mark.parametrize("status", ["not-due", "not-applicable"])
def test_a_gate_on_items_is_not_triggered_by_a_checklist_that_is_left_out(status: str) -> None:
    """An item that does not apply cannot be missing."""
    criterion = {"kind": "checklist", "items": STEPS, "may-be-left-out": [status]}
    rubric = flat_rubric({"safety": criterion, "other": level_criterion()}) | {"gates": {"officer": GATE}}
    (gate,) = scored(rubric, {"safety": {"status": status, "reason": "Not here."}, "other": 3}).gates
    assert gate.state is GateState.CLEAR


@pytest.mark.parametrize(
    ("answer", "when", "state"),
    [
        (4, {"at-least": 4}, GateState.TRIGGERED),
        (3, {"at-least": 4}, GateState.CLEAR),
        (4, {"above": 80}, GateState.CLEAR),
        (4, {"above": 79.5}, GateState.TRIGGERED),
        ("unknown", {"at-least": 4}, GateState.UNDECIDED),
        ("unknown", {"above": 100}, GateState.CLEAR),
    ],
)
def test_a_warning_may_be_about_a_high_score(answer: object, when: Table, state: GateState) -> None:
    """An unknown answer could be high, so it leaves the warning undecided."""
    warning = {"when": {"criterion": "history"} | when, "flag": True, "because": "It weighs.", "remedy": "Talk."}
    rubric = flat_rubric({"history": level_criterion(), "other": level_criterion()}) | {"gates": {"weight": warning}}
    (gate,) = scored(rubric, {"history": answer, "other": 3}).gates
    assert gate.state is state


def test_a_warning_that_needs_one_high_and_one_low_score_is_undecided_if_both_are_unknown() -> None:
    """Neither end of the range makes both true, but both could be true together."""
    parts = [{"criterion": "history", "at-least": 4}, {"criterion": "handling", "at-most": 1}]
    warning = {"when": {"all": parts}, "flag": True, "because": "It weighs.", "remedy": "Talk."}
    criteria = {"history": level_criterion(), "handling": level_criterion(), "other": level_criterion()}
    (gate,) = scored(flat_rubric(criteria) | {"gates": {"weight": warning}}, {"other": 3}).gates
    assert (gate.state, gate.triggered_under) == (GateState.UNDECIDED, ())
