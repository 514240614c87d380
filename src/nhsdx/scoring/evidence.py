"""How far evidence supports an answer."""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

from nhsdx.model import Answer, Criterion, EvidenceGrade, Rubric


class Support(NamedTuple):
    """The grade given for an answer, the grade it counts as, and the highest level this grade supports."""

    given: str
    counted_as: str
    level: int

    @property
    def has_aged(self) -> bool:
        """Whether the evidence was too old to count as the given grade."""
        return self.given != self.counted_as


def find_support(rubric: Rubric, criterion: Criterion, answer: Answer, as_of: datetime.date) -> Support | None:
    """The highest level that an answer's evidence supports; None in a rubric without evidence grades.

    An answer without a grade has the criterion's `evidence-default`; without that key, the weakest grade.
    Evidence older than its grade's `max-age-months` at `as_of` counts as the next weaker grade.
    """
    grades = rubric.evidence_grades
    if not grades:
        return None
    given = answer.evidence or criterion.evidence_default or grades[0].id
    position = next(n for n, grade in enumerate(grades) if grade.id == given)
    counted = position - 1 if position and is_too_old(grades[position], answer.seen, as_of) else position
    return Support(given, grades[counted].id, grades[counted].supports)


def is_too_old(grade: EvidenceGrade, seen: datetime.date | None, as_of: datetime.date) -> bool:
    """Whether evidence seen on a date is older than the grade allows; undated evidence does not age."""
    if seen is None or grade.max_age_months is None:
        return False
    return _add_months(seen, grade.max_age_months) < (as_of.year, as_of.month, as_of.day)


def _add_months(start: datetime.date, months: int) -> tuple[int, int, int]:
    """Year, month and day of the same day some months later, or of the last day of a shorter month.

    Not a `date`, because the year may be later than a `date` can have.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return year, month + 1, min(start.day, last)
