"""Parts that several documents share, such as charts, sections, arithmetic and instructions for checking figures."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.documents.parts.actions import build_actions, build_actions_to_paste, describe_actions, name_action
from nhsdx.documents.parts.arithmetic import (
    build_arithmetic_note, build_parts, build_points_note, describe_step, format_figure,
)
from nhsdx.documents.parts.charts import (
    build_brief_chart, build_full_chart, build_series_chart, build_spreads, build_whole_chart, list_dimensions,
)
from nhsdx.documents.parts.checks import (
    build_checks, build_checks_of_each, count_check, describe_checks, describe_doubts,
)
from nhsdx.documents.parts.context import build_context, describe_context
from nhsdx.documents.parts.findings import build_finding
from nhsdx.documents.parts.footer import add_results
from nhsdx.documents.parts.hypothetical import build_before_and_after, build_changes, mark_hypothetical
from nhsdx.documents.parts.local_and_national import (
    build_departures, build_local_and_national, describe_both, list_departures,
)
from nhsdx.documents.parts.map_hints import build_hints
from nhsdx.documents.parts.next_steps import FIRST, build_goals, build_next_steps, join_first_things, list_leads
from nhsdx.documents.parts.sections import (
    TONES, UNSUPPORTED, build_gates, build_left_out, build_profile, build_short_limits, build_unknown,
    build_unsupported, describe_profile, explain_notes, explain_profile, list_some, list_unsupported,
)

__all__ = [
    "FIRST", "TONES", "UNSUPPORTED", "add_results", "build_actions", "build_actions_to_paste", "build_arithmetic_note",
    "build_before_and_after", "build_brief_chart", "build_changes", "build_checks", "build_checks_of_each",
    "build_context", "build_departures", "build_finding", "build_full_chart", "build_gates", "build_goals",
    "build_hints", "build_left_out", "build_local_and_national", "build_next_steps", "build_parts", "build_points_note",
    "build_profile", "build_series_chart", "build_short_limits", "build_spreads", "build_unknown", "build_unsupported",
    "build_whole_chart", "count_check", "describe_actions", "describe_both", "describe_checks", "describe_context",
    "describe_doubts", "describe_profile", "describe_step", "explain_notes", "explain_profile", "format_figure",
    "join_first_things", "list_departures", "list_dimensions", "list_leads", "list_some", "list_unsupported",
    "mark_hypothetical", "name_action",
]
