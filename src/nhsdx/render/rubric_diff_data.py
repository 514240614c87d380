"""What changed in a rubric as plain data: the published shape, version 1, of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nhsdx.analysis.published import TOOL
from nhsdx.analysis.rubric_diff import Change, RubricDiff, Step

RUBRIC_DIFF_FORMAT = "nhsdx.rubric-diff/1"


def rubric_diff_data(found: RubricDiff, concerned: Sequence[Change] | None = None) -> dict[str, Any]:
    """A diff in its published shape; `raised` is null where the new version is lower than the old one.

    `concerning` are the paths of the changes that matter to an overlay, null where there is none.
    """
    return {
        "format": RUBRIC_DIFF_FORMAT,
        "tool": TOOL,
        "old": found.old._asdict(),
        "new": found.new._asdict(),
        "comparable": found.old.scoring_digest == found.new.scoring_digest,
        "changes": [_change(change) for change in found.changes],
        "concerning": None if concerned is None else [list(change.path) for change in concerned],
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
