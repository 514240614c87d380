"""Findings about the answers of a result."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from nhsdx.model.finding import Finding
from nhsdx.model.result import CriterionStatus
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, compare


def list_findings(rubric: Rubric, scale: Scale, leaves: Mapping[str, Leaf], as_of: datetime.date) -> Iterator[Finding]:
    """Findings about each answer, in the rubric's order of criteria."""
    for name, leaf in leaves.items():
        title = rubric.criteria[name].title
        if leaf.status is CriterionStatus.ANSWERED:
            yield from _list_evidence_findings(rubric, scale, name, leaf, as_of)
        elif leaf.has_too_few_respondents:
            message = f"{title}: too few respondents to show; counted as unknown"
            yield _build_finding(
                "too-few-respondents", "warning", message, name, "Ask more people before scoring this."
            )
        elif leaf.status is CriterionStatus.UNKNOWN:
            message = f"{title}: not answered, which widens the range"
            yield _build_finding("unknown-answer", "info", message, name, "Find out, and record the evidence.")
        elif leaf.status is CriterionStatus.OUTSIDE_PROFILE:
            message = f"{title}: outside the profile, so left out"
            yield _build_finding("outside-profile", "info", message, name, "Score without the profile to include it.")


def _list_evidence_findings(
    rubric: Rubric, scale: Scale, name: str, leaf: Leaf, as_of: datetime.date
) -> Iterator[Finding]:
    title, answer, support = rubric.criteria[name].title, leaf.answer, leaf.support
    if answer is None or support is None:
        return
    labels = {grade.id: grade.label for grade in rubric.evidence_grades}
    if answer.seen is not None and answer.seen > as_of:
        message = f"{title}: the evidence is dated after {as_of.isoformat()}"
        yield _build_finding(
            "evidence-from-later", "warning", message, name, "Check the date, or score as of a later date."
        )
    if support.has_aged:
        message = f"{title}: evidence seen on {answer.seen} is too old to count as: {labels[support.given]}"
        yield _build_finding("evidence-aged", "warning", message, name, "Renew the evidence.")
    claimed = next(step.output for step in leaf.steps)
    if claimed is not None and compare(claimed, scale.scores[support.level]) > 0:
        message = (
            f"{title}: claimed at level {scale.find_level(claimed)}, "
            f"evidence supports level {support.level} ({labels[support.counted_as]})"
        )
        yield _build_finding(
            "claim-above-evidence", "warning", message, name, "Provide stronger evidence, or lower the claimed level."
        )


def _build_finding(code: str, severity: str, message: str, name: str, remedy: str) -> Finding:
    return Finding(code, "warning" if severity == "warning" else "info", message, f"answers.{name}", remedy)
