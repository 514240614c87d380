"""A table of assessments from its file to scores and their summary."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import TypeAlias

from nhsdx.commands.batch.folder import is_of_assessments, open_assessments
from nhsdx.commands.batch.headers import check_headers
from nhsdx.commands.batch.scores import Batch
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import expect_profile
from nhsdx.tables.columns import list_answer_columns
from nhsdx.tables.engines.engine import choose_engine, start_engine
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.map import load_batch_map

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


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
    translation = None if map_ is None else load_batch_map(os.fspath(map_), list_answer_columns(instrument.answerable))
    started = start_engine(engine or choose_engine(table), master=master, table=source)
    native = open_assessments(table, engine, loader, instrument) if is_of_assessments(table) else started.open(table)
    findings = check_headers(native, instrument, translation, keep=[*keep, *by], profile=profile, where=table)
    return Batch(
        engine=started,
        native=native,
        scorer=TableScorer(instrument=instrument, profile=profile, as_of=as_of, translation=translation),
        by=tuple(by),
        findings=tuple(findings),
    )
