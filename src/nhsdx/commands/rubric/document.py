"""Rubrics as pages for people: what ships, what one asks, what one criterion means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.commands.new.blank import describe_measure
from nhsdx.documents.number_words import round_half_up
from nhsdx.documents.safe_text import clean
from nhsdx.model.criteria import (
    ChecklistCriterion,
    ChecklistItem,
    Correspondence,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    SurveyCriterion,
)
from nhsdx.model.overlay import OverlayOrigin
from nhsdx.model.rubric import Dimension, EvidenceGrade, Rubric
from nhsdx.render.blocks import condition_words, heading, listed
from nhsdx.render.both_page import departure_lines
from nhsdx.render.page import TerminalPage, drawn
from nhsdx.scoring.scale import Scale


def list_page(rubrics: Sequence[Rubric], page: TerminalPage) -> str:
    """A row for each rubric."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for title in ("rubric", "criteria", "profiles"):
        table.add_column(title, no_wrap=True)
    table.add_column("title", ratio=1)
    for rubric in rubrics:
        profiles = str(len(rubric.profiles))
        table.add_row(rubric.reference, str(len(rubric.criteria)), profiles, Text(clean(rubric.rubric.title)))
    return drawn([table], page)


def rubric_page(rubric: Rubric, page: TerminalPage, overlaid: OverlayOrigin | None = None) -> str:
    """A whole rubric: its use, levels, dimensions with their criteria, gates and profiles; a local one's departures."""
    return drawn([*_rubric(rubric), *_local(overlaid)], page)


def criterion_page(rubric: Rubric, criterion_id: str, page: TerminalPage) -> str:
    """One criterion with its descriptors and guidance. Raises KeyError for an unknown id."""
    return drawn(list(_criterion(rubric, criterion_id, rubric.criteria[criterion_id])), page)


def _rubric(rubric: Rubric) -> Iterator[RenderableType]:
    header = rubric.rubric
    yield Text(f"{clean(header.title)} ({rubric.reference}; overall by {header.aggregate})", style="bold")
    for label, words in (("", header.summary), ("For: ", header.use.unit), ("Limits: ", header.use.limits)):
        if words:
            yield Text(label + clean(words))
    yield from _list("Intended", header.use.intended)
    yield from _list("Not to be used", header.use.prohibited)
    yield from _list("Levels", list(_levels(rubric)))
    grades = [_grade_words(grade) for grade in rubric.evidence_grades]
    yield from _list("Evidence grades, weakest first", grades)
    for dimension_id, dimension in rubric.dimensions.items():
        yield from _dimension(rubric, dimension_id, dimension)
    yield from _gates(rubric)
    profiles = [
        f"{name}: {p.title} ({len(rubric.select_criteria(name))} criteria)" for name, p in rubric.profiles.items()
    ]
    yield from _list("Profiles", profiles)
    frameworks = [f"{name}: {framework.title}" for name, framework in rubric.frameworks.items()]
    yield from _list("Other frameworks, for nhsdx crosswalk", frameworks)


def _local(overlaid: OverlayOrigin | None) -> Iterator[RenderableType]:
    """What a local rubric is laid over, and where it departs from that."""
    if overlaid is not None:
        yield from _list("Local, laid over", [*overlaid.chain[1:], *departure_lines(overlaid)])


def _levels(rubric: Rubric) -> Iterator[str]:
    """The levels with the score from which each is reached."""
    for number, (level, score) in enumerate(zip(rubric.levels, Scale.of(rubric.levels).scores, strict=True)):
        meaning = f": {level.meaning}" if level.meaning else ""
        yield f"{number} {level.label}, from {round_half_up(score)}{meaning}"


def _list(title: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield from heading(title)
        for line in lines:
            yield listed(clean(line))


def _gates(rubric: Rubric) -> Iterator[RenderableType]:
    if rubric.gates:
        yield from heading("Gates")
    for name, gate in rubric.gates.items():
        effect = ", ".join(f"caps {node} at level {level}" for node, level in gate.cap.items()) or "raises a flag"
        yield listed(f"{name} ({gate.severity}): {effect}")
        yield listed(condition_words(gate.when), "When:", 4)
        yield listed(clean(gate.because), "Why: ", 4)
        yield listed(clean(gate.remedy), "Do:  ", 4)


def _grade_words(grade: EvidenceGrade) -> str:
    age = f"; after {grade.max_age_months} months it counts one grade less" if grade.max_age_months else ""
    return f"{grade.id}: {grade.label} (to level {grade.supports}{age})"


def _dimension(rubric: Rubric, dimension_id: str, dimension: Dimension) -> Iterator[RenderableType]:
    role = "advisory, never counted" if dimension.advisory else f"weight {dimension.weight:g}"
    above = f", in {dimension.parent}" if dimension.parent is not None else ""
    yield Text("")
    yield Text(f"{clean(dimension.title)} ({dimension_id}; {role}{above}; {dimension.aggregate})", style="bold")
    for words in (dimension.why, dimension.weight_reason and f"Weight: {dimension.weight_reason}"):
        if words:
            yield Padding(Text(clean(words)), (0, 0, 0, 2))
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
    for _ in range(3):
        table.add_column()
    for name, criterion in rubric.criteria.items():
        if criterion.dimension == dimension_id:
            table.add_row(name, clean(criterion.title), f"{criterion.kind}, weight {criterion.weight:g}")
    yield Padding(table, (0, 0, 0, 2))


def _informed(rubric: Rubric, entry: Correspondence) -> str:
    """A heading of another framework, how the criterion relates to it, and how sure that heading is."""
    heading_of_it = rubric.frameworks[entry.framework].headings[entry.ref]
    certainty = f", {entry.certainty}" if entry.certainty else ""
    return f"{entry.framework}: {heading_of_it} ({entry.relation}{certainty})"


def _criterion(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[RenderableType]:
    yield Text(f"{clean(criterion.title)} ({name})", style="bold")
    yield Text(
        f"In {criterion.dimension}, weight {criterion.weight:g}, a {criterion.kind} criterion{_policy(criterion)}"
    )
    for words in (criterion.question, criterion.why):
        if words:
            yield Text(clean(words))
    yield from _list("Answer", _answers(rubric, criterion))
    yield from _list("Look for", [criterion.look_for] if criterion.look_for else [])
    yield from _list("Evidence to ask for", criterion.evidence)
    yield from _list("Red flags", criterion.red_flags)
    yield from _list("Informs", [_informed(rubric, entry) for entry in criterion.maps])
    yield from _list("Claims of the source article", [", ".join(criterion.claims)] if criterion.claims else [])
    yield from _list("Sources", [_source_words(rubric, source) for source in criterion.sources])
    yield from _list("Effort of each step", [f"to level {step.to}: {step.effort:g}" for step in criterion.steps])


def _policy(criterion: Criterion) -> str:
    forbidden = "; it may not be left out" if criterion.not_applicable == "forbidden" else ""
    default = f"; evidence is {criterion.evidence_default} unless named" if criterion.evidence_default else ""
    return forbidden + default


def _answers(rubric: Rubric, criterion: Criterion) -> list[str]:
    if isinstance(criterion, LevelCriterion):
        return [f"{n} {rubric.levels[n].label}: {text}" for n, text in enumerate(criterion.levels)]
    if isinstance(criterion, ChecklistCriterion):
        return [f"{item.id}: {item.text} ({_item_worth(criterion, item)})" for item in criterion.items]
    if isinstance(criterion, SurveyCriterion):
        counts = f"counts of respondents for each option, {criterion.minimum_respondents} or more in all"
        return [counts, *_option_words(criterion)]
    return _measure_answers(criterion)


def _item_worth(criterion: ChecklistCriterion, item: ChecklistItem) -> str:
    return f"level {item.level}" if criterion.scoring == "staged" else f"weight {item.weight:g}"


def _option_words(criterion: SurveyCriterion) -> list[str]:
    if criterion.scores is not None:
        return [f"{option}: {score:g}" for option, score in zip(criterion.options, criterion.scores, strict=True)]
    first_top = len(criterion.options) - (criterion.top or 0)
    return [f"{option}{' (a top option)' if n >= first_top else ''}" for n, option in enumerate(criterion.options)]


def _measure_answers(criterion: MeasureCriterion) -> list[str]:
    if criterion.linear is not None:
        line = criterion.linear
        return [f"{describe_measure(criterion)}: {line.worst:g} scores 0, {line.best:g} scores 100 ({line.scale})"]
    bands = [
        f"from {band.from_:g}: " + (f"level {band.level}" if band.level is not None else f"score {band.score:g}")
        for band in criterion.bands or ()
    ]
    return [describe_measure(criterion), *bands]


def _source_words(rubric: Rubric, source_id: str) -> str:
    source = rubric.sources[source_id]
    parts = [source.author, source.title, str(source.year) if source.year else None, source.url]
    certainty = f" [{source.certainty}]" if source.certainty else ""
    return ", ".join(part for part in parts if part) + certainty
