"""Hints about the invalid cells of a table. The table's engine counts the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw

from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame_builder import collect_rows
from nhsdx.tables.hints.cells import ColumnCells
from nhsdx.tables.hints.words import LIKELY_NOTHING
from nhsdx.tables.meanings import ColumnKind, Meanings
from nhsdx.tables.number_forms import TOTAL, NumberForms
from nhsdx.tables.response_cells import LONGEST, MOST_TEXTS

REJECTED, WRONG, RIGHT = "rejected", "wrong", "right"


class AskedColumn(NamedTuple):
    """An answer column: its heading, what its cells may mean, and the map's table of other words for answers."""

    heading: str
    meanings: Meanings
    path: tuple[str, ...]


def count_cells(native: Native, columns: Sequence[AskedColumn], forms: NumberForms) -> list[ColumnCells]:
    """The cells of the given columns, from a frame with their texts (t0, t1, …) and their invalid cells (w0, w1, …)."""
    frame = nw.from_native(native).lazy()
    found = []
    for place, column in enumerate(columns):
        texts = {kind: _count_texts(part) for kind, part in _list_parts(frame, place, column.meanings.kind)}
        words = column.meanings.words
        totals = _count_totals(frame, place, texts, forms)
        found.append(ColumnCells(column.heading, column.meanings.kind, words, column.path, **texts, totals=totals))
    return found


def _count_totals(
    frame: Any,  # noqa: ANN401 - as above
    place: int,
    texts: Mapping[str, Mapping[str, int]],
    forms: NumberForms,
) -> dict[str, int]:
    """The totals in numbers such as 3 out of 10, each with its number of cells.

    `forms` says how the map allows numbers to be written.
    """
    form = forms.model_copy(update={"out_of": True})
    if not any(re.search(TOTAL, text) for kind in (WRONG, RIGHT) for text in texts.get(kind, ())):
        return {}
    written = frame.select(text=nw.col(f"t{place}")).filter(
        nw.col("text").str.len_chars() <= LONGEST, nw.col("text").str.contains(form.pattern)
    )
    totals = written.filter(nw.col("text").str.contains(TOTAL)).with_columns(
        text=nw.col("text").str.replace_all(f"^.*{TOTAL}", "")
    )
    return _count_texts(totals)


def _list_parts(frame: Any, place: int, kind: ColumnKind) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    """The texts to count in a column of the given kind.

    In a column of numbers, words for no answer are counted as written, and in other texts every digit becomes 1.
    """
    text, is_wrong = nw.col(f"t{place}"), nw.col(f"w{place}")
    filled = frame.select(text=text, wrong=is_wrong).filter(
        nw.col("text") != "", nw.col("text").str.len_chars() <= LONGEST
    )
    wrong = filled.filter(nw.col("wrong"))
    if kind is not ColumnKind.NUMBERS:
        yield REJECTED, wrong
        return
    masked = nw.col("text").str.replace_all("[0-9]", "1")
    yield REJECTED, wrong.filter(nw.col("text").is_in(list(LIKELY_NOTHING)))
    yield WRONG, wrong.with_columns(text=masked)
    yield RIGHT, filled.filter(~nw.col("wrong")).with_columns(text=masked)


def _count_texts(frame: Any) -> dict[str, int]:  # noqa: ANN401 - as above
    counted = frame.group_by("text").agg(rows=nw.len()).sort("rows", "text", descending=[True, False]).head(MOST_TEXTS)
    return {row["text"]: int(row["rows"]) for row in collect_rows(counted)}
