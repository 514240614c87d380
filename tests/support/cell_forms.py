"""Cells in every form that a map may give, and what they mean on every engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from nhsdx.tables.frame_builder import FrameBuilder
from nhsdx.tables.map import BatchMap
from nhsdx.tables.scoring.answers import NumberRange, read_number
from nhsdx.tables.scoring.dates import convert_date, read_date

REJECTED = "rejected"
EMPTY = None


class Form(NamedTuple):
    """What a map says, and the meaning of cells under it: a value, nothing, or rejected."""

    parts: Mapping[str, Any]
    cells: Mapping[str, Any]


NUMBERS = (
    Form(
        {},
        {
            "1": 1,
            "1.0": 1,
            "01": 1,
            "+1": 1,
            "1e2": 100,
            ".5": 0.5,
            "1.000": 1,
            "1,000": REJECTED,
            "50,5": REJECTED,
            "77%": REJECTED,
            "3 out of 10": REJECTED,
            "n/a": REJECTED,
            "-99": -99,
            "unknown": EMPTY,
            " ": EMPTY,
        },
    ),
    Form(
        {"numbers": {"percent": True, "thousands": ",", "out-of": True}, "nothing": ["N/A", "-99", "Not known"]},
        {
            "77.4970%": 77.497,
            "77 %": 77,
            "5 per cent": 5,
            "1,000": 1000,
            "1,234,567.5": 1234567.5,
            "1000": 1000,
            "3 out of 10": 3,
            "3 Out Of 10": 3,
            "3/10": 3,
            "3 of 10": 3,
            "1,000 out of 2,000": 1000,
            "12 out of 10": REJECTED,
            "-1,000.5": -1000.5,
            "−5": -5,
            "1,00": REJECTED,
            "1,0000": REJECTED,
            ",5": REJECTED,
            "%": REJECTED,
            "1.0": 1,
            "n/a": EMPTY,
            "-99": EMPTY,
            "-99.0": EMPTY,
            "not\u00a0known": EMPTY,
            "-9": -9,
        },
    ),
    Form(
        {"numbers": {"thousands": ".", "decimal": ","}, "nothing": ["-9,0"]},
        {
            "1.000": 1000,
            "50,5": 50.5,
            "1.234.567,25": 1234567.25,
            "1000": 1000,
            "3.0": REJECTED,
            "1.5": REJECTED,
            "1,5%": REJECTED,
            "-9": EMPTY,
            "-9,00": EMPTY,
        },
    ),
    Form(
        {"numbers": {"thousands": " ", "decimal": ","}},
        {"1 000": 1000, "1\u202f000,5": 1000.5, "1\u00a0000": 1000, "1 00": REJECTED, "1.5": REJECTED},
    ),
    Form({"numbers": {"thousands": "'"}}, {"1'000": 1000, "1’000.5": 1000.5, "1'0": REJECTED}),
    Form(
        {
            "words": {
                "amount": {"a year": 12, "1.0": 7, "Missing": "unknown"},
                "*": {"2": 5, "3": "unknown", "half": 0.5},
            }
        },
        {"A Year": 12, "1": 7, "01": 7, "2": 2, "3": EMPTY, "3.00": EMPTY, "half": 0.5, "missing": EMPTY, "4": 4},
    ),
)
DAY = datetime.date(2026, 3, 11)
DATES = (
    Form(
        {},
        {
            "2026-03-11": DAY,
            "2026-03-11 00:00:00": DAY,
            "2026-03-11T00:00": DAY,
            "2026-03-11T00:00:00.000Z": DAY,
            "2026-03-11 0:00": DAY,
            "2026-03-11 14:30": REJECTED,
            "2026-02-30": REJECTED,
            "2024-02-29": datetime.date(2024, 2, 29),
            "2026-3-11": REJECTED,
            "11/03/2026": REJECTED,
            "46092": REJECTED,
            "n/a": REJECTED,
            "unknown": EMPTY,
            "": EMPTY,
        },
    ),
    Form(
        {"dates": ["d/m/Y", "d-b-y", "d b Y", "excel", "Ymd", "d.m.y"], "nothing": ["not seen", "-1"]},
        {
            "11/03/2026": DAY,
            "11/3/2026 00:00": DAY,
            "11/03/2026 12:00:00 AM": DAY,
            "31/02/2026": REJECTED,
            "03/13/2026": REJECTED,
            "11-Mar-26": DAY,
            "11‑march‑26": DAY,
            "11 March 2026": DAY,
            "11 Mart 2026": REJECTED,
            "46092": DAY,
            "46092.0": DAY,
            "46092.5": REJECTED,
            "45351": datetime.date(2024, 2, 29),
            "45350": datetime.date(2024, 2, 28),
            "45352": datetime.date(2024, 3, 1),
            "46388": datetime.date(2027, 1, 1),
            "2026": REJECTED,
            "20260311": DAY,
            "20261311": REJECTED,
            "11.03.26": DAY,
            "2026-03-11": DAY,
            "2026-03-11 00:00:00": DAY,
            "Not seen": EMPTY,
            "-1": EMPTY,
            "11/03/26": REJECTED,
        },
    ),
    Form(
        {"dates": ["m/d/y H:M", "b d, Y"], "words": {"when": {"never": "unknown"}, "*": {"no": "unknown"}}},
        {
            "3/11/26 14:05": DAY,
            "3/11/26": DAY,
            "March 11, 2026": DAY,
            "Mar 11, 2026 0:00": DAY,
            "Never": EMPTY,
            "no": EMPTY,
        },
    ),
    Form(
        {"dates": ["Y-m-d H:M:S", "d/m/Y H:M"]},
        {
            "2026-03-11 09:30:00": DAY,
            "2026-03-11T09:30:00.123Z": DAY,
            "2026-03-11T09:30:00+00:00": DAY,
            "2026-03-11T00:30:00+01:00": REJECTED,
            "2026-03-11 23:60:00": REJECTED,
            "11/03/2026T23:59": DAY,
            "11/03/2026 25:00": REJECTED,
        },
    ),
)


def read_cells(native: Any, form: Form, kind: str) -> Any:  # noqa: ANN401 - a frame of any engine
    """A frame with `row`, `value` and `wrong`, from one with `row` and the cells of a kind, `amount` or `when`."""
    translation = BatchMap.model_validate({"format": "nhsdx.batch-map/1", **form.parts})
    table = FrameBuilder.of(native, translation, [kind])
    if kind == "amount":
        cell = read_number(table, "amount", NumberRange(-1e9))
        value, wrong = cell.value, cell.wrong
    else:
        day = read_date(table, "when")
        value, wrong = day.day, day.wrong
    made = table.derive({"value": value, "wrong": wrong})
    return table.frame.select(row=table.col("row"), **made).to_native()


def expect_rows(form: Form) -> list[tuple[int, Any, bool]]:
    """The rows that must come out: the value, and whether the cell is rejected."""
    days = {one: convert_date(one) for one in form.cells.values() if isinstance(one, datetime.date)}
    return [
        (row, None if value in (REJECTED, EMPTY) else days.get(value, value), value == REJECTED)
        for row, value in enumerate(form.cells.values())
    ]
