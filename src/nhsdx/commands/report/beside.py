"""What stands beside one result in a report: other voices, an older result, the national score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import Comparison, MovementPart
from nhsdx.commands.compare.words import (
    change_row,
    gate_words,
    level_words,
    lists,
    movement_row,
    rescored_words,
    side_words,
)
from nhsdx.commands.report.voices import find_voice_differences
from nhsdx.documents.blocks import Block, Cell, Column, Heading, Listing, Paragraph, Style, Table
from nhsdx.documents.number_words import format_change, format_score
from nhsdx.documents.phrases import make_cell, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_level as labelled
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState, NodeResult, Result

CHANGED = (
    Column("Criterion", share=4),
    Column("Answer", share=3),
    Column("Scores", share=4),
    Column("Evidence", share=4),
)
NO_AVERAGE = (
    "Each voice stands for itself: nothing is averaged, and none is taken for the truth. "
    "Where they differ, talk about what each has seen."
)
PARTS = (
    "The parts add up to the change before rounding. Answers: values and statuses. Evidence: grades, dates and ageing. "
    "A dash: there is no score on one side, or on the way from the one to the other."
)


def build_voices(cases: Sequence[Case]) -> Iterator[Block]:
    """Several voices about one subject, side by side, and where they differ."""
    if len(cases) == 1:
        return
    results = [case.result for case in cases]
    names = name_voices(results)
    yield Heading(2, "Voices side by side", "voices")
    yield Paragraph(make_line(NO_AVERAGE), Style.NOTE)
    heads = (Column("Claimed (evidenced)", share=3), *(Column(name, is_number=True, share=2) for name in names))
    nodes = [OVERALL, *results[0].dimensions]
    rows = [_build_voices_row(results, node) for node in nodes]
    rows.append((make_cell("Gates not clear"), *(make_cell(_format_gates_not_clear(result)) for result in results)))
    yield Table("Scores of each voice", heads, tuple(rows))
    yield from _build_differences(results, names)


def name_voices(results: Sequence[Result]) -> list[str]:
    """The voices, each with its date where one speaks more than once, and a number where that is not enough."""
    spoken = [result.assessment.voice for result in results]
    dated = [f"{result.assessment.voice}, {result.assessment.date.isoformat()}" for result in results]
    names = spoken if len(set(spoken)) == len(spoken) else dated
    return names if len(set(names)) == len(names) else [f"{name} ({at})" for at, name in enumerate(names, 1)]


def _build_voices_row(results: Sequence[Result], node: str) -> tuple[Cell, ...]:
    title = "Overall" if node == OVERALL else clean(results[0].node(node).title)
    return (make_cell(title), *(make_cell(_format_claimed_and_evidenced(result.node(node))) for result in results))


def _format_claimed_and_evidenced(node: NodeResult) -> str:
    claimed, evidenced = (format_score(node.scores[one]) for one in (Reading.CLAIMED, Reading.EVIDENCED))
    return f"{claimed} ({evidenced})"


def _format_gates_not_clear(result: Result) -> str:
    shut = [gate.id for gate in result.gates if gate.state is not GateState.CLEAR]
    return ", ".join(shut) or "none"


def _build_differences(results: Sequence[Result], names: Sequence[str]) -> Iterator[Block]:
    found = find_voice_differences(results)
    if not found:
        yield Paragraph(make_line("On no criterion do they claim different levels."))
        return
    heads = (Column("Criterion", share=3), *(Column(name, share=2) for name in names), Column("Apart", is_number=True))
    rows = tuple(
        (
            make_cell(clean(one.title)),
            *(make_cell(labelled(results[0], level)) for level in one.levels),
            make_cell(str(one.spread)),
        )
        for one in found
    )
    yield Table("Criteria on which they claim different levels, furthest apart first", heads, rows)


def build_change(comparison: Comparison | None) -> Iterator[Block]:
    """What changed since an older result, and why the scores moved."""
    if comparison is None:
        return
    yield Heading(2, "Change since last time", "change")
    yield Paragraph(make_line(f"Before: {side_words(comparison.old)}."))
    if comparison.is_rescored:
        yield Paragraph(make_line(rescored_words(comparison)))
    parts = [
        part for part in MovementPart if comparison.is_rescored or part in (MovementPart.ANSWERS, MovementPart.EVIDENCE)
    ]
    heads = [Column("", share=3), *(Column(name, is_number=True) for name in ("Before", "Now", "Change"))]
    heads += [Column(f"from {part}", is_number=True) for part in parts]
    yield Table("Scores before and now", tuple(heads), tuple(_build_movement_rows(comparison, len(parts))))
    yield Paragraph(make_line(PARTS), Style.NOTE)
    yield Listing(tuple(make_line(words) for words in (*level_words(comparison), *_describe_gates(comparison))))
    if comparison.criteria:
        rows = tuple(tuple(map(make_cell, change_row(one))) for one in comparison.criteria)
        yield Table("Criteria that are not as they were", CHANGED, rows)
    for head, names in lists(comparison):
        yield Paragraph(make_line(f"{head}: {', '.join(names)}."))
    for finding in comparison.findings:
        yield Paragraph(make_line(f"Note: {clean(finding.message)}; {clean(finding.remedy)}."), Style.NOTE)


def _describe_gates(comparison: Comparison) -> Iterator[str]:
    for words in gate_words(comparison):
        yield f"gate {words}"


def _build_movement_rows(comparison: Comparison, count: int) -> Iterator[tuple[Cell, ...]]:
    """Every node before and now, with the first parts of the change; with one rubric the others are none."""
    for node in comparison.nodes.values():
        title = "Overall" if node.id == OVERALL else clean(node.title)
        for reading in (Reading.CLAIMED, Reading.EVIDENCED):
            row = movement_row(node, reading, f"{title}, {reading}")
            yield tuple(map(make_cell, (row.label, row.old, row.new, row.change, *row.parts[:count])))


def build_local(result: Result) -> Iterator[Block]:
    """The national score of the same answers beside the local one, and what the difference comes from."""
    both = result.both
    if both is None:
        return
    from nhsdx.render.both_page import departure_words, parts_words

    stamp = both.national.rubric
    yield Heading(2, "National and local", "local")
    yield Paragraph(
        make_line(
            f"The same answers scored with two rubrics: the local one, and the national {clean(stamp.title)} "
            f"{stamp.version} that it extends ({' < '.join(both.overlaid.chain)})."
        )
    )
    if both.overlaid.moved:
        yield Paragraph(make_line(clean(both.overlaid.moved)), Style.NOTE)
    heads = (
        Column("", share=3),
        *(Column(name, is_number=True) for name in ("National", "Local", "Difference")),
        Column("What it comes from", share=4),
    )
    rows = []
    for two in both.nodes.values():
        title = "Overall" if two.id == OVERALL else clean(two.title)
        for reading in (Reading.CLAIMED, Reading.EVIDENCED):
            scores = (format_score(two.national[reading]), format_score(two.local[reading]))
            difference = format_change(two.difference[reading])
            rows.append(tuple(map(make_cell, (f"{title}, {reading}", *scores, difference, parts_words(two, reading)))))
    yield Table("National and local scores of the same answers", heads, tuple(rows))
    if both.overlaid.departures:
        yield Paragraph(make_line("Departures of the local rubric from shared gates:"))
        yield Listing(tuple(make_line(departure_words(one)) for one in both.overlaid.departures))
