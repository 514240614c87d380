"""The lists that drop-downs and formulas use: texts with their codes, and the levels with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nhsdx.forms import FormField
from nhsdx.forms.media.workbook.formulas.formula import CellFormula
from nhsdx.forms.media.workbook.formulas.grid import FIRST_ROW, name_column, quote_sheet
from nhsdx.forms.media.workbook.layout import LISTS
from nhsdx.forms.media.workbook.words import list_accepted, list_choices


class WordList(NamedTuple):
    """The cells of a list: the texts to choose from, all texts that are accepted, and the code of each."""

    choices: CellFormula
    words: CellFormula
    codes: CellFormula


@dataclass(slots=True)
class Lists:
    """The columns of the sheet with lists. Each column has a heading and entries."""

    columns: list[tuple[str, Sequence[str | float]]] = field(default_factory=list)
    known: dict[tuple[tuple[str, int], ...], WordList] = field(default_factory=dict)

    def add(self, one: FormField) -> WordList:
        """The list of the answers to choose from in a field. Fields with the same answers share one list."""
        choices = list_choices(one)
        accepted = tuple(list_accepted(choices))
        if accepted not in self.known:
            number = len(self.known) + 1
            words = self.add_column(f"Words {number}", [word for word, _ in accepted])
            codes = self.add_column(f"Codes {number}", [code for _, code in accepted])
            shown = self._refer(len(self.columns) - 2, len(choices))
            self.known[accepted] = WordList(shown, words, codes)
        return self.known[accepted]

    def add_column(self, heading: str, entries: Sequence[str | float]) -> CellFormula:
        """Adds a column to the sheet, and returns a reference to its entries."""
        self.columns.append((heading, entries))
        return self._refer(len(self.columns) - 1, len(entries))

    def _refer(self, column: int, count: int) -> CellFormula:
        letters = name_column(column)
        text = f"{quote_sheet(LISTS)}${letters}${FIRST_ROW}:${letters}${FIRST_ROW + count - 1}"
        return CellFormula(text, list(self.columns[column][1][:count]))
