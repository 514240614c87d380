"""What `nhsdx batch` does, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nhsdx.analysis.batch_summary import BatchSummary
from nhsdx.batch.columns import answer_columns
from nhsdx.batch.engines import SUFFIXES, Engine, Native, TableFormat, engine_named
from nhsdx.batch.headers import FILE, header_findings
from nhsdx.batch.landing import clear, land, work_folder
from nhsdx.batch.rows import row_of
from nhsdx.batch.run import Batch, Shape, Written
from nhsdx.batch.run import run as run_batch
from nhsdx.cli.output import STDOUT, emit, page_for, refuse_own_input, talk
from nhsdx.cli.problems import all_of, finding_text
from nhsdx.cli.waiting import waited_for
from nhsdx.errors import NhsdxError
from nhsdx.files.assessment_file import Shelf
from nhsdx.files.batch_map_file import load_batch_map
from nhsdx.files.discovery import find_assessments
from nhsdx.files.writing import refuse_target
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.problems import expect_profile
from nhsdx.scoring.instrument import Instrument

DATABASES = (".duckdb", ".db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    table: str
    rubric: str
    output: str | None
    force: bool
    shape: str
    summary: str
    by: tuple[str, ...]
    map: str | None
    keep: tuple[str, ...]
    rejects: str | None
    strict: bool
    profile: str | None
    as_of: datetime.date | None
    engine: str | None
    source: str | None
    master: str | None

    @property
    def beside(self) -> Path:
        """A name beside which work is done: the output's, or one in the folder one is in."""
        return Path(self.output or "nhsdx").absolute()

    @property
    def list_of_rejects(self) -> str | None:
        """Where the list of rejects goes: where it is asked for, else beside the output."""
        if self.rejects is not None or self.output is None:
            return self.rejects
        return str(Path(self.output).with_suffix(".rejects.csv"))


def run(request: Request) -> None:
    """Reads, scores, writes and sums up. Raises NhsdxError for what keeps it from any of these."""
    format_ = _format_of(request.output)
    _refuse_targets(request)
    shelf = Shelf(request.rubric)
    instrument = shelf.asked(request.rubric)
    expect_profile(instrument.rubric, request.profile, "--profile")
    answers = answer_columns(instrument.asks)
    translation = None if request.map is None else load_batch_map(request.map, answers)
    engine = engine_named(_engine_of(request), master=request.master, table=request.source)
    native = _opened(request, engine, shelf, instrument)
    findings = header_findings(native, instrument.asks, translation, [*request.keep, *request.by], request.table)
    _tell(findings, strict=request.strict)
    batch = Batch(
        engine=engine,
        native=native,
        instrument=instrument,
        profile=request.profile,
        as_of=request.as_of,
        translation=translation,
        by=request.by,
    )
    work = work_folder(request.beside)
    try:
        work_on = partial(run_batch, batch, work, format_, Shape(request.shape))
        written = waited_for(work_on, "scoring", work, partial(clear, work))
        _refuse_rejects(written.summary, request)
        _land(written, request, work)
    finally:
        clear(work)
    _sum_up(written.summary, instrument, request)


def _format_of(output: str | None) -> TableFormat | None:
    """The format of the output, by how its name ends."""
    if output is None:
        return None
    if output == STDOUT:
        hint = "give -o FILE.parquet, FILE.csv or FILE.jsonl"
        raise NhsdxError("a table of scores is written to a file, not to stdout", "-o", hint, code="usage")
    format_ = SUFFIXES.get(Path(output).suffix.lower())
    if format_ is None:
        hint = f"expected a name that ends in {', '.join(SUFFIXES)}"
        raise NhsdxError("the output's name does not say what to write", output, hint, code="usage")
    return format_


def _refuse_targets(request: Request) -> None:
    """Refuses outputs that are inputs, or that are there already, before any work is done."""
    inputs = [name for name in (request.table, request.map, request.rubric) if name is not None]
    for target in (request.output, request.list_of_rejects):
        if target is not None:
            refuse_own_input(target, inputs)
            if not (request.engine == "spark" and request.force and Path(target).is_dir()):
                refuse_target(target, force=request.force)


def _engine_of(request: Request) -> str:
    is_database = Path(request.table).suffix.lower() in DATABASES
    return request.engine or ("duckdb" if is_database else "polars")


def _opened(request: Request, engine: Engine, shelf: Shelf, instrument: Instrument) -> Native:
    """The table, or that of the assessments in a folder."""
    path = Path(request.table)
    is_of_assessments = path.is_dir() and not any(path.glob("*.parquet"))
    if not is_of_assessments:
        return engine.open(request.table)
    if request.engine not in (None, "polars"):
        hint = "leave --engine out"
        raise NhsdxError("assessment files are scored as a table on polars", request.table, hint, code="usage")
    names = find_assessments([request.table]).names
    if not names:
        hint = "expected Parquet files or assessments in it"
        raise NhsdxError(
            "there is no table and no assessment in this folder", request.table, hint, code="no-assessment"
        )
    loaded = all_of(names, shelf.load)
    rows = [row_of(instrument.asks, one.assessment) | {FILE: one.source.name} for one in loaded]
    from nhsdx.batch.polar import PolarsEngine

    return PolarsEngine.started().rows(rows)


def _tell(findings: Sequence[Finding], *, strict: bool) -> None:
    """Says what is strange on stderr; under `--strict` it is an error."""
    if strict and findings:
        raise InvalidInputError(tuple(findings))
    for finding in findings:
        talk(finding_text(finding))


def _refuse_rejects(summary: BatchSummary, request: Request) -> None:
    if request.strict and summary.rejected:
        columns = [
            Finding("no-answer", "error", f"column {column}: {count} cells are no answers", request.table, "")
            for column, count in summary.rejected.items()
        ]
        raise InvalidInputError(tuple(columns))


def _land(written: Written, request: Request, work: Path) -> None:
    """Puts what was written in place; a list of rejects that no longer holds goes."""
    outputs = {}
    if written.rejects is not None and request.list_of_rejects is not None:
        outputs[written.rejects] = Path(request.list_of_rejects)
    if written.table is not None and request.output is not None:
        outputs[written.table] = Path(request.output)
    land(work, outputs)
    if request.list_of_rejects is not None and written.rejects is None:
        Path(request.list_of_rejects).unlink(missing_ok=True)
    for place in outputs.values():
        talk(f"written: {place}")


def _sum_up(summary: BatchSummary, instrument: Instrument, request: Request) -> None:
    if request.summary == "json":
        from nhsdx.documents.data import json_text
        from nhsdx.render.batch_data import build_batch_summary

        emit(json_text(build_batch_summary(summary, instrument).dump()))
    elif request.summary == "table":
        from nhsdx.render.batch_page import batch_page

        emit(batch_page(summary, instrument.rubric, page_for(None)))
