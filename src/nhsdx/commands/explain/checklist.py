"""A checklist explained: its items by level, the level that the items reach, and what prevents a higher level."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.page import (
    Block,
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    Style,
    Table,
    clean,
    describe_item_state,
    describe_level,
    describe_status,
    has_grades,
    join_words,
    list_readings,
    make_line,
    make_row,
)
from nhsdx.model import ChecklistCriterion, CriterionResult, CriterionStatus, ItemState, Reading, Result, Rubric

ITEMS = (Column("Level", share=2), Column("Item", share=7), Column("Answer", share=2))
SHARE_ITEMS = (Column("Item", share=7), Column("Weight", is_number=True), Column("Answer", share=2))
UNKNOWN_ITEMS = (
    'An unknown item is left out under evidenced and claimed; it counts as "no" under low and as "yes" under high. '
    "An item that is only partly met does not count as met."
)
NOT_MET = (ItemState.NO, ItemState.PARTLY)


def build_checklist(result: Result, rubric: Rubric, node: CriterionResult) -> Iterator[Block]:
    """The items of a checklist with their answers and, for a staged checklist, the level reached under each reading."""
    asked = rubric.criteria[node.id]
    if not isinstance(asked, ChecklistCriterion) or node.items is None:
        return
    yield Heading(2, "Items", "items")
    if asked.scoring == "share":
        rows = tuple(
            make_row(clean(item.text), f"{item.weight:g}", _describe_state(node, name))
            for name, item in asked.items.items()
        )
        yield Table("Every item, its weight and its answer", SHARE_ITEMS, rows)
        return
    yield Table("Every item, level by level", ITEMS, tuple(_list_rows(result, asked, node)))
    yield Listing(tuple(make_line(words) for words in _list_reached(result, asked, node)))
    if ItemState.UNKNOWN in node.items.values() or ItemState.PARTLY in node.items.values():
        words = UNKNOWN_ITEMS if has_grades(result) else UNKNOWN_ITEMS.replace("evidenced and claimed", "claimed")
        yield Paragraph(make_line(words), Style.NOTE)


def _list_rows(result: Result, asked: ChecklistCriterion, node: CriterionResult) -> Iterator[tuple[Cell, ...]]:
    """A row for each item, lowest level first."""
    ordered = sorted(asked.items.items(), key=lambda pair: pair[1].level or 0)
    for name, item in ordered:
        yield make_row(describe_level(result, item.level), clean(item.text), _describe_state(node, name))


def _describe_state(node: CriterionResult, item: str) -> str:
    """The answer to an item, or a note that the item is not asked."""
    state = ItemState.UNKNOWN if node.items is None else node.items[item]
    return describe_status(CriterionStatus.NOT_ASKED) if item in node.not_asked else describe_item_state(state)


def _list_reached(result: Result, asked: ChecklistCriterion, node: CriterionResult) -> Iterator[str]:
    """The level reached under each reading, and what prevents a higher one; readings that agree share a line."""
    groups: dict[str, list[Reading]] = {}
    for reading in list_readings(result):
        groups.setdefault(_describe_reached(result, asked, node, reading), []).append(reading)
    for words, readings in groups.items():
        yield f"{join_words(readings).capitalize()}: {words}."


def _describe_reached(result: Result, asked: ChecklistCriterion, node: CriterionResult, reading: Reading) -> str:
    """The level that the items reach under one reading, before evidence lowers it, and what prevents a higher level."""
    reached = _find_reached(result, node, reading)
    if reached is None:
        return "too little is known, so the criterion is left out"
    words = f"the items reach {describe_level(result, reached)}{_describe_end(result, asked, node, reached, reading)}"
    supported = node.supported_level
    if reading.takes_evidence and supported is not None and supported < reached:
        words += f"; the evidence supports {describe_level(result, supported)} at most"
    return words


def _find_reached(result: Result, node: CriterionResult, reading: Reading) -> int | None:
    """The level reached in the step that counts the items, before evidence is considered."""
    found = (step for step in result.steps if step.node == node.id and step.reading is reading)
    return next((int(step.terms[0].value) for step in found if step.rule == "checklist-staged"), node.levels[reading])


def _describe_end(
    result: Result, asked: ChecklistCriterion, node: CriterionResult, reached: int, reading: Reading
) -> str:
    """Why the next level is not reached: some items are not met, or no answer is known."""
    states = node.items or {}
    above = {name: item for name, item in asked.items.items() if item.level == reached + 1}
    if not above:
        return "; no item belongs to a higher level"
    stopping = NOT_MET if reading is not Reading.LOW else (*NOT_MET, ItemState.UNKNOWN)
    texts = [_quote(asked, name, states[name]) for name in above if states[name] in stopping]
    level = describe_level(result, reached + 1)
    needed = asked.count_needed(reached + 1)
    level += "" if needed is None else f", which needs {needed} of {len(above)} items"
    if not texts:
        return f" but not {level}, where no answer is known"
    return f" but not {level}: {join_words(texts)}"


def _quote(asked: ChecklistCriterion, name: str, state: ItemState) -> str:
    return f"“{clean(asked.items[name].text).removesuffix('.')}” ({describe_item_state(state)})"
