"""The day of the latest response, if the file is unambiguous about it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress

from nhsdx.tables.date_forms import EPOCH, DateForm

TIME = r"[ T,]+[0-9]{1,2}[:.][0-9]{2}.*$"
"""The time of day after a date, which is ignored."""
WAYS = tuple(
    re.compile(way)
    for way in (
        r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})",
    )
)
"""The ways in which survey programs write a day."""
SERIAL = re.compile(r"[345]\d{4}(\.\d+)?")
"""A day as a number, as Excel stores it, for workbooks in which dates have lost their format."""
NO_DAY = datetime.date(1980, 1, 1)
"""The date that LimeSurvey gives a submitted response if the survey does not record dates."""


def find_latest_day(cells: Iterable[str], forms: Sequence[DateForm]) -> datetime.date | None:
    """The latest day in the given cells, read with a map's date forms if these forms fit all cells.

    If they do not, the cells are read in the only common way that fits every cell; None if no way or several ways fit.
    """
    words = sorted({word for cell in cells if (word := re.sub(TIME, "", cell.strip()))})
    days = [_read_day(word, forms) for word in words]
    known = [day for day in days if day is not None]
    if len(known) < len(words):
        return _guess_latest_day(words)
    latest = max(known, default=NO_DAY)
    return None if latest == NO_DAY else latest


def _read_day(word: str, forms: Sequence[DateForm]) -> datetime.date | None:
    return next((day for form in forms if (day := form.parse(word)) is not None), None)


def _guess_latest_day(words: Sequence[str]) -> datetime.date | None:
    if all(map(SERIAL.fullmatch, words)):
        return EPOCH + datetime.timedelta(days=int(float(max(words))))
    found = {max(days) for way in WAYS if len(days := _read_days(words, way)) == len(words)}
    return next(iter(found)) if len(found) == 1 and found != {NO_DAY} else None


def list_latest_days(cells: Iterable[str]) -> dict[str, datetime.date]:
    """The latest day in the given cells, by each date form that fits all cells.

    If more than one date form fits, the day is in doubt.
    """
    words = sorted({word for cell in cells if (word := re.sub(TIME, "", cell.strip()))})
    readings = {}
    for parts, way in zip(("dm", "md"), WAYS[1:], strict=True):
        days = _read_days(words, way)
        if words and len(days) == len(words):
            sign = "." if "." in words[0] else "/"
            year = "Y" if re.search(r"\d{4}$", words[0]) else "y"
            readings[sign.join((*parts, year))] = max(days)
    return readings


def _read_days(words: Sequence[str], way: re.Pattern[str]) -> list[datetime.date]:
    days = []
    for match in filter(None, map(way.fullmatch, words)):
        year, month, day = (int(match[part]) for part in ("year", "month", "day"))
        with suppress(ValueError):
            days.append(datetime.date(year + (2000 if year < 100 else 0), month, day))  # noqa: PLR2004 - two digits
    return days
