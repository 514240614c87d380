"""A crosswalk as a page for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.commands.compare.words import side_words
from nhsdx.commands.crosswalk.crosswalk import INFORMS, Crosswalk, InformedHeading, InformingCriterion
from nhsdx.commands.crosswalk.words import NOTHING_INFORMS, about_lines, heading_words, informing_row, remarks
from nhsdx.documents.safe_text import clean
from nhsdx.render.blocks import heading
from nhsdx.render.page import TerminalPage, drawn

LEVEL_WIDTH = 13


def crosswalk_page(found: Crosswalk, page: TerminalPage) -> str:
    """A table for each heading: the criteria that inform it, with levels, evidence and what supports them."""
    blocks: list[RenderableType] = [
        Text(f"What informs {clean(found.framework.title)}", style="bold"),
        Text(side_words(found.result), style="dim"),
        Text(""),
        Text(INFORMS, style="bold"),
        *map(Text, about_lines(found)),
    ]
    for informed in found.headings:
        blocks += _heading(informed)
    if found.result.rubric.limits:
        blocks += [Text(""), Text(f"Limits: {clean(found.result.rubric.limits)}", style="dim")]
    return drawn(blocks, page)


def _heading(informed: InformedHeading) -> Iterator[RenderableType]:
    yield from heading(heading_words(informed))
    yield Padding(_criteria(informed) if informed.criteria else Text(NOTHING_INFORMS), (0, 0, 0, 2))


def _criteria(informed: InformedHeading) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False, expand=True)
    table.add_column("informed by", ratio=1, overflow="fold")
    for title in ("claimed", "evidenced"):
        table.add_column(title, width=LEVEL_WIDTH, overflow="fold")
    for entry in informed.criteria:
        row = informing_row(entry)
        table.add_row(_criterion(entry), Text(row.claimed), Text(row.evidenced))
    return table


def _criterion(entry: InformingCriterion) -> RenderableType:
    """The criterion's title, and below it whatever there is to know."""
    row = informing_row(entry)
    known = f" (heading {row.known})" if entry.how.certainty else ""
    lines = [f"Asks {row.asks}{known}", f"Evidence: {row.evidence}", *remarks(entry)]
    return Group(Text(row.title), *(Padding(Text(line, style="dim"), (0, 0, 0, 2)) for line in lines))
