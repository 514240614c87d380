"""Reads an assessment file exactly as it is on the disk, and changes it value by value."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN, SourceText, TextFile, parse_toml, read_as_written, read_text
from nhsdx.files.toml_insert import is_under
from nhsdx.forms.cells import Leaves
from nhsdx.forms.leaves import complete_leaves, list_leaves
from nhsdx.forms.merge.writing import rewrite_assessment
from nhsdx.forms.model import Form
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import Path


class TargetFile(NamedTuple):
    """An assessment file to write into: its text as it is on the disk, its assessment, and its values.

    `loader` has read the rubric of the file. The loader also reads the new text, to check it.
    """

    name: str
    loader: AssessmentLoader
    text: str
    loaded: LoadedAssessment
    leaves: Leaves


def load_target_file(name: str, loader: AssessmentLoader | None = None) -> TargetFile:
    """Reads the assessment file to write into. The given loader may be one that has already read the rubric.

    Raises NhsdxError.
    """
    if name == STDIN:
        raise NhsdxError("answers can be merged only into a file", "-o", "give the name of an assessment", code="usage")
    return build_target(name, parse_toml(read_text(name)), loader or AssessmentLoader())


def build_target(name: str, source: SourceText, loader: AssessmentLoader) -> TargetFile:
    """The assessment file to write into, from text that has already been read.

    Raises InvalidInputError or NhsdxError.
    """
    loaded = loader.load_source(source)
    leaves = list_leaves(loaded.assessment, loaded.instrument.answerable)
    return TargetFile(name, loader, read_as_written(name, source.text), loaded, leaves)


def change_file(target: TargetFile, form: Form, values: Leaves, gone: Collection[Path]) -> str:
    """The text of an assessment with some values set and others removed. The result is read again to check it."""
    wanted = {path: value for path, value in target.leaves.items() if not is_under(path, gone)} | values
    touched = {path[1] for path in (*values, *gone) if path[0] == "answers"}
    short = _select_short_answers(target, touched, wanted)
    empty = _list_empty_answers(touched, wanted)
    whole = {path: value for answer in short.values() for path, value in answer.items()}
    text = rewrite_assessment(target.name, target.text, form, values | whole, [*gone, *empty])
    source = target.loaded.source
    again = TextFile(source.name, source.folder, text.removeprefix("\ufeff").replace("\r\n", "\n"))
    loaded = target.loader.load_source(parse_toml(again))
    if list_leaves(loaded.assessment, loaded.instrument.answerable) != complete_leaves(wanted):
        raise AssertionError(target.name)
    return text


def _list_empty_answers(names: Collection[str | int], wanted: Leaves) -> list[Path]:
    """The paths of answers without any values left, whose tables must therefore be removed."""
    left = {path[1] for path in wanted if path[0] == "answers"}
    return [("answers", name) for name in names if name not in left]


def _select_short_answers(target: TargetFile, names: Collection[str | int], wanted: Leaves) -> dict[str | int, Leaves]:
    """The new values of answers that are only a word or a number in the file and now need a table."""
    answers = target.loaded.source.data.get("answers", {})
    short = [name for name in names if name in answers and not isinstance(answers[name], dict)]
    return {name: {path: one for path, one in wanted.items() if path[:2] == ("answers", name)} for name in short}
