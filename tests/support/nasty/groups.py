"""Difficult tables on Polars and DuckDB: many in one query, because a query takes longer to plan than to run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.tables.frame import drop_blank_rows
from nhsdx.tables.frame_builder import collect_rows
from nhsdx.tables.words import match_headings
from tests.support.nasty.cells import ANSWERS
from tests.support.nasty.outcomes import (
    SCORER,
    Outcome,
    count_rows,
    describe_refusal,
    group_by_types,
    make_rows,
    open_nasty,
)
from tests.support.nasty.tables import PLACE, NastyTable

TABLE = "table"
Types = dict[str, nw.dtypes.DType]


class _Opened(NamedTuple):
    """An open table without blank rows: the heading and the type of each column, and how many rows are blank."""

    number: int
    frame: nw.LazyFrame[Any]
    headings: dict[str, str]
    types: Types
    blank: int

    def select(self, types: Types) -> nw.LazyFrame[Any]:
        """The columns that have these types; those that are missing are empty."""
        columns = {
            name: nw.col(self.headings[name]) if name in self.headings else nw.lit(None, dtype=kind)
            for name, kind in types.items()
        }
        return self.frame.select(**columns, **{TABLE: nw.lit(self.number)})


def read_outcomes(tables: Sequence[NastyTable], folder: Path, work: Path, engine: str) -> list[Outcome]:
    """The result of each table on an engine. Tables whose columns have the same types are scored together."""
    found: dict[int, Outcome] = {}
    opened = []
    connection = duckdb.connect()
    for number, table in enumerate(tables):
        (own := work / str(number)).mkdir(parents=True)
        try:
            one = _open(number, table, folder, own, engine)
            with chdir(folder):
                opened.append(one if engine == "polars" else _move(one, connection))
        except NhsdxError as error:
            found[number] = Outcome(None, message=describe_refusal(error))
    listed: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for types, group in group_by_types(opened):
        with chdir(folder):
            for row in _score(types, group):
                listed[row[TABLE]].append(row)
    found |= {one.number: Outcome(make_rows(listed[one.number]), one.blank) for one in opened}
    return [found[number] for number in range(len(tables))]


def _open(number: int, table: NastyTable, folder: Path, work: Path, engine: str) -> _Opened:
    opened = open_nasty(table, folder, work, engine)
    with chdir(folder):
        native = opened.native if opened.row else drop_blank_rows(opened.native)
        frame = nw.from_native(native).lazy()
        schema = frame.collect_schema()
        names = dict(zip(match_headings(schema, {}, [*ANSWERS, PLACE]), schema, strict=True))
        headings = {name: own for name, own in names.items() if name in (*ANSWERS, PLACE)}
        blank = opened.blank_rows if opened.row else count_rows(opened.native) - count_rows(native)
    return _Opened(number, frame, headings, {name: schema[own] for name, own in headings.items()}, blank)


def _move(opened: _Opened, connection: duckdb.DuckDBPyConnection) -> _Opened:
    """The table in this connection of DuckDB: only tables of one can be united."""
    read = opened.frame.select(*map(nw.col, opened.headings.values())).collect("pyarrow").to_native()
    return opened._replace(frame=nw.from_native(connection.from_arrow(read)).lazy())


def _score(types: Types, group: Sequence[_Opened]) -> list[dict[str, Any]]:
    united = nw.concat([one.select(types) for one in group]).to_native()
    return collect_rows(nw.from_native(SCORER.score(united)).lazy())
