"""Several Parquet files as one table: all their columns, each with a type that fits all files."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model import quote_word
from nhsdx.tables.engines.engine import Native

Types = Mapping[str, nw.dtypes.DType]


def read_types(native: Native) -> Types:
    """The type of each column."""
    return dict(nw.from_native(native).collect_schema())


def unite_files(frames: Mapping[str, Native]) -> Native | None:
    """The rows of all files, with the columns of all; None if the files have the same columns already.

    Raises NhsdxError if a column has numbers in one file and something else in another.
    """
    types = {file: read_types(native) for file, native in frames.items()}
    first, *others = (list(one.items()) for one in types.values())
    if all(one == first for one in others):
        return None
    wanted = reconcile_types(types)
    parts = [
        nw.from_native(native)
        .lazy()
        .select(
            nw.col(name).cast(kind).alias(name) if name in types[file] else nw.lit(None, dtype=kind).alias(name)
            for name, kind in wanted.items()
        )
        for file, native in frames.items()
    ]
    return nw.concat(parts).to_native()


def reconcile_types(types: Mapping[str, Types]) -> dict[str, nw.dtypes.DType]:
    """The type that each column has in all files: whole and other numbers go together, and an empty column with any."""
    found: dict[str, nw.dtypes.DType] = {}
    places: dict[str, str] = {}
    for file, columns in types.items():
        for name, kind in columns.items():
            known = found.get(name, kind)
            fitting = _join_types(known, kind)
            if fitting is None:
                message = f"column {quote_word(name)} is {kind} here, and {known} in {places[name]}"
                hint = "write it with one type in all files, such as text"
                raise NhsdxError(message, file, hint, code="table-unreadable")
            if fitting != known or name not in places:
                places[name] = file
            found[name] = fitting
    return {name: nw.String() if kind == nw.Unknown else kind for name, kind in found.items()}


def _join_types(one: nw.dtypes.DType, other: nw.dtypes.DType) -> nw.dtypes.DType | None:
    if other in (one, nw.Unknown):
        return one
    if one == nw.Unknown:
        return other
    if one.is_integer() and other.is_integer():
        return nw.Int64()
    if one.is_numeric() and other.is_numeric():
        return nw.Float64()
    days = (nw.Date, nw.Datetime)
    return nw.Datetime() if one in days and other in days else None
