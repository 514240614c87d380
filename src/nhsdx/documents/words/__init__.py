"""The wording of each fact: scores and evidence, levels and averages, gates, and what to do next."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.documents.words.beside_scores import (
    describe_before_gates, describe_beside, describe_left_out, describe_node_scores, describe_uncounted,
    describe_unknown_items, format_left_out, format_left_out_of_two,
)
from nhsdx.documents.words.checks import CHECKS, TO_CHECK
from nhsdx.documents.words.gates import (
    BEFORE_REMEDY, GATE_MEANINGS, GATE_STATES, NOT_ALL_WELL, count_not_clear, describe_asked,
    describe_condition, describe_gate, describe_gate_counts, describe_gate_effect, describe_gate_rule,
    describe_gate_state, describe_gate_states, describe_gates_heading, name_gate,
)
from nhsdx.documents.words.goals import describe_aim, describe_goal, describe_goals
from nhsdx.documents.words.hypothetical import HYPOTHETICAL, describe_banner, describe_supposed, name_subject
from nhsdx.documents.words.levels import (
    BY_SCORE, LABEL, count_spread, describe_bounds, describe_level, describe_levels, describe_node_place,
    describe_own_level, describe_place, describe_reached, describe_spread, describe_support, describe_weakest,
    describe_weakest_level, format_level, format_place, name_mark, name_own_level,
)
from nhsdx.documents.words.questions import ONLY_ASKED, PRIVACY, describe_least, describe_mean, describe_measure
from nhsdx.documents.words.rules import describe_aggregation, describe_shown, describe_worth, list_enough, list_stages
from nhsdx.documents.words.scores import (
    CERTAINTIES, HEADLINES, NOT_COUNTED, OVERALL_TITLE, READING_MEANINGS, SHOWN_READINGS, TOO_FEW, UNDECIDED,
    count_asked, describe_answer, describe_bar, describe_certainty, describe_dated_evidence, describe_evidence,
    describe_grade, describe_item_state, describe_items, describe_options, describe_range,
    describe_reading, describe_readings, describe_relation, describe_scores, describe_scoring, describe_side,
    describe_status, describe_survey, describe_unrated, describe_unrated_nodes, has_grades, list_circumstances,
    list_headlines, list_readings, name_node,
)
from nhsdx.documents.words.steps import describe_lead, describe_standing, list_first_things
from nhsdx.documents.words.things import (
    FIND_OUT, MAKE_TRUE, count_effort, describe_due, describe_effort, describe_whole_agreed, instruct,
    list_things_to_do,
)

__all__ = [
    "BEFORE_REMEDY", "BY_SCORE", "CERTAINTIES", "CHECKS", "FIND_OUT", "GATE_MEANINGS", "GATE_STATES", "HEADLINES",
    "HYPOTHETICAL", "LABEL", "MAKE_TRUE", "NOT_ALL_WELL", "NOT_COUNTED", "ONLY_ASKED", "OVERALL_TITLE", "PRIVACY",
    "READING_MEANINGS", "SHOWN_READINGS", "TOO_FEW", "TO_CHECK", "UNDECIDED", "count_asked", "count_effort",
    "count_not_clear", "count_spread", "describe_aggregation", "describe_aim", "describe_answer", "describe_asked",
    "describe_banner", "describe_bar", "describe_before_gates", "describe_beside", "describe_bounds",
    "describe_certainty",
    "describe_condition", "describe_dated_evidence", "describe_due", "describe_effort", "describe_evidence",
    "describe_gate", "describe_gate_counts", "describe_gate_effect", "describe_gate_rule", "describe_gate_state",
    "describe_gate_states", "describe_gates_heading", "describe_goal", "describe_goals", "describe_grade",
    "describe_item_state", "describe_items", "describe_lead", "describe_least", "describe_left_out", "describe_level",
    "describe_levels", "describe_mean", "describe_measure", "describe_node_place", "describe_node_scores",
    "describe_options", "describe_own_level", "describe_place", "describe_range", "describe_reached",
    "describe_reading", "describe_readings", "describe_relation", "describe_scores", "describe_scoring",
    "describe_shown", "describe_side", "describe_spread", "describe_standing", "describe_status", "describe_support",
    "describe_supposed", "describe_survey", "describe_uncounted", "describe_unknown_items", "describe_unrated",
    "describe_unrated_nodes", "describe_weakest", "describe_weakest_level", "describe_whole_agreed", "describe_worth",
    "format_left_out", "format_left_out_of_two", "format_level", "format_place", "has_grades", "instruct",
    "list_circumstances", "list_enough", "list_first_things", "list_headlines", "list_readings", "list_stages",
    "list_things_to_do", "name_gate", "name_mark", "name_node", "name_own_level", "name_subject",
]
