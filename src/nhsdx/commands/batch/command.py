"""`nhsdx batch`: scores many assessments in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.options import AsOf, EncodingOption, Force, ForExcel, ProfileName, RejectsFile, SheetOption, get_day
from nhsdx.cli.output import (
    PAGES,
    choose_coding,
    draw_page,
    emit_all,
    emit_with,
    find_format,
    print_message,
    print_written,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nhsdx.commands.batch.outputs import BatchTargets
    from nhsdx.commands.batch.scores import Batch, BatchOutput
    from nhsdx.model import Finding
    from nhsdx.scoring import Instrument
    from nhsdx.tables.engines.engine import TableFormat


EngineName: TypeAlias = Literal["polars", "duckdb", "spark"]


ShapeName: TypeAlias = Literal["wide", "long"]


SummaryFormat: TypeAlias = Literal["text", "markdown", "html", "json", "none"]


Table: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="TABLE",
        help="CSV, a workbook, JSON lines, Parquet or Arrow IPC; a folder of Parquet files or assessments.",
    ),
]
RubricToUse: TypeAlias = Annotated[str, typer.Option("--rubric", metavar="RUBRIC", help="The rubric to score with.")]
ScoresFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write all scores to this .parquet, .csv or .jsonl file, or the summary to .txt, .md, .html or .json.",
    ),
]
Shape: TypeAlias = Annotated[
    ShapeName, typer.Option("--shape", help="A row for each assessment, or for each node and reading.")
]
SummaryFormatOption: TypeAlias = Annotated[
    SummaryFormat | None, typer.Option("--format", help="The format of the summary.")
]
GroupBy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--group-by",
        metavar="COLUMNS",
        help="Break the summary down by these columns, which the map declares (comma-separated).",
    ),
]
MapFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE", help="A file that matches your columns and words with the rubric's."),
]
Keep: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="COLUMN", help="Copy this column, which has no answers; can be repeated."),
]
Strict: TypeAlias = Annotated[bool, typer.Option("--strict", help="Stop at any invalid cell or unknown column.")]
EngineOption: TypeAlias = Annotated[
    EngineName | None,
    typer.Option("--engine", help="The engine; Polars by default, DuckDB for .duckdb and .db files."),
]
TableName: TypeAlias = Annotated[
    str | None, typer.Option("--table", metavar="NAME", help="Which table of a DuckDB file to read.")
]
SparkMaster: TypeAlias = Annotated[
    str | None, typer.Option("--master", metavar="URL", help="The Spark master to use if no session is running.")
]


def batch(
    table: Table,
    *,
    rubric: RubricToUse,
    output: ScoresFile = None,
    force: Force = False,
    shape: Shape = "wide",
    format_: SummaryFormatOption = None,
    group_by: GroupBy = None,
    map_: MapFile = None,
    keep: Keep = None,
    rejects: RejectsFile = None,
    strict: Strict = False,
    profile: ProfileName = None,
    as_of: AsOf = None,
    engine: EngineOption = None,
    source: TableName = None,
    excel: ForExcel = False,
    encoding: EncodingOption = None,
    sheet: SheetOption = None,
    master: SparkMaster = None,
) -> None:
    """Score a table with one assessment in each row, and show how the scores are spread.

    An invalid cell counts as unknown. The summary says how many cells are invalid. A table of scores comes with a list
    of the invalid cells.

    Example: nhsdx batch examples/batch/region.csv --rubric nhs-digital-leadership --map examples/batch/region.toml
    """
    from nhsdx.extras import import_extra

    import_extra("narwhals", "batch")
    from nhsdx.commands.batch.outputs import BatchTargets
    from nhsdx.commands.batch.run import open_batch
    from nhsdx.files.work_folders import open_work_folder

    targets = BatchTargets.of(output, rejects, force=force, excel=excel)
    if format_ == "none" and targets.page is not None:
        raise typer.BadParameter("`none` leaves out the summary, but -o asks for it", param_hint="--format")
    choose_coding(excel=excel, has_csv=targets.format == "csv" or targets.list_of_rejects is not None)
    targets.refuse((table, map_, rubric), may_be_folder=engine == "spark")
    with open_work_folder(targets.beside, targets.table) as work:
        opened = open_batch(
            table,
            rubric,
            map_,
            work,
            keep=keep or (),
            by=group_by.split(",") if group_by else (),
            profile=profile,
            as_of=get_day(as_of),
            engine=engine,
            source=source,
            master=master,
            encoding=encoding,
            sheet=sheet,
        )
        _report_findings(opened.findings, strict=strict)
        written = _score(opened, work, targets.format, is_long=shape == "long", strict=strict)
        _write(written, targets, format_ or find_format(targets.page, PAGES) or "text", opened.scorer.instrument)


def _score(opened: Batch, work: Path, format_: TableFormat | None, *, is_long: bool, strict: bool) -> BatchOutput:
    """The scores of the table, in files in the work folder; a terminal shows the progress."""
    from nhsdx.cli.problems import refuse_invalid_cells
    from nhsdx.commands.batch.scores import run_batch
    from nhsdx.commands.batch.waiting import wait_for

    written = wait_for(lambda: run_batch(opened, work, format_, is_long=is_long), "scoring", work)
    if strict:
        refuse_invalid_cells(written.summary.rejected, opened.where)
    return written


def _write(written: BatchOutput, targets: BatchTargets, format_: str, instrument: Instrument) -> None:
    """Writes the page to its file or stdout, and the table and the list of invalid cells to their files."""
    from nhsdx.commands.batch.data import build_batch_summary
    from nhsdx.commands.batch.document import build_document

    outputs, summary = targets.list_outputs(written), written.summary
    if format_ == "none":
        emit_all(None, outputs)
    else:
        document, data = lambda: build_document(summary), lambda: build_batch_summary(summary, instrument)
        page = draw_page(format_, targets.page, document=document, data=data)
        emit_with(page, targets.page, outputs, force=targets.force)
    if targets.page is not None:
        print_message("only the summary is written; for all scores, give -o FILE.parquet, FILE.csv or FILE.jsonl")
    targets.remove_stale(written)
    if summary.rejected and written.rejects is None and targets.list_of_rejects is not None:
        print_message(
            "the invalid cells are not listed, because rows have no numbers on Spark: use --keep with a column that "
            "identifies the rows"
        )
    print_written(outputs)


def _report_findings(findings: Sequence[Finding], *, strict: bool) -> None:
    """Prints the problems with the columns. With `--strict`, raises an error that lists the problems."""
    from nhsdx.cli.problems import format_finding
    from nhsdx.model import InvalidInputError

    if strict and findings:
        raise InvalidInputError(tuple(findings))
    for finding in findings:
        print_message(format_finding(finding))
