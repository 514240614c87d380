"""Many assessments as a page for people: how scores are spread, and never a league table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nhsdx.commands.batch.distribution import Distribution
from nhsdx.commands.batch.totals import SHOWN, BatchSummary, ByNode, Group
from nhsdx.documents.number_words import format_score, round_half_up
from nhsdx.documents.safe_text import clean
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState
from nhsdx.model.rubric import Rubric
from nhsdx.render.blocks import heading, listed
from nhsdx.render.page import TerminalPage, drawn

BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "12345678"
COLUMNS_SHOWN = 8
DIGITS = "0123456789"


def batch_page(summary: BatchSummary, rubric: Rubric, page: TerminalPage) -> str:
    """Each node's levels as a small histogram with its five figures, then gates, groups and rejects."""
    rows = f"{summary.rows} assessment{'' if summary.rows == 1 else 's'} by {rubric.reference}"
    blocks: list[RenderableType] = [Text(rows), Text(""), _nodes(summary.nodes, rubric, page)]
    blocks += [Text(""), Text(_legend(page))]
    blocks += _gates(summary, rubric)
    if summary.groups:
        blocks += _groups(summary.groups)
    blocks += _rejected(summary)
    return drawn(blocks, page)


def _legend(page: TerminalPage) -> str:
    bars = BARS if page.unicode else ASCII_BARS
    return f"Under each level's number, how many are at it: {bars[0]} few to {bars[-1]} most, and nothing for none."


def _nodes(nodes: ByNode, rubric: Rubric, page: TerminalPage) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", ratio=1, overflow="fold")
    table.add_column("reading", no_wrap=True)
    # A level of more than one digit has no place above its bar.
    numbers = "".join(map(str, range(len(rubric.levels))))
    table.add_column(numbers if len(rubric.levels) <= len(DIGITS) else "levels", no_wrap=True)
    for title in ("least", "median", "most", "without"):
        table.add_column(title, justify="right", no_wrap=True)
    for node, readings in nodes.items():
        title = clean(rubric.rubric.title if node == OVERALL else rubric.dimensions[node].title)
        for reading in SHOWN:
            name = Text(("Overall" if node == OVERALL else title) if reading is SHOWN[0] else "", style="bold")
            table.add_row(name, Text(reading.value), *map(Text, _figures(readings[reading], page)))
    return table


def _figures(found: Distribution, page: TerminalPage) -> Iterator[str]:
    yield histogram(found.levels, page)
    yield from map(format_score, (found.minimum, found.median, found.maximum))
    yield str(found.left_out)


def histogram(counts: Sequence[int], page: TerminalPage) -> str:
    """A bar for each count, as tall as its share of the greatest; a space for none."""
    bars = BARS if page.unicode else ASCII_BARS
    greatest = max(counts, default=0)
    return "".join(bars[(count * len(bars) - 1) // greatest] if count else " " for count in counts)


def _gates(summary: BatchSummary, rubric: Rubric) -> Iterator[RenderableType]:
    if not summary.gates:
        return
    yield from heading("Gates")
    for gate, states in summary.gates.items():
        told = [f"{states[state]} {state}" for state in GateState]
        yield listed(Text(f"{gate} ({rubric.gates[gate].severity}): {', '.join(told)}"))


def _groups(groups: Sequence[Group]) -> Iterator[RenderableType]:
    yield from heading(f"Groups, by {', '.join(map(clean, groups[0].key))}: overall score as claimed, and as evidenced")
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", ratio=1, overflow="fold")
    for title in ("n", "least", "quartiles", "median", "spread", "evidenced"):
        table.add_column(title, justify="right", no_wrap=True)
    for group in groups:
        table.add_row(*map(Text, _group_cells(group)))
    yield table
    yield Text("In the order of their names, not of their scores. Few assessments in a group say little of it.")


def _group_cells(group: Group) -> Iterator[str]:
    claimed, evidenced = (group.nodes[OVERALL][reading] for reading in (Reading.CLAIMED, Reading.EVIDENCED))
    yield ", ".join("(empty)" if part is None else clean(part) for part in group.key.values())
    yield str(group.rows)
    yield format_score(claimed.minimum)
    yield f"{format_score(claimed.lower_quartile)}–{format_score(claimed.upper_quartile)}"
    yield format_score(claimed.median)
    yield "-" if claimed.spread is None else round_half_up(claimed.spread)
    yield format_score(evidenced.median)


def _rejected(summary: BatchSummary) -> Iterator[RenderableType]:
    if not summary.rejected:
        return
    total = sum(summary.rejected.values())
    yield from heading(f"{total} cell{'' if total == 1 else 's'} are no answers, and count as unknown")
    ordered = sorted(summary.rejected.items(), key=lambda item: -item[1])
    for column, count in ordered[:COLUMNS_SHOWN]:
        yield listed(Text(f"{clean(column)}: {count}"))
    if len(ordered) > COLUMNS_SHOWN:
        yield listed(Text(f"{len(ordered) - COLUMNS_SHOWN} more columns"))
