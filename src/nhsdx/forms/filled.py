"""Reads a filled-in form in any medium as an assessment.

A form with problems is refused, and all problems are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import Any, NamedTuple

from nhsdx.files.positions import Positions
from nhsdx.files.source import SourceText
from nhsdx.forms import Form, Leaves, OpenForm, build_form
from nhsdx.forms.cells import ReadLeaves, read_values
from nhsdx.forms.leaves import nest
from nhsdx.forms.opened import find_instrument
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import ASSESSMENT_FORMAT, InvalidInputError, Path, expect_profile
from nhsdx.scoring import Instrument

NO_LEAVES: Mapping[Path, Any] = MappingProxyType({})


class FilledForm(NamedTuple):
    """An assessment that was read from a form, its values, and the place of each value."""

    name: str
    form: Form
    leaves: Leaves
    loaded: LoadedAssessment
    find_place: Callable[[Path], str]
    unfinished: int


def fill_form(
    opened: OpenForm,
    rubric: str | None,
    reference: Callable[[Instrument], str],
    given: Leaves,
    defaults: Mapping[Path, Any] = NO_LEAVES,
) -> FilledForm:
    """The assessment in a filled-in form. `given` has values from the command line, which replace values of the form.

    `defaults` has the values of the file into which the form is merged. These values are checked together with the
    form, but the result does not contain them. `rubric` replaces the rubric in the stamp, and `reference` says how a
    new file refers to the rubric. Raises InvalidInputError with all problems and their places, or NhsdxError if the
    form is for a different rubric or version.
    """
    loader, folder = AssessmentLoader(rubric=rubric), FilePath(opened.name).parent
    instrument = find_instrument(opened, loader, folder)
    profile = None if opened.stamp is None else opened.stamp.profile
    expect_profile(instrument.rubric, profile, opened.name)
    form = build_form(instrument, reference(instrument), profile)
    read = read_values(form, opened.read(form))
    own: Leaves = {} if profile is None else {("profile",): profile}
    leaves = own | read.leaves | given
    find_place = _build_finder(opened.name, read)
    named = form.stamp.rubric if opened.stamp is None else opened.stamp.rubric
    data = {"format": ASSESSMENT_FORMAT, "rubric": named, **nest({**defaults, **leaves})}
    source = SourceText(opened.name, folder, "", data, Positions.none_in, find_place)
    _refuse_all(source, loader, read)
    return FilledForm(opened.name, form, leaves, loader.load_source(source), find_place, opened.unfinished)


def _refuse_all(source: SourceText, loader: AssessmentLoader, read: ReadLeaves) -> None:
    """Raises InvalidInputError with the problems in cells, and the problems in answers whose cells could be read."""
    if not read.problems:
        return
    findings = list(source.findings(read.problems))
    wrong = {problem.path[:2] for problem in read.problems}
    try:
        loader.load_source(source)
    except InvalidInputError as error:
        known = {source.place(path) for path in wrong} | {finding.where for finding in findings}
        findings += [one for one in error.findings if one.where not in known]
    raise InvalidInputError(tuple(findings))


def _build_finder(name: str, read: ReadLeaves) -> Callable[[Path], str]:
    """A function that finds a place for a path: the path's own cell, a nearby filled-in cell, or the file."""
    firsts: dict[Path, str] = {}
    for path in (*read.leaves, *(problem.path for problem in read.problems)):
        for length in range(1, len(path) + 1):
            firsts.setdefault(path[:length], read.places.get(path, name))

    def find_place(path: Path) -> str:
        if path in read.places:
            return read.places[path]
        return next((firsts[path[:end]] for end in range(len(path), 1, -1) if path[:end] in firsts), name)

    return find_place
