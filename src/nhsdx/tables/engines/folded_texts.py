"""Folds texts with non-ASCII characters in Python for every engine, because engines normalise Unicode differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

from nhsdx.extras import import_extra
from nhsdx.tables.words import fold_word

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]
ODD = "[^\\x00-\\x7f]"
"""A non-ASCII character, as an expression that every engine understands."""
MOST_ODD, LONGEST_ODD = 2_000, 2_000
"""How many different texts with non-ASCII characters are folded in a column, and how long each may be.

The most frequent texts are folded first. On Polars there is no limit, because Polars calls Python while it reads the
texts.
"""


def add_folded_texts(frame: Frame, columns: Mapping[str, str]) -> tuple[Frame, dict[str, str]]:
    """The frame with a column of folded text for each text column that needs one, and the names of the new columns.

    ASCII texts stay as they are. Polars folds texts as it reads them; for other engines, a first query finds the texts
    to fold.
    """
    if not columns:
        return frame, {}
    if frame.implementation.is_polars():
        polars, native = import_extra("polars", "batch"), frame.to_native()
        made = {f"{own}f": fold_texts(polars.col(own)) for own in columns.values()}
        folded: Frame = nw.from_native(native.with_columns(**made))
    else:
        odd = {own: _list_odd_texts(frame, own) for own in _find_odd_columns(frame, list(columns.values()))}
        made = {f"{own}f": _replace_texts(own, texts) for own, texts in odd.items() if texts}
        folded = frame.with_columns(**made) if made else frame
    return folded, {name: f"{own}f" for name, own in columns.items() if f"{own}f" in made}


def fold_texts(cell: Any) -> Any:  # noqa: ANN401 - an expression of polars, which is not imported unless it is needed
    """A Polars expression for a column with its non-ASCII texts folded."""
    polars = import_extra("polars", "batch")
    return cell.cast(polars.String).map_batches(_fold_series, return_dtype=polars.String, is_elementwise=True)


def _fold_series(texts: Any) -> Any:  # noqa: ANN401 - a series of polars
    is_odd = texts.str.len_bytes() != texts.str.len_chars()
    if not is_odd.any():
        return texts
    odd = texts.filter(is_odd).unique().to_list()
    return texts.replace(odd, list(map(fold_word, odd)))


def _find_odd_columns(frame: Frame, columns: Sequence[str]) -> list[str]:
    """The columns in which any text has a non-ASCII character."""
    native: Any = frame.to_native()
    if frame.implementation.is_duckdb():
        counts = [f"bool_or(strlen({one}) <> length({one}))" for one in columns]
        (flags,) = native.aggregate(", ".join(counts)).fetchall()
    elif frame.implementation.is_spark_like():
        counts = [f"bool_or(octet_length({one}) <> char_length({one}))" for one in columns]
        (flags,) = native.selectExpr(*counts).collect()
    else:
        flags = [True for _ in columns]
    return [column for column, flag in zip(columns, flags, strict=True) if flag]


def _list_odd_texts(frame: Frame, column: str) -> dict[str, list[str]]:
    """The texts in a column that folding changes, grouped by their folded text."""
    texts = frame.lazy().select(text=nw.col(column).cast(nw.String()))
    odd = texts.filter(nw.col("text").str.contains(ODD), nw.col("text").str.len_chars() <= LONGEST_ODD)
    counted = odd.group_by("text").agg(rows=nw.len()).sort("rows", "text", descending=[True, False]).head(MOST_ODD)
    found: dict[str, list[str]] = {}
    for text in counted.select("text").collect().to_arrow().column(0).to_pylist():
        if (folded := fold_word(text)) != text:
            found.setdefault(folded, []).append(text)
    return found


def _replace_texts(column: str, texts: dict[str, list[str]]) -> nw.Expr:
    cell = nw.col(column).cast(nw.String())
    folded = [nw.when(cell.is_in(odd)).then(nw.lit(text)) for text, odd in texts.items()]
    return nw.when(cell.str.contains(ODD)).then(nw.coalesce(*folded, cell)).otherwise(cell)
