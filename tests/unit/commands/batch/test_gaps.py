"""What a table lacks is reported once for each criterion, before anything is scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx import batch
from tests.support.build import Table
from tests.support.samples import small_rubric, write

ITEMS = {name: {"text": name, "level": 1} for name in ("one", "two", "three")}


def findings_of(tmp_path: Path, header: str, profile: str | None = None) -> list[tuple[str, str]]:
    """The findings about a table with this header, for a rubric with a checklist, a survey and a profile."""
    rubric: Table = small_rubric()
    rubric["criteria"]["safety"] = {"dimension": "work", "title": "Safety", "kind": "checklist", "items": ITEMS}
    rubric["criteria"]["view"] = {
        "dimension": "work",
        "title": "View",
        "kind": "survey",
        "options": ["no", "yes"],
        "scores": [0, 100],
        "evidence-default": "record",
    }
    rubric["gates"] = {}
    rubric["profiles"]["short"] = {"title": "Short", "criteria": ["skill", "safety"]}
    table = tmp_path / "table.csv"
    table.write_text(f"{header}\n", encoding="utf-8")
    found = batch(table, write(tmp_path / "rubric.toml", rubric), profile=profile).findings
    return [(finding.code, finding.message) for finding in found]


WHOLE = "skill,time,safety.one,safety.two,safety.three,view.option.1,view.option.2,view.seen,date"


def test_nothing_is_reported_as_missing_in_a_complete_table(tmp_path: Path) -> None:
    """Columns for statuses and evidence may be missing."""
    assert findings_of(tmp_path, WHOLE) == []


@pytest.mark.parametrize(
    ("without", "code", "message"),
    [
        (",safety.one,safety.three", "column-missing", "no column has answers to: safety.one, safety.three"),
        (",safety.one,safety.two,safety.three", "column-missing", "no column has answers to: safety"),
        (",view.option.1", "column-missing", "no column has answers to: view.option.1"),
        (",view.seen", "evidence-undated", "no column gives the date of the evidence for: view"),
    ],
)
def test_items_that_have_no_column_are_listed_once(tmp_path: Path, without: str, code: str, message: str) -> None:
    """The missing items of a checklist are one finding; so is a grade that ages without a column of dates."""
    header = ",".join(column for column in WHOLE.split(",") if column not in without.split(","))
    assert findings_of(tmp_path, header) == [(code, message)]


def test_evidence_counts_as_old_if_the_table_has_no_column_for_its_dates(tmp_path: Path) -> None:
    """The finding lists the criteria whose column of grades may have one that ages."""
    found = findings_of(tmp_path, f"{WHOLE},skill.evidence,time.evidence,time.seen")
    assert found == [("evidence-undated", "no column gives the date of the evidence for: skill")]


def test_answers_outside_the_profile_are_reported(tmp_path: Path) -> None:
    """The table has these answers, but no score uses them; no column outside the profile is missing."""
    found = findings_of(tmp_path, "skill,time,safety.one,safety.two,safety.three", profile="short")
    assert found == [("answer-outside-profile", "answered, but outside the profile, so left out: time")]
