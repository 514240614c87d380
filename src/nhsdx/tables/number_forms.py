"""The forms in which the numbers in a table are written, according to its map."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from nhsdx.model import FileModel, Text
from nhsdx.tables.words import fold_word

THOUSANDS = (",", ".", " ", "'")
DECIMALS = (".", ",")
SUFFIX = r" ?(%|per ?cent)"
TOTAL = r" ?(out of|of|/) ?"


class NumberForms(FileModel):
    """Forms of numbers that are allowed besides plain forms such as 1200 and 12.5.

    `percent` allows a percent sign. `out_of` allows forms such as 3 out of 10, of which only the first number counts.
    """

    percent: bool = False
    thousands: Annotated[Text, Field(json_schema_extra={"enum": list(THOUSANDS)})] | None = None
    decimal: Annotated[Text, Field(json_schema_extra={"enum": list(DECIMALS)})] = "."
    out_of: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether numbers may only be written in the plain way, as in 12.5."""
        return self == PLAIN

    @property
    def pattern(self) -> str:
        """A regular expression, in a form that every engine understands, for a folded text with an allowed number."""
        number = self._build_number()
        more = [SUFFIX] if self.percent else []
        more += [f"{TOTAL}{number}"] if self.out_of else []
        return f"^{number}({'|'.join(more)})?$" if more else f"^{number}$"

    def _build_number(self) -> str:
        sign, point = _match(self.thousands or ""), _match(self.decimal)
        grouped = f"|[0-9]{{1,3}}({sign}[0-9]{{3}})+" if self.thousands else ""
        return f"[+-]?(([0-9]+{grouped})({point}[0-9]*)?|{point}[0-9]+)(e[+-]?[0-9]{{1,3}})?"

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The replacements that turn a number in an allowed form into a plain number."""
        dropped = ((f"({SUFFIX}|{TOTAL}.*)$", ""),)
        grouped = ((_match(self.thousands), ""),) if self.thousands else ()
        return (*dropped, *grouped, *(((",", "."),) if self.decimal == "," else ()))

    def parse(self, word: str) -> float | None:
        """The number that a text represents, if the number is written in one of the allowed ways."""
        text = fold_word(word)
        if re.search(self.pattern, text) is None:
            return None
        total = re.split(TOTAL, text)[-1] if self.out_of else text
        number = self._make_plain(text)
        return None if total != text and number > self._make_plain(total) else number

    def _make_plain(self, text: str) -> float:
        for pattern, sign in self.steps:
            text = re.sub(pattern, sign, text)
        return float(text)


def _match(sign: str) -> str:
    """A regular expression for one character. The point is escaped, because it would otherwise match any character."""
    return "[.]" if sign == "." else sign


PLAIN = NumberForms()
