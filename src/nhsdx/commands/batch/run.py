"""What `nhsdx batch` does, step by step."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from nhsdx.cli.output import STDOUT, emit, make_page, print_message, refuse_own_input
from nhsdx.cli.problems import format_finding, load_all
from nhsdx.commands.batch.headers import FILE, check_headers
from nhsdx.commands.batch.map_file import load_batch_map
from nhsdx.commands.batch.rows import build_row
from nhsdx.commands.batch.scores import Batch, BatchOutput, Shape
from nhsdx.commands.batch.scores import run as run_batch
from nhsdx.commands.batch.totals import BatchSummary
from nhsdx.commands.batch.waiting import wait_for
from nhsdx.errors import NhsdxError
from nhsdx.files.atomic_output import clear, make_work_folder, move_outputs
from nhsdx.files.discovery import find_assessments
from nhsdx.files.writing import refuse_target
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.problems import expect_profile
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables.columns import list_answer_columns
from nhsdx.tables.engines.engine import SUFFIXES, Engine, Native, TableFormat, start_engine

DATABASES = (".duckdb", ".db")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
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
    def rejects_path(self) -> str | None:
        """Where the list of rejects goes: where it is asked for, else beside the output."""
        if self.rejects is not None or self.output is None:
            return self.rejects
        return str(Path(self.output).with_suffix(".rejects.csv"))


def run(request: BatchRequest) -> None:
    """Reads, scores, writes and sums up. Raises NhsdxError for what keeps it from any of these."""
    format_ = _find_format(request.output)
    _refuse_targets(request)
    shelf = AssessmentLoader(request.rubric)
    instrument = shelf.asked(request.rubric)
    expect_profile(instrument.rubric, request.profile, "--profile")
    answers = list_answer_columns(instrument.asks)
    translation = None if request.map is None else load_batch_map(request.map, answers)
    engine = start_engine(_choose_engine(request), master=request.master, table=request.source)
    native = _open_table(request, engine, shelf, instrument)
    findings = check_headers(native, instrument.asks, translation, [*request.keep, *request.by], request.table)
    _report_findings(findings, strict=request.strict)
    batch = Batch(
        engine=engine,
        native=native,
        instrument=instrument,
        profile=request.profile,
        as_of=request.as_of,
        translation=translation,
        by=request.by,
    )
    work = make_work_folder(request.beside)
    try:
        work_on = partial(run_batch, batch, work, format_, Shape(request.shape))
        written = wait_for(work_on, "scoring", work, partial(clear, work))
        _refuse_rejects(written.summary, request)
        _place_outputs(written, request, work)
    finally:
        clear(work)
    _print_summary(written.summary, instrument, request)


def _find_format(output: str | None) -> TableFormat | None:
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


def _refuse_targets(request: BatchRequest) -> None:
    """Refuses outputs that are inputs, or that are there already, before any work is done."""
    inputs = [name for name in (request.table, request.map, request.rubric) if name is not None]
    for target in (request.output, request.rejects_path):
        if target is not None:
            refuse_own_input(target, inputs)
            if not (request.engine == "spark" and request.force and Path(target).is_dir()):
                refuse_target(target, force=request.force)


def _choose_engine(request: BatchRequest) -> str:
    is_database = Path(request.table).suffix.lower() in DATABASES
    return request.engine or ("duckdb" if is_database else "polars")


def _open_table(request: BatchRequest, engine: Engine, shelf: AssessmentLoader, instrument: Instrument) -> Native:
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
    loaded = load_all(names, shelf.load)
    rows = [build_row(instrument.asks, one.assessment) | {FILE: one.source.name} for one in loaded]
    from nhsdx.tables.engines.polar import PolarsEngine

    return PolarsEngine.started().rows(rows)


def _report_findings(findings: Sequence[Finding], *, strict: bool) -> None:
    """Says what is strange on stderr; under `--strict` it is an error."""
    if strict and findings:
        raise InvalidInputError(tuple(findings))
    for finding in findings:
        print_message(format_finding(finding))


def _refuse_rejects(summary: BatchSummary, request: BatchRequest) -> None:
    if request.strict and summary.rejected:
        columns = [
            Finding("no-answer", "error", f"column {column}: {count} cells are no answers", request.table, "")
            for column, count in summary.rejected.items()
        ]
        raise InvalidInputError(tuple(columns))


def _place_outputs(written: BatchOutput, request: BatchRequest, work: Path) -> None:
    """Puts what was written in place; a list of rejects that no longer holds goes."""
    outputs = {}
    if written.rejects is not None and request.rejects_path is not None:
        outputs[written.rejects] = Path(request.rejects_path)
    if written.table is not None and request.output is not None:
        outputs[written.table] = Path(request.output)
    move_outputs(work, outputs)
    if request.rejects_path is not None and written.rejects is None:
        Path(request.rejects_path).unlink(missing_ok=True)
    for place in outputs.values():
        print_message(f"written: {place}")


def _print_summary(summary: BatchSummary, instrument: Instrument, request: BatchRequest) -> None:
    if request.summary == "json":
        from nhsdx.commands.batch.data import build_batch_summary
        from nhsdx.documents.data import json_text

        emit(json_text(build_batch_summary(summary, instrument).dump()))
    elif request.summary == "table":
        from nhsdx.commands.batch.document import batch_page

        emit(batch_page(summary, instrument.rubric, make_page(None)))
