"""How evidence ages: by calendar months, by one grade, counted to a given day."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.model.rubric import EvidenceGrade
from nhsdx.scoring.evidence import is_too_old

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


def test_undated_evidence_does_not_age() -> None:
    """Without a date, the age of evidence is not known."""
    assert not is_too_old(YEAR, None, datetime.date(2026, 1, 1))
