"""The hints about a table of assessments, whatever its engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nhsdx.model import Status
from nhsdx.tables.cell_rules import NO_RULES, CellRules
from nhsdx.tables.columns import DATE
from nhsdx.tables.engines.engine import Engine, Native, TableFormat
from nhsdx.tables.frame import TableScorer
from nhsdx.tables.hints.find import Hint, Least, find_hints
from nhsdx.tables.hints.rejects import AskedColumn, count_cells
from nhsdx.tables.map import BATCH_MAP_FORMAT
from nhsdx.tables.meanings import ColumnKind, Meanings, list_meanings

MOST_COLUMNS = 50
"""The highest number of columns to look at; those with the most invalid cells come first."""
LEAST = Least(forms=1, texts=5)
"""A hint about a form needs only one cell, because the text of the cell is not shown.

A hint that shows a text needs as many cells with this text as a group needs assessments.
"""


def find_table_hints(
    engine: Engine, scorer: TableScorer, native: Native, rejected: Mapping[str, int], work: Path
) -> tuple[Hint, ...]:
    """What the invalid cells of a table have in common, and which lines in a map would make these cells readable."""
    translation, meanings = scorer.translation, list_meanings(scorer.instrument.answerable)
    rules = NO_RULES if translation is None else translation.rules
    known = meanings | {DATE: Meanings(ColumnKind.DATES, (Status.UNKNOWN.value,))}
    asked = [name for name in _list_asked(rules, rejected, meanings) if name in known]
    if not asked:
        return ()
    found, cells = scorer.read_cells(native, asked)
    path = work / "cells.parquet"
    engine.write(cells, path, TableFormat.PARQUET)
    columns = [AskedColumn(scorer.own_names.get(name, name), known[name], ("words", name)) for name in found]
    answers = frozenset(key for one in meanings.values() for key in one.keys)
    hints = find_hints(count_cells(engine.reopen(path), columns, rules.numbers), rules, answers, LEAST)
    return hints if translation is not None else _add_format(hints)


def _list_asked(rules: CellRules, rejected: Mapping[str, int], meanings: Mapping[str, Meanings]) -> list[str]:
    """The columns with the most invalid cells and, if the map says how numbers are written, all columns of numbers."""
    asked = sorted(rejected, key=lambda column: (-rejected[column], column))[:MOST_COLUMNS]
    if rules.numbers.is_plain:
        return asked
    return asked + [name for name, one in meanings.items() if one.kind is ColumnKind.NUMBERS and name not in asked]


def _add_format(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """The hints; the first one also has the line with which a map begins."""
    first = next((place for place, hint in enumerate(hints) if hint.lines), None)
    return tuple(
        hint._replace(lines=(f'format = "{BATCH_MAP_FORMAT}"', *hint.lines)) if place == first else hint
        for place, hint in enumerate(hints)
    )
