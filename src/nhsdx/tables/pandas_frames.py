"""Pandas frames, which are scored on Polars because pandas expressions cannot handle missing whole numbers."""

from __future__ import annotations

from typing import Any, cast

import narwhals as nw
from narwhals.typing import IntoFrameT

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.model import quote_word
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.readers.headings import refuse_repeated
from nhsdx.tables.readers.workbook import convert_cell

Frame = nw.DataFrame[Any]


def is_of_pandas(frame: object) -> bool:
    """Whether a frame is a pandas frame."""
    return bool(nw.dependencies.is_pandas_dataframe(frame))


def score_pandas(frame: IntoFrameT, scorer: TableScorer) -> IntoFrameT:
    """The scores of a pandas frame, as a pandas frame. Raises NhsdxError for column names that are not text."""
    native: Any = frame
    _expect_names(list(native.columns))
    found: Frame = nw.from_native(native, eager_only=True)
    decimal = "." if scorer.translation is None else scorer.translation.rules.numbers.decimal
    return cast("IntoFrameT", convert_to_pandas(scorer.score(convert_to_polars(found, decimal)), found))


def _expect_names(names: list[object]) -> None:
    """Raises NhsdxError for headings that are numbers or pairs.

    Pandas makes such headings if a file has no row of headings, or has two such rows.
    """
    other = [name for name in names if not isinstance(name, str)]
    if other:
        message = f"the frame has a column whose name is not text: {quote_word(str(other[0]))}"
        hint = "give each column one heading: frame.columns = [...]"
        raise NhsdxError(message, "", hint, code="wrong-type")
    refuse_repeated(list(map(str, names)), "")


def convert_to_polars(frame: Frame, decimal: str) -> Any:  # noqa: ANN401 - a frame of polars
    """The frame as a Polars frame, with the types of its columns; a column with several types counts as text.

    Numbers in a column that also has text are written with the decimal sign that the table's map expects.
    """
    polars = import_extra("polars", "batch")
    return polars.DataFrame([_convert_column(polars, frame[name], decimal) for name in frame.columns])


def _convert_column(polars: Any, column: nw.Series[Any], decimal: str) -> Any:  # noqa: ANN401 - of polars
    missing = column.is_null().to_list()
    cells = [None if is_missing else cell for cell, is_missing in zip(column.to_list(), missing, strict=True)]
    kind = column.dtype
    if kind.is_numeric():
        return polars.Series(
            column.name, cells, dtype=polars.Int64 if kind.is_integer() else polars.Float64, strict=False
        )
    if kind in (nw.Boolean, nw.Date) or kind == nw.Datetime:
        return polars.Series(column.name, cells)
    return polars.Series(column.name, [convert_cell(cell, decimal) for cell in cells], dtype=polars.String)


def convert_to_pandas(scored: Any, frame: Frame) -> Any:  # noqa: ANN401 - frames of polars and of pandas
    """The scores as a pandas frame with the original columns, unchanged, and the same index."""
    native = frame.to_native()
    pandas = nw.get_native_namespace(frame)
    kept = [name for name in scored.columns if name in frame.columns]
    results = {name: scored[name].to_list() for name in scored.columns if name not in frame.columns}
    return pandas.concat([native[kept], pandas.DataFrame(results, index=native.index)], axis=1)
