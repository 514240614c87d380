"""Turns answers into scores. The same input always gives the same result; nothing here reads files or prints."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.scoring.digest import (
    compute_assessment_digest, compute_content_digest, compute_questions_digest, compute_result_digest,
    compute_scoring_digest, drop_nulls,
)
from nhsdx.scoring.engine import score_with
from nhsdx.scoring.gates import FallingScores, GateFacts, GateNetwork, is_met, list_met_gates
from nhsdx.scoring.instrument import Instrument, find_depths, stamp_rubric
from nhsdx.scoring.items import find_highest_level
from nhsdx.scoring.leaf import find_unknown_range
from nhsdx.scoring.local_and_national import compute_shapley, score_both
from nhsdx.scoring.node_results import has_fallen
from nhsdx.scoring.scale import (
    DECIMALS, Scale, compare_rounded, find_least_above, find_least_reaching, list_level_scores, meets_bound,
    round_half_up,
)
from nhsdx.scoring.tree import Child, Node, Rule, Truth, build_nodes, find_known_nodes, judge, look_at
from nhsdx.scoring.values import (
    find_score_range, find_value_at, is_reachable, score_answer, score_band, score_not_applicable,
)

__all__ = [
    "DECIMALS", "Child", "FallingScores", "GateFacts", "GateNetwork", "Instrument", "Node", "Rule", "Scale", "Truth",
    "build_nodes", "compare_rounded", "compute_assessment_digest", "compute_content_digest", "compute_questions_digest",
    "compute_result_digest", "compute_scoring_digest", "compute_shapley", "drop_nulls", "find_depths",
    "find_highest_level", "find_known_nodes", "find_least_above", "find_least_reaching", "find_score_range",
    "find_unknown_range", "find_value_at", "has_fallen", "is_met", "is_reachable", "judge", "list_level_scores",
    "list_met_gates", "look_at", "meets_bound", "round_half_up", "score_answer", "score_band", "score_both",
    "score_not_applicable", "score_with", "stamp_rubric",
]
