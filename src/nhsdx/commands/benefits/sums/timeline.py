"""The years and months of a case, and the years of its lines."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.commands.benefits.shape import BenefitsFile, CaseHeader, ClaimLine
from nhsdx.commands.benefits.sums.flows import MONTHS_OF_YEAR


class Timeline(NamedTuple):
    """The years of a case, and the month of go-live, both counted from the start of the base year."""

    base_year: int
    first_month: int
    years: int
    go_live: int

    @classmethod
    def of(cls, file: BenefitsFile) -> Timeline:
        """The timeline of a file: up to the case's `last-year` or, without this key, the last year in any line."""
        case = file.case
        last = case.last_year or max((year for line in list_lines(file) for year in list_years(line)), default=0)
        return cls(case.base_year, case.first_month, max(last, case.base_year) - case.base_year + 1, find_month(case))

    def name_year(self, year: int) -> str:
        """The year as people write it: `2027/28`, or `2027` if years begin in January."""
        first = self.base_year + year
        return str(first) if self.first_month == 1 else f"{first}/{(first + 1) % 100:02d}"

    def find_date(self, month: int) -> datetime.date:
        """The first day of a month."""
        years, rest = divmod(self.first_month - 1 + month, MONTHS_OF_YEAR)
        return datetime.date(self.base_year + years, rest + 1, 1)


def find_month(case: CaseHeader) -> int:
    """The month of go-live, counted from the start of the base year."""
    return (case.go_live.year - case.base_year) * MONTHS_OF_YEAR + case.go_live.month - case.first_month


def list_lines(file: BenefitsFile) -> Iterator[ClaimLine]:
    """Every cost and benefit."""
    yield from file.costs.values()
    yield from file.benefits.values()


def list_years(line: ClaimLine) -> Iterator[int]:
    """The years for which a line gives an amount."""
    for key in line.years:
        yield from split_years(key)


def split_years(key: str) -> range:
    """The years in a key: one year, or all years from the first to the last, as in `2028-2036`."""
    first, _, last = key.partition("-")
    return range(int(first), int(last or first) + 1)
