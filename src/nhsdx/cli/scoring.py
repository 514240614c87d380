"""Files on the command line, scored."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.cli.output import refuse_own_input
from nhsdx.cli.problems import all_of
from nhsdx.files.assessment_file import Shelf
from nhsdx.files.source import refuse_stdin_twice
from nhsdx.model.problems import expect_profile
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.both import score_both


class Scored(NamedTuple):
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
) -> list[Scored]:
    """The result of every file; if any cannot be scored, all that is wrong with all of them is raised.

    An output that would replace one of the files, or a rubric that they are scored with, is refused.
    """
    refuse_stdin_twice(names)
    shelf = Shelf(rubric)
    day = None if as_of is None else as_of.date()

    def scored(name: str) -> Scored:
        loaded = shelf.load(name)
        expect_profile(loaded.rubric, profile, "--profile")
        result = score_both(loaded.instrument, loaded.assessment, profile=profile, as_of=day)
        return Scored(loaded.source.name, result, loaded.rubric)

    found = all_of(names, scored)
    refuse_own_input(output, [*names, *shelf.instruments])
    return found
