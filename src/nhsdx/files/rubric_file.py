"""Rubric files: read, checked whole, and made ready to score with."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.files.answers import answers_problems
from nhsdx.files.library import Reference, parse_reference, shipped_path
from nhsdx.files.shape import STAND_IN, validate
from nhsdx.files.source import Source, is_file, read_source
from nhsdx.model.assessment import AssessmentFile
from nhsdx.model.finding import Problem
from nhsdx.model.integrity import rubric_problems
from nhsdx.model.rubric import RUBRIC_FORMAT, RubricFile
from nhsdx.model.suggest import quoted

SECTIONS = ("dimensions", "criteria", "gates", "profiles", "sources", "documents")
STAND_INS = {
    "format": RUBRIC_FORMAT,
    "rubric": {"id": "stand-in", "version": "0.0.0", "title": "stand-in"},
    "assessment": {"subject": "stand-in", "date": datetime.date.min},
}


class LoadedRubric(NamedTuple):
    """A rubric without problems, and the file it comes from."""

    source: Source
    rubric: RubricFile


def load_rubric(name: str) -> LoadedRubric:
    """The rubric of a file, or the shipped one of that id (`id`, `id@1` or `id@1.0.0`)."""
    reference = None if is_file(name) else parse_reference(name)
    return rubric_of(read_source(name)) if reference is None else load_shipped(reference)


def load_shipped(reference: Reference) -> LoadedRubric:
    """A rubric that comes with nhsdx. Raises NhsdxError if it does not, or not in the version wanted."""
    loaded = rubric_of(read_source(str(shipped_path(reference))))
    version = loaded.rubric.rubric.version
    if not reference.admits(version):
        raise NhsdxError(
            f"{reference.id} comes with nhsdx in version {version}, not {reference.version}",
            hint=f"expected {reference.id}@{version.split('.')[0]}; scores of another major version do not compare",
            code="rubric-version",
        )
    return loaded


def rubric_of(source: Source) -> LoadedRubric:
    """The rubric in a file that was read. Raises InvalidInputError with all that is wrong with it."""
    problems = list(format_problems(source.data, (RUBRIC_FORMAT,)))
    if isinstance(source.data.get("format"), str):
        source.refuse(problems)
    rubric, shape = validate(RubricFile, source.data | {"format": RUBRIC_FORMAT}, STAND_INS)
    problems += shape
    if rubric is not None:
        further = [*rubric_problems(rubric), *answers_problems(rubric, rubric)]
        if "assessment" not in source.data and rubric.answers:
            remedy = "expected [assessment] with subject and date, before [answers]"
            problems.append(Problem(("answers",), "missing-key", "the answers have no [assessment]", remedy))
        problems += still_true(further, shape, source.data, rubric) if shape else further
    source.refuse(problems)
    if rubric is None:
        raise AssertionError(source.name)
    return LoadedRubric(source, rubric)


def format_problems(data: Mapping[str, Any], formats: tuple[str, ...]) -> Iterator[Problem]:
    """A problem unless the file declares one of these formats."""
    found = data.get("format")
    if found in formats:
        return
    expected = " or ".join(f'format = "{name}"' for name in formats)
    if found is None:
        yield Problem((), "wrong-format", "the file does not say what it is", f"expected {expected} as its first line")
    else:
        message = f"{quoted(found)} is not a format that can be used here" if isinstance(found, str) else "not a format"
        yield Problem(("format",), "wrong-format", message, f"expected {expected}")


def still_true(
    problems: Iterable[Problem],
    shape: Iterable[Problem],
    data: Mapping[str, Any],
    kept: RubricFile | AssessmentFile,
) -> Iterator[Problem]:
    """The problems that do not come from having set faulty keys and entries aside."""
    misspelt = {problem.path[:-1] for problem in shape if problem.code == "unknown-key"}
    words, silent = _consequences(data, kept)
    for problem in problems:
        is_aside = problem.code == "unknown-reference" and _word_at(data, problem) in words
        is_silent = problem.path[0] == "dimensions" and problem.code in silent
        if problem.path not in misspelt and not is_aside and not is_silent and not _is_of_stand_in(problem, kept):
            yield problem


def _consequences(data: Mapping[str, Any], kept: RubricFile | AssessmentFile) -> tuple[set[str], set[str]]:
    """The ids that are in the file but not in the model, and the codes that their absence may cause."""
    aside = {section: _set_aside(data.get(section), getattr(kept, section, {})) for section in SECTIONS}
    words = set().union(*aside.values(), _grades_set_aside(data, kept))
    return words, {"bad-weight"} if aside["dimensions"] or aside["criteria"] else set()


def _is_of_stand_in(problem: Problem, kept: RubricFile | AssessmentFile) -> bool:
    """Whether a problem is one of levels that only stand in for faulty ones."""
    if isinstance(kept, AssessmentFile) or problem.path[0] != "levels":
        return False
    return any(level.label == STAND_IN for level in kept.levels)


def _set_aside(held: object, kept: Mapping[str, object]) -> set[str]:
    """The entries of a section that are in the file but not in the model."""
    return {name for name in held if name not in kept} if isinstance(held, dict) else set()


def _grades_set_aside(data: Mapping[str, Any], kept: RubricFile | AssessmentFile) -> set[str]:
    """Grades go together, for their order matters."""
    held = data.get("evidence-grades")
    if isinstance(kept, AssessmentFile) or kept.evidence_grades or not isinstance(held, list):
        return set()
    ids = (grade.get("id") for grade in held if isinstance(grade, dict))
    return {word for word in ids if isinstance(word, str)}


def _word_at(data: Mapping[str, Any], problem: Problem) -> object:
    """The word that refers to nothing: the value at the path, or the last key of it."""
    value: Any = data
    for part in problem.path:
        value = value[part]
    return value if isinstance(value, str) else problem.path[-1]
