"""The context of each row, which can decide what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from nhsdx.model import Rubric
from nhsdx.tables.columns import name_context_column
from nhsdx.tables.frame_builder import Expr, FrameBuilder
from nhsdx.tables.meanings import list_option_words
from nhsdx.tables.scoring.cells import NOTHING, Cell, Words

Contexts: TypeAlias = Mapping[str, Cell]
"""The cells of each context question that has a column."""


def read_contexts(table: FrameBuilder, rubric: Rubric) -> dict[str, Cell]:
    """For each question about the context that has a column, the place of the chosen option."""
    cells = {}
    for name, question in rubric.context.items():
        column = name_context_column(name)
        if column in table:
            words = list_option_words(question.options)
            nothing = [word for word in NOTHING if word not in words]
            cells[name] = Words(words, nothing=nothing).read(table, column)
    return cells


def list_wrong_contexts(contexts: Contexts) -> dict[str, Expr]:
    """The invalid cells of each context column."""
    return {name_context_column(name): cell.wrong for name, cell in contexts.items()}
