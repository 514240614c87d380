"""Helpers that merge overlays and bases in memory, from plain tables."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli_w

from nhsdx.files.source import SourceText
from nhsdx.loading.overlay.laying import apply_overlay
from nhsdx.loading.rubric_data import LoadedRubric
from nhsdx.loading.rubric_file import parse_rubric
from nhsdx.model.finding import Finding, InvalidInputError
from nhsdx.model.result import Result
from nhsdx.scoring.digest import compute_content_digest, compute_scoring_digest
from nhsdx.scoring.local_and_national import score_both
from tests.support.build import DATE, Table, assessment_from

WHY = {"reason": "It was decided here."}
DECIDED = {"decided-by": "The board of the system", "decided": datetime.date(2026, 6, 18)}


def source_of(table: Table, name: str = "rubric.toml") -> SourceText:
    """A table as if read from a file."""
    return SourceText(name, Path(), tomli_w.dumps(table), copy.deepcopy(table))


def base_of(table: Table) -> LoadedRubric:
    """A complete rubric, which must be valid."""
    return parse_rubric(source_of(table, "base.toml"))


def overlay_of(base: LoadedRubric, local_id: str = "local", **sections: Any) -> Table:  # noqa: ANN401 - whatever TOML holds
    """An overlay of a base, pinned to it; `head` adds to its [rubric], and `grades` are its evidence grades."""
    head: Table = sections.pop("head", {})
    grades = sections.pop("grades", None)
    return {
        "format": "nhsdx.rubric/1",
        "extends": "base.toml",
        "overlay": pinned(base) | DECIDED,
        "rubric": {"id": local_id, "version": "1.0.0", "title": "A local rubric"} | head,
        **({} if grades is None else {"evidence-grades": grades}),
        **sections,
    }


def pinned(base: LoadedRubric) -> Table:
    """The keys of an overlay that pin its base."""
    return {
        "base-version": base.rubric.rubric.version,
        "base-scoring-digest": compute_scoring_digest(base.rubric),
        "base-content-digest": compute_content_digest(base.rubric),
    }


def laid(base: LoadedRubric, overlay: Table | None = None, **sections: Any) -> LoadedRubric:  # noqa: ANN401 - as above
    """The local rubric of an overlay table, or of one with these sections."""
    table = overlay_of(base, **sections) if overlay is None else overlay
    return apply_overlay(source_of(table, "local.toml"), base)


def refusals(base: LoadedRubric, overlay: Table) -> tuple[Finding, ...]:
    """The problems of an overlay; empty if it can be merged with the base."""
    try:
        laid(base, overlay)
    except InvalidInputError as error:
        return error.findings
    return ()


def declared(base: LoadedRubric, overlay: Table) -> Table:
    """An overlay with a departure for exactly those gates for which the messages ask."""
    findings = refusals(base, overlay)
    assert {finding.code for finding in findings} <= {"overlay-departure"}, findings
    told = [re.findall(r"\[gates\.([a-z0-9-]+)\]", finding.remedy) for finding in findings]
    gates: Table = overlay.get("gates", {})
    named = {gate: gates.get(gate, dict(WHY)) | {"departure": "Not heard here"} for (gate,) in told}
    return overlay | {"gates": gates | named}


def scored_both(
    rubric: LoadedRubric,
    answers: Mapping[str, Any],
    date: datetime.date = DATE,
    profile: str | None = None,
    context: Mapping[str, str] = MappingProxyType({}),
) -> Result:
    """The result of these answers to a local rubric, with both scores."""
    assessment = assessment_from(rubric.answerable, answers, date, profile, context)
    return score_both(rubric.instrument, assessment)
