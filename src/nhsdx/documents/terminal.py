"""A document as text for a terminal, a pipe or a text file, in a given width, with or without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from nhsdx.documents.blocks import (
    FOOTER,
    Block,
    Callout,
    Document,
    Facts,
    Heading,
    KeyFigures,
    Line,
    Listing,
    Paragraph,
    Style,
    Tone,
    Verbatim,
)
from nhsdx.documents.terminal_tables import draw_grid, make_text

STYLES = {Style.LEAD: "bold", Style.BODY: "", Style.NOTE: "dim"}
TONES = {Tone.STOP: "bold red", Tone.WARNING: "yellow", Tone.OPEN: "cyan", Tone.GOOD: "green", Tone.NOTE: ""}
SIGNS = {Tone.STOP: "✗", Tone.WARNING: "!", Tone.OPEN: "?", Tone.GOOD: "✓", Tone.NOTE: "-"}
FALLBACKS = str.maketrans(
    {
        **dict(zip("█▓▒░·", "#%=:.", strict=True)),
        **dict(zip("▁▂▃▄▅▆▇", "._-=+*#", strict=True)),
        **dict(zip("●○", "*o", strict=True)),
        **dict(zip("–—−“”‘’…×✗✓•─", "---\"\"''~xx+*-", strict=True)),
    }
)
"""Replacements for characters that an encoding lacks, each as wide as the original."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The properties of a screen or file that text is shown on: its width in columns, its colours and its encoding."""

    width: int = 80
    colour: bool = False
    encoding: str = "utf-8"


def draw_text(document: Document, screen: Screen) -> str:
    """The whole document as text, without spaces at the ends of lines."""
    banner = [Callout(Tone.STOP, document.banner)] if document.banner else []
    blocks = [*banner, *document.blocks]
    if document.footer:
        blocks.append(Heading(2, FOOTER, "footer"))
        blocks += [Paragraph(entry, Style.NOTE) for entry in document.footer]
    blocks += banner
    console = _make_console(screen)
    with console.capture() as captured:
        for previous, block in zip([None, *blocks], blocks, strict=False):
            if _needs_gap(previous, block):
                console.print()
            for part in _draw(block, console):
                console.print(part, soft_wrap=isinstance(block, Verbatim))
    text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
    return replace_unencodable(text, screen.encoding)


def replace_unencodable(text: str, encoding: str) -> str:
    """The text with a plain replacement for each character that the encoding lacks."""
    if _can_encode(text, encoding):
        return text
    return "".join(one if _can_encode(one, encoding) else _replace(one, encoding) for one in text)


def _replace(character: str, encoding: str) -> str:
    plain = character.translate(FALLBACKS)
    return plain if _can_encode(plain, encoding) else "?"


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _make_console(screen: Screen) -> Console:
    return Console(
        file=io.StringIO(),
        width=screen.width,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _needs_gap(previous: Block | None, block: Block) -> bool:
    """Whether an empty line separates two blocks."""
    if previous is None:
        return False
    if isinstance(block, Heading):
        return True
    follows_on = isinstance(block, Paragraph) and block.style is not Style.BODY
    is_run = isinstance(block, Callout | Paragraph) and type(previous) is type(block)
    introduces = isinstance(previous, Paragraph) and isinstance(block, Listing)
    return not (isinstance(previous, Heading) or follows_on or is_run or introduces)


def _draw(block: Block, console: Console) -> Iterator[RenderableType]:
    match block:
        case Heading():
            yield Text(block.text, style="bold")
        case Paragraph():
            yield make_text(block.line, STYLES[block.style])
        case Listing():
            yield from _draw_entries(block)
        case Facts():
            yield _draw_pairs([(fact.name, make_text(fact.line)) for fact in block.facts])
        case KeyFigures():
            yield _draw_pairs([(one.label, Text(f"{one.value}  {one.note}".rstrip())) for one in block.figures])
        case Callout() | Verbatim():
            yield from _draw_apart(block)
        case _:
            yield from draw_grid(block, console)


def _draw_entries(block: Listing) -> Iterator[RenderableType]:
    for number, item in enumerate(block.items, 1):
        yield _indent(f"{number}." if block.is_ordered else "-", make_text(item), 2)


def _draw_apart(block: Callout | Verbatim) -> Iterator[RenderableType]:
    """A callout, or lines to copy, which are never broken."""
    if isinstance(block, Verbatim):
        yield from map(Text, block.lines)
        return
    yield _indent(SIGNS[block.tone], Text(block.title, style=TONES[block.tone]), 2)
    for entry in block.lines:
        yield _draw_line_below(entry)


def _draw_line_below(entry: Line) -> RenderableType:
    """A line of a callout below the callout's title.

    If the first word of the line is bold, further lines are indented past this word.
    """
    first, *rest = entry
    if first.strong and rest:
        return _indent(first.text.strip().ljust(5), make_text(tuple(rest)), 4)
    return Padding(make_text(entry), (0, 0, 0, 4), expand=False)


def _draw_pairs(pairs: Sequence[tuple[str, Text]]) -> RenderableType:
    """Names beside their values; further lines of a value are aligned with its first line."""
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", max_width=26, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for name, value in pairs:
        grid.add_row(Text(name), value)
    return grid


def _indent(lead: str, text: Text, indent: int) -> RenderableType:
    """A text after a label. If the text is too long for one line, its further lines start below its first word."""
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(Text(lead), text)
    return Padding(grid, (0, 0, 0, indent), expand=False)
