"""What a published result gives: items, context, actions, and the terms for papers."""

from __future__ import annotations

import datetime
import json
from typing import Any

from nhsdx.analysis.case import Case
from nhsdx.model.assessment import Action
from nhsdx.results.published import result_data
from nhsdx.results.shape import ResultFile
from nhsdx.results.verification import verify
from tests.support.build import DATE, Table, flat_rubric, level_criterion
from tests.support.cases import case_of

CHECKLIST: Table = {
    "kind": "checklist",
    "items": {"plan": {"text": "A plan", "level": 1}, "test": {"text": "A test", "level": 2}},
}
RUBRIC: Table = flat_rubric({"basics": CHECKLIST, "skill": level_criterion()}) | {
    "rubric": {
        "id": "flat",
        "version": "1.0.0",
        "title": "Flat",
        "checked": datetime.date(2026, 9, 1),
        "report": {"audience": "board", "effort-unit": "person-days"},
    },
    "evidence-grades": [
        {"id": "word", "label": "Said", "supports": 1},
        {"id": "data", "label": "Measured", "supports": 5, "max-age-months": 12},
    ],
    "context": {"stage": {"title": "Stage", "options": ["before", "after"]}},
}


def made_case(**parts: Any) -> Case:  # noqa: ANN401 - any part of an assessment
    """A case with an item that is not answered, undated evidence, a stage and an action."""
    answers = {"basics": {"items": {"plan": "yes"}, "evidence": "data"}, "skill": 2}
    made = case_of(RUBRIC, answers)
    about = made.assessment.about.model_copy(update={"assessors": ("Chief nurse",)})
    action = {"criterion": "basics", "items": ["test"], "what": "Test it", "owner": "CIO", "due": DATE}
    given: dict[str, Any] = {
        "about": about,
        "context": {"stage": "before"},
        "actions": (Action.model_validate(action),),
    }
    return Case.of("made.toml", made.instrument, made.assessment._replace(**given | parts))


def test_a_result_gives_the_state_of_every_item() -> None:
    """Items that nobody answered are also given; the answers themselves stay as they were written."""
    data = result_data(made_case().result)
    assert data["criteria"]["basics"]["answer"] == {"plan": "yes", "test": "unknown"}
    assert data["answers"]["basics"] == {"items": {"plan": "yes"}, "evidence": "data"}


def test_evidence_without_a_date_is_marked_as_undated_beside_the_grade_that_it_counts_as() -> None:
    """A page can show this without looking for a finding."""
    basics = result_data(made_case().result)["criteria"]["basics"]
    assert (basics["evidence"], basics["counted_as"], basics["supported_level"]) == ("data", "word", 1)
    assert basics["evidence_date_problem"] == "undated"


def test_the_context_and_the_actions_and_the_terms_for_papers_are_in_the_result() -> None:
    """A page made from a stored result needs neither the rubric nor the assessment for these."""
    data = result_data(made_case().result)
    assert data["context"] == {"stage": "before"}
    assert data["actions"] == [
        {
            "criterion": "basics",
            "items": ["test"],
            "what": "Test it",
            "owner": "CIO",
            "due": DATE.isoformat(),
            "state": "open",
            "reason": None,
        }
    ]
    stamp = data["rubric"]
    assert (stamp["checked"], stamp["audience"], stamp["effort_unit"]) == ("2026-09-01", "board", "person-days")
    assert data["assessment"]["assessors"] == ["Chief nurse"]


def test_general_terms_are_used_if_a_rubric_has_no_terms_for_papers() -> None:
    """The general terms suit any field, and there is no date of checking."""
    stamp = result_data(case_of(flat_rubric({"skill": level_criterion()}), {"skill": 2}).result)["rubric"]
    assert (stamp["checked"], stamp["audience"], stamp["effort_unit"]) == (None, "people who decide", "units of effort")


def test_scoring_a_stored_result_again_gives_all_its_parts() -> None:
    """Context, actions and who answered are read back, so that the case has them and the findings are the same."""
    case = made_case(
        about=made_case().assessment.about.model_copy(update={"assessors": ("Role, not name",)}),
    )
    data = json.loads(json.dumps(result_data(case.result)))
    found = verify("stored.json", data, ResultFile.model_validate_json(json.dumps(data)), case.instrument)
    assert found.holds, found.problems
    assert found.case is not None
    again = found.case.result
    assert (again.context, again.actions, again.findings) == (
        case.result.context,
        case.result.actions,
        case.result.findings,
    )
    assert "placeholder" in {finding.code for finding in again.findings}


def test_a_different_context_makes_a_different_assessment() -> None:
    """Its digest differs; the digest of the same answers with completed actions does not."""
    one, other = made_case(), made_case(context={"stage": "after"})
    done = one.assessment.actions[0].model_copy(update={"state": "done"})
    digests = [case.result.assessment.digest for case in (one, other, made_case(actions=(done,)))]
    assert digests[0] != digests[1]
    assert digests[0] == digests[2]
