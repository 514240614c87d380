"""Parts that several documents share: charts, sections, arithmetic, both scores, and how to check figures."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.documents.parts.arithmetic import POINTS_BELOW, build_parts, describe_step, format_figure
from nhsdx.documents.parts.findings import build_finding
from nhsdx.documents.parts.footer import add_results
from nhsdx.documents.parts.local_and_national import (
    build_departures, build_local_and_national, describe_both, list_departures,
)
from nhsdx.documents.parts.sections import (
    TONES, UNSUPPORTED, build_brief_chart, build_full_chart, build_gates, build_late_evidence, build_left_out,
    build_series_chart, build_unknown, build_unsupported, build_weakest, build_whole_chart, list_dimensions, list_some,
    list_unsupported,
)

__all__ = [
    "POINTS_BELOW",
    "TONES",
    "UNSUPPORTED",
    "add_results",
    "build_brief_chart",
    "build_departures", "build_finding",
    "build_full_chart",
    "build_gates",
    "build_late_evidence",
    "build_left_out",
    "build_local_and_national",
    "build_parts",
    "build_series_chart",
    "build_unknown",
    "build_unsupported",
    "build_weakest",
    "build_whole_chart",
    "describe_both",
    "describe_step",
    "format_figure",
    "list_departures",
    "list_dimensions",
    "list_some",
    "list_unsupported",
]
