"""What changed in a rubric as plain data: the published shape, version 1, of JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nhsdx.analysis.published import TOOL
from nhsdx.analysis.rubric_diff import Change, Concern, RubricDiff, Step

RUBRIC_DIFF_FORMAT = "nhsdx.rubric-diff/1"


def rubric_diff_data(found: RubricDiff, concern: Concern | None = None) -> dict[str, Any]:
    """A diff in its published shape; `raised` is null where the new version is lower than the old one.

    `concerning` are the paths of the changes that matter to an overlay, `breaks` what would be wrong with it on the
    new rubric; both are null where there is none.
    """
    return {
        "format": RUBRIC_DIFF_FORMAT,
        "tool": TOOL,
        "old": found.old._asdict(),
        "new": found.new._asdict(),
        "comparable": found.old.scoring_digest == found.new.scoring_digest,
        "changes": [_change(change) for change in found.changes],
        "concerning": None if concern is None else [list(change.path) for change in concern.changes],
        "breaks": None if concern is None else [asdict(problem) for problem in concern.broken],
        "version": {
            "needed": _step(found.needed),
            "raised": None if found.raised is None else _step(found.raised),
            "least": found.least,
            "verdict": found.verdict,
        },
    }


def _step(step: Step) -> str:
    return step.name.lower()


def _change(change: Change) -> dict[str, Any]:
    return {
        "path": list(change.path),
        "kind": change.kind,
        "effect": change.effect.value,
        "old": change.old,
        "new": change.new,
        "was": None if change.was is None else list(change.was),
    }
