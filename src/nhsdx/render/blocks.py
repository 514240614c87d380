"""Pieces that several pages are made of."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.model.rubric import Condition


def heading(title: str) -> Iterator[RenderableType]:
    """A bold line after an empty one."""
    yield Text("")
    yield Text(title, style="bold")


def listed(text: str | Text, lead: str = "-", indent: int = 2) -> RenderableType:
    """One entry of a list, its further lines under its first word."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text(lead), Text(text) if isinstance(text, str) else text)
    return Padding(grid, (0, 0, 0, indent), expand=False)


def condition_words(condition: Condition) -> str:
    """When a gate is triggered, in words."""
    if condition.any_of is not None:
        return f"any of ({'; '.join(map(condition_words, condition.any_of))})"
    if condition.all_of is not None:
        return f"all of ({'; '.join(map(condition_words, condition.all_of))})"
    bound = f"at most level {condition.at_most}" if condition.at_most is not None else f"below {condition.below:g}"
    return f"{condition.criterion or condition.dimension} is {bound}"
