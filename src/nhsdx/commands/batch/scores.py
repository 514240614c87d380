"""One run over a table: scores, then what is told of them, then the file that was asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import narwhals as nw

from nhsdx.commands.batch.counting import collect_rows, summarise
from nhsdx.commands.batch.shapes import escape_formulas, make_long
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables.columns import DATE, PROFILE, list_answer_columns
from nhsdx.tables.engines.engine import Engine, Native, TableFormat
from nhsdx.tables.frame import find_wrong_cells, score_frame
from nhsdx.tables.frame_builder import FrameBuilder
from nhsdx.tables.map import BatchMap

ROW, COLUMN = "row", "column"
"""The columns of a list of rejects; a row's number counts from 1, without a line of names."""


class Shape(StrEnum):
    """How scores stand in a table: all of an assessment in one row, or each node under each reading in its own."""

    WIDE = "wide"
    LONG = "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A table to score, and how."""

    engine: Engine
    native: Native
    instrument: Instrument
    profile: str | None = None
    as_of: datetime.date | None = None
    translation: BatchMap | None = None
    by: Sequence[str] = ()

    def scores(self) -> Native:
        """The scores of every row; nothing is computed yet."""
        return score_frame(
            self.native,
            self.instrument,
            profile=self.profile,
            as_of=self.as_of,
            translation=self.translation,
        )

    def wrong(self) -> Native:
        """Where cells are no answers, with the rows' numbers if rows have any."""
        numbered = self.engine.numbered(self.native, ROW) if self.engine.has_row_numbers else self.native
        return find_wrong_cells(
            numbered,
            self.instrument,
            profile=self.profile,
            as_of=self.as_of,
            translation=self.translation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutput:
    """What a run left in its folder: the table and, where any cell is no answer, the list of those."""

    summary: BatchSummary
    table: Path | None
    rejects: Path | None


def run(batch: Batch, work: Path, format_: TableFormat | None, shape: Shape = Shape.WIDE) -> BatchOutput:
    """Scores a table into a folder, in a format or in none at all, and says what the scores are as a whole."""
    engine = batch.engine
    wide = work / "scores.parquet"
    engine.write(batch.scores(), wide, TableFormat.PARQUET)
    scores = engine.open(str(wide))
    summary = summarise(scores, batch.instrument.rubric, batch.by)
    summary, listed = _add_rejects(batch, work, summary)
    if format_ is None:
        return BatchOutput(summary=summary, table=None, rejects=listed)
    if format_ is TableFormat.PARQUET and shape is Shape.WIDE:
        return BatchOutput(summary=summary, table=wide, rejects=listed)
    table = work / f"table.{format_}"
    shaped = make_long(scores, batch.instrument) if shape is Shape.LONG else scores
    engine.write(escape_formulas(shaped) if format_ is TableFormat.CSV else shaped, table, format_)
    return BatchOutput(summary=summary, table=table, rejects=listed)


def _add_rejects(batch: Batch, work: Path, summary: BatchSummary) -> tuple[BatchSummary, Path | None]:
    """The summary with its counts of rejects, and the list of them if there are any and rows have numbers."""
    wrong = FrameBuilder.of(batch.wrong())
    checked = {*list_answer_columns(batch.instrument.asks), DATE, PROFILE}
    columns = [column for column in wrong.names if column in checked]
    sums = {wrong.names[column]: wrong.col(column).cast(nw.Int64()).sum() for column in columns}
    (counts,) = collect_rows(wrong.frame.lazy().select(**sums)) if sums else ({},)
    rejected = {column: int(counts[wrong.names[column]] or 0) for column in columns}
    summary = replace(summary, rejected={column: count for column, count in rejected.items() if count})
    if not summary.rejected or not batch.engine.has_row_numbers:
        return summary, None
    place = work / "rejects.csv"
    batch.engine.write(
        _list_rejects(wrong, list(summary.rejected), _find_own_names(batch.translation)), place, TableFormat.CSV
    )
    return summary, place


def _find_own_names(translation: BatchMap | None) -> Mapping[str, str]:
    """For a column of answers the name that the table has for it."""
    return {} if translation is None else {target: own for own, target in translation.columns.items()}


def _list_rejects(wrong: FrameBuilder, columns: Sequence[str], own: Mapping[str, str]) -> Native:
    """Row and column of each cell that is no answer; never what it holds."""
    parts = [
        wrong.frame.lazy()
        .filter(wrong.col(column))
        .select(**{ROW: wrong.col(ROW), COLUMN: nw.lit(own.get(column, column))})
        for column in columns
    ]
    return escape_formulas(nw.concat(parts).sort(ROW, COLUMN).to_native())
