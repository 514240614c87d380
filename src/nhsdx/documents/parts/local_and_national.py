"""A local rubric's two scores: national, local, the difference and its causes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.blocks import (
    Block,
    Cell,
    Column,
    Fact,
    Facts,
    Heading,
    Line,
    Listing,
    Paragraph,
    Span,
    Style,
    Table,
)
from nhsdx.documents.number_words import format_change, format_score
from nhsdx.documents.phrases import join_words, line_with_id, make_label, make_line, make_row
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    OVERALL_TITLE,
    describe_gate_state,
    describe_reached,
    describe_status,
    format_left_out_of_two,
    list_readings,
    name_gate,
)
from nhsdx.model import (
    OVERALL,
    CriterionResult,
    Departure,
    DisplayScale,
    LocalAndNational,
    OverlayOrigin,
    Reading,
    Result,
    TwoScores,
)

NOT_SPLIT = "cannot be split by cause, because one of the intermediate scores does not exist"
COLUMNS = (
    Column("", share=3),
    *(Column(name, is_number=True) for name in ("National", "Local", "Difference")),
    Column("Causes of the difference", share=4),
)


def build_local_and_national(result: Result) -> Iterator[Block]:
    """The national and local scores that differ, the departures, and the criteria asked only locally or nationally."""
    both = result.both
    if both is None:
        return
    yield Heading(2, "National and local: two scores from the same answers", "local")
    yield Facts(tuple(_list_facts(both)))
    readings, stamp = list_readings(result), result.rubric
    same = [
        two for two in both.nodes.values() if two.id != OVERALL and _is_same(two, readings, stamp.find_shown(two.id))
    ]
    rows = [row for two in both.nodes.values() if two not in same for row in _list_rows(result, both.national, two)]
    yield Table("National and local scores of the same answers", COLUMNS, tuple(rows))
    if same:
        titles = join_words([clean(two.title) for two in same])
        yield Paragraph(make_line(f"The same under every reading: {titles}."), Style.NOTE)
    yield from build_departures(both.origin)
    yield from _build_asked_once(result, both)
    yield from _build_gates(result, both)


def _list_rows(result: Result, national: Result, two: TwoScores) -> Iterator[tuple[Cell, ...]]:
    """A row for each reading of a node; the first row also says how many criteria are left out."""
    readings, shown = list_readings(result), result.rubric.find_shown(two.id)
    for reading in readings:
        left_out = _describe_left_out(result, national, two.id) if reading is readings[0] else ""
        label = make_label(_name_row(two, reading), left_out)
        yield (label, *make_row(*_list_scores(two, reading, shown), describe_parts(two, reading, shown)))


def describe_both(both: LocalAndNational, node: str, reading: Reading) -> str:
    """A node's national and local score under a reading, with the difference and what causes it, on one line."""
    two, shown = both.nodes[node], both.national.rubric.find_shown(node)
    national, local, difference = _list_scores(two, reading, shown)
    parts = describe_parts(two, reading, shown)
    words = f"national {national}, local {local}, difference {difference}"
    return f"{words} ({parts})" if parts else words


def describe_parts(two: TwoScores, reading: Reading, shown: DisplayScale) -> str:
    """What each cause adds to the difference between two scores, in points; empty if there is no difference."""
    if two.difference[reading] is None:
        return ""
    parts = two.parts[reading]
    if parts is None:
        return NOT_SPLIT
    changes = {cause: format_change(points, shown) for cause, points in parts.items()}
    return ", ".join(f"{cause} {change}" for cause, change in changes.items() if change[0] in "+-")


def list_departures(origin: OverlayOrigin | None) -> list[str]:
    """A sentence for each departure of a local rubric from the shared one; empty if the rubric is not local."""
    departures = () if origin is None else origin.departures
    return [f"Departs from the shared rubric: {describe_departure(one)}" for one in departures]


def build_departures(origin: OverlayOrigin | None) -> Iterator[Block]:
    """A list of the departures from the shared rubric, if there are any."""
    found = list_departures(origin)
    if found:
        yield Listing(tuple(map(make_line, found)))


def describe_departure(departure: Departure) -> str:
    """A departure on one line: its name, its gate or changed value, its reason, who decided on it, and when."""
    decided = f"decided by {clean(departure.decided_by)} on {departure.decided.isoformat()}"
    return f"{clean(departure.name)} ({departure.where}): {clean(departure.reason)} ({decided})"


def _list_facts(both: LocalAndNational) -> Iterator[Fact]:
    stamp, profile = both.national.rubric, both.national.assessment.profile
    asked = f"profile {profile}" if profile else "every criterion asked"
    yield Fact("National", make_line(f"{clean(stamp.title)} {stamp.version}, {asked}"))
    yield Fact("Chain", (Span(" < ".join(both.origin.chain), code=True),))
    if both.origin.moved:
        yield Fact("Base has changed", make_line(clean(both.origin.moved)))


def _name_row(two: TwoScores, reading: Reading) -> str:
    return f"{OVERALL_TITLE if two.id == OVERALL else clean(two.title)}, {reading}"


def _describe_left_out(local: Result, national: Result, name: str) -> str:
    """How many criteria are left out of a node's national and local scores; empty if none are."""
    return format_left_out_of_two(national.find_node(name), local.find_node(name), "national: {}; local: {}")


def _list_scores(two: TwoScores, reading: Reading, shown: DisplayScale) -> tuple[str, str, str]:
    """The national score, the local score and the difference, as text."""
    national, local = (
        format_score(two.national[reading], shown),
        format_score(two.local[reading], shown),
    )
    return national, local, format_change(two.difference[reading], shown)


def _is_same(two: TwoScores, readings: Sequence[Reading], shown: DisplayScale) -> bool:
    """Whether the two scores look the same to a reader under each of the given readings."""
    return not any(
        describe_parts(two, reading, shown)
        or format_score(two.national[reading], shown) != format_score(two.local[reading], shown)
        for reading in readings
    )


def _build_asked_once(result: Result, both: LocalAndNational) -> Iterator[Block]:
    """The criteria and items that are asked only locally or only nationally."""
    local, national = _find_asked(result), _find_asked(both.national)
    for where, asked, other in (("locally", local, national), ("nationally", national, local)):
        lines = [_describe_criterion(result, one) for name, one in asked.items() if name not in other]
        lines += [line for name, one in asked.items() if name in other for line in _list_items(one, other[name])]
        if lines:
            yield Paragraph(make_line(f"Asked only {where}:"))
            yield Listing(tuple(lines))


def _list_items(criterion: CriterionResult, other: CriterionResult) -> Iterator[Line]:
    """A line with the items of a checklist that are asked in only one of two results, if there are any."""
    states = {item: state for item, state in (criterion.items or {}).items() if item not in (other.items or {})}
    if states:
        named = join_words([f"{item} ({state})" for item, state in states.items()])
        yield line_with_id(clean(criterion.title), criterion.id, f": of its items, {named}")


def _find_asked(result: Result) -> dict[str, CriterionResult]:
    return {name: one for name, one in result.criteria.items() if one.status.is_asked}


def _describe_criterion(result: Result, criterion: CriterionResult) -> Line:
    is_known = criterion.levels[Reading.CLAIMED] is not None
    reached = f"{describe_reached(result, criterion, Reading.CLAIMED)} claimed"
    state = reached if is_known else describe_status(criterion.status)
    return line_with_id(clean(criterion.title), criterion.id, f": {state}")


def _build_gates(result: Result, both: LocalAndNational) -> Iterator[Block]:
    """The gates whose national and local states differ."""
    local = {gate.id: gate.state for gate in result.gates}
    national = {gate.id: gate.state for gate in both.national.gates}
    titles = {gate.id: gate.title for gate in (*both.national.gates, *result.gates)}
    lines: Sequence[Line] = [
        make_line(
            f"Gate {name_gate(name, titles[name])} ({name}): national {describe_gate_state(national.get(name))}, "
            f"local {describe_gate_state(local.get(name))}"
        )
        for name in dict.fromkeys([*national, *local])
        if national.get(name) != local.get(name)
    ]
    if lines:
        yield Listing(tuple(lines))
