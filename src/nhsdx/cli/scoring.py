"""Files on the command line, scored."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.cli.output import refuse_own_input
from nhsdx.cli.problems import findings_of
from nhsdx.errors import NhsdxError
from nhsdx.files.assessment_file import Shelf
from nhsdx.files.source import STDIN, STDIN_NAME
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.model.suggest import expect_known
from nhsdx.scoring.engine import score_with


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
    if list(names).count(STDIN) > 1:
        raise NhsdxError("stdin can be read once", STDIN_NAME, "give - once", code="duplicate")
    shelf = Shelf(rubric)
    scored: list[Scored] = []
    findings: list[Finding] = []
    for name in names:
        try:
            loaded = shelf.load(name)
            if profile is not None:
                rubric_used = loaded.instrument.rubric
                expect_known(profile, rubric_used.profiles, f"a profile of {rubric_used.reference}", "--profile")
        except NhsdxError as error:
            findings += [found for found in findings_of(error) if found not in findings]
            continue
        day = None if as_of is None else as_of.date()
        result = score_with(loaded.instrument, loaded.assessment, profile=profile, as_of=day)
        scored.append(Scored(loaded.source.name, result, loaded.instrument.rubric))
    if findings:
        raise InvalidInputError(tuple(findings))
    refuse_own_input(output, [*names, *shelf.instruments])
    return scored
