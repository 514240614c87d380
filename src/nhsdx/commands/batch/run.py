"""A table of assessments from its file to scores and their summary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias, Unpack

from nhsdx.commands.batch.folder import is_of_assessments, open_assessments
from nhsdx.commands.batch.headers import check_headers
from nhsdx.commands.batch.options import BatchOptions
from nhsdx.commands.batch.scores import Batch
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import expect_profile
from nhsdx.tables.engines.engine import choose_engine, start_engine
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.map import load_batch_map

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


def open_batch(table: Name, rubric: Name, map_: Name | None, work: Path, **options: Unpack[BatchOptions]) -> Batch:
    """A table, and how to score it with an engine that writes into a work folder.

    Raises NhsdxError or InvalidInputError for files that cannot be used.
    """
    table, rubric = os.fspath(table), os.fspath(rubric)
    loader = AssessmentLoader(rubric)
    profile, engine, by = options.get("profile"), options.get("engine"), options.get("by", ())
    instrument = loader.load_given_rubric(rubric)
    expect_profile(instrument.rubric, profile, "--profile")
    translation = None if map_ is None else load_batch_map(os.fspath(map_), instrument.answerable)
    master, source = options.get("master"), options.get("source")
    started = start_engine(engine or choose_engine(table), work, master=master, table=source)
    native = open_assessments(table, engine, loader, instrument) if is_of_assessments(table) else started.open(table)
    keep = [*options.get("keep", ()), *by]
    findings = check_headers(native, instrument, translation, keep=keep, profile=profile, where=table)
    return Batch(
        engine=started,
        native=native,
        scorer=TableScorer(instrument=instrument, profile=profile, as_of=options.get("as_of"), translation=translation),
        by=tuple(by),
        findings=tuple(findings),
    )
