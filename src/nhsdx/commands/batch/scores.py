"""One run over a table: scores, then their summary, then the files that were asked for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import narwhals as nw

from nhsdx.commands.batch.counting import collect_rows, summarise
from nhsdx.commands.batch.shapes import escape_formulas, make_long
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.model.finding import Finding
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables.columns import DATE, PROFILE, list_answer_columns
from nhsdx.tables.engines.engine import Engine, Native, TableFormat
from nhsdx.tables.frame import find_wrong_cells, score_frame
from nhsdx.tables.frame_builder import FrameBuilder
from nhsdx.tables.map import BatchMap

ROW, COLUMN = "row", "column"
"""The columns of a list of invalid cells; rows are counted from 1, without the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A table to score, and how. `findings` lists its unknown columns and the criteria without a column."""

    engine: Engine
    native: Native
    instrument: Instrument
    profile: str | None = None
    as_of: datetime.date | None = None
    translation: BatchMap | None = None
    by: Sequence[str] = ()
    findings: tuple[Finding, ...] = ()

    def score(self) -> Native:
        """The scores of every row; nothing is computed yet."""
        return score_frame(
            self.native,
            self.instrument,
            profile=self.profile,
            as_of=self.as_of,
            translation=self.translation,
        )

    def find_wrong_cells(self) -> Native:
        """Which cells are invalid, with the numbers of the rows if rows have numbers."""
        numbered = self.engine.number_rows(self.native, ROW) if self.engine.has_row_numbers else self.native
        return find_wrong_cells(
            numbered,
            self.instrument,
            profile=self.profile,
            as_of=self.as_of,
            translation=self.translation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutput:
    """What a run wrote: its summary, the table and, if there are any, the list of invalid cells."""

    summary: BatchSummary
    table: Path | None
    rejects: Path | None


def run_batch(batch: Batch, work: Path, format_: TableFormat | None = None, *, is_long: bool = False) -> BatchOutput:
    """Scores a table into a folder, writes it in a format if one is given, and sums it up.

    A long table has a row for each node and reading, a wide one a row for each assessment.
    """
    engine = batch.engine
    wide = work / "scores.parquet"
    engine.write(batch.score(), wide, TableFormat.PARQUET)
    scores = engine.open(str(wide))
    summary = summarise(scores, batch.instrument.rubric, batch.by)
    wrong = FrameBuilder.of(batch.find_wrong_cells())
    summary = replace(summary, rejected=_count_wrong_cells(batch, wrong), findings=batch.findings)
    listed = _write_rejects(batch, wrong, summary.rejected, work)
    if format_ is None:
        return BatchOutput(summary=summary, table=None, rejects=listed)
    if format_ is TableFormat.PARQUET and not is_long:
        return BatchOutput(summary=summary, table=wide, rejects=listed)
    table = work / f"table.{format_}"
    shaped = make_long(scores, batch.instrument) if is_long else scores
    engine.write(escape_formulas(shaped) if format_ is TableFormat.CSV else shaped, table, format_)
    return BatchOutput(summary=summary, table=table, rejects=listed)


def _count_wrong_cells(batch: Batch, wrong: FrameBuilder) -> dict[str, int]:
    """How many cells of each column are invalid; columns without any are left out."""
    checked = {*list_answer_columns(batch.instrument.answerable), DATE, PROFILE}
    columns = [column for column in wrong.names if column in checked]
    sums = {wrong.names[column]: wrong.col(column).cast(nw.Int64()).sum() for column in columns}
    (counts,) = collect_rows(wrong.frame.lazy().select(**sums)) if sums else ({},)
    found = {column: int(counts[wrong.names[column]] or 0) for column in columns}
    return {column: count for column, count in found.items() if count}


def _write_rejects(batch: Batch, wrong: FrameBuilder, rejected: Mapping[str, int], work: Path) -> Path | None:
    """The list of invalid cells, if there are any and rows have numbers."""
    if not rejected or not batch.engine.has_row_numbers:
        return None
    place = work / "rejects.csv"
    table = _list_rejects(wrong, list(rejected), _find_own_names(batch.translation))
    batch.engine.write(table, place, TableFormat.CSV)
    return place


def _find_own_names(translation: BatchMap | None) -> Mapping[str, str]:
    """The table's own name for each column of answers that has one."""
    return {} if translation is None else {target: own for own, target in translation.columns.items()}


def _list_rejects(wrong: FrameBuilder, columns: Sequence[str], own: Mapping[str, str]) -> Native:
    """The row and column of each invalid cell, without its content."""
    parts = [
        wrong.frame.lazy()
        .filter(wrong.col(column))
        .select(**{ROW: wrong.col(ROW), COLUMN: nw.lit(own.get(column, column))})
        for column in columns
    ]
    return escape_formulas(nw.concat(parts).sort(ROW, COLUMN).to_native())
