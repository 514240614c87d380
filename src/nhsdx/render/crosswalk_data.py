"""A crosswalk as plain data: the published shape, version 1."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from nhsdx.analysis.crosswalk import INFORMS, Crosswalk, InformedHeading, Informing, LevelReached
from nhsdx.analysis.published import TOOL, stamps
from nhsdx.analysis.published_both import overlay_of

CROSSWALK_FORMAT = "nhsdx.crosswalk/1"


def crosswalk_data(found: Crosswalk) -> dict[str, Any]:
    """What informs each heading of the framework; no heading has a figure of its own."""
    framework = found.framework
    return {
        "format": CROSSWALK_FORMAT,
        "tool": TOOL,
        **stamps(found.result),
        **overlay_of(found.result),
        "framework": {
            "id": found.framework_id,
            "title": framework.title,
            "url": framework.url,
            "certainty": framework.certainty,
            "note": framework.note,
        },
        "informs": INFORMS,
        "headings": {heading.id: _heading(heading) for heading in found.headings},
        "elsewhere": list(found.elsewhere),
    }


def _heading(heading: InformedHeading) -> dict[str, Any]:
    return {
        "title": heading.title,
        "informed_by": {entry.criterion.id: _informing(entry) for entry in heading.criteria},
    }


def _informing(entry: Informing) -> dict[str, Any]:
    criterion, answer = entry.criterion, entry.answer
    return {
        "title": criterion.title,
        "relation": entry.how.relation,
        "certainty": entry.how.certainty,
        "note": entry.how.note,
        "status": criterion.status.value,
        "claimed": _level(entry.claimed),
        "evidenced": _level(entry.evidenced),
        "evidence": criterion.evidence,
        "counted_as": criterion.counted_as,
        "seen": None if answer is None or answer.seen is None else answer.seen.isoformat(),
        "reason": None if answer is None else answer.reason,
        "why": None if answer is None else answer.why,
        "documents": [] if answer is None else list(answer.documents),
    }


def _level(level: LevelReached | None) -> dict[str, Any] | None:
    return None if level is None else asdict(level)
