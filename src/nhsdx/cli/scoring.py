"""Scores the files given on the command line."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from nhsdx.cli.options import get_day
from nhsdx.cli.output import print_message, refuse_own_input
from nhsdx.documents.safe_text import clean
from nhsdx.files.source import refuse_stdin_twice
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.loading.hypothesis.suppose import find_malformed
from nhsdx.model import InvalidInputError, load_all
from nhsdx.results.cases import CaseLoader

if TYPE_CHECKING:
    from nhsdx.analysis.case import Case

T = TypeVar("T")


def score_files(
    names: Sequence[str],
    *,
    rubric: str | None,
    profile: str | None,
    as_of: datetime.datetime | None,
    output: str | None = None,
    what_if: Sequence[str] | None = None,
) -> list[Case]:
    """A scored case for each file.

    Raises InvalidInputError with all problems in all files. Raises NhsdxError if the output would replace one of the
    files or a rubric that they use.
    """
    refuse_stdin_twice(names)
    loader = CaseLoader(AssessmentLoader(rubric), profile, get_day(as_of))
    found = load_beside(what_if, lambda: loader.load_all(names))
    refuse_own_input(output, [*names, *loader.rubric_names])
    return found


def load_beside(options: Sequence[str] | None, load: Callable[[], T]) -> T:
    """Returns the value that `load` returns.

    If `load` finds problems, malformed `--what-if` options are reported as well.
    """
    try:
        return load()
    except InvalidInputError as error:
        raise InvalidInputError((*error.findings, *find_malformed(options or ()))) from None


def suppose_all(cases: Sequence[Case], options: Sequence[str] | None) -> list[Case]:
    """The cases with the hypothetical answers that `--what-if` gives; without this option, the cases are unchanged.

    Raises InvalidInputError with all problems in the options. Changes without effect are reported on stderr.
    """
    if not options:
        return list(cases)
    supposed = load_all(cases, lambda case: case.suppose(options))
    for case in supposed:
        for change in case.assessment.hypothetical:
            if not change.is_real:
                words = f"{change.key} is {change.after or 'not given'} already, so this changes nothing"
                print_message(f"{clean(case.name)}: --what-if: {clean(words)}")
    return supposed
