"""A migrated assessment."""

from __future__ import annotations

from dataclasses import dataclass

from nhsdx.model import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class MigratedAssessment:
    """The new text, which loads with the new rubric, and what became of each answer.

    `old` and `new` are the references of the rubrics, and `kept` the new ids of the answers that were kept. `renamed`
    gives the old id for each new id, `lost` the answers that are now comments, and `unanswered` the criteria of the new
    rubric without an answer. `findings` lists what needs attention, with its place in the original file.
    """

    text: str
    subject: str
    old: str
    new: str
    kept: tuple[str, ...]
    renamed: dict[str, str]
    lost: tuple[str, ...]
    unanswered: tuple[str, ...]
    findings: tuple[Finding, ...]
