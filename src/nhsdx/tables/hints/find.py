"""Finds all hints about the invalid cells in the given columns."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.tables.cell_rules import CellRules
from nhsdx.tables.hints.cells import ColumnCells, Hint, Least
from nhsdx.tables.hints.dates import find_date_hints
from nhsdx.tables.hints.mixtures import find_mixtures
from nhsdx.tables.hints.numbers import find_number_hints
from nhsdx.tables.hints.options import SharedCells, find_option_hints
from nhsdx.tables.hints.words import find_word_hints

__all__ = ["ColumnCells", "Hint", "Least", "SharedCells", "find_hints", "find_option_hints"]


def find_hints(
    columns: Sequence[ColumnCells], rules: CellRules, answers: frozenset[str | float], least: Least
) -> tuple[Hint, ...]:
    """The hints for the invalid cells of all columns; `answers` has every possible answer to the rubric, folded."""
    return (
        *find_number_hints(columns, rules.numbers, least),
        *find_mixtures(columns, rules.numbers),
        *find_date_hints(columns, rules.dates, least),
        *find_word_hints(columns, rules, answers, least),
    )
