"""Findings about the answers of an assessment and their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nhsdx.model import Answer, CriterionStatus, Finding, ItemState, Rubric
from nhsdx.scoring.evidence import Support
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, compare


def list_findings(rubric: Rubric, scale: Scale, leaves: Mapping[str, Leaf]) -> Iterator[Finding]:
    """Findings about each answer, in the rubric's order of criteria."""
    for name, leaf in leaves.items():
        title = rubric.criteria[name].title
        if leaf.status is CriterionStatus.OUTSIDE_PROFILE:
            yield from _list_profile_findings(name, title, leaf)
        elif leaf.has_too_few_respondents:
            message = f"{title}: too few respondents to show; counted as unknown"
            yield _warn("too-few-respondents", message, name, "Ask more people before scoring this.")
        elif leaf.status is CriterionStatus.UNKNOWN:
            yield from _list_unknown_findings(name, title, leaf)
        if leaf.states is not None and ItemState.NOT_APPLICABLE in leaf.states.values():
            left_out = [item for item, state in leaf.states.items() if state is ItemState.NOT_APPLICABLE]
            message = f"{title}: {len(left_out)} of {len(leaf.states)} items do not apply, so they are left out"
            yield _inform("items-left-out", message, name, "Check that they really do not apply.")
        if leaf.answer is not None and leaf.support is not None:
            yield from _list_support_findings(rubric, name, leaf.answer, leaf.support)
            yield from _list_claim_findings(rubric, scale, name, leaf.claimed, leaf.support)


def _list_profile_findings(name: str, title: str, leaf: Leaf) -> Iterator[Finding]:
    if leaf.answer is not None and leaf.answer.is_known:
        message = f"{title}: answered, but outside the profile, so left out"
        yield _warn("answer-outside-profile", message, name, "Score without the profile to count this answer.")
    else:
        message = f"{title}: outside the profile, so left out"
        yield _inform("outside-profile", message, name, "Score without the profile to include it.")


def _list_unknown_findings(name: str, title: str, leaf: Leaf) -> Iterator[Finding]:
    if leaf.coverage:
        message = f"{title}: too few items of the first level are answered, which widens the range"
    else:
        message = f"{title}: not answered, which widens the range"
    yield _inform("unknown-answer", message, name, "Find out, and record the evidence.")


def _list_support_findings(rubric: Rubric, name: str, answer: Answer, support: Support) -> Iterator[Finding]:
    title = rubric.criteria[name].title
    grades = {grade.id: grade for grade in rubric.evidence_grades}
    given, counted = grades[support.given], grades[support.counted_as]
    if support.trouble == "undated":
        message = f"{title}: the evidence has no date, so it counts as old: {counted.label}"
        yield _warn("evidence-undated", message, name, "Give the date of the evidence.")
    elif support.trouble == "from-later":
        message = f"{title}: the evidence is dated after the assessment, so it counts as old: {counted.label}"
        yield _warn("evidence-from-later", message, name, "Check the date, or score as of a later date.")
    if support.has_aged:
        message = f"{title}: evidence seen on {answer.seen} is too old to count as: {given.label}"
        yield _warn("evidence-aged", message, name, "Renew the evidence.")
    if given.needs_document and answer.evidence is not None and not answer.documents:
        message = f"{title}: no document is given for this evidence: {given.label}"
        yield _warn("evidence-without-document", message, name, "Give the document that shows it.")


def _list_claim_findings(
    rubric: Rubric, scale: Scale, name: str, claimed: float | None, support: Support
) -> Iterator[Finding]:
    if claimed is None or compare(claimed, scale.scores[support.level]) <= 0:
        return
    label = next(grade.label for grade in rubric.evidence_grades if grade.id == support.counted_as)
    message = (
        f"{rubric.criteria[name].title}: evidence supports level {support.level} ({label}), "
        f"claimed at level {scale.find_level(claimed)}"
    )
    yield _warn("claim-above-evidence", message, name, "Provide stronger evidence, or lower the claimed level.")


def _warn(code: str, message: str, name: str, remedy: str) -> Finding:
    return Finding(code, "warning", message, f"answers.{name}", remedy)


def _inform(code: str, message: str, name: str, remedy: str) -> Finding:
    return Finding(code, "info", message, f"answers.{name}", remedy)
