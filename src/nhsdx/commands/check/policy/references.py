"""The nodes, gates and files that a policy refers to.

All of these must exist: otherwise, a threshold or a waiver would have no effect.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from nhsdx.commands.check.policy.shape import PolicyFile, Threshold, Waiver
from nhsdx.errors import NhsdxError
from nhsdx.files.discovery import find_assessments
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.model import OVERALL, DisplayScale, Problem, Result, Rubric, quote_word, suggest_one_of


class KnownIds(NamedTuple):
    """The nodes (`overall` first) and gates to which a policy may refer, and how the scores of each node are shown."""

    nodes: tuple[str, ...]
    gates: tuple[str, ...]
    scales: Mapping[str, tuple[DisplayScale, ...]] = MappingProxyType({})

    @classmethod
    def of(cls, parts: Iterable[Result | Rubric]) -> KnownIds:
        """The ids that the given results or rubrics contain."""
        every = list(parts)
        gates = [gate for one in every for gate in _list_gates(one)]
        scales: dict[str, tuple[DisplayScale, ...]] = {OVERALL: ()}
        for one in every:
            for node in (OVERALL, *one.dimensions, *one.criteria):
                scales[node] = (*scales.get(node, ()), _find_shown(one, node))
        return cls(tuple(scales), tuple(dict.fromkeys(gates)), scales)

    def find_scale_problem(self, threshold: Threshold) -> tuple[str, str] | None:
        """A message and a remedy for a threshold that cannot be a score of its node in any rubric."""
        least, scales = threshold.score, self.scales.get(threshold.node, ())
        if not scales or any(scale.can_show(least) for scale in scales):
            return None
        ends = " or ".join(dict.fromkeys(scale.ends for scale in scales))
        return f"`{threshold.node}` cannot have a score of {least:g}", f"expected a score from {ends}"

    def expect_scores(self, thresholds: Iterable[Threshold]) -> None:
        """Raises NhsdxError for a threshold, given as an option, that cannot be a score in any rubric."""
        for threshold in thresholds:
            problem = self.find_scale_problem(threshold)
            if problem is not None:
                raise NhsdxError(f"--fail-under: {problem[0]}", hint=problem[1], code="usage")


def _find_shown(part: Result | Rubric, node: str) -> DisplayScale:
    return part.find_shown(node) if isinstance(part, Rubric) else part.rubric.find_shown(node)


def _list_gates(part: Result | Rubric) -> Iterator[str]:
    yield from (part.gates if isinstance(part, Rubric) else (gate.id for gate in part.gates))


def list_both(results: Iterable[Result]) -> list[Result]:
    """The results, each followed by its national result if its rubric is local."""
    return [one for result in results for one in (result, *(() if result.both is None else (result.both.national,)))]


def find_unknown_nodes(thresholds: Iterable[Threshold], known: KnownIds) -> Iterator[tuple[Threshold, str, str]]:
    """The thresholds on nodes that no rubric has, each with a message and a suggestion."""
    for threshold in thresholds:
        if threshold.node not in known.nodes:
            message = f"no rubric of the files checked has {quote_word(threshold.node)}"
            yield threshold, message, suggest_one_of(threshold.node, known.nodes)


def find_wrong_references(policy: PolicyFile, known: KnownIds) -> Iterator[Problem]:
    """The policy's nodes, gates and scores that no rubric has."""
    yield from _find_wrong_scores(policy, known)
    for threshold, message, remedy in find_unknown_nodes(policy.thresholds, known):
        yield Problem(("fail-under", threshold.node), "policy-unused", message, remedy, at_key=True)
    for position, waiver in enumerate(policy.waivers):
        if waiver.gate is not None and waiver.gate not in known.gates:
            message = f"no rubric of the files checked has a gate {quote_word(waiver.gate)}"
            remedy = suggest_one_of(waiver.gate, known.gates) if known.gates else "these rubrics have no gates"
            yield Problem(("waivers", position, "gate"), "unknown-reference", message, remedy)


def _find_wrong_scores(policy: PolicyFile, known: KnownIds) -> Iterator[Problem]:
    for threshold in policy.thresholds:
        problem = known.find_scale_problem(threshold)
        if problem is not None:
            table = policy.fail_under if isinstance(policy.fail_under, dict) else {}
            path: tuple[str, ...] = ("fail-under", *([threshold.node] if table else []))
            path += (threshold.reading.value,) if threshold.reading is not None else ()
            yield Problem(path, "out-of-range", *problem)


def find_wrong_files(waivers: Collection[Waiver], folder: Path) -> Iterator[Problem]:
    """The waivers for a file that is not an assessment; their paths are relative to the policy's folder."""
    files = {position: waiver.file for position, waiver in enumerate(waivers) if waiver.file is not None}
    wrong = {position: file for position, file in files.items() if not _is_assessment(folder / file)}
    found = find_assessments([str(folder)]).names if wrong else ()
    names = [os.path.relpath(name, folder) for name in found]
    for position, file in wrong.items():
        message = f"{quote_word(file)} is not an assessment"
        hint = suggest_one_of(file, names) if names else "expected a path relative to the policy's folder"
        yield Problem(("waivers", position, "file"), "file-not-found", message, hint)


def _is_assessment(path: Path) -> bool:
    return path.exists() and bool(find_assessments([str(path)]).names)


def list_project_rubrics(folder: Path, loader: AssessmentLoader) -> Iterator[Rubric]:
    """The rubrics of all assessments below a policy's folder; those that cannot be read are left out."""
    for name in find_assessments([str(folder)]).names:
        try:
            loaded = loader.load(name)
        except NhsdxError:
            continue
        yield loaded.instrument.rubric
        yield loaded.instrument.answerable
