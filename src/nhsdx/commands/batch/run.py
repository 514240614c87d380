"""Turns a file with a table of assessments into scores and their summary."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias, Unpack

from nhsdx.commands.batch.headers import check_headers, find_groups
from nhsdx.commands.batch.options import BatchOptions
from nhsdx.commands.batch.scores import Batch
from nhsdx.commands.batch.table import open_rows
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import expect_profile
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.map import load_batch_map
from nhsdx.tables.words import find_headings

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


def open_batch(table: Name, rubric: Name, map_: Name | None, work: Path, **options: Unpack[BatchOptions]) -> Batch:
    """A table, and how to score it with an engine that writes into a work folder.

    Raises NhsdxError or InvalidInputError for files that cannot be used.
    """
    table, rubric = os.fspath(table), os.fspath(rubric)
    loader = AssessmentLoader(rubric)
    profile = options.get("profile")
    instrument = loader.load_given_rubric(rubric)
    expect_profile(instrument.rubric, profile, "--profile")
    translation = None if map_ is None else load_batch_map(os.fspath(map_), instrument.answerable)
    if translation is not None:
        options["encoding"] = options.get("encoding") or translation.encoding
        options["sheet"] = options.get("sheet") or translation.sheet
    decimal = "." if translation is None else translation.rules.numbers.decimal
    opened = open_rows(table, work, loader, instrument, options, decimal=decimal)
    by, declared = find_groups(options.get("by", ()), translation, opened.headings)
    kept = [*options.get("keep", ()), *(() if translation is None else translation.keep)]
    findings = check_headers(
        opened.headings, instrument, translation, keep=[*kept, *declared], profile=profile, where=opened.place or table
    )
    return Batch(
        engine=opened.engine,
        native=opened.native,
        row=opened.row,
        keys=tuple(dict.fromkeys(find_headings(kept, opened.headings))),
        blank_rows=opened.blank_rows,
        scorer=TableScorer(instrument=instrument, profile=profile, as_of=options.get("as_of"), translation=translation),
        by=by,
        declared=declared if by else (),
        findings=tuple(findings),
        where=table,
    )
