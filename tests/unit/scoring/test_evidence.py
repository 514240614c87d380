"""How evidence ages: by calendar months, grade by grade, counted to a given day."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.model.rubric import EvidenceGrade
from nhsdx.scoring.engine import score
from nhsdx.scoring.evidence import is_too_old
from tests.support.build import DATE, Table, assessment_from, flat_rubric, level_criterion, rubric_from, scored

YEAR = EvidenceGrade.model_validate({"id": "data", "label": "Data", "supports": 4, "max-age-months": 12})
MONTH = EvidenceGrade.model_validate({"id": "data", "label": "Data", "supports": 4, "max-age-months": 1})
EVER = EvidenceGrade.model_validate({"id": "data", "label": "Data", "supports": 4})


@pytest.mark.parametrize(
    ("grade", "seen", "as_of", "too_old"),
    [
        (YEAR, "2025-10-01", "2026-10-01", False),
        (YEAR, "2025-09-30", "2026-10-01", True),
        (YEAR, "2024-02-29", "2025-02-28", False),
        (YEAR, "2024-02-29", "2025-03-01", True),
        (MONTH, "2026-01-31", "2026-02-28", False),
        (MONTH, "2026-01-31", "2026-03-01", True),
        (MONTH, "2025-12-15", "2026-01-15", False),
        (MONTH, "9999-12-15", "9999-12-31", False),
        (EVER, "1990-01-01", "2026-01-01", False),
    ],
)
def test_evidence_is_too_old_on_the_day_after_its_last_month(
    grade: EvidenceGrade, seen: str, as_of: str, too_old: bool
) -> None:
    """The last day still counts, whatever the length of the months."""
    day = datetime.date.fromisoformat
    assert is_too_old(grade, day(seen), day(as_of)) is too_old


def test_undated_evidence_counts_as_the_oldest() -> None:
    """Leaving out a date never helps; a grade that does not age needs no date."""
    assert is_too_old(YEAR, None, datetime.date(2026, 1, 1))
    assert not is_too_old(EVER, None, datetime.date(2026, 1, 1))


GRADES = [
    {"id": "said", "label": "Said", "supports": 1, "max-age-months": 1},
    {"id": "minuted", "label": "Minuted", "supports": 2, "max-age-months": 24},
    {"id": "measured", "label": "Measured", "supports": 4, "max-age-months": 12},
    {"id": "enacted", "label": "Enacted", "supports": 5},
]


def supported(answer: Table, **criterion: object) -> tuple[int | None, str | None, str | None]:
    """The level that an answer's evidence supports on 1 October 2026, the grade it counts as, and its date problem."""
    rubric = flat_rubric({"skill": level_criterion() | criterion}) | {"evidence-grades": GRADES}
    found = scored(rubric, {"skill": {"level": 5} | answer}).criteria["skill"]
    return found.supported_level, found.counted_as, found.evidence_date_problem


@pytest.mark.parametrize(
    ("grade", "seen", "expected"),
    [
        ("measured", DATE.replace(year=2025), (4, "measured", None)),
        ("measured", DATE.replace(year=2024), (2, "minuted", None)),
        ("measured", DATE.replace(year=2020), (1, "said", None)),
        ("measured", None, (1, "said", "undated")),
        ("measured", DATE.replace(year=2027), (1, "said", "from-later")),
        ("minuted", None, (1, "said", "undated")),
        ("said", None, (1, "said", None)),
        ("said", DATE.replace(year=2020), (1, "said", None)),
        ("enacted", None, (5, "enacted", None)),
        ("enacted", DATE.replace(year=2027), (5, "enacted", "from-later")),
    ],
)
def test_each_evidence_grade_has_its_own_age_limit(
    grade: str, seen: datetime.date | None, expected: tuple[int, str, str | None]
) -> None:
    """Each weaker grade has its own limit; without a possible date, evidence is too old for all of them."""
    assert supported({"evidence": grade} | ({} if seen is None else {"seen": seen})) == expected


def test_a_criterion_can_set_which_level_evidence_supports_and_whether_evidence_ages() -> None:
    """Minutes prove a decision in full, and what happened once stays true, with or without a date."""
    proves = {"evidence-supports": {"minuted": 4, "measured": 5}}
    assert supported({"evidence": "minuted", "seen": DATE}, **proves) == (4, "minuted", None)
    assert supported({"evidence": "measured"}, **{"evidence-ages": False}) == (4, "measured", None)
    assert supported({"evidence": "measured", "seen": DATE.replace(year=2000)}, **{"evidence-ages": False})[0] == 4
    assert supported({"evidence": "measured", "seen": DATE.replace(year=2024)}, **proves) == (4, "minuted", None)


def test_evidence_dated_after_the_day_to_which_age_is_counted_has_no_usable_date() -> None:
    """On a day before the assessment, later evidence did not exist; on a later day, it must not be newer."""
    rubric = rubric_from(flat_rubric({"skill": level_criterion()}) | {"evidence-grades": GRADES})
    seen = datetime.date(2026, 9, 1)
    answer = {"skill": {"level": 5, "evidence": "measured", "seen": seen}}
    found = {
        day: score(rubric, assessment_from(rubric, answer), as_of=day).criteria["skill"].evidence_date_problem
        for day in (datetime.date(2026, 8, 1), DATE, datetime.date(2027, 8, 1))
    }
    assert list(found.values()) == ["from-later", None, None]
