"""A survey as a page for people: who said what, how sure that is, and what is hidden to protect them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from nhsdx.commands.survey.intervals import Interval
from nhsdx.commands.survey.outcome import PublicQuestion, PublicScale, SurveyReport
from nhsdx.commands.survey.summary import HIDDEN, TOO_FEW, PublicGroup
from nhsdx.documents.number_words import NOTHING, format_percent, format_score, round_half_up
from nhsdx.documents.safe_text import clean
from nhsdx.render.blocks import heading, listed
from nhsdx.render.page import TerminalPage, drawn

WIDTH = 14
NARROWEST_WITH_BAR = 72
SHADES = "█▓▒░·"
STYLES = ("cyan", "blue", "yellow", "dim", "dim")


def survey_page(report: SurveyReport, page: TerminalPage) -> str:
    """Each question with a bar of its answers for every group, then scales, then what was left out."""
    blocks: list[RenderableType] = [Text(f"Survey by {report.rubric}; {report.protection.title}")]
    for question in report.questions:
        blocks += _question(question, with_bar=page.width >= NARROWEST_WITH_BAR)
    for scale in report.scales:
        blocks += _scale(scale, report.protection.minimum)
    blocks += _notes(report)
    return drawn(blocks, page)


def _question(question: PublicQuestion, *, with_bar: bool) -> Iterator[RenderableType]:
    yield from heading(clean(question.title))
    yield from _legend(question.options) if with_bar else ()
    chosen = " or ".join(f'"{clean(question.options[place])}"' for place in question.chosen)
    titles = ("n", "rate", "score", "share", "95% interval")
    table = _table("answers", *titles) if with_bar else _table(*titles)
    for line in question.lines:
        if line.hidden is not None:
            table.add_row(Text(_name(line)), Text("hidden", style="dim"))
        else:
            table.add_row(Text(_name(line)), *([_bar(line)] if with_bar else []), *map(Text, _figures(line)))
    yield table
    yield Text(f"share: of {chosen}")
    yield from _hidden(question.lines, question.minimum)
    yield from _invited(question.lines)
    yield from _teams(question.lines)


def _legend(options: tuple[str, ...]) -> Iterator[RenderableType]:
    """The best option first; with more options than shades, neighbours share one."""
    shaded: dict[str, list[str]] = {}
    for place in reversed(range(len(options))):
        shaded.setdefault(_shade(place, len(options)), []).append(clean(options[place]))
    yield from (listed(", ".join(names), shade) for shade, names in shaded.items())


def _table(*titles: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", ratio=1, overflow="fold")
    for title in titles:
        table.add_column(title, justify="left" if title == "answers" else "right", no_wrap=True)
    return table


def _name(line: PublicGroup) -> str:
    return ", ".join(map(clean, line.key)) or "All"


def _figures(line: PublicGroup) -> Iterator[str]:
    yield NOTHING if line.respondents is None else str(line.respondents)
    yield format_percent(line.rate)
    yield format_score(line.mean)
    yield format_percent(line.share)
    yield _percentages(line.team_interval or line.share_interval)


def _percentages(interval: Interval | None) -> str:
    if interval is None:
        return NOTHING
    return f"{round_half_up(100 * interval.low, 0)}–{round_half_up(100 * interval.high, 0)}%"


def _bar(line: PublicGroup) -> Text:
    """The best option first, each as long as its share; the parts fill the bar exactly."""
    counts = line.counts or ()
    known = [count or 0 for count in counts]
    total = sum(known)
    text = Text()
    if not total or None in counts:
        return Text("not shown", style="dim")
    reached = filled = 0
    for place in reversed(range(len(known))):
        reached += known[place]
        cells = (reached * WIDTH * 2 + total) // (2 * total)
        text.append(_shade(place, len(known)) * (cells - filled), style=STYLES[_depth(place, len(known))])
        filled = cells
    return text


def _depth(place: int, count: int) -> int:
    """How light an option is drawn: the last darkest."""
    return (count - 1 - place) * (len(SHADES) - 1) // max(count - 1, 1)


def _shade(place: int, count: int) -> str:
    return SHADES[_depth(place, count)]


def _hidden(lines: tuple[PublicGroup, ...], minimum: int) -> Iterator[RenderableType]:
    """Why groups are hidden; not which of them are the small ones."""
    reasons = {line.hidden for line in lines}
    if TOO_FEW in reasons:
        yield Text(f"hidden: fewer than {minimum} respondents")
    if HIDDEN in reasons:
        yield Text(f"hidden: groups of fewer than {minimum} respondents, and others that would give these away")


def _teams(lines: tuple[PublicGroup, ...]) -> Iterator[RenderableType]:
    counted = [line for line in lines if line.hidden is None and line.teams is not None]
    if any(line.team_interval is not None for line in counted):
        yield Text("The interval allows for answers that are alike within teams, small ones joined.")
    if any(line.few_teams for line in counted):
        yield Text("With fewer than 20 teams in a group, it is itself unsure.")
    if any(line.team_interval is None for line in counted):
        yield Text("Where a group's teams are too few or too small to tell, it does not allow for them.")


def _invited(lines: tuple[PublicGroup, ...]) -> Iterator[RenderableType]:
    if any(line.hidden is None and line.invited is not None and line.rate is None for line in lines):
        yield Text("No rate where more answered than were invited: is [invited] of the map right?")


def _scale(scale: PublicScale, minimum: int) -> Iterator[RenderableType]:
    yield from heading(clean(scale.title))
    table = _table("n", "mean", "95% interval")
    for line in scale.lines:
        if line.hidden is not None:
            table.add_row(Text(_name(line)), Text("hidden", style="dim"))
            continue
        interval = line.team_interval or line.mean_interval
        bounds = NOTHING if interval is None else f"{round_half_up(interval.low)}–{round_half_up(interval.high)}"
        table.add_row(
            Text(_name(line)), Text(str(line.respondents)), Text(round_half_up(line.mean or 0.0)), Text(bounds)
        )
    yield table
    yield Text(f"from {scale.lowest:g} to {scale.highest:g}; {scale.source}")
    yield from _hidden(scale.lines, minimum)
    yield from _teams(scale.lines)


def _notes(report: SurveyReport) -> Iterator[RenderableType]:
    notes = [f"{clean(column)}: {_cells(count)}" for column, count in report.rejected.items()]
    if report.left_out:
        notes.insert(0, f"previews, tests and rows that were not finished: {report.left_out}")
    if notes:
        yield from heading("Left out")
        yield from map(listed, notes)


def _cells(count: int) -> str:
    return "1 cell is no answer" if count == 1 else f"{count} cells are no answers"
