"""A series of assessments as a document: the score of each, and what moved it from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nhsdx.commands.compare.document import (
    NOT_CARRIED,
    build_findings,
    build_side_departures,
    build_titles,
)
from nhsdx.commands.compare.figures import build_figures_note, show_as
from nhsdx.commands.compare.model import Trend
from nhsdx.commands.compare.movements import build_movements, choose_parts, describe_parts_note
from nhsdx.documents.page import (
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Style,
    Table,
    clean,
    count_words,
    describe_left_out,
    describe_node_place,
    describe_scores,
    describe_spread,
    describe_weakest,
    format_score,
    list_circumstances,
    list_headlines,
    make_line,
    make_row,
    name_node,
)
from nhsdx.documents.parts import build_series_chart
from nhsdx.model import OVERALL, Reading, Result


def build_document(trend: Trend, profiles: Sequence[str] = ()) -> Document:
    """Every assessment of a series in order, its dimensions over time, and why the overall score moved."""
    last = trend.points[-1]
    title = f"Trend over {count_words(len(trend.points), 'assessment')}"
    blocks = (Heading(1, f"{clean(last.assessment.subject)}: {title.lower()}", "title"), *_build_trend(trend, profiles))
    about = last.assessment
    return Document(title, (Sheet(blocks),), clean(about.subject), about.date.isoformat())


def _build_trend(trend: Trend, profiles: Sequence[str]) -> Iterator[Block]:
    last, names, figures = trend.points[-1], _name_points(trend.points), list(build_figures_note(trend.points))
    trend = replace(trend, points=tuple(show_as(one, last.rubric.shown) for one in trend.points))
    yield Paragraph(make_line(f"{clean(last.rubric.title)} {last.rubric.version}"), Style.NOTE)
    yield from (Paragraph(make_line(words), Style.NOTE) for words in profiles)
    yield Facts(tuple(_list_sources(trend, names)))
    yield from figures
    yield from build_side_departures(All=last)
    yield from build_findings(trend.findings)
    if trend.is_rescored:
        yield Paragraph(make_line(_describe_rescored(trend, names)))
    yield Heading(2, "Overall score", "overall")
    yield build_series_chart(list(zip(names, trend.points, strict=True)))
    yield _build_levels(trend.points, names)
    yield Heading(2, "Dimensions", "dimensions")
    for reading in list_headlines(last):
        yield _build_dimensions(trend.points, names, reading)
    yield Heading(2, "Why the overall score moved", "moved")
    parts = choose_parts(trend.points, full=False)
    for reading in list_headlines(last):
        steps = zip(names, names[1:], trend.steps, strict=False)
        rows = [(f"{before} to {after}", step.nodes[OVERALL], reading) for before, after, step in steps]
        yield build_movements(
            f"Score as {reading}, and where its change comes from", "Step", rows, parts, trend.points[-1].rubric.shown
        )
    yield Paragraph(make_line(describe_parts_note(last, with_rubric=False)), Style.NOTE)
    yield from build_titles(NOT_CARRIED, "not-carried", last.criteria, trend.not_carried)


def _name_points(points: Sequence[Result]) -> list[str]:
    """The date of each assessment; if some are equal, the date of ageing, or the date with its place in the series."""
    days = [point.assessment.date.isoformat() for point in points]
    aged = [f"as of {point.assessment.as_of.isoformat()}" for point in points]
    if len(set(days)) < len(days) == len(set(aged)):
        return aged
    return [day if days.count(day) == 1 else f"{day} ({at})" for at, day in enumerate(days, 1)]


def _list_sources(trend: Trend, names: Sequence[str]) -> Iterator[Fact]:
    """The file of each assessment and who speaks in it, and its subject where it differs from the last one's."""
    last = trend.points[-1].assessment
    for name, file, point in zip(names, trend.names, trend.points, strict=True):
        words = [clean(file), *list_circumstances(point)]
        if point.assessment.subject != last.subject:
            words.append(clean(point.assessment.subject))
        yield Fact(name, make_line(", ".join(words)))


def _describe_rescored(trend: Trend, names: Sequence[str]) -> str:
    """Says which rubric and profile scored all, and gives the overall scores that differed before."""
    last = trend.points[-1]
    profile = "" if last.assessment.profile is None else f" and the profile {last.assessment.profile}"
    first = [
        f"{name} {describe_scores(scores, last.rubric.shown, list_headlines(last))}"
        for name, scores, point in zip(names, trend.published, trend.points, strict=True)
        if scores != point.overall.scores
    ]
    return (
        f"All are scored with {last.rubric.reference}{profile}. "
        "Some were first scored with another rubric or profile"
        + (f", and had other scores then: {'; '.join(first)}." if first else ".")
    )


def _build_levels(points: Sequence[Result], names: Sequence[str]) -> Table:
    """Where the overall score lies at each time, its criteria, and how many were left out."""
    columns = (Column("", share=3), *(Column(name, share=2) for name in names))
    headlines = list_headlines(points[-1])
    rows = []
    for reading in headlines:
        places = [describe_node_place(point, point.overall, reading) for point in points]
        rows.append(make_row(f"Overall, {reading}", *places))
    first = headlines[0]
    for label, describe in (("Criteria", describe_spread), ("Weakest", describe_weakest)):
        rows.append(make_row(f"{label}, {first}", *(describe(point, point.overall, first) for point in points)))
    rows.append(make_row("Left out", *(describe_left_out(point.overall.left_out) or "none" for point in points)))
    return Table("Where the score lies over time", columns, tuple(rows))


def _build_dimensions(points: Sequence[Result], names: Sequence[str], reading: Reading) -> Table:
    columns = (Column("Dimension", share=3), *(Column(name, is_number=True) for name in names))
    rows = tuple(
        make_row(
            name_node(node),
            *(format_score(point.dimensions[name].scores[reading], point.rubric.shown) for point in points),
        )
        for name, node in points[-1].dimensions.items()
    )
    return Table(f"Scores as {reading}", columns, rows)
