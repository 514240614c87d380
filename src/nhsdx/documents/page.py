"""Everything that is needed to write pages: blocks, lines, cells, the wording of facts and numbers, and safe text."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.documents.blocks import (
    BarRow, Block, Callout, Cell, Column, Document, Fact, Facts, Heading, Histogram, KeyFigure, KeyFigures, Line,
    Listing, Paragraph, Sheet, Span, StackedBars, Style, Table, Tone, Verbatim, nest_headings,
)
from nhsdx.documents.number_words import (
    NOTHING, describe_ends, describe_out_of, format_change, format_number, format_percent, format_score,
)
from nhsdx.documents.phrases import (
    count_words, format_day, join_words, line_with_id, line_with_lead, make_cell, make_label, make_line, make_row,
    make_sentence, name_from_id, shorten, shorten_sentence, shorten_title,
)
from nhsdx.documents.safe_text import LONGEST_MESSAGE, clean
from nhsdx.documents.words import (
    BEFORE_REMEDY, BY_SCORE, CERTAINTIES, CHECKS, GATE_MEANINGS, GATE_STATES, HEADLINES, HYPOTHETICAL, TO_CHECK,
    NOT_ALL_WELL, NOT_COUNTED,
    OVERALL_TITLE, READING_MEANINGS, SHOWN_READINGS, count_asked, count_effort, count_not_clear, describe_aggregation,
    describe_aim, describe_answer, describe_asked, describe_before_gates, describe_beside, describe_bounds,
    describe_certainty,
    describe_condition, describe_dated_evidence, describe_due, describe_effort, describe_evidence, describe_gate,
    describe_gate_counts, describe_gate_rule, describe_gate_state, describe_gate_states, describe_gates_heading,
    describe_goals, describe_grade, describe_item_state, describe_items, describe_lead, describe_left_out,
    describe_level, describe_levels, describe_measure, describe_node_place, describe_node_scores, describe_options,
    describe_own_level, describe_place, describe_range, describe_reached, describe_reading, describe_readings,
    describe_relation, describe_scores, describe_scoring, describe_shown, describe_side, describe_spread,
    describe_standing, describe_status, describe_support, describe_survey, describe_uncounted, describe_unknown_items,
    describe_unrated, describe_unrated_nodes, describe_weakest, describe_weakest_level, describe_whole_agreed,
    describe_worth, format_left_out, format_left_out_of_two, format_level, format_place, has_grades,
    list_circumstances, list_enough, list_first_things, list_headlines, list_readings, list_stages,
    list_things_to_do, name_gate, name_node, name_own_level, name_subject,
)
from nhsdx.scoring import round_half_up

__all__ = [
    "BEFORE_REMEDY", "BY_SCORE", "CERTAINTIES", "CHECKS", "GATE_MEANINGS", "GATE_STATES", "HEADLINES", "HYPOTHETICAL",
    "LONGEST_MESSAGE", "NOTHING", "NOT_ALL_WELL", "NOT_COUNTED", "OVERALL_TITLE", "READING_MEANINGS", "SHOWN_READINGS",
    "TO_CHECK", "BarRow", "Block", "Callout", "Cell", "Column", "Document", "Fact", "Facts", "Heading", "Histogram",
    "KeyFigure", "KeyFigures", "Line", "Listing", "Paragraph", "Sheet", "Span", "StackedBars", "Style", "Table", "Tone",
    "Verbatim", "clean", "count_asked", "count_effort", "count_not_clear", "count_words", "describe_aggregation",
    "describe_aim", "describe_answer", "describe_asked", "describe_before_gates", "describe_beside", "describe_bounds",
    "describe_certainty", "describe_condition", "describe_dated_evidence", "describe_due", "describe_effort",
    "describe_ends", "describe_evidence", "describe_gate", "describe_gate_counts", "describe_gate_rule",
    "describe_gate_state", "describe_gate_states", "describe_gates_heading", "describe_goals", "describe_grade",
    "describe_item_state", "describe_items", "describe_lead", "describe_left_out", "describe_level", "describe_levels",
    "describe_measure", "describe_node_place", "describe_node_scores", "describe_options", "describe_out_of",
    "describe_own_level", "describe_place", "describe_range", "describe_reached", "describe_reading",
    "describe_readings", "describe_relation", "describe_scores", "describe_scoring", "describe_shown", "describe_side",
    "describe_spread", "describe_standing", "describe_status", "describe_support", "describe_survey",
    "describe_uncounted", "describe_unknown_items", "describe_unrated", "describe_unrated_nodes", "describe_weakest",
    "describe_weakest_level", "describe_whole_agreed", "describe_worth", "format_change", "format_day",
    "format_left_out", "format_left_out_of_two", "format_level", "format_number", "format_percent", "format_place",
    "format_score", "has_grades", "join_words", "line_with_id", "line_with_lead", "list_circumstances", "list_enough",
    "list_first_things", "list_headlines", "list_readings", "list_stages", "list_things_to_do", "make_cell",
    "make_label", "make_line", "make_row", "make_sentence", "name_from_id", "name_gate", "name_node", "name_own_level",
    "name_subject", "nest_headings", "round_half_up", "shorten", "shorten_sentence", "shorten_title",
]
