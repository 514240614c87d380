"""Many assessments as a document: how scores are spread, but never a league table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.commands.batch.totals import LEAST_ROWS, SHOWN, BatchGroup, BatchSummary, Distribution
from nhsdx.documents.page import (
    GATE_STATES,
    NOTHING,
    OVERALL_TITLE,
    TO_CHECK,
    BarRow,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Histogram,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    clean,
    count_words,
    describe_ends,
    format_left_out,
    make_label,
    make_line,
    make_row,
    name_gate,
    round_half_up,
)
from nhsdx.documents.parts import build_hints, count_check, explain_profile
from nhsdx.model import OVERALL, DisplayScale, LeftOut, Reading, Rubric, name_places

COLUMNS_SHOWN = 8
BRACKETS = "In brackets: how many criteria are left out, across all assessments."
FIGURES = tuple(Column(title, is_number=True) for title in ("Lowest", "Median", "Highest", "No score"))
GATES = (
    Column("Gate", share=3),
    Column("Severity"),
    *(Column(state, is_number=True) for state in GATE_STATES.values()),
)
GROUPS = ("median", "lowest", "quartiles", "spread")


def build_document(summary: BatchSummary) -> Document:
    """Each node's levels as a small histogram with its figures, then gates, groups and invalid cells."""
    title = f"Scores of {count_words(summary.rows, 'assessment')}"
    return Document(title, (Sheet(tuple(_list_blocks(summary, title))),))


def _list_blocks(summary: BatchSummary, title: str) -> Iterator[Block]:
    rubric = summary.rubric
    yield Heading(1, title, "title")
    yield Paragraph(make_line(f"{clean(rubric.rubric.title)}: {rubric.reference}"), Style.NOTE)
    yield from _explain_profiles(summary)
    yield from build_hints(summary.hints)
    yield _build_histogram(summary, rubric)
    if summary.gates:
        yield Heading(2, "Gates", "gates")
        yield _build_gates(summary, rubric)
    if summary.groups:
        yield Heading(2, f"Groups, by {', '.join(map(clean, summary.groups[0].key))}", "groups")
        yield _build_groups(summary.groups, rubric.rubric.shown, is_graded=bool(rubric.evidence_grades))
    if summary.hidden_groups:
        hidden = f"{count_words(summary.hidden_groups, 'group')} {'is' if summary.hidden_groups == 1 else 'are'} hidden"
        small = f"groups of fewer than {LEAST_ROWS} assessments, and other groups from which these could be worked out"
        yield Paragraph(make_line(f"{hidden}: {small}."), Style.NOTE)
    if any(OVERALL not in group.nodes for group in summary.groups):
        few = f"fewer than {LEAST_ROWS} of its assessments have a score"
        others = "its figures could reveal those of such a group"
        yield Paragraph(make_line(f"A group has no figures if {few}, or if {others}."), Style.NOTE)
    if summary.checks:
        yield from _build_checks(summary)
    if summary.rejected:
        yield from _build_rejected(summary)
    if summary.blank_rows:
        yield Heading(2, "Left out", "left-out-rows")
        yield Listing((make_line(f"empty rows: {summary.blank_rows}"),))


def _explain_profiles(summary: BatchSummary) -> Iterator[Block]:
    """What each profile is for and, unless all assessments used the same profile, how many used it."""
    for name, rows in summary.profiles.items():
        share = "" if rows == summary.rows else f"{rows} of {count_words(summary.rows, 'assessment')}: "
        yield Paragraph(make_line(f"{share}{explain_profile(summary.rubric.profiles[name])}"), Style.NOTE)


def _build_histogram(summary: BatchSummary, rubric: Rubric) -> Histogram:
    # Without evidence grades, evidenced is the same as claimed.
    shown = SHOWN if rubric.evidence_grades else (Reading.CLAIMED,)
    rows = [
        BarRow(
            f"{_name_node(rubric, node)}, {reading}{_remark(rubric, node, summary.left_out[node])}",
            spread.levels,
            tuple(_list_figures(spread, rubric.find_shown(node))),
        )
        for node, readings in summary.nodes.items()
        for reading, spread in ((one, readings[one]) for one in shown)
    ]
    levels = tuple(map(str, name_places(rubric.levels)))
    bars = "Bars: the more assessments are at a level, the taller its bar; a level without assessments has no bar."
    remark = f" {BRACKETS}" if any(map(any, summary.left_out.values())) else ""
    caption = f"Scores: {describe_ends(rubric.rubric.shown)}. {bars}{remark}"
    return Histogram(caption, "Dimension, reading", levels, FIGURES, tuple(rows))


def _remark(rubric: Rubric, node: str, left_out: LeftOut) -> str:
    """In brackets: a node's own scale, if it has one, and how many criteria are left out across all assessments."""
    ends = describe_ends(rubric.find_shown(node))
    own = "" if ends == describe_ends(rubric.rubric.shown) else f"shown from {ends}"
    words = "; ".join(filter(None, (own, format_left_out(left_out))))
    return f" ({words})" if words else ""


def _name_node(rubric: Rubric, node: str) -> str:
    return OVERALL_TITLE if node == OVERALL else clean(rubric.dimensions[node].title)


def _list_figures(spread: Distribution, shown: DisplayScale) -> Iterator[str]:
    lowest, highest = _sort_ends(spread.minimum, spread.maximum, shown)
    yield from (_format_figure(one, shown) for one in (lowest, spread.median, highest))
    yield str(spread.left_out)


def _format_figure(score: float | None, shown: DisplayScale) -> str:
    """A score on the scale on which it is shown, or a dash."""
    return NOTHING if score is None else _round_figure(shown.convert(score), shown)


def _round_figure(figure: float, shown: DisplayScale) -> str:
    """A figure with as many decimals as its scale has.

    If the scale has no decimals, a figure that is not whole is shown with one decimal.
    """
    return round_half_up(figure, max(shown.decimals, 1)).removesuffix("" if shown.decimals else ".0")


def _sort_ends(low: float | None, high: float | None, shown: DisplayScale) -> tuple[float | None, float | None]:
    """The two scores, swapped on a reversed scale, so that the score shown as the lower figure comes first."""
    return (high, low) if shown.is_reversed else (low, high)


def _build_gates(summary: BatchSummary, rubric: Rubric) -> Table:
    rows = (
        (
            (make_line(name_gate(gate, rubric.gates[gate].title)), (Span(gate, code=True),)),
            *make_row(rubric.gates[gate].severity, *(str(states[state]) for state in GATE_STATES)),
        )
        for gate, states in summary.gates.items()
    )
    return Table("How many assessments have each gate in each state", GATES, tuple(rows))


def _build_groups(groups: Sequence[BatchGroup], shown: DisplayScale, *, is_graded: bool) -> Table:
    caption = "Overall scores. Groups are listed alphabetically, not ranked. Small groups tell you little."
    if any(any(group.left_out) for group in groups):
        caption = f"{caption} {BRACKETS}"
    titles = _list_group_titles(is_graded=is_graded)
    columns = (Column("Group", share=2), *(Column(title, is_number=True) for title in titles))
    # Without evidence grades, evidenced is the same as claimed.
    rows = (make_row(*_list_group_cells(group, shown))[: len(titles)] for group in groups)
    return Table(caption, columns, tuple((_name_group(one), *row) for one, row in zip(groups, rows, strict=True)))


def _list_group_titles(*, is_graded: bool) -> tuple[str, ...]:
    """The column titles for a group's figures."""
    figures = (f"{'Evidenced' if is_graded else 'Claimed'} {figure}" for figure in GROUPS)
    return ("Number", *figures, *(("Claimed median",) if is_graded else ()))


def _name_group(group: BatchGroup) -> Cell:
    name = ", ".join("(empty)" if part is None else clean(part) for part in group.key.values())
    return make_label(name, format_left_out(group.left_out))


def _list_group_cells(group: BatchGroup, shown: DisplayScale) -> Iterator[str]:
    yield str(group.rows)
    if OVERALL not in group.nodes:
        yield from [NOTHING] * (len(GROUPS) + 1)
        return
    evidenced, claimed = (group.nodes[OVERALL][reading] for reading in (Reading.EVIDENCED, Reading.CLAIMED))
    lowest, _ = _sort_ends(evidenced.minimum, evidenced.maximum, shown)
    yield from (_format_figure(one, shown) for one in (evidenced.median, lowest))
    quartiles = _sort_ends(evidenced.lower_quartile, evidenced.upper_quartile, shown)
    low, high = (_format_figure(one, shown) for one in quartiles)
    yield f"{low} to {high}" if low != NOTHING and "-" in low + high else f"{low}–{high}"
    spread = None if evidenced.spread is None else abs(shown.convert_difference(evidenced.spread))
    yield NOTHING if spread is None else _round_figure(spread, shown)
    yield _format_figure(claimed.median, shown)


def _build_checks(summary: BatchSummary) -> Iterator[Block]:
    """How many answers have evidence without a usable date, and in how many assessments."""
    yield Heading(2, TO_CHECK, "checks")
    yield Listing(
        tuple(
            make_line(f"{count_check(code, one.answers)}, in {one.rows} of {count_words(summary.rows, 'assessment')}")
            for code, one in summary.checks.items()
        )
    )
    yield Paragraph(make_line("Such evidence counts as old if its grade has an age limit."), Style.NOTE)


def _build_rejected(summary: BatchSummary) -> Iterator[Block]:
    total = sum(summary.rejected.values())
    yield Heading(2, f"{count_words(total, 'invalid cell')}, counted as unknown or missing", "invalid-cells")
    ordered = sorted(summary.rejected.items(), key=lambda item: -item[1])
    items = [f"{clean(column)}: {count}" for column, count in ordered[:COLUMNS_SHOWN]]
    if len(ordered) > COLUMNS_SHOWN:
        items.append(count_words(len(ordered) - COLUMNS_SHOWN, "more column"))
    yield Listing(tuple(map(make_line, items)))
