"""Rows of answers in spellings that real programs use, and the score that each row must have."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from tests.support.build import Table

Cell = str | int | float | bool | None
LABELS = ("Isn’t there", "“Planned” only", "Set up – in part", "Working", "Naïve…", "Everywhere")
HALF = 0.5
"""A share of choices."""
SIGNS = {"’": "'`´‘", "“": '"„«', "”": '"“»', "–": "-—‑", "…": ("...",), " ": ("\u00a0", "  ", "\u2009")}
"""The characters that programs use in place of plain ones."""
EMPTY, REJECTED = 0.2, 0.15
"""The shares of cells without an answer, and of invalid ones."""
WRONG = -1
"""Stands for a value whose cell is invalid."""


def build_nasty_rubric() -> Table:
    """One dimension of a level, a measure and a checklist, all of one weight."""
    part = {"dimension": "whole", "question": "?"}
    items = {"a": {"text": "One"}, "b": {"text": "Two"}}
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "nasty", "version": "1.0.0", "title": "Nasty"},
        "levels": [{"label": label} for label in LABELS],
        "dimensions": {"whole": {"title": "Whole"}},
        "criteria": {
            "skill": part | {"title": "Skill", "levels": list("abcdef")},
            "rate": part
            | {"title": "Rate", "kind": "measure", "unit": "%", "minimum": 0, "linear": {"worst": 0, "best": 100}},
            "list": part | {"title": "List", "kind": "checklist", "scoring": "share", "items": items},
        },
    }


ANSWERS = ("skill", "rate", "list.a", "list.b")
STATES = {"yes": 1.0, "partly": 0.5, "no": 0.0}
NOTHING: tuple[Cell, ...] = (None, "", "unknown", " Unknown ", "\u00a0")
INVALID: Mapping[str, tuple[Cell, ...]] = {
    "skill": ("6", "-1", "2.5", "n/a", "3,0", "true", "Isn’t", "1 2", "#N/A", "#", 6, 2.5),
    "rate": ("abc", "-0.1", "-5", "50%", "1,5", "nan", "inf", "1e999", "--5", -0.5),
    "list.a": ("maybe", "1", "y", "yes!", "not-due", 1, True),
    "list.b": ("maybe", "0", "n", "nein", "no no", 0.0, False),
}
NUMBERS: Mapping[str, tuple[float, ...]] = {"skill": (0, 1, 2, 3, 4, 5), "rate": (0, 0.5, 12.5, 50, 99, 100, 250)}


class NastyRow(NamedTuple):
    """The cells of a row by column, its score, and how many of its cells are invalid."""

    cells: Mapping[str, Cell]
    score: float | None
    rejected: int


def make_row(random: Random, columns: Mapping[str, str], *, is_typed: bool) -> NastyRow:
    """A row with some of the answer columns, each of `numbers` or `words`; in a typed row, numbers stay numbers."""
    cells: dict[str, Cell] = {}
    values: dict[str, float | None] = {}
    for column, kind in columns.items():
        cells[column], values[column] = _make_cell(random, column, kind, is_typed=is_typed)
    return NastyRow(cells, _score(values), sum(value == WRONG for value in values.values()))


def _make_cell(random: Random, column: str, kind: str, *, is_typed: bool) -> tuple[Cell, float | None]:
    choice = random.random()
    if choice < EMPTY:
        return (None if kind == "numbers" and is_typed else random.choice(NOTHING)), None
    if choice < EMPTY + REJECTED:
        wrong = [one for one in INVALID[column] if (kind == "words") or not isinstance(one, str | bool)]
        if wrong:
            return (random.choice(wrong) if is_typed else write_cell(random.choice(wrong))), float(WRONG)
    if column.startswith("list"):
        state = random.choice(list(STATES))
        return random.choice((state, state.upper(), f" {state.title()}\u00a0")), STATES[state]
    value = random.choice(NUMBERS[column])
    if kind == "numbers" and is_typed:
        return value, value
    spellings = [f"{value:g}", f" {value:g} ", f"+{value:g}", f"0{value:g}", f"{value:.2f}", f"{value:.1f}e0"]
    spellings += [spell(random, LABELS[int(value)])] * 3 if column == "skill" else []
    spelling = random.choice(spellings if "." not in f"{value:g}" or column == "rate" else spellings[:4])
    return spelling, float(spelling) if _is_number(spelling) else value


def _is_number(text: str) -> bool:
    return text.strip().replace("+", "").replace(".", "").replace("e", "").isdigit()


def write_cell(cell: Cell) -> str | None:
    """A cell written as text."""
    return str(cell).lower() if isinstance(cell, bool) else None if cell is None else str(cell)


def spell(random: Random, text: str) -> str:
    """A text as another program would write it."""
    spelled = "".join(random.choice(SIGNS[sign]) if sign in SIGNS and random.random() < HALF else sign for sign in text)
    return random.choice((str.upper, str.lower, str.title, str))(spelled)


def _score(values: Mapping[str, float | None]) -> float | None:
    """The mean of the criteria that are known."""
    scores = []
    skill, rate = values.get("skill"), values.get("rate")
    if skill not in (None, WRONG):
        scores.append(20 * float(skill or 0))
    if rate not in (None, WRONG):
        scores.append(min(100.0, float(rate or 0)))
    states = [one for name in ("list.a", "list.b") if (one := values.get(name)) not in (None, WRONG)]
    if states:
        scores.append(100 * sum(states) / len(states))
    return sum(scores) / len(scores) if scores else None
