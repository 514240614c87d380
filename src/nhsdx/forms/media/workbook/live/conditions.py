"""Formulas for the conditions of gates and stages: a row for each part, with its value under each reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    add_up,
    all_of,
    any_of,
    choose,
    find_most,
    pick,
    round_off,
    wrap,
)
from nhsdx.forms.media.workbook.live.book import SHORT, LiveBook
from nhsdx.model import Condition, Reading, list_simple_parts
from nhsdx.scoring.tree import Node

LEFT_OUT, UNKNOWN = -1, 0.5
BOTH = "Both ends"
HEADINGS: dict[Reading | None, str] = {reading: f"True {short}" for reading, short in SHORT.items()} | {None: BOTH}
"""The heading of the column for each reading, and of the column for both ends of the range."""


class Stages(NamedTuple):
    """The stages of a node: whether an unknown answer blocks the first stage, and the score under each reading."""

    blocked: CellFormula
    scores: Mapping[Reading, CellFormula]


def see_part(book: LiveBook, name: str, heading: str) -> CellFormula:
    """The figure of a criterion or a node under the given heading. For a node, `Enough known` replaces `Known`."""
    if name in book.criteria:
        return book.grids["criteria"].see(book.criteria[name], heading)
    return book.grids["nodes"].see(book.nodes[name], "Enough known" if heading == "Known" else heading)


def add_gate(book: LiveBook, gate: str, condition: Condition) -> None:
    """Adds a row for a gate, and a row for each part of its condition."""
    row = _add_condition(book, gate, condition, None)
    grid, conditions = book.grids["gates"], book.grids["conditions"]
    book.gates[gate] = at = grid.add_row()
    grid.put(at, "Gate", gate)
    for reading, short in SHORT.items():
        grid.put(at, f"Triggered {short}", conditions.see(row, HEADINGS[reading]))
    grid.put(at, "Could be", conditions.see(row, BOTH))


def _add_condition(book: LiveBook, name: str, condition: Condition, children: Collection[str] | None) -> int:
    """Adds a row for each part of a condition and a row for the whole condition. Returns the number of the last row."""
    rows = [_add_condition(book, name, part, children) for part in condition.parts]
    grid = book.grids["conditions"]
    row = grid.add_row()
    grid.put(row, "Condition", name)
    grid.put(row, "Looks at", condition.subject or ("any" if condition.any_of else "all" if rows else "nothing"))
    for reading, heading in HEADINGS.items():
        if rows:
            content = _join(condition, [grid.see(one, heading) for one in rows])
        elif children is None:
            content = _look_in_gate(book, condition, reading)
        else:
            content = _look_in_stage(book, condition, reading) if condition.subject in children else wrap(LEFT_OUT)
        grid.put(row, heading, content)
    return row


def _join(condition: Condition, parts: Sequence[CellFormula]) -> CellFormula:
    """Whether any part is true or, if the condition needs all parts, whether all are true.

    Parts that are left out do not count.
    """
    if condition.any_of:
        return find_most(*parts)
    no, unknown, yes = (any_of(*(part.equals(value) for part in parts)) for value in (0, UNKNOWN, 1))
    return choose(no, 0, choose(unknown, UNKNOWN, choose(yes, 1, LEFT_OUT)))


def _meets(book: LiveBook, condition: Condition, score: CellFormula) -> CellFormula:
    """Whether a score meets the bound of a condition."""
    if condition.at_most is not None:
        if condition.at_most >= book.rubric.top_level:
            return score.differs("")
        return round_off(score) < round(book.instrument.scale.scores[condition.at_most + 1], 9)
    if condition.at_least is not None:
        return book.reaches(score, condition.at_least)
    if condition.below is not None:
        return round_off(score) < round(condition.below, 9)
    return round_off(score) > round(condition.above or 0.0, 9)


def _look_in_gate(book: LiveBook, condition: Condition, reading: Reading | None) -> CellFormula:
    """Whether a part of a gate's condition is true.

    Scores with unknown answers count only under `low` or `high`, whichever could trigger the gate.
    """
    end = Reading.HIGH if condition.is_high else Reading.LOW
    under = reading or end
    if condition.missing is not None:
        grid, items = book.grids["items"], list(getattr(book.rubric.criteria[condition.subject], "items", {}))
        rows = [book.states[condition.subject][items.index(item)] for item in condition.missing]
        return find_most(*(grid.see(row, f"Missing {SHORT[under]}") for row in rows))
    score = see_part(book, condition.subject, f"Score {SHORT[under]}")
    tests = [score.differs("")]
    if under is not end:
        tests.append(see_part(book, condition.subject, "Known").equals(1))
    return choose(all_of(*tests), choose(_meets(book, condition, score), 1, 0), 0)


def _look_in_stage(book: LiveBook, condition: Condition, reading: Reading | None) -> CellFormula:
    """Whether a part of a stage's condition is true.

    An unknown answer counts as not met under `low`, and as met under `high`.
    """
    if reading is None:
        return wrap(0)
    score = see_part(book, condition.subject, f"Score {SHORT[reading]}")
    unknown = {Reading.LOW: 0, Reading.HIGH: 1}.get(reading, UNKNOWN)
    met = choose(_meets(book, condition, score), 1, 0)
    is_known = all_of(see_part(book, condition.subject, "Known").equals(1), score.differs(""))
    applies = see_part(book, condition.subject, "Coverage").differs("")
    return choose(applies, choose(is_known, met, unknown), LEFT_OUT)


def judge_stages(book: LiveBook, node: Node, children: Sequence[int]) -> Stages | None:
    """The scores of a node with stages; None for a node without stages."""
    if not node.stages:
        return None
    grid = book.grids["conditions"]
    inside = {child.id for child in node.children}
    rows = [_add_condition(book, node.id, stage, inside) for stage in node.stages]
    scores = {}
    for reading, heading in HEADINGS.items():
        if reading is not None:
            level = _count_reached(node, [grid.see(row, heading) for row in rows])
            scores[reading] = pick(book.marks, level + 1)
    return Stages(_find_blocked(book, node, children), scores)


def _count_reached(node: Node, truths: Sequence[CellFormula]) -> CellFormula:
    """The highest level up to which every stage is reached."""
    level = wrap(node.stages[-1].level)
    for at in range(len(truths) - 1, -1, -1):
        before = node.stages[at - 1].level if at else 0
        level = choose(any_of(truths[at].equals(1), truths[at].equals(LEFT_OUT)), level, before)
    return level


def _find_blocked(book: LiveBook, node: Node, children: Sequence[int]) -> CellFormula:
    """1 if the first stage depends on an unknown answer, and otherwise 0.

    Stages in which no child applies are skipped.
    """
    grid, places = book.grids["children"], {child.id: row for child, row in zip(node.children, children, strict=True)}
    found = wrap(0)
    for stage in reversed(node.stages):
        subjects = dict.fromkeys(part.subject for part in list_simple_parts(stage))
        rows = [places[one] for one in subjects if one in places]
        if rows:
            apply = add_up(*(grid.see(row, "Apply") for row in rows))
            unknown = add_up(*(grid.see(row, "Apply") * (1 - grid.see(row, "Known")) for row in rows))
            found = choose(apply > 0, choose(unknown > 0, 1, 0), found)
    return found
