"""The baseline: earlier results with which new results are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.files.source import is_file, is_folder, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.results.cases import CaseLoader
from nhsdx.results.published import result_data
from nhsdx.results.stored import StoredResult, has_results
from nhsdx.scoring import compute_result_digest

SUFFIXES = (".json", ".jsonl", ".toml")


Published: TypeAlias = Mapping[str, Any]


Key: TypeAlias = tuple[str, str, str]


def read_baseline_results(path: Path, loader: AssessmentLoader) -> list[Mapping[str, Any]]:
    """The published results of a baseline. An assessment in the baseline is scored now; a result is used as it is.

    Raises NhsdxError if there is no result, if a result was altered, or if a file cannot be read.
    """
    if not is_file(path) and not is_folder(path):
        hint = "to write one: nhsdx assess FILE… --format json -o baseline.json"
        raise NhsdxError("there is no such baseline", str(path), hint, code="file-not-found")
    found = [result for name in _find_files(path) for result in _read_results(name, loader)]
    if not found:
        hint = "expected assessments, or results that nhsdx assess has written"
        raise NhsdxError("there is no result in this folder", str(path), hint, code="file-not-found")
    return found


def _find_files(path: Path) -> list[str]:
    """The file itself, or the results and assessments in a folder."""
    if is_file(path):
        return [str(path)]
    files = sorted(str(file) for file in path.rglob("*") if file.suffix in SUFFIXES and is_file(file))
    return [name for name in files if not _is_other(name)]


def _is_other(name: str) -> bool:
    """Whether a TOML file is something other than a result or an assessment, such as a rubric."""
    if not name.endswith(".toml") or find_assessments([name]).names:
        return False
    return not has_results(parse_toml(read_text(name)).data)


def _read_results(name: str, assessments: AssessmentLoader) -> Iterator[Mapping[str, Any]]:
    loader = CaseLoader(assessments)
    found = loader.read(name)
    if isinstance(found, LoadedAssessment):
        yield result_data(loader.score(found).result)
        return
    for stored in found:
        _refuse_altered(stored)
        yield stored.data


def _refuse_altered(stored: StoredResult) -> None:
    if compute_result_digest(stored.data) != stored.file.digest:
        message = "this result was changed after it was written, so it cannot be a baseline"
        hint = f"to see what was changed: nhsdx verify {stored.source.name}"
        raise NhsdxError(message, stored.place(("digest",)), hint, code="result-altered")


def group_by_assessment(results: Iterable[Published]) -> dict[Key, list[Published]]:
    """Published results by rubric, subject and voice, each list in order of date.

    The national result that belongs to a local result counts as a separate result.
    """
    found: dict[Key, list[Published]] = {}
    every = (one for result in results for one in (result, *_list_national(result)))
    for result in sorted(every, key=lambda one: str(one["assessment"]["date"])):
        about = result["assessment"]
        found.setdefault((result["rubric"]["id"], about["subject"], about["voice"]), []).append(result)
    return found


def _list_national(result: Published) -> Iterator[Published]:
    national = result.get("national")
    if national is not None:
        yield national | {"assessment": result["assessment"] | {"profile": national.get("profile")}}
