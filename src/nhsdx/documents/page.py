"""What pages are written with: blocks, lines and cells, the words of each fact, numbers in words, and safe text."""

from __future__ import annotations

# fmt: off
# isort: off
from nhsdx.documents.blocks import (
    BarRow, Block, Callout, Cell, Column, Document, Fact, Facts, Heading, Histogram, KeyFigure, KeyFigures, Line,
    Listing, Paragraph, Sheet, Span, StackedBars, Style, Table, Tone, nest_headings,
)
from nhsdx.documents.number_words import (
    NOTHING, format_change, format_level, format_number, format_percent, format_score, round_half_up,
)
from nhsdx.documents.phrases import (
    count_words, format_day, join_words, line_with_id, line_with_lead, make_cell, make_line, make_row, make_sentence,
    name_from_id, shorten, shorten_sentence, shorten_title,
)
from nhsdx.documents.safe_text import LONGEST_MESSAGE, clean
from nhsdx.documents.words import (
    CERTAINTIES, GATE_MEANINGS, GATE_STATES, NOT_COUNTED, OVERALL_TITLE, READING_MEANINGS, SHOWN_READINGS,
    describe_answer, describe_certainty, describe_condition, describe_dated_evidence, describe_evidence, describe_gate,
    describe_gate_rule, describe_gate_state, describe_grade, describe_left_out, describe_level,
    describe_level_in_scale, describe_levels, describe_measure, describe_range, describe_readings, describe_relation,
    describe_scores, describe_scoring, describe_side, describe_status, describe_support, list_circumstances, name_gate,
    name_node,
)

__all__ = [
    "CERTAINTIES", "GATE_MEANINGS", "GATE_STATES", "LONGEST_MESSAGE", "NOTHING", "NOT_COUNTED", "OVERALL_TITLE",
    "READING_MEANINGS", "SHOWN_READINGS", "BarRow", "Block", "Callout", "Cell", "Column", "Document", "Fact", "Facts",
    "Heading", "Histogram", "KeyFigure", "KeyFigures", "Line", "Listing", "Paragraph", "Sheet", "Span", "StackedBars",
    "Style", "Table", "Tone", "clean", "count_words", "describe_answer", "describe_certainty", "describe_condition",
    "describe_dated_evidence", "describe_evidence", "describe_gate", "describe_gate_rule", "describe_gate_state",
    "describe_grade", "describe_left_out", "describe_level", "describe_level_in_scale", "describe_levels",
    "describe_measure", "describe_range", "describe_readings", "describe_relation", "describe_scores",
    "describe_scoring", "describe_side", "describe_status", "describe_support", "format_change", "format_day",
    "format_level", "format_number", "format_percent", "format_score", "join_words", "line_with_id", "line_with_lead",
    "list_circumstances", "make_cell", "make_line", "make_row", "make_sentence", "name_from_id", "name_gate",
    "name_node", "nest_headings", "round_half_up", "shorten", "shorten_sentence", "shorten_title",
]
