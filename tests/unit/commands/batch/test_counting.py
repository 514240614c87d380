"""Evidence that nobody can date is counted in a table as in each assessment on its own."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from pathlib import Path

import pytest

from nhsdx import batch
from nhsdx.commands.batch.document import build_document
from nhsdx.commands.batch.rows import build_row
from nhsdx.commands.batch.totals import CheckCount
from nhsdx.documents.markdown import draw_markdown
from tests.support.build import DATE, Table, assessment_from, flat_rubric, level_criterion, rubric_from, scored
from tests.support.engines import ENGINES
from tests.support.samples import write

GRADES = [
    {"id": "said", "label": "Said", "supports": 1},
    {"id": "record", "label": "A record", "supports": 5, "max-age-months": 12},
    {"id": "fact", "label": "A fact", "supports": 5},
]
ITEMS = {name: {"text": name, "level": level} for name, level in (("a", 1), ("b", 1), ("c", 2))}
RUBRIC: Table = flat_rubric(
    {
        "plan": level_criterion(),
        "event": level_criterion() | {"evidence-ages": False},
        "ticks": {"kind": "checklist", "items": ITEMS, "evidence-default": "record"},
        "fit": level_criterion() | {"not-applicable-counts": "met"},
        "long": level_criterion(),
    },
    profiles={"short": {"title": "Short", "criteria": ["plan", "event", "ticks", "fit"]}},
) | {"evidence-grades": GRADES}
IN_TIME, LATE = {"seen": datetime.date(2026, 9, 1)}, {"seen": DATE + datetime.timedelta(1)}
RECORD = {"level": 3, "evidence": "record"}
UNDATED, FROM_LATER = "evidence-undated", "evidence-from-later"
ANSWERS: list[Table] = [
    {"plan": RECORD, "long": RECORD},
    {"plan": RECORD | LATE, "ticks": {"items": {"a": "yes", "b": "yes"}}},
    {"plan": RECORD | IN_TIME, "event": RECORD, "ticks": {"items": {"a": "yes"}} | IN_TIME},
    {"plan": {"level": 3, "evidence": "fact"}, "event": RECORD | LATE},
    {"plan": {"level": 1} | LATE, "long": {"level": 1}},
    {"plan": {"status": "not-due", "reason": "Later."}, "ticks": {"items": {"a": "unknown", "c": "yes"}}},
    {"fit": {"status": "not-applicable", "reason": "None."}, "ticks": {"items": {"a": "unknown"}} | LATE},
    {},
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("profile", [None, "short"])
def test_a_table_counts_the_findings_of_its_assessments(tmp_path: Path, engine: str, profile: str | None) -> None:
    """Undated and future-dated evidence of answers that count, by row and by answer, on every engine."""
    rubric = rubric_from(RUBRIC)
    rows = [build_row(assessment_from(rubric, answers, DATE, profile), rubric) for answers in ANSWERS]
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, dict.fromkeys(name for row in rows for name in row))
        table.writeheader()
        table.writerows(rows)
    found = batch(tmp_path / "table.csv", write(tmp_path / "rubric.toml", RUBRIC), engine=engine).checks
    each = [Counter(one.code for one in scored(RUBRIC, answers, DATE, profile).findings) for answers in ANSWERS]
    assert found == {
        code: CheckCount(rows=sum(code in one for one in each), answers=sum(one[code] for one in each))
        for code in (UNDATED, FROM_LATER)
    }


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("plan,plan.evidence", "3,record", {UNDATED: 1}),
        ("plan,plan.evidence,plan.seen,date", "3,record,soon,2026-10-01", {UNDATED: 1}),
        ("plan,plan.evidence,plan.seen,date", "3,record,2026-09-01,", {UNDATED: 1}),
        ("plan,plan.evidence,plan.seen,date", "3,record,2026-09-01,2026-10-01", {}),
        ("plan,plan.evidence,plan.seen,date", "9,record,,2026-10-01", {}),
        ("plan,plan.evidence,plan.seen,date", "3,hearsay,,2026-10-01", {}),
    ],
)
def test_a_date_that_cannot_be_read_counts_as_missing(
    tmp_path: Path, header: str, row: str, expected: dict[str, int]
) -> None:
    """A date may have no column or cell, be invalid, or have nothing to compare with; invalid answers do not count."""
    (tmp_path / "table.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    summary = batch(tmp_path / "table.csv", write(tmp_path / "rubric.toml", RUBRIC))
    assert {code: count.answers for code, count in summary.checks.items()} == expected


def test_the_page_says_how_many_answers_and_assessments_have_a_finding(tmp_path: Path) -> None:
    """The page uses the wording of the page of one assessment, and gives the consequences."""
    header = "plan,plan.evidence,plan.seen,long,long.evidence,date"
    rows = "3,record,,3,record,2026-10-01\n3,record,2026-11-01,3,said,2026-10-01\n3,said,,3,said,2026-10-01\n"
    (tmp_path / "table.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
    page = draw_markdown(build_document(batch(tmp_path / "table.csv", write(tmp_path / "rubric.toml", RUBRIC))))
    assert "To check before relying on these scores" in page
    assert "2 answers have evidence without a date, in 1 of 3 assessments" in page
    assert "1 answer has evidence dated after the assessment, in 1 of 3 assessments" in page
    assert "Such evidence counts as old if its grade has an age limit." in page
