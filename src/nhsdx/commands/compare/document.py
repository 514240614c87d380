"""A comparison, or a series, as a page for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nhsdx.commands.compare.model import Comparison, MovementPart, Trend
from nhsdx.commands.compare.words import (
    NOT_CARRIED,
    PARTS_NOTE,
    READINGS,
    MovementRow,
    change_row,
    departed_words,
    gate_words,
    level_words,
    levels_of,
    lists,
    movement_row,
    not_carried_words,
    rescored_words,
    side_words,
)
from nhsdx.documents.number_words import format_change, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.base import OVERALL
from nhsdx.model.finding import Finding
from nhsdx.model.reading import Reading
from nhsdx.render.bar import LEGEND, bar
from nhsdx.render.blocks import heading, listed
from nhsdx.render.legacy import change_of
from nhsdx.render.page import TerminalPage, drawn

BAR = 16
NARROWEST_WITH_BAR = 76


def comparison_page(comparison: Comparison, page: TerminalPage) -> str:
    """What moved and why, what changed criterion by criterion, gates, and what became known or unknown."""
    blocks: list[RenderableType] = [
        listed(side_words(comparison.old), "Old", 0),
        listed(side_words(comparison.new), "New", 0),
        *map(Text, departed_words(Old=comparison.old, New=comparison.new)),
        *_warnings(comparison.findings),
    ]
    if comparison.is_rescored:
        blocks += [Text(""), Text(rescored_words(comparison))]
    whole = comparison.nodes[OVERALL]
    blocks += [Text(""), _movements("Overall", (movement_row(whole, reading, reading.value) for reading in READINGS))]
    blocks += [Text(""), *map(Text, level_words(comparison))]
    blocks += _dimensions(comparison)
    blocks += _criteria(comparison)
    blocks += _list("Gates", gate_words(comparison))
    for head, names in lists(comparison):
        blocks += _list(head, names)
    return drawn(blocks, page)


def trend_page(trend: Trend, page: TerminalPage) -> str:
    """A row for each assessment with a bar, the dimensions over time, and what moved each step."""
    last = trend.points[-1]
    blocks: list[RenderableType] = [
        Text(clean(last.assessment.subject), style="bold"),
        Text(f"{clean(last.rubric.title)} {last.rubric.version}, {len(trend.points)} assessments", style="dim"),
        *map(Text, departed_words(All=last)),
        *_warnings(trend.findings),
    ]
    if trend.is_rescored:
        words = f"All are scored with {last.rubric.id}@{last.rubric.version}; some were first scored otherwise."
        blocks += [Text(""), Text(words)]
    blocks += [Text(""), _points(trend, page)]
    if page.width >= NARROWEST_WITH_BAR:
        blocks += [Text(LEGEND, style="dim")]
    blocks += [*heading("Dimensions, claimed (evidenced)"), _dimension_series(trend)]
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        rows = (movement_row(step.nodes[OVERALL], reading, _step(step)) for step in trend.steps)
        blocks += [*heading(f"Why the {reading} score moved"), _movements("from, to", rows)]
    blocks += [Text(PARTS_NOTE, style="dim"), *_list(NOT_CARRIED, not_carried_words(trend))]
    return drawn(blocks, page)


def _warnings(findings: Iterable[Finding]) -> Iterator[RenderableType]:
    for finding in findings:
        yield Text(f"{finding.severity}: {clean(finding.message)}", style="yellow")


def _movements(title: str, rows: Iterable[MovementRow]) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column(title, ratio=1, overflow="fold", min_width=len(title))
    for name in ("old", "new", "change", "=", *MovementPart):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        shares = [Text(share, style="" if share.startswith(("+", "-")) else "dim") for share in row.parts]
        table.add_row(Text(row.label), Text(row.old), Text(row.new), Text(row.change, style="bold"), Text(""), *shares)
    return table


def _dimensions(comparison: Comparison) -> Iterator[RenderableType]:
    nodes = [node for name, node in comparison.nodes.items() if name != OVERALL]
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        if nodes:
            rows = (movement_row(node, reading, clean(node.title)) for node in nodes)
            yield from heading(f"Dimensions, {reading}")
            yield _movements("Dimension", rows)
    yield Text(PARTS_NOTE, style="dim")


def _criteria(comparison: Comparison) -> Iterator[RenderableType]:
    number, whole = len(comparison.criteria), len({*comparison.old.criteria, *comparison.new.criteria})
    yield from heading(f"Criteria that changed: {number} of {whole}")
    for change in comparison.criteria:
        row = change_row(change)
        told = [row.answer, row.levels, f"evidence {row.evidence}" if row.evidence else ""]
        yield listed(f"{row.title}: {'; '.join(part for part in told if part)}")


def _list(head: str, entries: Iterable[str]) -> Iterator[RenderableType]:
    found = list(entries)
    if found:
        yield from heading(head)
        yield from map(listed, found)


def _points(trend: Trend, page: TerminalPage) -> RenderableType:
    has_bar = page.width >= NARROWEST_WITH_BAR
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column("as of", no_wrap=True)
    table.add_column("file", ratio=1, overflow="fold")
    if has_bar:
        table.add_column("0 to 100", no_wrap=True)
    for title in ("claimed", "evidenced", "low", "high", "change", "level"):
        table.add_column(title, justify="right", no_wrap=True)
    before: float | None = None
    for name, point in zip(trend.names, trend.points, strict=True):
        scores = point.overall.scores
        claimed = scores[Reading.CLAIMED]
        drawing = [bar(scores, BAR)] if has_bar else []
        figures = [Text(format_score(scores[reading])) for reading in READINGS]
        date, levels = Text(point.assessment.as_of.isoformat()), Text(levels_of(point))
        table.add_row(
            date, Text(clean(name)), *drawing, *figures, Text(format_change(change_of(before, claimed))), levels
        )
        before = claimed
    return table


def _dimension_series(trend: Trend) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column("Dimension", ratio=1, overflow="fold", min_width=9)
    for point in trend.points:
        table.add_column(point.assessment.as_of.isoformat(), justify="right")
    for name, dimension in trend.points[-1].dimensions.items():
        cells = [point.dimensions[name].scores for point in trend.points]
        shown = [f"{format_score(one[Reading.CLAIMED])} ({format_score(one[Reading.EVIDENCED])})" for one in cells]
        table.add_row(Text(clean(dimension.title)), *map(Text, shown))
    return table


def _step(step: Comparison) -> str:
    return f"{step.old.assessment.as_of.isoformat()}, {step.new.assessment.as_of.isoformat()}"
