"""Difficult tables on Spark: many in one job, because planning a job takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.tables.frame import drop_blank_rows
from nhsdx.tables.readers.open_table import OpenTable
from nhsdx.tables.words import match_headings
from tests.support.nasty.cells import ANSWERS
from tests.support.nasty.outcomes import SCORER, Outcome, describe_refusal, group_by_types, make_rows, open_nasty
from tests.support.nasty.tables import PLACE, NastyTable

TABLE = "table"
Frame = Any


class _Opened(NamedTuple):
    """A table that Spark has opened: its rows that are not blank, with plain names, and their types."""

    number: int
    table: OpenTable
    rows: Frame
    types: dict[str, str]


def read_outcomes(tables: Sequence[NastyTable], folder: Path, work: Path) -> list[Outcome]:
    """The result of each table on Spark."""
    from pyspark.sql import functions

    found: dict[int, Outcome] = {}
    opened: list[_Opened] = []
    for number, table in enumerate(tables):
        own = work / str(number)
        own.mkdir(parents=True)
        try:
            opened.append(_prepare(number, open_nasty(table, folder, own, "spark"), functions))
        except NhsdxError as error:
            found[number] = Outcome(None, message=describe_refusal(error))
    marks = [one.table.native.select(functions.lit(one.number).alias(TABLE)) for one in opened if not one.table.row]
    counts = {row[TABLE]: row["count"] for row in unite(marks).groupBy(TABLE).count().collect()} if marks else {}
    listed: dict[int, list[dict[str, Any]]] = {one.number: [] for one in opened}
    for _, group in group_by_types(opened):
        for row in SCORER.score(unite([one.rows for one in group])).collect():
            listed[row[TABLE]].append(row.asDict())
    for one in opened:
        rows = make_rows(listed[one.number])
        blank = one.table.blank_rows if one.table.row else counts[one.number] - len(rows)
        found[one.number] = Outcome(rows, blank)
    return [found[number] for number in range(len(tables))]


def _prepare(number: int, opened: OpenTable, functions: Any) -> _Opened:  # noqa: ANN401 - a module of pyspark
    rows = opened.native if opened.row else drop_blank_rows(opened.native)
    named = rows.toDF(*match_headings(rows.columns, {}, [*ANSWERS, PLACE]))
    answers = [column for column in named.columns if column in ANSWERS]
    # A dot in a name means a field of a struct.
    kept = named.select(PLACE, *(f"`{one}`" for one in answers)).withColumn(TABLE, functions.lit(number))
    return _Opened(number, opened, kept, {name: kind for name, kind in kept.dtypes if name in answers})


def unite(frames: Sequence[Frame]) -> Frame:
    """The rows of all frames in one part, because each part is a task, which reads the whole plan again."""
    return _unite(frames).coalesce(1)


def _unite(frames: Sequence[Frame]) -> Frame:
    """The rows of all frames, united in pairs: Spark analyses a plan anew with each step."""
    if len(frames) == 1:
        return frames[0]
    middle = len(frames) // 2
    return _unite(frames[:middle]).unionByName(_unite(frames[middle:]), allowMissingColumns=True)
