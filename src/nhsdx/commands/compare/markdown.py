"""A comparison, or a series, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from nhsdx.documents.markdown_text import escape, table
from nhsdx.documents.number_words import format_score
from nhsdx.model.base import OVERALL
from nhsdx.model.finding import Finding
from nhsdx.model.reading import Reading

FIGURES = ("Old", "New", "Change", *(part.value.capitalize() for part in MovementPart))


def comparison_markdown(comparison: Comparison) -> str:
    """The same as the page, as headings, tables and lists."""
    whole = comparison.nodes[OVERALL]
    lines = [
        "# What changed",
        "",
        f"- Old: {escape(side_words(comparison.old))}",
        f"- New: {escape(side_words(comparison.new))}",
        *(f"- {escape(words)}" for words in departed_words(Old=comparison.old, New=comparison.new)),
        *_warnings(comparison.findings),
    ]
    if comparison.is_rescored:
        lines += ["", escape(rescored_words(comparison))]
    overall = (movement_row(whole, reading, reading.value) for reading in READINGS)
    lines += ["", "## Overall", "", *_movements("Reading", overall), ""]
    lines += [f"- {escape(words)}" for words in level_words(comparison)]
    nodes = [node for name, node in comparison.nodes.items() if name != OVERALL]
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        rows = (movement_row(node, reading, node.title) for node in nodes)
        lines += ["", f"## Dimensions, {reading}", "", *_movements("Dimension", rows)]
    lines += ["", PARTS_NOTE, *_criteria(comparison), *_list("Gates", gate_words(comparison))]
    for head, names in lists(comparison):
        lines += _list(head, names)
    return "\n".join(lines) + "\n"


def trend_markdown(trend: Trend) -> str:
    """The same as the page of a series, without its bars."""
    last = trend.points[-1]
    lines = [f"# {escape(last.assessment.subject)}", "", escape(f"{last.rubric.title} {last.rubric.version}")]
    lines += [line for words in departed_words(All=last) for line in ("", escape(words))]
    lines += _warnings(trend.findings)
    if trend.is_rescored:
        words = f"All are scored with {last.rubric.id}@{last.rubric.version}; some were first scored otherwise."
        lines += ["", escape(words)]
    heads = ("As of", "File", "Claimed", "Evidenced", "Low", "High", "Levels (claimed/evidenced/weakest)")
    rows = (
        (
            point.assessment.as_of.isoformat(),
            escape(name),
            *(format_score(point.overall.scores[reading]) for reading in READINGS),
            levels_of(point),
        )
        for name, point in zip(trend.names, trend.points, strict=True)
    )
    lines += ["", *table(heads, rows, right=5)]
    for reading in (Reading.CLAIMED, Reading.EVIDENCED):
        steps = (
            movement_row(step.nodes[OVERALL], reading, f"{step.old.assessment.as_of} to {step.new.assessment.as_of}")
            for step in trend.steps
        )
        lines += ["", f"## Why the {reading} score moved", "", *_movements("Step", steps)]
    return "\n".join([*lines, "", PARTS_NOTE, *_list(NOT_CARRIED, not_carried_words(trend))]) + "\n"


def _warnings(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        yield ""
        yield f"**{finding.severity.capitalize()}:** {escape(finding.message)}"


def _movements(title: str, rows: Iterable[MovementRow]) -> Iterator[str]:
    cells = ((escape(row.label), row.old, row.new, row.change, *row.parts) for row in rows)
    return table((title, *FIGURES), cells, right=len(FIGURES))


def _criteria(comparison: Comparison) -> Iterator[str]:
    whole = {*comparison.old.criteria, *comparison.new.criteria}
    yield from ("", f"## Criteria that changed: {len(comparison.criteria)} of {len(whole)}")
    if comparison.criteria:
        yield ""
        rows = (map(escape, change_row(change)) for change in comparison.criteria)
        yield from table(("Criterion", "Answer", "Score", "Evidence"), (tuple(row) for row in rows))


def _list(head: str, entries: Iterable[str]) -> Iterator[str]:
    found = list(entries)
    if found:
        yield from ("", f"## {head}", "")
        yield from (f"- {escape(entry)}" for entry in found)
