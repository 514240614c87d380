"""Reads several Parquet files as one table with all their columns; the type of each column fits all files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import quote_word
from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame_builder import FrameBuilder
from nhsdx.tables.words import fold_word

JOINED: tuple[tuple[Callable[[nw.dtypes.DType], bool], nw.dtypes.DType, str], ...] = (
    (lambda kind: kind.is_integer(), nw.Int64(), "numbers"),
    (lambda kind: kind.is_numeric(), nw.Float64(), "numbers"),
    (lambda kind: kind in (nw.String, nw.Categorical, nw.Enum), nw.String(), "text"),
    (lambda kind: kind in (nw.Date, nw.Datetime), nw.Datetime(), "days"),
    (lambda kind: kind == nw.Boolean, nw.Boolean(), "true or false"),
)
"""Column types that can be combined, the type that they then have, and how messages describe their cells."""
Types = Mapping[str, nw.dtypes.DType]


def list_lengths(files: Iterable[str]) -> set[str]:
    """The columns in Parquet files whose cells are lengths of time: DuckDB and Spark read these as numbers."""
    arrow, parquet = import_extra("pyarrow", "duckdb"), import_extra("pyarrow.parquet", "duckdb")
    try:
        return {one.name for file in files for one in parquet.read_schema(file) if arrow.types.is_duration(one.type)}
    except (OSError, ValueError, RuntimeError):
        return set()


def read_types(native: Native) -> Types:
    """The type of each column."""
    return dict(nw.from_native(native).collect_schema())


def unite_files(frames: Mapping[str, Native]) -> Native | None:
    """The rows of all files, with every column that any file has; None if all files have the same columns.

    Raises NhsdxError if a column has numbers in one file and something else in another.
    """
    types = {file: read_types(native) for file, native in frames.items()}
    first, *others = (list(one.items()) for one in types.values())
    if all(one == first for one in others):
        return None
    headings = _list_headings(types.values())
    folded = {file: {headings[fold_word(name)]: kind for name, kind in one.items()} for file, one in types.items()}
    wanted = reconcile_types(folded)
    safe = {name: f"u{place}" for place, name in enumerate(headings.values())}
    parts = [_select_wanted(native, wanted, safe) for native in frames.values()]
    united = FrameBuilder.of(nw.concat(parts).to_native())
    return united.frame.select(**{name: united.col(one) for name, one in safe.items()}).to_native()


def _list_headings(types: Iterable[Types]) -> dict[str, str]:
    """For each folded heading, the heading in the spelling of the first file that has it."""
    headings: dict[str, str] = {}
    for columns in types:
        for name in columns:
            headings.setdefault(fold_word(name), name)
    return headings


def _select_wanted(native: Native, wanted: Types, safe: Mapping[str, str]) -> nw.LazyFrame[Any]:
    """The frame of one file with the columns of all files, under safe names."""
    table = FrameBuilder.of(native)
    own = {fold_word(name): name for name in table.names}
    columns = {safe[name]: _cast(table, own.get(fold_word(name)), kind) for name, kind in wanted.items()}
    return table.frame.lazy().select(**columns)


def _cast(table: FrameBuilder, name: str | None, kind: nw.dtypes.DType) -> nw.Expr:
    if name is None:
        return nw.lit(None, dtype=kind)
    return table.col(name) if table.types[name] == kind else table.col(name).cast(kind)


def reconcile_types(types: Mapping[str, Types]) -> dict[str, nw.dtypes.DType]:
    """The type that fits each column in all files.

    Whole numbers and other numbers have a common type, and an empty column can have any type.
    """
    found: dict[str, nw.dtypes.DType] = {}
    places: dict[str, str] = {}
    for file, columns in types.items():
        for name, kind in columns.items():
            known = found.get(name, kind)
            fitting = _join_types(known, kind)
            if fitting is None:
                here, there = _describe(kind), _describe(known)
                message = f"column {quote_word(name)} has {here} here, and {there} in {places[name]}"
                hint = "write it with one type in all files, such as text"
                raise NhsdxError(message, file, hint, code="table-unreadable")
            if fitting != known or name not in places:
                places[name] = file
            found[name] = fitting
    return {name: nw.String() if kind == nw.Unknown else kind for name, kind in found.items()}


def _describe(kind: nw.dtypes.DType) -> str:
    """How messages describe the cells of a type."""
    return next((words for fits, _, words in JOINED if fits(kind)), f"cells of the type {kind}")


def _join_types(one: nw.dtypes.DType, other: nw.dtypes.DType) -> nw.dtypes.DType | None:
    """The type that fits two columns; None if no type fits both."""
    if nw.Unknown in (one, other):
        return other if one == nw.Unknown else one
    if one == other:
        return one
    return next((fitting for fits, fitting, _ in JOINED if fits(one) and fits(other)), None)
