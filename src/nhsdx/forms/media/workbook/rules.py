"""Rules for the entries that each cell accepts, with the messages for all other entries."""

from __future__ import annotations

from typing import Any, TypeAlias

from nhsdx.forms import FormField
from nhsdx.forms.media.workbook.live.inputs import FIRST_SURE_DAY
from nhsdx.forms.media.workbook.live.lists import Lists

CellRule: TypeAlias = dict[str, Any]
"""The options of a validation rule, as XlsxWriter expects them."""
LARGEST = 1e15


def build_rule(field: FormField, lists: Lists) -> CellRule | None:
    """The rule for the entries of a field; None if it accepts any text."""
    if field.kind == "choice":
        return build_list_rule(lists.add(field).choices.text)
    if field.kind == "day":
        return build_day_rule()
    return _build_number_rule(field) if field.kind in ("number", "whole") else None


def build_list_rule(source: str) -> CellRule:
    """A rule that accepts only the entries of a list."""
    return _add_message({"validate": "list", "source": f"={source}"}, "Choose one of the answers in the list.")


def build_day_rule() -> CellRule:
    """A rule that accepts only days."""
    rule = {"validate": "date", "criteria": ">=", "value": FIRST_SURE_DAY}
    return _add_message(rule, "Write year, month and day, such as 2026-03-11.")


def _build_number_rule(field: FormField) -> CellRule:
    lowest, highest = field.limits
    least, most = -LARGEST if lowest is None else lowest, LARGEST if highest is None else highest
    kind, words = ("integer", "a whole number") if field.kind == "whole" else ("decimal", "a number")
    rule = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    return _add_message(rule, f"Write {words}{_describe_limits(field)}.")


def _describe_limits(field: FormField) -> str:
    """The limits of a number field, as text that follows a comma; empty if there are no limits."""
    lowest, highest = field.limits
    words = [f"at least {lowest:g}"] if lowest is not None else []
    words += [f"at most {highest:g}"] if highest is not None else []
    return ", " + " and ".join(words) if words else ""


def _add_message(rule: CellRule, message: str) -> CellRule:
    return {**rule, "error_title": "Not an answer for this cell", "error_message": message}
