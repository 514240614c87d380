"""A page of terminal text: how wide, with or without colour, in which characters."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType


@dataclass(frozen=True, slots=True)
class TerminalPage:
    """What a page of text may use: a width in columns, colour, and characters beyond ASCII."""

    width: int = 80
    colour: bool = False
    unicode: bool = True


def drawn(blocks: Sequence[RenderableType], page: TerminalPage) -> str:
    """The blocks as text, one under the other, without trailing spaces."""
    console = Console(
        file=io.StringIO(),
        width=page.width,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        no_color=not page.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as captured:
        for block in blocks:
            console.print(block)
    text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
    return text if page.unicode else text.translate(PLAIN).encode("ascii", "replace").decode()


PLAIN = str.maketrans(
    {"█": "#", "▒": "=", "░": ".", "─": "-", "━": "=", "…": ".", "–": "-", "·": "|", "×": "x", "“": '"', "”": '"'}
)
