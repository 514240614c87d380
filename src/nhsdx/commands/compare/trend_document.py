"""A series of assessments as a document: the score of each, and why the score moved from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nhsdx.analysis.gaps import is_capped
from nhsdx.commands.compare.document import (
    NOT_CARRIED,
    build_findings,
    build_side_departures,
    build_titles,
)
from nhsdx.commands.compare.figures import build_figures_note, show_as
from nhsdx.commands.compare.model import Trend
from nhsdx.commands.compare.movements import build_movements, choose_parts, describe_parts_note, name_movement
from nhsdx.documents.page import (
    Block,
    Cell,
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
    describe_node_scores,
    describe_readings,
    describe_spread,
    describe_weakest,
    format_left_out,
    format_score,
    list_circumstances,
    list_headlines,
    make_cell,
    make_label,
    make_line,
    make_row,
    name_node,
)
from nhsdx.documents.parts import build_checks_of_each, build_series_chart, explain_notes
from nhsdx.model import OVERALL, ParentResult, Reading, Result


def build_document(trend: Trend, profiles: Sequence[str] = (), *, with_notes: bool = True) -> Document:
    """Every assessment of a series in order, its dimensions over time, and why the overall score moved."""
    last = trend.points[-1]
    title = f"Trend over {count_words(len(trend.points), 'assessment')}"
    heading = Heading(1, f"{clean(last.assessment.subject)}: {title.lower()}", "title")
    blocks = (heading, *explain_notes(with_notes=with_notes), *_build_trend(trend, profiles))
    about = last.assessment
    return Document(title, (Sheet(blocks),), clean(about.subject), about.date.isoformat())


def _build_trend(trend: Trend, profiles: Sequence[str]) -> Iterator[Block]:
    last, names, figures = trend.points[-1], _name_points(trend.points), list(build_figures_note(trend.points))
    trend = replace(trend, points=tuple(show_as(one, last.rubric) for one in trend.points))
    yield Paragraph(make_line(f"{clean(last.rubric.title)} {last.rubric.version}"), Style.NOTE)
    yield from (Paragraph(make_line(words), Style.NOTE) for words in profiles)
    yield Facts(tuple(_list_sources(trend, names)))
    yield from figures
    yield from build_side_departures(All=last)
    yield from build_findings(trend.findings)
    yield from build_checks_of_each(list(zip(names, trend.points, strict=True)))
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
        rows = [
            (name_movement(f"{before} to {after}", one.old.overall, one.new.overall), one.nodes[OVERALL], reading)
            for before, after, one in steps
        ]
        yield build_movements(
            f"Score as {reading}, and where the change comes from", "Step", rows, parts, trend.points[-1].rubric
        )
    yield Paragraph(make_line(describe_parts_note(last, with_rubric=False)), Style.NOTE)
    yield from build_titles(NOT_CARRIED, "not-carried", last.criteria, trend.not_carried)


def _name_points(points: Sequence[Result]) -> list[str]:
    """The date of each assessment.

    If two dates are equal, the `as_of` days are used instead or, if these are not all different, each equal date is
    followed by its place in the series.
    """
    days = [point.assessment.date.isoformat() for point in points]
    aged = [f"as of {point.assessment.as_of.isoformat()}" for point in points]
    if len(set(days)) < len(days) == len(set(aged)):
        return aged
    return [day if days.count(day) == 1 else f"{day} ({at})" for at, day in enumerate(days, 1)]


def _list_sources(trend: Trend, names: Sequence[str]) -> Iterator[Fact]:
    """The file of each assessment, and whose view the assessment gives.

    The subject of an assessment is added if the last assessment has a different subject.
    """
    last = trend.points[-1].assessment
    for name, file, point in zip(names, trend.names, trend.points, strict=True):
        words = [clean(file), *list_circumstances(point)]
        if point.assessment.subject != last.subject:
            words.append(clean(point.assessment.subject))
        yield Fact(name, make_line(", ".join(words)))


def _describe_rescored(trend: Trend, names: Sequence[str]) -> str:
    """Says which rubric and profile all assessments are scored with, and which published overall scores differ."""
    last = trend.points[-1]
    profile = "" if last.assessment.profile is None else f" and the profile {last.assessment.profile}"
    first = [
        f"{name} {describe_node_scores(last, was)}"
        for name, was, point in zip(names, trend.published, trend.points, strict=True)
        if was.scores != point.overall.scores
    ]
    return (
        f"All assessments are scored with {last.rubric.reference}{profile}. "
        "Some were first scored with a different rubric or profile"
        + (f", and had different scores then: {'; '.join(first)}." if first else ".")
    )


def _build_levels(points: Sequence[Result], names: Sequence[str]) -> Table:
    """For each date: the overall score's place on the scale, the number of criteria by level, and what is left out."""
    columns = (Column("", share=3), *(Column(name, share=2) for name in names))
    headlines = list_headlines(points[-1])
    rows = list(_list_before_gates(points))
    for reading in headlines:
        places = [describe_node_place(point, point.overall, reading) for point in points]
        rows.append(make_row(f"Overall, {reading}", *places))
    first = headlines[0]
    for label, describe in (("Criteria", describe_spread), ("Weakest", describe_weakest)):
        rows.append(make_row(f"{label}, {first}", *(describe(point, point.overall, first) for point in points)))
    rows.append(make_row("Left out", *(describe_left_out(point.overall.left_out) or "none" for point in points)))
    return Table("Where the score was on the scale at each date", columns, tuple(rows))


def _build_dimensions(points: Sequence[Result], names: Sequence[str], reading: Reading) -> Table:
    columns = (Column("Dimension", share=3), *(Column(name, is_number=True) for name in names))
    rows = tuple(
        (make_cell(name_node(node)), *(_build_score(point, point.dimensions[name], reading) for point in points))
        for name, node in points[-1].dimensions.items()
    )
    return Table(f"Scores as {reading}", columns, rows)


def _build_score(result: Result, node: ParentResult, reading: Reading) -> Cell:
    """A score, and how many criteria are left out of it."""
    return make_label(
        format_score(node.scores[reading], result.rubric.find_shown(node.id)), format_left_out(node.left_out)
    )


def _list_before_gates(points: Sequence[Result]) -> Iterator[tuple[Cell, ...]]:
    """The scores before gates on each date: overall, and for each dimension that a gate caps on any date."""
    for name in (OVERALL, *points[-1].dimensions):
        nodes = [(point, found) for point in points if isinstance(found := point.find_node(name), ParentResult)]
        if any(is_capped(node) for _, node in nodes):
            scores = (
                describe_readings(point, node.before_gates, node=node.id) if is_capped(node) else "not capped"
                for point, node in nodes
            )
            yield make_row(f"{name_node(nodes[-1][1])}, before gates", *scores)
