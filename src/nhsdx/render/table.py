"""An assessment's result as a page for people: the product's face."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.analysis.gaps import is_capped
from nhsdx.documents.number_words import format_level, format_percent, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.reading import ByReading, Reading
from nhsdx.model.result import DimensionResult, Result
from nhsdx.model.rubric import Rubric
from nhsdx.render.bar import LEGEND, bar
from nhsdx.render.blocks import listed
from nhsdx.render.both_page import both_sections
from nhsdx.render.legacy import labelled
from nhsdx.render.page import TerminalPage, drawn
from nhsdx.render.sections import sections
from nhsdx.render.summary import summary

HEADING = "Dimension"
NARROWEST_BAR, WIDEST_BAR = 12, 40
NARROWEST_WITH_BAR = 76
OTHER_COLUMNS = 46
FIGURES = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)


def results_page(scored: Sequence[tuple[Result, Rubric]], page: TerminalPage) -> str:
    """The page of each result, and a summary where there are several."""
    blocks: list[RenderableType] = []
    for result, rubric in scored:
        blocks += [*([Text("")] if blocks else []), *_result(result, rubric, page)]
    if len(scored) > 1:
        blocks += [Text(""), *summary([result for result, _ in scored])]
    return drawn(blocks, page)


def _result(result: Result, rubric: Rubric, page: TerminalPage) -> Iterator[RenderableType]:
    yield from _head(result)
    yield Text("")
    yield from _headline(result)
    yield Text("")
    yield _dimensions(result, page)
    if page.width >= NARROWEST_WITH_BAR:
        yield Text(LEGEND, style="dim")
    yield from both_sections(result)
    yield from sections(result, rubric)
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
    if overall.scores[Reading.CLAIMED] is None:
        yield listed(f"nothing is known yet; {_range(overall.scores)} possible", "Overall", 0)
    else:
        line = Text(f"{format_score(overall.scores[Reading.CLAIMED])} claimed", style="bold")
        line.append(f"   {_others(overall.scores)}   {format_percent(overall.coverage)} answered", style="not bold")
        yield listed(line, "Overall", 0)
        yield listed(_level_words(result), "Level  ", 0)
    if is_capped(overall):
        yield listed(_capped_words(result), "Capped ", 0)


def _others(scores: ByReading[float | None]) -> str:
    return f"{format_score(scores[Reading.EVIDENCED])} evidenced   {_range(scores)} range"


def _range(scores: ByReading[float | None]) -> str:
    return f"{format_score(scores[Reading.LOW])}–{format_score(scores[Reading.HIGH])}"


def _level_words(result: Result) -> str:
    levels = result.overall.levels
    words = [f"claimed {labelled(result, levels[Reading.CLAIMED])}"]
    words.append(f"evidenced {labelled(result, levels[Reading.EVIDENCED])}")
    words.append(f"weakest criterion {labelled(result, result.overall.weakest[Reading.CLAIMED])}")
    return "; ".join(words)


def _capped_words(result: Result) -> str:
    gates = ", ".join(gate.id for gate in result.gates if gate.triggered_under and result.overall.id in gate.caps)
    before = result.overall.before_gates
    claimed = format_score(before[Reading.CLAIMED])
    return f"by {gates}; before gates: {claimed} claimed   {_others(before)}"


def _dimensions(result: Result, page: TerminalPage) -> RenderableType:
    """A row for each dimension; a narrow page has no room for bars."""
    rows = [(2 * depth, _name(dimension), dimension) for depth, dimension in _tree(result, None, 0)]
    longest = max(len(HEADING), *(indent + cell_len(name) for indent, name, _ in rows))
    width = min(max(page.width - longest - OTHER_COLUMNS, NARROWEST_BAR), WIDEST_BAR)
    has_bar = page.width >= NARROWEST_WITH_BAR
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column(HEADING, ratio=1, overflow="fold", min_width=len(HEADING))
    if has_bar:
        table.add_column("0 to 100", no_wrap=True)
    for title in ("claimed", "evidenced", "low", "high", "level", "weakest"):
        table.add_column(title, justify="right", no_wrap=True)
    for indent, name, dimension in rows:
        label = Padding(Text(name), (0, 0, 0, indent))
        drawing = [bar(dimension.scores, width)] if has_bar else []
        table.add_row(label, *drawing, *_figures(dimension), style="dim" if dimension.advisory else "")
    return table


def _figures(dimension: DimensionResult) -> Iterator[Text]:
    for reading in FIGURES:
        yield Text(format_score(dimension.scores[reading]))
    yield Text(format_level(dimension.levels[Reading.CLAIMED]))
    yield Text(format_level(dimension.weakest[Reading.CLAIMED]))


def _name(dimension: DimensionResult) -> str:
    return clean(dimension.title) + (" (advisory)" if dimension.advisory else "")


def _tree(result: Result, parent: str | None, depth: int) -> Iterator[tuple[int, DimensionResult]]:
    """Every dimension after its parent, with how deep it lies."""
    for dimension in result.dimensions.values():
        if dimension.parent == parent:
            yield depth, dimension
            yield from _tree(result, dimension.id, depth + 1)
