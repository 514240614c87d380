"""A table of assessments from its file to scores and their summary."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from nhsdx.commands.batch.headers import FILE, check_headers
from nhsdx.commands.batch.rows import build_row
from nhsdx.commands.batch.scores import Batch, run_batch
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.files.source import read_source
from nhsdx.files.writing import open_work_folder
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import expect_profile, load_all
from nhsdx.scoring import Instrument
from nhsdx.tables.columns import list_answer_columns
from nhsdx.tables.engines.duck import DATABASES
from nhsdx.tables.engines.engine import Native, start_engine
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.map import BATCH_MAP_FORMAT, BatchMap, find_batch_map_problems

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


def summarise_batch(batch: Batch) -> BatchSummary:
    """How the scores of a table are spread, without writing them anywhere."""
    with open_work_folder(Path("nhsdx").absolute()) as work:
        return run_batch(batch, work).summary


def open_batch(
    table: Name,
    rubric: Name,
    map_: Name | None = None,
    *,
    keep: Sequence[str] = (),
    by: Sequence[str] = (),
    profile: str | None = None,
    as_of: datetime.date | None = None,
    engine: str | None = None,
    source: str | None = None,
    master: str | None = None,
) -> Batch:
    """A table, and how to score it; `source` is the table of a database, `master` the Spark master.

    Raises NhsdxError or InvalidInputError for files that cannot be used.
    """
    table, rubric = os.fspath(table), os.fspath(rubric)
    loader = AssessmentLoader(rubric)
    instrument = loader.load_given_rubric(rubric)
    expect_profile(instrument.rubric, profile, "--profile")
    translation = None if map_ is None else _load_map(os.fspath(map_), list_answer_columns(instrument.answerable))
    fitting = "duckdb" if Path(table).suffix.lower() in DATABASES else "polars"
    started = start_engine(engine or fitting, master=master, table=source)
    native = _open_assessments(table, engine, loader, instrument) if _is_of_assessments(table) else started.open(table)
    return Batch(
        engine=started,
        native=native,
        scorer=TableScorer(instrument=instrument, profile=profile, as_of=as_of, translation=translation),
        by=tuple(by),
        findings=tuple(check_headers(native, instrument.answerable, translation, [*keep, *by], table)),
    )


def _load_map(name: str, answers: tuple[str, ...]) -> BatchMap:
    """The map of a file, for a rubric with these columns of answers.

    Raises NhsdxError or InvalidInputError with all its problems.
    """
    source = read_source(name)
    source.refuse(find_format_problems(source.data, (BATCH_MAP_FORMAT,)))
    read, problems = validate(BatchMap, source.data, {})
    problems += () if read is None else find_batch_map_problems(read, answers)
    source.refuse(problems)
    if read is None:
        raise AssertionError(name)
    return read


def _is_of_assessments(table: str) -> bool:
    """Whether a name is a folder of assessments, and not of Parquet files."""
    path = Path(table)
    return path.is_dir() and not any(path.glob("*.parquet"))


def _open_assessments(table: str, engine: str | None, loader: AssessmentLoader, instrument: Instrument) -> Native:
    """The assessments of a folder as a table, with a row for each."""
    if engine not in (None, "polars"):
        hint = "leave --engine out"
        raise NhsdxError("assessment files are scored with Polars", table, hint, code="usage")
    names = find_assessments([table]).names
    if not names:
        hint = "expected Parquet files or assessments in it"
        raise NhsdxError("there is no table and no assessment in this folder", table, hint, code="no-assessment")
    loaded = load_all(names, loader.load)
    rows = [build_row(instrument.answerable, one.assessment) | {FILE: one.source.name} for one in loaded]
    from nhsdx.tables.engines.polar import PolarsEngine

    return PolarsEngine.start().rows(rows)
