"""Columns of unusual types, by name: those that every engine reads, and those that it refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl

DAY = dt.datetime.fromisoformat("2026-01-01T23:30")
SCORED = {
    "decimal": pl.Series([Decimal("3.00"), Decimal("4.50")], dtype=pl.Decimal(10, 2)),
    "enum": pl.Series(["3", "4"], dtype=pl.Enum(["3", "4"])),
    "categorical": pl.Series(["3", "4"], dtype=pl.Categorical),
    "large": pl.Series([3, 2**64 - 1], dtype=pl.UInt64),
    "small": pl.Series([3, -4], dtype=pl.Int8),
    "short": pl.Series([3.0, 3.1], dtype=pl.Float32),
    "infinite": pl.Series([float("nan"), float("inf")]),
    "flag": pl.Series([True, False]),
    "nothing": pl.Series([None, None], dtype=pl.Null),
    "day": pl.Series([DAY.date(), None]),
    "moment": pl.Series([DAY, DAY + dt.timedelta(milliseconds=500)]),
    "zone": pl.Series([DAY, None]).dt.replace_time_zone("America/New_York"),
    "nanoseconds": pl.Series([DAY, None], dtype=pl.Datetime("ns")),
}
REFUSED = {
    "lengths of time": pl.Series([dt.timedelta(seconds=3), None]),
    "bytes": pl.Series([b"3", b"4"]),
    "lists": pl.Series([[3], [4]]),
    "tables": pl.Series([{"a": 3}, {"a": 4}]),
}
TIMES = pl.Series([dt.time(3, 30), None])
