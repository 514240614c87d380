"""The findings of a result about the answers, their evidence, the texts of the file, and the actions."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.model.assessment import Action
from nhsdx.model.finding import Finding, parse_path
from nhsdx.model.result import Result
from nhsdx.scoring.engine import score
from tests.support.build import DATE, Table, assessment_from, flat_rubric, level_criterion, rubric_from, scored

GRADES = [
    {"id": "word", "label": "Said", "supports": 1},
    {"id": "data", "label": "Measured", "supports": 5, "max-age-months": 12, "needs-document": True},
]


def codes_of(answer: object, **criterion: object) -> list[str]:
    """The codes of the findings about one answer."""
    rubric = flat_rubric({"skill": level_criterion() | criterion}) | {"evidence-grades": GRADES}
    return [finding.code for finding in scored(rubric, {"skill": answer}).findings]


@pytest.mark.parametrize(
    ("evidence", "codes"),
    [
        ({"evidence": "data", "seen": DATE, "documents": ["paper"]}, []),
        ({"evidence": "data", "seen": DATE}, ["evidence-without-document"]),
        ({"evidence": "data", "documents": ["paper"]}, ["evidence-undated", "claim-above-evidence"]),
        (
            {"evidence": "data", "seen": DATE.replace(year=2027), "documents": ["paper"]},
            ["evidence-from-later", "claim-above-evidence"],
        ),
        (
            {"evidence": "data", "seen": DATE.replace(year=2020), "documents": ["paper"]},
            ["evidence-aged", "claim-above-evidence"],
        ),
        ({"evidence": "word"}, ["claim-above-evidence"]),
        ({}, ["claim-above-evidence"]),
    ],
)
def test_every_weakness_of_evidence_is_reported(evidence: Table, codes: list[str]) -> None:
    """The findings are about no date, an impossible date, an old date, a missing document, and too little support."""
    assert codes_of({"level": 3} | evidence) == codes


def test_evidence_of_the_default_grade_is_judged_like_any_other() -> None:
    """An answer without a grade gets the same findings about its evidence."""
    found = codes_of({"level": 3}, **{"evidence-default": "data"})
    assert found == ["evidence-undated", "evidence-without-document", "claim-above-evidence"]


def test_evidence_that_does_not_age_needs_no_date_but_a_wrong_date_is_reported() -> None:
    """The wrong date does not lower the score, and is still reported."""
    ages_not = {"evidence-ages": False}
    assert codes_of({"level": 3, "evidence": "data", "documents": ["paper"]}, **ages_not) == []
    late = {"level": 3, "evidence": "data", "documents": ["paper"], "seen": DATE.replace(year=2027)}
    assert codes_of(late, **ages_not) == ["evidence-from-later"]


def test_items_that_do_not_apply_are_counted() -> None:
    """A reader sees how much was left out of a checklist."""
    items = {name: {"text": name, "level": 1} for name in ("plan", "test")}
    rubric = flat_rubric({"basics": {"kind": "checklist", "items": items}})
    answer = {"items": {"plan": "yes", "test": "not-applicable"}, "reason": "No system yet."}
    (found,) = scored(rubric, {"basics": answer}).findings
    assert (found.code, found.severity) == ("items-left-out", "info")
    assert found.message == "basics: 1 of 2 items does not apply, so left out"


def test_an_answer_outside_the_profile_is_a_warning() -> None:
    """The answer does not count, so the user is warned; a question without an answer is only mentioned."""
    rubric = flat_rubric({name: level_criterion() for name in ("one", "two", "three")})
    rubric["profiles"] = {"short": {"title": "Short", "criteria": ["one"]}}
    found = scored(rubric, {"one": 3, "two": 3, "three": "unknown"}, profile="short").findings
    assert [(one.code, one.severity) for one in found] == [
        ("answer-outside-profile", "warning"),
        ("outside-profile", "info"),
    ]


# ---- the texts and actions of the file

RUBRIC: Table = flat_rubric({"skill": level_criterion(), "other": level_criterion()})


def result_with(*actions: Table, as_of: datetime.date | None = None, **about: object) -> Result:
    """The result of a file with these actions, and these texts about it."""
    rubric = rubric_from(RUBRIC)
    made = assessment_from(rubric, {"skill": {"level": 3, "why": "…"}, "other": {"level": 3, "why": "We asked …"}})
    listed = tuple(Action.model_validate(action) for action in actions)
    assessment = made._replace(about=made.about.model_copy(update=about), actions=listed)
    return score(rubric, assessment, as_of=as_of)


def pick(result: Result, code: str) -> list[Finding]:
    """The findings with a code."""
    return [finding for finding in result.findings if finding.code == code]


def action(**parts: object) -> Table:
    """An action that was due a day before the assessment."""
    due = DATE - datetime.timedelta(days=1)
    return {"criterion": "skill", "what": "Appoint somebody", "owner": "CMO", "due": due} | parts


def test_a_placeholder_left_over_from_a_new_file_is_reported() -> None:
    """Placeholders are found in the subject, roles, reasons and actions; text that contains one is accepted."""
    result = result_with(
        action(owner="Role, not name", due=DATE),
        subject="Name of the organisation, system or programme",
        assessors=("Nurse", "Role, not name"),
    )
    assert [finding.where for finding in pick(result, "placeholder")] == [
        "assessment.subject",
        "assessment.assessors[1]",
        "answers.skill.why",
        "actions[0].owner",
    ]
    assert parse_path("assessment.assessors[1]") == ("assessment", "assessors", 1)


@pytest.mark.parametrize(
    ("parts", "as_of", "is_overdue"),
    [
        ({}, None, True),
        ({"due": DATE}, None, False),
        ({"due": DATE}, DATE + datetime.timedelta(days=1), True),
        ({}, DATE - datetime.timedelta(days=1), False),
        ({"state": "done"}, None, False),
        ({"state": "dropped", "reason": "No longer needed."}, None, False),
    ],
)
def test_an_open_action_is_overdue_after_its_day(
    parts: Table, as_of: datetime.date | None, *, is_overdue: bool
) -> None:
    """The day is the assessment's date or the date given, never today: the same file gives the same result."""
    found = pick(result_with(action(**parts), as_of=as_of), "action-overdue")
    assert [(one.where, one.severity) for one in found] == ([("actions[0]", "warning")] if is_overdue else [])


def test_a_survey_without_the_number_invited_is_a_warning() -> None:
    """Few replies from many people can mislead, and without the number invited, readers cannot tell."""
    rubric = flat_rubric({"view": {"kind": "survey", "options": ["No", "Yes"], "scores": [0, 100]}})
    assert [one.code for one in scored(rubric, {"view": {"counts": [6, 6]}}).findings] == ["invited-missing"]
    assert scored(rubric, {"view": {"counts": [6, 6], "invited": 40}}).findings == ()
    assert [one.code for one in scored(rubric, {"view": {"counts": [1, 1]}}).findings] == ["too-few-respondents"]
