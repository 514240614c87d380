"""Scores the files given on the command line."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nhsdx.cli.output import refuse_own_input
from nhsdx.files.source import refuse_stdin_twice
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.results.cases import CaseLoader

if TYPE_CHECKING:
    from nhsdx.analysis.case import Case


def score_files(
    names: Sequence[str],
    *,
    rubric: str | None,
    profile: str | None,
    as_of: datetime.datetime | None,
    output: str | None = None,
) -> list[Case]:
    """The case of every file. Raises InvalidInputError with all problems of all files.

    Raises NhsdxError if the output would replace one of the files or a rubric that they use.
    """
    refuse_stdin_twice(names)
    loader = CaseLoader(AssessmentLoader(rubric), profile, None if as_of is None else as_of.date())
    found = loader.load_all(names)
    refuse_own_input(output, [*names, *loader.rubric_names])
    return found
