"""The baseline of earlier results, and whether a result is worse than the one in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import Verdict
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.files.source import is_file, is_folder, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import OVERALL, GateState, Reading, Result
from nhsdx.results.cases import CaseLoader
from nhsdx.results.output import result_data
from nhsdx.results.stored import LARGEST, StoredResult, has_results
from nhsdx.scoring import compare, compute_result_digest

Published: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, str, str]
REBUILD = "score the baseline's assessment again with this rubric and profile, or use: nhsdx compare --rescore"
SUFFIXES = (".json", ".jsonl", ".toml")


def read_baseline_results(path: Path, loader: AssessmentLoader) -> list[Mapping[str, Any]]:
    """The published results of a baseline. An assessment in it is scored now; a result is used as it is.

    Raises NhsdxError where there is no result, where a result was altered, or where a file cannot be read.
    """
    if not is_file(path) and not is_folder(path):
        hint = "keep one with: nhsdx assess FILE… --format json -o baseline.json"
        raise NhsdxError("there is no such baseline", str(path), hint, code="file-not-found")
    found = [result for name in _find_files(path) for result in _read_results(name, loader)]
    if not found:
        hint = "expected results that nhsdx assess has written, or assessments"
        raise NhsdxError("there is no result in this folder", str(path), hint, code="file-not-found")
    return found


def _find_files(path: Path) -> list[str]:
    """The file itself, or the results and assessments of a folder."""
    if is_file(path):
        return [str(path)]
    files = sorted(str(file) for file in path.rglob("*") if file.suffix in SUFFIXES and is_file(file))
    return [name for name in files if not _is_other(name)]


def _is_other(name: str) -> bool:
    """Whether a TOML file is neither a result nor an assessment, such as a rubric."""
    if not name.endswith(".toml") or find_assessments([name]).names:
        return False
    return not has_results(parse_toml(read_text(name, LARGEST)).data)


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
    """Published results by rubric, subject and voice, each in the order of their dates.

    The national result of a local one counts as a result of its own.
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


def _find_latest_before(old: Mapping[Key, Sequence[Published]], new: Result) -> Published | None:
    """The last result up to the date of the new one; later results are ignored."""
    about = new.assessment
    known = old.get((new.rubric.id, about.subject, about.voice), ())
    earlier = [one for one in reversed(known) if one["assessment"]["date"] <= about.date.isoformat()]
    return next((one for one in earlier if not _is_incomparable(one, new)), earlier[0] if earlier else None)


def list_regression_remarks(
    old: Mapping[Key, Sequence[Published]], new: Result, on: Reading | None
) -> Iterator[CheckRemark]:
    """The regressions from the last earlier result with the same rubric, subject and voice.

    Worse is a lower score, overall or of a dimension, under the reading `on`, or by default as evidenced or as
    claimed; and a gate that is less clear.
    """
    before = _find_latest_before(old, new)
    path = ("assessment",)
    if before is None:
        message = "the baseline has no result for this subject, voice and rubric up to this date"
        yield CheckRemark("baseline-missing", "info", message, "add one to the baseline", path)
    elif _is_incomparable(before, new):
        message = "the baseline was scored with another rubric or profile"
        yield CheckRemark("baseline-incomparable", "error", message, REBUILD, path, Verdict.FAILED)
    else:
        readings = (Reading.CLAIMED, Reading.EVIDENCED) if on is None else (on,)
        for sentence in (*_find_lower_scores(before, new, readings), *_find_less_clear_gates(before, new)):
            yield CheckRemark("regression", "error", sentence, "to see why: nhsdx compare", path, Verdict.FAILED)


def _is_incomparable(before: Published, new: Result) -> bool:
    was = before["rubric"]["scoring_digest"], before["assessment"].get("profile")
    lacks_nodes = not new.dimensions.keys() <= before["dimensions"].keys()
    return lacks_nodes or was != (new.rubric.scoring_digest, new.assessment.profile)


def _find_lower_scores(before: Published, new: Result, readings: Iterable[Reading]) -> Iterator[str]:
    for node in (OVERALL, *new.dimensions):
        figures = before["overall"] if node == OVERALL else before["dimensions"][node]
        for reading in readings:
            was, now = figures["score"].get(reading.value), new.find_node(node).scores[reading]
            if was is not None and now is None:
                yield f"{node} ({reading}) was {was:.9g} in the baseline, and has no score now"
            elif was is not None and now is not None and compare(now, was) < 0:
                yield f"{node} ({reading}) fell from {was:.9g} to {now:.9g}"


def _find_less_clear_gates(before: Published, new: Result) -> Iterator[str]:
    firmness = list(GateState)
    states = {gate["id"]: GateState(gate["state"]) for gate in before["gates"]}
    for gate in new.gates:
        was = states.get(gate.id, GateState.CLEAR)
        if firmness.index(gate.state) < firmness.index(was):
            yield f"gate {gate.id} was {was} in the baseline, and is {gate.state} now"
