"""Several rubrics on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.cli.problems import findings_of
from nhsdx.errors import NhsdxError
from nhsdx.files.rubric_file import LoadedRubric, load_rubric
from nhsdx.model.finding import Finding, InvalidInputError


def load_rubrics(names: Sequence[str]) -> dict[str, LoadedRubric]:
    """The rubric of every name; if any cannot be used, all that is wrong with all of them is raised."""
    loaded: dict[str, LoadedRubric] = {}
    findings: list[Finding] = []
    for name in names:
        try:
            loaded[name] = load_rubric(name)
        except NhsdxError as error:
            findings += [found for found in findings_of(error) if found not in findings]
    if findings:
        raise InvalidInputError(tuple(findings))
    return loaded
