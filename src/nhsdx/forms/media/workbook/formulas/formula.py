"""Builds spreadsheet formulas. Each formula has a text, which is written into a cell, and a value.

Formulas use only functions that Excel and LibreOffice have had for years. There are no array formulas. The value of a
range is a list of values.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from nhsdx.scoring.scale import DECIMALS

FIRST_DAY = date(1899, 12, 30)
"""The day from which spreadsheets count. With this start, every day from 1 March 1900 gets the right number."""
LAST_DAY = (date.max - FIRST_DAY).days
BROKEN = math.nan
"""The value of a formula without a result, such as the logarithm of 0. Other formulas must not use this value."""


@dataclass(frozen=True, slots=True)
class CellFormula:
    """The text of a formula without its equals sign, and the formula's value, which is a list for a range."""

    text: str
    value: Any

    def __add__(self, other: Operand) -> CellFormula:
        """The sum."""
        return _combine("+", self, other, lambda a, b: a + b)

    def __sub__(self, other: Operand) -> CellFormula:
        """The difference."""
        return _combine("-", self, other, lambda a, b: a - b)

    def __rsub__(self, other: Operand) -> CellFormula:
        """The constant minus this value."""
        return wrap(other) - self

    def __mul__(self, other: Operand) -> CellFormula:
        """The product."""
        return _combine("*", self, other, lambda a, b: a * b)

    def __rmul__(self, other: Operand) -> CellFormula:
        """The constant times this value."""
        return wrap(other) * self

    def __truediv__(self, other: Operand) -> CellFormula:
        """The quotient."""
        return _combine("/", self, other, lambda a, b: a / b if b else BROKEN)

    def __lt__(self, other: Operand) -> CellFormula:
        """Whether this value is less than the other."""
        return _combine("<", self, other, lambda a, b: a < b)

    def __le__(self, other: Operand) -> CellFormula:
        """Whether this value is less than or equal to the other."""
        return _combine("<=", self, other, lambda a, b: a <= b)

    def __gt__(self, other: Operand) -> CellFormula:
        """Whether this value is greater than the other."""
        return _combine(">", self, other, lambda a, b: a > b)

    def __ge__(self, other: Operand) -> CellFormula:
        """Whether this value is greater than or equal to the other."""
        return _combine(">=", self, other, lambda a, b: a >= b)

    def equals(self, other: Operand) -> CellFormula:
        """Whether the two values are the same. Capital letters make no difference."""
        return _combine("=", self, other, lambda a, b: _fold(a) == _fold(b))

    def differs(self, other: Operand) -> CellFormula:
        """Whether the two values differ."""
        return _combine("<>", self, other, lambda a, b: _fold(a) != _fold(b))


Operand: TypeAlias = CellFormula | float | str


def _fold(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _combine(sign: str, left: Operand, right: Operand, work: Callable[[Any, Any], Any]) -> CellFormula:
    one, other = wrap(left), wrap(right)
    return CellFormula(f"({one.text}{sign}{other.text})", _spread(work, one.value, other.value))


def _spread(work: Callable[..., Any], *values: Any) -> Any:  # noqa: ANN401 - a value, or a list of values
    """The result of a function for the given values. If one value is a list, there is a result for each entry."""
    length = next((len(value) for value in values if isinstance(value, list)), None)
    if length is None:
        return _attempt(work, *values)
    rows = zip(*(value if isinstance(value, list) else [value] * length for value in values), strict=True)
    return [_attempt(work, *row) for row in rows]


def _attempt(work: Callable[..., Any], *values: Any) -> Any:  # noqa: ANN401 - any value of a cell
    try:
        return work(*values)
    except (TypeError, ValueError, OverflowError):
        return BROKEN


def wrap(value: Operand) -> CellFormula:
    """A constant as a formula. Text must be nhsdx's own text or an id, never free text from a file."""
    if isinstance(value, CellFormula):
        return value
    if isinstance(value, str):
        return CellFormula('"' + value.replace('"', '""') + '"', value)
    return CellFormula(f"({value!r})" if value < 0 else repr(value), value)


def _call(name: str, value: object, *parts: CellFormula) -> CellFormula:
    return CellFormula(f"{name}({','.join(part.text for part in parts)})", value)


def choose(condition: Operand, then: Operand, otherwise: Operand) -> CellFormula:
    """IF: one of two values, depending on a condition."""
    test, one, other = wrap(condition), wrap(then), wrap(otherwise)
    return _call("IF", one.value if test.value else other.value, test, one, other)


def all_of(*parts: CellFormula) -> CellFormula:
    """AND."""
    return _call("AND", all(part.value for part in parts), *parts)


def any_of(*parts: CellFormula) -> CellFormula:
    """OR."""
    return _call("OR", any(part.value for part in parts), *parts)


def _list_numbers(parts: Sequence[CellFormula]) -> Iterator[float]:
    """The numbers in ranges and single values; text and empty cells of a range do not count."""
    for part in parts:
        for value in part.value if isinstance(part.value, list) else [part.value]:
            if not isinstance(value, str):
                yield value


def find_least(*parts: Operand) -> CellFormula:
    """MIN."""
    wrapped = [wrap(part) for part in parts]
    return _call("MIN", min(_list_numbers(wrapped), default=0), *wrapped)


def find_most(*parts: Operand) -> CellFormula:
    """MAX."""
    wrapped = [wrap(part) for part in parts]
    return _call("MAX", max(_list_numbers(wrapped), default=0), *wrapped)


def add_up(*parts: Operand) -> CellFormula:
    """SUM."""
    wrapped = [wrap(part) for part in parts]
    return _call("SUM", math.fsum(_list_numbers(wrapped)), *wrapped)


def add_products(array: CellFormula) -> CellFormula:
    """SUMPRODUCT of one array of numbers, or of comparisons multiplied by numbers."""
    if any(isinstance(value, bool) for value in array.value):
        raise AssertionError(array.text)  # Excel does not count booleans
    return _call("SUMPRODUCT", math.fsum(array.value), array)


def find_most_in(array: CellFormula) -> CellFormula:
    """The highest number in a calculated array. MAX is put inside SUMPRODUCT to cover the whole array."""
    return CellFormula(f"SUMPRODUCT(MAX({array.text}))", max(array.value))


def count_equal(span: CellFormula, value: Operand) -> CellFormula:
    """COUNTIF: how many cells of a range have the given value."""
    wanted = wrap(value)
    return _call("COUNTIF", sum(_fold(one) == _fold(wanted.value) for one in span.value), span, wanted)


def round_off(number: Operand, places: int = DECIMALS) -> CellFormula:
    """ROUND, which is needed before every comparison with a bound."""
    part = wrap(number)
    return _call("ROUND", _spread(lambda one: round(one, places), part.value), part, wrap(places))


def pick(span: CellFormula, place: CellFormula) -> CellFormula:
    """INDEX: the cell at the given place in a range, counted from 1."""
    at = place.value
    is_inside = isinstance(at, int | float) and 1 <= at <= len(span.value)
    return _call("INDEX", span.value[int(at) - 1] if is_inside else BROKEN, span, place)


def find_first(span: CellFormula, value: float) -> CellFormula:
    """MATCH: the place, counted from 1, of the first cell with the given number."""
    places = (place for place, one in enumerate(span.value, 1) if one == value)
    return CellFormula(f"MATCH({value!r},{span.text},0)", next(places, BROKEN))


def take_log(number: CellFormula) -> CellFormula:
    """LN."""
    value = number.value
    return _call("LN", math.log(value) if isinstance(value, int | float) and value > 0 else BROKEN, number)


def raise_e(number: CellFormula) -> CellFormula:
    """EXP."""
    return _call("EXP", math.exp(number.value), number)


def is_number(part: CellFormula) -> CellFormula:
    """ISNUMBER."""
    return _call("ISNUMBER", isinstance(part.value, int | float), part)


def read_number(part: CellFormula) -> CellFormula:
    """N: the number in a cell, or 0 if the cell does not contain a number."""
    return _call("N", part.value if isinstance(part.value, int | float) else 0, part)


def trim(part: CellFormula) -> CellFormula:
    """TRIM: a text without unnecessary spaces."""
    return _call("TRIM", _spread(lambda one: " ".join(str(one).split(" ")) if one != "" else "", part.value), part)


def cut_down(part: CellFormula) -> CellFormula:
    """INT: the number, rounded down to a whole number."""
    value = part.value
    return _call("INT", math.floor(value) if isinstance(value, int | float) and math.isfinite(value) else BROKEN, part)


def join_texts(*parts: Operand) -> CellFormula:
    """Joins texts with the operator `&`."""
    wrapped = [wrap(part) for part in parts]
    return CellFormula("&".join(part.text for part in wrapped), "".join(_show(part.value) for part in wrapped))


def _show(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def count_day(day: date) -> int:
    """The number that represents a day in a spreadsheet."""
    return (day - FIRST_DAY).days


def add_months(day: CellFormula, months: int) -> CellFormula:
    """EDATE: the same day, the given number of months later, or the last day of that month if the month is shorter.

    A day after the year 9999 becomes 31 December 9999, the latest day that a spreadsheet can represent.
    """
    return CellFormula(f"IFERROR(EDATE({day.text},{months}),{LAST_DAY})", _move(day.value, months))


def _move(value: object, months: int) -> int:
    if not isinstance(value, int | float) or not 0 <= value <= LAST_DAY:
        return LAST_DAY
    start = FIRST_DAY + timedelta(days=int(value))
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        return LAST_DAY
    last = monthrange(year, month + 1)[1]
    return count_day(date(year, month + 1, min(start.day, last)))
