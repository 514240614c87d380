"""One run over a table: scores, then their summary, then the files that were asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import narwhals as nw

from nhsdx.commands.batch.counting import BatchSummary, count_values, summarise
from nhsdx.model import Finding
from nhsdx.scoring import Instrument
from nhsdx.tables import columns
from nhsdx.tables.engines.engine import Engine, Native, TableFormat, report_damage
from nhsdx.tables.frame import TableScorer, drop_blank_rows
from nhsdx.tables.frame_builder import Expr, FrameBuilder, collect_rows
from nhsdx.tables.hints.tables import find_table_hints
from nhsdx.tables.results import escape_formulas, make_long, write_json_cells

ROW, COLUMN = "row", "column"
"""The columns of a list of invalid cells. Rows are counted from 1, without the heading row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A table, and how to score it. `findings` lists the table's unknown columns and the criteria that have no column.

    `row` is the column with row numbers, if the table has one; otherwise `keys` are the columns that tell rows apart.
    `by` lists the columns to group by, and `declared` lists all columns by which groups may ever be shown. `blank_rows`
    counts the rows left out as empty. `where` is the name of the table.
    """

    engine: Engine
    native: Native
    scorer: TableScorer
    by: Sequence[str] = ()
    declared: Sequence[str] = ()
    row: str | None = None
    keys: Sequence[str] = ()
    blank_rows: int = 0
    findings: tuple[Finding, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutput:
    """What a run wrote: its summary, the table and, if there are any, the list of invalid cells."""

    summary: BatchSummary
    table: Path | None
    rejects: Path | None


def run_batch(batch: Batch, work: Path, format_: TableFormat | None = None, *, is_long: bool = False) -> BatchOutput:
    """Scores a table, writes the scores into a folder (in another format if one is given), and summarises them.

    A long table has a row for each node and reading. A wide table has a row for each assessment. Raises NhsdxError for
    a damaged table, and if the scores cannot be written.
    """
    with report_damage(batch.where):
        return _run(batch, work, format_, is_long=is_long)


def _run(batch: Batch, work: Path, format_: TableFormat | None, *, is_long: bool) -> BatchOutput:
    engine, scorer = batch.engine, batch.scorer
    wide = work / "scores.parquet"
    native, numbered, row = _split_row_numbers(batch)
    engine.write(scorer.score(native), wide, TableFormat.PARQUET)
    scores = engine.reopen(wide)
    summary = summarise(scores, scorer.instrument.rubric, batch.by, batch.declared)
    summary = replace(
        summary,
        findings=batch.findings,
        blank_rows=_count_blank_rows(batch, summary.rows),
        profiles=_count_profiles(scorer, scores, summary.rows),
    )
    listed = None
    if _has_wrong_cells(scores):
        wrong = FrameBuilder.of(scorer.find_wrong_cells(native if numbered is None else numbered))
        summary = replace(summary, rejected=_count_wrong_cells(scorer.instrument, wrong))
        places = _find_keys(batch, wrong) if numbered is None else {ROW: wrong.col(row)}
        listed = _write_rejects(batch, places, wrong, list(summary.rejected), work)
    summary = replace(summary, hints=find_table_hints(engine, scorer, native, summary.rejected, work))
    if format_ is None or (format_ is TableFormat.PARQUET and not is_long):
        return BatchOutput(summary=summary, table=None if format_ is None else wide, rejects=listed)
    table = work / f"table.{format_}"
    shaped = make_long(scores, scorer.instrument) if is_long else scores
    written = {TableFormat.CSV: escape_formulas, TableFormat.JSONL: write_json_cells}.get(format_)
    engine.write(shaped if written is None else written(shaped), table, format_)
    return BatchOutput(summary=summary, table=table, rejects=listed)


def _count_profiles(scorer: TableScorer, scores: Native, rows: int) -> dict[str, int]:
    """How many rows were scored with each profile, in the rubric's order.

    Either all rows share one profile, or each row has its own profile.
    """
    if scorer.profile is not None:
        return {scorer.profile: rows}
    numbers = scorer.select_profiles(scores)
    found = {} if numbers is None else count_values(FrameBuilder.of(numbers), columns.PROFILE)
    names = enumerate(scorer.instrument.rubric.profiles)
    return {name: found[number] for number, name in names if number in found}


def _split_row_numbers(batch: Batch) -> tuple[Native, Native | None, str]:
    """The rows that are not blank; if possible, the same rows with row numbers; and the name of the number column."""
    if batch.row is not None:
        return nw.from_native(batch.native).drop(batch.row).to_native(), batch.native, batch.row
    row = _find_free_name(batch.native)
    numbered = batch.engine.number_rows(batch.native, row)
    return drop_blank_rows(batch.native), None if numbered is None else drop_blank_rows(numbered, row), row


def _count_blank_rows(batch: Batch, kept: int) -> int:
    """How many rows were left out, by the table's reader or in this run, because all their cells are empty."""
    if batch.row is not None:
        return batch.blank_rows
    (found,) = collect_rows(FrameBuilder.of(batch.native).frame.lazy().select(rows=nw.len()))
    return int(found["rows"]) - kept


def _has_wrong_cells(scores: Native) -> bool:
    table = FrameBuilder.of(scores)
    return bool(collect_rows(table.frame.lazy().select(wrong=table.col(columns.REJECTED).sum()))[0]["wrong"])


def _count_wrong_cells(instrument: Instrument, wrong: FrameBuilder) -> dict[str, int]:
    """How many cells of each column are invalid; columns without invalid cells are left out."""
    checked = _list_checked(instrument)
    found_columns = [column for column in wrong.names if column in checked]
    sums = {wrong.names[column]: wrong.col(column).cast(nw.Int64()).sum() for column in found_columns}
    (counts,) = collect_rows(wrong.frame.lazy().select(**sums)) if sums else ({},)
    found = {column: int(counts[wrong.names[column]] or 0) for column in found_columns}
    return {column: count for column, count in found.items() if count}


def _find_keys(batch: Batch, wrong: FrameBuilder) -> dict[str, Expr]:
    """The columns that tell rows apart, except the columns whose cells are checked."""
    checked = _list_checked(batch.scorer.instrument)
    return {key: wrong.col(key) for key in batch.keys if key in wrong and key not in checked}


def _list_checked(instrument: Instrument) -> set[str]:
    """The columns whose cells are checked.

    In a table of invalid cells, these columns contain true and false.
    """
    return {*columns.list_read_columns(instrument.answerable), columns.DATE, columns.PROFILE}


def _find_free_name(native: Native) -> str:
    """A name for the column of row numbers that no column of the table has yet."""
    taken, name = set(nw.from_native(native).collect_schema()), ROW
    while name in taken:
        name += "_"
    return name


def _write_rejects(
    batch: Batch, places: Mapping[str, Expr], wrong: FrameBuilder, columns: Sequence[str], work: Path
) -> Path | None:
    """Writes the place of each invalid cell: its row number or the row's keys, and the table's own name for the column.

    The content of the cell is left out. Returns None if no column tells the rows apart.
    """
    if not places:
        return None
    own, column_name = batch.scorer.own_names, COLUMN
    while column_name in places:
        column_name += "_"
    parts = [
        wrong.frame.lazy().filter(wrong.col(column)).select(**places, **{column_name: nw.lit(own.get(column, column))})
        for column in columns
    ]
    place = work / "rejects.csv"
    batch.engine.write_list(escape_formulas(nw.concat(parts).sort(*places, column_name).to_native()), place)
    return place
