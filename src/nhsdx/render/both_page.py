"""A local rubric's two scores on a page: national, local, the difference and what it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.documents.number_words import format_change, format_level, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.base import OVERALL
from nhsdx.model.overlay import Departure, OverlayOrigin
from nhsdx.model.reading import Reading
from nhsdx.model.result import Cause, CriterionResult, GateState, LocalAndNational, Result, TwoScores
from nhsdx.render.blocks import heading, listed

ORDER = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)
WIDEST_TITLE = 24
NOT_SPLIT = "cannot be split: a score on the way does not exist"


def both_sections(result: Result) -> Iterator[RenderableType]:
    """Both scores wherever they differ, the departures, and what is asked in only one of the two."""
    both = result.both
    if both is None:
        return
    yield from heading("National and local: two scores from the same answers")
    yield listed(_national_words(both), "National", 2)
    yield listed(" < ".join(both.origin.chain), "Chain   ", 2)
    if both.origin.moved:
        yield listed(clean(both.origin.moved), "Moved on", 2)
    yield Padding(_scores(both), (0, 0, 0, 2))
    same = [clean(two.title) for two in both.nodes.values() if _is_same(two) and two.id != OVERALL]
    if same:
        yield listed(f"the same under every reading: {', '.join(same)}", "", 1)
    yield from departures(both)
    yield from _asked_once(result, both)
    yield from _gates(result, both)


def both_words(two: TwoScores, reading: Reading) -> str:
    """Both scores of a node under a reading, their difference and its parts, in a line."""
    national, local = format_score(two.national[reading]), format_score(two.local[reading])
    words = f"national {national}, local {local}: {format_change(two.difference[reading])}"
    parts = parts_words(two, reading)
    return f"{words} ({parts})" if parts else words


def parts_words(two: TwoScores, reading: Reading) -> str:
    """What the difference comes from, in points; nothing where there is none."""
    if two.difference[reading] is None:
        return ""
    parts = two.parts[reading]
    if parts is None:
        return NOT_SPLIT
    return ", ".join(f"{cause} {format_change(points)}" for cause, points in _telling(parts).items())


def _telling(parts: Mapping[Cause, float]) -> dict[Cause, float]:
    """The parts that are not nothing when they are shown."""
    return {cause: points for cause, points in parts.items() if format_change(points)[0] in "+-"}


def _national_words(both: LocalAndNational) -> str:
    stamp = both.national.rubric
    profile = both.national.assessment.profile
    asked = f"profile {profile}" if profile else "every criterion asked"
    return f"{clean(stamp.title)} {stamp.version}, {asked}"


def _is_same(two: TwoScores) -> bool:
    """Whether a reader sees no difference, under any reading."""
    return not any(
        parts_words(two, reading) or format_score(two.national[reading]) != format_score(two.local[reading])
        for reading in ORDER
    )


def _scores(both: LocalAndNational) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", overflow="fold", max_width=WIDEST_TITLE)
    for title in ("national", "local", "difference"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("from", ratio=1, overflow="fold")
    for two in both.nodes.values():
        if two.id == OVERALL or not _is_same(two):
            table.add_row(Text("Overall" if two.id == OVERALL else clean(two.title), style="bold"))
            for reading in ORDER:
                scores = (format_score(two.national[reading]), format_score(two.local[reading]))
                difference = format_change(two.difference[reading])
                table.add_row(f"  {reading.value}", *scores, difference, parts_words(two, reading))
    return table


def departures(both: LocalAndNational) -> Iterator[RenderableType]:
    """The departures of a local rubric from the shared one, a line for each."""
    for departure in both.origin.departures:
        yield listed(departure_words(departure), "Departs from the shared rubric:", 2)


def departure_lines(origin: OverlayOrigin | None) -> Iterator[str]:
    """The departures of a local rubric from the shared one, in a sentence each; none where there is no local rubric."""
    for departure in () if origin is None else origin.departures:
        yield f"Departs from the shared rubric: {departure_words(departure)}"


def departure_words(departure: Departure) -> str:
    """A departure in a line: its name, what it is about, why, and who decided it when."""
    decided = f"decided by {clean(departure.decided_by)} on {departure.decided.isoformat()}"
    return f"{clean(departure.name)} ({departure.where}): {clean(departure.reason)} ({decided})"


def _asked_once(result: Result, both: LocalAndNational) -> Iterator[RenderableType]:
    """The criteria that only one of the two scores asks."""
    local, national = _asked(result), _asked(both.national)
    for lead, names, held in (
        ("Asked only locally:", local.keys() - national.keys(), local),
        ("Asked only nationally:", national.keys() - local.keys(), national),
    ):
        if names:
            yield listed("; ".join(_criterion_words(one) for name, one in held.items() if name in names), lead, 2)


def _asked(result: Result) -> dict[str, CriterionResult]:
    return {name: one for name, one in result.criteria.items() if one.status != "outside-profile"}


def _criterion_words(criterion: CriterionResult) -> str:
    level = criterion.levels[Reading.CLAIMED]
    said = criterion.status.replace("-", " ") if level is None else f"level {format_level(level)}"
    return f"{clean(criterion.title)} ({criterion.id}): {said}"


def _gates(result: Result, both: LocalAndNational) -> Iterator[RenderableType]:
    """The gates that are not in one state nationally and locally."""
    local = {gate.id: gate.state for gate in result.gates}
    national = {gate.id: gate.state for gate in both.national.gates}
    for name in dict.fromkeys([*national, *local]):
        states = national.get(name), local.get(name)
        if states[0] != states[1]:
            yield listed(f"{name}: national {_state(states[0])}, local {_state(states[1])}", "Gate", 2)


def _state(state: GateState | None) -> str:
    return "none" if state is None else state.value
