"""An assessment's result as a page for people: the product's face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from nhsdx.analysis.gaps import uncarried, weakest, with_status
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, CriterionStatus, DimensionResult, GateResult, GateState, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.bar import LEGEND, bar
from nhsdx.render.figures import evidence_words, level_text, percent_text, score_text
from nhsdx.render.page import Page, drawn
from nhsdx.render.plain import clean

NARROWEST_BAR, WIDEST_BAR = 12, 40
FIXED_COLUMNS = 46
MOST_LISTED = 8
HEADING = "Dimension"
FIGURES = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
GATE_WORDS = {
    GateState.FIRED: "fires",
    GateState.UNPROVEN: "unproven: the answer clears it, the evidence does not",
    GateState.UNDECIDED: "undecided: it hangs on something unknown",
    GateState.CLEAR: "clear",
}


def results_page(scored: Sequence[tuple[Result, Rubric]], page: Page) -> str:
    """The page of each result, and a summary where there are several."""
    blocks: list[RenderableType] = []
    for result, rubric in scored:
        blocks += [*_result(result, rubric, page), Text("")]
    if len(scored) > 1:
        blocks += [Rule("Summary", align="left", style="dim"), summary([result for result, _ in scored])]
    return drawn(blocks, page)


def _result(result: Result, rubric: Rubric, page: Page) -> Iterator[RenderableType]:
    yield from _head(result)
    yield from _headline(result)
    yield _dimensions(result, page)
    yield Text(LEGEND, style="dim")
    for block in (_gates(result), _uncarried(result), _unknown(result, rubric), _weakest(result, rubric)):
        yield from block
    if result.rubric.limits:
        yield Text("")
        yield Text(f"Limits: {clean(result.rubric.limits)}", style="dim")


def _head(result: Result) -> Iterator[RenderableType]:
    about, rubric = result.assessment, result.rubric
    yield Text(clean(about.subject), style="bold")
    details = [f"{clean(rubric.title)} {rubric.version}", about.date.isoformat(), f"voice {about.voice}"]
    if about.profile is not None:
        details.append(f"profile {about.profile}")
    if about.as_of != about.date:
        details.append(f"evidence as of {about.as_of.isoformat()}")
    yield Text(" · ".join(details), style="dim")


def _headline(result: Result) -> Iterator[RenderableType]:
    overall = result.overall
    claimed, evidenced, low, high = (score_text(overall.scores[reading]) for reading in FIGURES)
    yield Text("")
    line = Text("Overall  ")
    line.append(f"{claimed} claimed", style="bold")
    line.append(f"   {evidenced} evidenced   {low}–{high} range   {percent_text(overall.coverage)} answered")
    yield line
    yield Text(f"Level    {_level_words(result)}")
    capped = [
        f"{reading} (before gates {score_text(overall.before_gates[reading])})"
        for reading in FIGURES
        if overall.before_gates[reading] != overall.scores[reading]
    ]
    if capped:
        yield Text(f"Capped   gates hold down: {', '.join(capped)}", style="bold")
    yield Text("")


def _level_words(result: Result) -> str:
    overall = result.overall
    if overall.level_label is None:
        return "none: nothing is known yet"
    claimed, evidenced = (_labelled(result, overall.levels[reading]) for reading in FIGURES[:2])
    return (
        f"{claimed} (claimed), {evidenced} (evidenced), {_labelled(result, overall.weakest_level)} (weakest criterion)"
    )


def _labelled(result: Result, level: int | None) -> str:
    return "none" if level is None else f"{level} {clean(result.scale[level].label)}"


def _dimensions(result: Result, page: Page) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column(HEADING, ratio=1, overflow="fold")
    table.add_column("0 to 100", no_wrap=True)
    for heading in ("claimed", "evidenced", "low", "high", "level", "weakest"):
        table.add_column(heading, justify="right", no_wrap=True)
    rows = [(2 * depth, _name(dimension), dimension) for depth, dimension in _tree(result, None, 0)]
    longest = max(len(HEADING), *(indent + len(name) for indent, name, _ in rows))
    width = min(max(page.width - longest - FIXED_COLUMNS, NARROWEST_BAR), WIDEST_BAR)
    for indent, name, dimension in rows:
        figures = (score_text(dimension.scores[reading]) for reading in FIGURES)
        levels = (level_text(dimension.levels[Reading.CLAIMED]), level_text(dimension.weakest_level))
        style = "dim" if dimension.advisory else ""
        title = Padding(Text(name), (0, 0, 0, indent))
        table.add_row(title, bar(dimension.scores, width), *map(Text, (*figures, *levels)), style=style)
    return table


def _name(dimension: DimensionResult) -> str:
    return clean(dimension.title) + (" (advisory)" if dimension.advisory else "")


def _tree(result: Result, parent: str | None, depth: int) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with how deep it lies."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from _tree(result, dimension.id, depth + 1)


def _heading(title: str) -> Iterator[RenderableType]:
    yield Text("")
    yield Text(title, style="bold")


def _listed(text: str, lead: str = "-", indent: int = 2) -> RenderableType:
    """One entry of a list, its further lines under its first word."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(Text(lead), Text(text))
    return Padding(grid, (0, 0, 0, indent), expand=False)


def _more(count: int) -> Iterator[RenderableType]:
    if count > MOST_LISTED:
        yield _listed(f"… and {count - MOST_LISTED} more")


def _gates(result: Result) -> Iterator[RenderableType]:
    if not result.gates:
        return
    shut = [gate for gate in result.gates if gate.state is not GateState.CLEAR]
    clear = len(result.gates) - len(shut)
    yield from _heading(f"Gates: {len(shut)} not clear, {clear} clear" if shut else f"Gates: {clear} clear")
    for gate in shut:
        yield from _gate(result, gate)


def _gate(result: Result, gate: GateResult) -> Iterator[RenderableType]:
    caps = [f"caps {node} at {_labelled(result, level)}" for node, level in gate.caps.items()]
    yield _listed(f"{gate.id} {GATE_WORDS[gate.state]} ({gate.severity}; {', '.join(caps) or 'raises a flag'})")
    yield _listed(clean(gate.because), "Why:", 4)
    yield _listed(clean(gate.remedy), "Do: ", 4)


def _uncarried(result: Result) -> Iterator[RenderableType]:
    found = uncarried(result)
    if not found:
        return
    yield from _heading("What lowers the claim: evidence does not carry these")
    for criterion in found[:MOST_LISTED]:
        claimed, evidenced = (score_text(criterion.scores[reading]) for reading in FIGURES[:2])
        levels = f"level {level_text(criterion.levels[Reading.CLAIMED])} claimed, {criterion.supported_level} carried"
        yield _listed(f"{clean(criterion.title)}: {levels} by {evidence_words(criterion)} ({claimed} to {evidenced})")
    yield from _more(len(found))


def _unknown(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    found = with_status(result, CriterionStatus.UNKNOWN)
    if found:
        yield from _heading(f"Unknown: {len(found)} of {_applicable(result)} criteria that apply")
        for criterion in found[:MOST_LISTED]:
            yield _listed(f"{clean(criterion.title)}: {_question(rubric, criterion)}")
        yield from _more(len(found))
    for status in (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE, CriterionStatus.OUTSIDE_PROFILE):
        left_out = with_status(result, status)
        if left_out:
            titles = ", ".join(clean(criterion.title) for criterion in left_out)
            yield Text("")
            yield Text(f"Left out as {status.replace('-', ' ')}: {titles}")


def _applicable(result: Result) -> int:
    return sum(criterion.status.applies for criterion in result.criteria.values())


def _question(rubric: Rubric, criterion: CriterionResult) -> str:
    return clean(rubric.criteria[criterion.id].question or "no answer yet")


def _weakest(result: Result, rubric: Rubric) -> Iterator[RenderableType]:
    found = weakest(result, rubric)
    if not found:
        return
    yield from _heading("Weakest, and what the next level asks for")
    for place, weakness in enumerate(found, 1):
        step = f"level {weakness.level} to {weakness.next_level}"
        asks = clean(weakness.asks)
        yield _listed(f"{clean(weakness.criterion.title)} ({step}): {asks}", f"{place}.")


def summary(results: Sequence[Result]) -> RenderableType:
    """A row for each result, in the order given: no league table."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("Subject", ratio=1, overflow="fold")
    for heading in ("claimed", "evidenced", "range", "level", "gates"):
        table.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        overall = result.overall
        claimed, evidenced, low, high = (score_text(overall.scores[reading]) for reading in FIGURES)
        shut = sum(gate.state is not GateState.CLEAR for gate in result.gates)
        level = level_text(overall.levels[Reading.CLAIMED])
        cells = (claimed, evidenced, f"{low}–{high}", level, f"{shut} not clear" if shut else "clear")
        table.add_row(Text(clean(result.assessment.subject)), *map(Text, cells))
    return table
