"""A survey reported from Python."""

from __future__ import annotations

import pytest

from nhsdx import NhsdxError, survey
from tests.support.run import ROOT

FORMS = ROOT / "examples" / "survey" / "forms.csv"
MAP = ROOT / "examples" / "survey" / "forms.toml"


def test_a_survey_report_has_every_question_and_group() -> None:
    """The figures are protected as on the command line."""
    report = survey(FORMS, MAP, by=["Which trust do you work for?"])
    assert (report.rubric, report.source) == ("clinicians-see@1.0.0", "forms")
    assert [question.id for question in report.questions] == ["seen-as-care", "heard"]
    everybody, *groups = report.questions[0].groups
    assert everybody.respondents == sum(group.respondents or 0 for group in groups) == 222
    assert report.rejected == {"How often are your ideas acted on?": 1}


def test_the_minimum_can_only_be_raised() -> None:
    """A lower minimum is an error."""
    assert survey(FORMS, MAP).protection.minimum == 11
    with pytest.raises(NhsdxError, match="groups of 10 are smaller"):
        survey(FORMS, MAP, minimum=10)
    assert survey(FORMS, MAP, minimum=1000).questions[0].groups[0].hidden == "too-few"


def test_an_unknown_disclosure_protection_is_an_error() -> None:
    """The error lists the protections that exist."""
    with pytest.raises(NhsdxError, match="is not a protection") as caught:
        survey(FORMS, MAP, protect="staff")
    assert "staff-survey" in caught.value.hint
