"""Files on the command line, scored."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.cli.output import refuse_own_input
from nhsdx.cli.problems import load_all
from nhsdx.files.source import refuse_stdin_twice
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model.problems import expect_profile
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.local_and_national import score_both


class FileResult(NamedTuple):
    """A file's result, and the rubric that gave it."""

    name: str
    result: Result
    rubric: Rubric


def score_files(
    names: Sequence[str],
    *,
    rubric: str | None,
    profile: str | None,
    as_of: datetime.datetime | None,
    output: str | None = None,
) -> list[FileResult]:
    """The result of every file; if any cannot be scored, all that is wrong with all of them is raised.

    An output that would replace one of the files, or a rubric that they are scored with, is refused.
    """
    refuse_stdin_twice(names)
    shelf = AssessmentLoader(rubric)
    day = None if as_of is None else as_of.date()

    def scored(name: str) -> FileResult:
        loaded = shelf.load(name)
        expect_profile(loaded.rubric, profile, "--profile")
        result = score_both(loaded.instrument, loaded.assessment, profile=profile, as_of=day)
        return FileResult(loaded.source.name, result, loaded.rubric)

    found = load_all(names, scored)
    refuse_own_input(output, [*names, *shelf.instruments])
    return found
