"""The result of a table on each engine: its rows with their scores, or the message with which it is refused."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model.finding import InvalidInputError
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables.frame import TableScorer, drop_blank_rows
from nhsdx.tables.frame_builder import FrameBuilder, collect_rows
from nhsdx.tables.readers.open_table import DatabaseOptions, OpenTable, open_table
from tests.support.build import rubric_from
from tests.support.nasty.cells import build_nasty_rubric
from tests.support.nasty.tables import PLACE, NastyTable

SCORER = TableScorer(instrument=Instrument.of(rubric_from(build_nasty_rubric())))
RESULTS = ("overall.claimed", "rejected")
Rows = dict[str, tuple[float | None, int]]


class HasTypes(Protocol):
    """An open table that gives the type of each column."""

    @property
    def types(self) -> Mapping[str, Any]:
        """The type of each column by its heading."""


Table = TypeVar("Table", bound=HasTypes)


class Outcome(NamedTuple):
    """The score and the number of invalid cells by place, and how many rows are blank; or why it is refused."""

    rows: Rows | None
    blank: int = 0
    message: str = ""


def expect_outcome(table: NastyTable) -> Outcome:
    """The result that is required, apart from the message."""
    if table.rows is None:
        return Outcome(None)
    return Outcome({place: (row.score, row.rejected) for place, row in table.rows.items()}, table.blank)


def open_nasty(table: NastyTable, folder: Path, work: Path, engine: str) -> OpenTable:
    """The table, opened by its name alone, so that no message has the name of the folder."""
    with chdir(folder):
        return open_table(table.name, work, engine, table.options, DatabaseOptions())


def describe_refusal(error: NhsdxError) -> str:
    """The place and the reason for which a table is refused."""
    if isinstance(error, InvalidInputError):
        return "; ".join(f"{one.where}: {one.message}" for one in error.findings)
    return f"{error.where}: {error.message}"


def group_by_types(opened: Iterable[Table]) -> list[tuple[dict[str, Any], list[Table]]]:
    """Groups of tables in which columns of the same name have the same type, with the types of each group."""
    groups: list[tuple[dict[str, Any], list[Table]]] = []
    for one in opened:
        for types, group in groups:
            if all(types.get(name, kind) == kind for name, kind in one.types.items()):
                types.update(one.types)
                group.append(one)
                break
        else:
            groups.append((dict(one.types), [one]))
    return groups


def read_outcome(table: NastyTable, folder: Path, engine: str) -> Outcome:
    """The result on an engine."""
    with tempfile.TemporaryDirectory() as work:
        try:
            opened = open_nasty(table, folder, Path(work), engine)
        except NhsdxError as error:
            return Outcome(None, message=describe_refusal(error))
        with chdir(folder):
            rows = _collect(opened.native if opened.row else drop_blank_rows(opened.native))
            return Outcome(rows, opened.blank_rows if opened.row else count_rows(opened.native) - len(rows))


def count_rows(native: Any) -> int:  # noqa: ANN401 - of any engine
    """How many rows a table of any engine has."""
    return int(collect_rows(FrameBuilder.of(native).frame.lazy().select(rows=nw.len()))[0]["rows"])


def _collect(native: Any) -> Rows:  # noqa: ANN401 - of any engine
    return make_rows(collect_rows(nw.from_native(SCORER.score(native)).lazy()))


def make_rows(found: list[dict[str, Any]]) -> Rows:
    """The scores of rows by their places."""
    score, rejected = RESULTS
    return {str(row[PLACE]): (row[score], row[rejected]) for row in found}


def agree(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are equal; both may be refused."""
    if one.rows is None or other.rows is None:
        return one.rows is other.rows and (one.message == other.message or not (one.message and other.message))
    same = one.rows.keys() == other.rows.keys() and one.blank == other.blank
    return same and all(_is_same(row, other.rows[place]) for place, row in one.rows.items())


def _is_same(one: tuple[float | None, int], other: tuple[float | None, int]) -> bool:
    (left, wrong), (right, also) = one, other
    if wrong != also or (left is None) != (right is None):
        return False
    return left is None or right is None or math.isclose(left, right, abs_tol=1e-9)
