"""What stands beside one result in a report: other voices, an older result, the national score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.case import Case
from nhsdx.commands.compare.document import build_change
from nhsdx.commands.compare.model import Comparison
from nhsdx.commands.report.voices import find_voice_differences
from nhsdx.documents.blocks import Block, Cell, Column, Heading, Listing, Paragraph, Style, Table, nest_headings
from nhsdx.documents.number_words import format_change, format_score
from nhsdx.documents.phrases import make_cell, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_level as labelled
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState, NodeResult, Result

NO_AVERAGE = (
    "Each voice stands for itself: nothing is averaged, and none is taken for the truth. "
    "Where they differ, talk about what each has seen."
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


def build_change_since(comparison: Comparison | None) -> Iterator[Block]:
    """What changed since an older result, and why the scores moved, as `nhsdx compare` shows it."""
    if comparison is not None:
        yield Heading(2, "Change since last time", "change")
        yield from nest_headings(build_change(comparison), "change-")


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
