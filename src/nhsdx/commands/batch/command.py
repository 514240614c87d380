"""`nhsdx batch`: many assessments at once, as tables."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from nhsdx.cli.options import AsOf, Force, ProfileName


class EngineName(StrEnum):
    """The engines that can do the work."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


class ShapeName(StrEnum):
    """How scores stand in a table."""

    WIDE = "wide"
    LONG = "long"


class SummaryFormat(StrEnum):
    """How the whole is summed up on stdout."""

    TABLE = "table"
    JSON = "json"
    NONE = "none"


def batch(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="CSV, Parquet, Arrow IPC or JSON lines; a folder or pattern of Parquet or assessments.",
        ),
    ],
    *,
    rubric: Annotated[str, typer.Option("--rubric", metavar="RUBRIC", help="The rubric to score with.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write all scores: to .parquet, .csv or .jsonl."),
    ] = None,
    force: Force = False,
    shape: Annotated[
        ShapeName, typer.Option("--shape", help="A row for each assessment, or for each node and reading.")
    ] = ShapeName.WIDE,
    format_: Annotated[SummaryFormat, typer.Option("--format", help="How to sum it up.")] = SummaryFormat.TABLE,
    group_by: Annotated[
        str | None, typer.Option("--group-by", metavar="COLUMNS", help="Sum up by these columns, joined by commas.")
    ] = None,
    map_: Annotated[
        str | None, typer.Option("--map", metavar="FILE", help="What the table's columns and words stand for.")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COLUMN", help="A column that is no answer; may be repeated.")
    ] = None,
    rejects: Annotated[
        str | None, typer.Option("--rejects", metavar="FILE", help="Where to list the cells that are no answers.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at any cell or column that is no answer.")] = False,
    profile: ProfileName = None,
    as_of: AsOf = None,
    engine: Annotated[
        EngineName | None, typer.Option("--engine", help="What does the work; polars unless it is a database.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help="Which table of a DuckDB file to read.")
    ] = None,
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help="The Spark master, if no session runs.")
    ] = None,
) -> None:
    """Score a table of assessments, one in each row, and sum up how the scores are spread.

    What is no answer counts as unknown, and is counted; with -o it is also listed by row and column.

    Example: nhsdx batch examples/batch/region.csv --rubric nhs-digital-leadership --group-by region
    """
    from nhsdx.extras import import_extra

    import_extra("narwhals", "batch")
    from nhsdx.commands.batch.run import BatchRequest, run

    run(
        BatchRequest(
            table=table,
            rubric=rubric,
            output=output,
            force=force,
            shape=shape.value,
            summary=format_.value,
            by=tuple(group_by.split(",")) if group_by else (),
            map=map_,
            keep=tuple(keep or ()),
            rejects=rejects,
            strict=strict,
            profile=profile,
            as_of=None if as_of is None else as_of.date(),
            engine=None if engine is None else engine.value,
            source=source,
            master=master,
        )
    )
