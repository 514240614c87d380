"""How far evidence supports an answer."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.model import Answer, Criterion, DateProblem, EvidenceGrade, Rubric


class Days(NamedTuple):
    """The date used to work out how old evidence is, and the last day on which evidence can have been seen."""

    as_of: datetime.date
    latest: datetime.date

    @classmethod
    def of(cls, assessed: datetime.date, as_of: datetime.date | None = None) -> Days:
        """The days of an assessment; without `as_of`, the assessment's own date is used for the age of evidence."""
        return cls(as_of or assessed, min(as_of or assessed, assessed))


class Support(NamedTuple):
    """The grade given for an answer, the grade that its evidence counts as, and the level that this grade supports.

    `date_problem` says why the date of the evidence cannot be used. Evidence without a usable date counts as too old if
    its grade ages.
    """

    given: str
    counted_as: str
    level: int
    date_problem: DateProblem | None = None

    @property
    def has_aged(self) -> bool:
        """Whether the evidence has a date and is too old to count as the given grade."""
        return self.given != self.counted_as and self.date_problem is None


def find_support(rubric: Rubric, criterion: Criterion, answer: Answer, days: Days) -> Support | None:
    """The highest level that an answer's evidence supports; None in a rubric without evidence grades.

    An answer without a grade has the criterion's `evidence-default` or, if there is none, the weakest grade. A
    criterion may say that a grade supports a different level for this criterion.
    """
    grades = rubric.evidence_grades
    if not grades:
        return None
    given = answer.evidence or criterion.evidence_default or grades[0].id
    position = next(n for n, grade in enumerate(grades) if grade.id == given)
    problem = find_date_problem(answer.seen, days)
    counted = position
    if criterion.evidence_ages:
        counted = find_aged_position(grades, position, None if problem else answer.seen, days.as_of)
    if problem == "undated" and counted == position:
        problem = None
    grade = grades[counted]
    return Support(given, grade.id, criterion.evidence_supports.get(grade.id, grade.supports), problem)


def find_aged_position(
    grades: Sequence[EvidenceGrade], position: int, seen: datetime.date | None, as_of: datetime.date
) -> int:
    """The position of the grade that evidence of this age counts as; `seen` is None if there is no usable date.

    Evidence that is too old for its grade counts as the next weaker grade. The age limit of the weaker grade then
    applies, and so on, down to a grade that does not age or to the weakest grade. Evidence without a usable date is too
    old for every grade that ages.
    """
    while position and is_too_old(grades[position], seen, as_of):
        position -= 1
    return position


def find_date_problem(seen: datetime.date | None, days: Days) -> DateProblem | None:
    """Why the date of evidence cannot be used; None if the date can be used."""
    if seen is None:
        return "undated"
    return "from-later" if seen > days.latest else None


def is_too_old(grade: EvidenceGrade, seen: datetime.date | None, as_of: datetime.date) -> bool:
    """Whether evidence is older than its grade allows. Undated evidence is always too old for a grade that ages."""
    if grade.max_age_months is None:
        return False
    return seen is None or _add_months(seen, grade.max_age_months) < (as_of.year, as_of.month, as_of.day)


def _add_months(start: datetime.date, months: int) -> tuple[int, int, int]:
    """The day that is the given number of months later, or the last day of that month if the month is too short.

    The result is a year, a month and a day, because the year can be too late for a `date`.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return year, month + 1, min(start.day, last)
