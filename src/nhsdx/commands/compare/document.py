"""What changed between two assessments, and why, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from nhsdx.analysis.gaps import is_capped
from nhsdx.commands.compare.model import Comparison, CriterionChange, Movement, MovementPart
from nhsdx.documents.page import (
    SHOWN_READINGS,
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Sheet,
    Style,
    Table,
    Tone,
    clean,
    describe_answer,
    describe_evidence,
    describe_gate_state,
    describe_level,
    describe_range,
    describe_scores,
    describe_side,
    format_change,
    format_percent,
    format_score,
    make_cell,
    make_line,
    make_row,
    name_gate,
)
from nhsdx.documents.parts import list_departures
from nhsdx.model import OVERALL, CriterionResult, Finding, Reading, Result, Scores

TITLE = "What changed"
HEADLINES = (Reading.EVIDENCED, Reading.CLAIMED)
NOT_CARRIED = "Not carried over: unknown in the other rubric, or with its weakest evidence"
PARTS = "The parts add up to the change before rounding. Answers: values and statuses. Evidence: grades, dates and age."
OTHER_PARTS = "Rubric: everything else that can change a score, and the profile. Weights: of dimensions and criteria."
SAME_RUBRIC = "Rubric and weights are the same, so they add nothing."
NO_SCORE = "A dash means that a score is missing: the old one, the new one or an intermediate one."
CRITERIA = (
    Column("Criterion", share=3),
    *(Column(name, is_number=True, share=2) for name in ("Evidenced", "Claimed")),
    Column("Answer and evidence", share=4),
)


def build_document(comparison: Comparison) -> Document:
    """What changed between two assessments, and why the scores moved."""
    about = comparison.new.assessment
    blocks = (Heading(1, TITLE, "title"), *build_change(comparison))
    return Document(TITLE, (Sheet(blocks),), clean(about.subject), about.date.isoformat())


def build_change(comparison: Comparison) -> Iterator[Block]:
    """The blocks of a comparison below its title: both sides, scores, criteria, gates and what became known."""
    old, new = comparison.old, comparison.new
    yield Facts((Fact("Old", make_line(describe_side(old))), Fact("New", make_line(describe_side(new)))))
    yield from build_side_departures(Old=old, New=new)
    yield from build_findings(comparison.findings)
    if comparison.is_rescored:
        yield Paragraph(make_line(_describe_rescored(comparison)))
    yield from _build_overall(comparison)
    yield from _build_dimensions(comparison)
    yield Paragraph(make_line(describe_parts_note(with_rubric=comparison.is_rescored)), Style.NOTE)
    yield from _build_criteria(comparison)
    yield from _build_gates(comparison)
    yield from _build_lists(comparison)


def build_side_departures(**sides: Result) -> Iterator[Block]:
    """Where the rubric of each side departs from a shared one."""
    found = [
        f"{side}: {words}"
        for side, result in sides.items()
        for words in list_departures(None if result.both is None else result.both.origin)
    ]
    if found:
        yield Listing(tuple(map(make_line, found)))


def build_findings(findings: Iterable[Finding]) -> Iterator[Block]:
    """The findings that a reader of a comparison must know first, and what to do about them."""
    for finding in findings:
        message, remedy = clean(finding.message), clean(finding.remedy)
        lines = (make_line(f"{remedy[:1].upper()}{remedy[1:]}."),)
        yield Callout(Tone.WARNING, f"{finding.severity.capitalize()}: {message}", lines)


def build_movements(caption: str, first: str, rows: Sequence[tuple[str, Movement, Reading]], *, full: bool) -> Table:
    """A table with a row for each change: before, after, the change, and the points that each part adds.

    Rubric and weights have a column only where `full`.
    """
    parts = list(MovementPart) if full else [MovementPart.ANSWERS, MovementPart.EVIDENCE]
    numbers = ("Old", "New", "Change", *(part.capitalize() for part in parts))
    columns = (Column(first, share=3), *(Column(name, is_number=True) for name in numbers))
    return Table(caption, columns, tuple(_build_movement(label, node, reading, parts) for label, node, reading in rows))


def _build_movement(label: str, node: Movement, reading: Reading, parts: Sequence[MovementPart]) -> tuple[Cell, ...]:
    found = node.parts[reading]
    shares = (None if found is None else found[part] for part in parts)
    old, new = format_score(node.old[reading]), format_score(node.new[reading])
    return make_row(label, old, new, format_change(node.change[reading]), *map(format_change, shares))


def describe_parts_note(*, with_rubric: bool) -> str:
    """What the parts of a change mean."""
    return " ".join((PARTS, OTHER_PARTS if with_rubric else SAME_RUBRIC, NO_SCORE))


def _describe_rescored(comparison: Comparison) -> str:
    """Says that the rubrics differ, and gives the scores of the old answers with the new one."""
    rubric, profile = comparison.new.rubric, comparison.new.assessment.profile
    scores: Scores = comparison.nodes[OVERALL].rescored
    how = rubric.reference + (f" and the profile {profile}" if profile is not None else "")
    return (
        f"The two were scored with different rubrics or profiles. Scored with {how}, the old answers give "
        f"{describe_scores(scores)}, range {describe_range(scores)}. Compare these scores with the new ones. "
        "Criteria and gates are compared under the new rubric."
    )


def _build_overall(comparison: Comparison) -> Iterator[Block]:
    whole = comparison.nodes[OVERALL]
    rows = [(reading.capitalize(), whole, reading) for reading in SHOWN_READINGS]
    yield Heading(2, "Overall score", "overall")
    yield build_movements("Where its change comes from, in points", "Reading", rows, full=comparison.is_rescored)
    yield Facts(tuple(_list_facts(comparison.old, comparison.new)))


def _list_facts(old: Result, new: Result) -> Iterator[Fact]:
    """The overall level, the lowest level of a criterion and the coverage, and the score without the gates' caps."""
    if is_capped(old.overall) or is_capped(new.overall):
        was, now = (describe_scores(result.overall.before_gates) for result in (old, new))
        yield Fact("Before gates", make_line(_describe_step(was, now)))
    levels, lowest = ([], [])
    for reading in HEADLINES:
        was, now = (describe_level(result, result.overall.levels[reading]) for result in (old, new))
        levels.append(f"{reading} {_describe_step(was, now)}")
        was, now = (describe_level(result, result.overall.weakest[reading]) for result in (old, new))
        lowest.append(f"{reading} {_describe_step(was, now)}")
    yield Fact("Level", make_line("; ".join(levels)))
    yield Fact("Weakest criterion", make_line("; ".join(lowest)))
    was, now = (format_percent(result.overall.coverage) for result in (old, new))
    yield Fact("Answered", make_line(_describe_step(was, now)))


def _describe_step(was: str, now: str) -> str:
    return f"{was} (no change)" if was == now else f"{was} to {now}"


def _build_dimensions(comparison: Comparison) -> Iterator[Block]:
    nodes = [node for name, node in comparison.nodes.items() if name != OVERALL]
    if not nodes:
        return
    yield Heading(2, "Dimensions", "dimensions")
    for reading in HEADLINES:
        rows = [(clean(node.title), node, reading) for node in nodes]
        yield build_movements(f"Scores as {reading}", "Dimension", rows, full=comparison.is_rescored)


def _build_criteria(comparison: Comparison) -> Iterator[Block]:
    number, whole = len(comparison.criteria), len({*comparison.old.criteria, *comparison.new.criteria})
    yield Heading(2, f"Criteria that changed: {number} of {whole}", "criteria")
    if not number:
        yield Paragraph(make_line("Every criterion has the same answer, evidence and score as before."))
        return
    yield Table("An empty cell means no change", CRITERIA, tuple(map(_build_criterion, comparison.criteria)))


def _build_criterion(change: CriterionChange) -> tuple[Cell, ...]:
    """A criterion with its scores, answer and evidence before and after, where they changed."""
    title, old, new = make_cell(clean(change.title)), change.old, change.new
    if old is None or new is None:
        return title, (), (), make_cell("new in the rubric" if old is None else "no longer in the rubric")
    scores = (make_cell(_describe_moved(old, new, reading)) for reading in HEADLINES)
    answer = f"{describe_answer(old)} to {describe_answer(new)}" if {"answer", "status"} & {*change.parts} else ""
    evidence = f"evidence: {describe_evidence(old)} to {describe_evidence(new)}" if "evidence" in change.parts else ""
    return title, *scores, make_cell(answer, evidence)


def _describe_moved(old: CriterionResult, new: CriterionResult, reading: Reading) -> str:
    """A score before and after; empty where it did not change."""
    was, now = old.scores[reading], new.scores[reading]
    return "" if was == now else f"{format_score(was)} to {format_score(now)}"


def _build_gates(comparison: Comparison) -> Iterator[Block]:
    if comparison.gates:
        yield Heading(2, "Gates that changed", "gates")
        yield Listing(
            tuple(
                make_line(f"{name_gate(gate.id)}: {describe_gate_state(gate.old)} to {describe_gate_state(gate.new)}")
                for gate in comparison.gates
            )
        )


def _build_lists(comparison: Comparison) -> Iterator[Block]:
    """The criteria that became unknown or known, or whose answer does not fit the other rubric."""
    titles = {**comparison.old.criteria, **comparison.new.criteria}
    yield from build_titles("Unknown now, known before", "newly-unknown", titles, comparison.newly_unknown)
    yield from build_titles("Known now, unknown before", "newly-known", titles, comparison.newly_known)
    yield from build_titles(NOT_CARRIED, "not-carried", titles, comparison.not_carried)


def build_titles(
    heading: str, id_: str, criteria: Mapping[str, CriterionResult], names: Sequence[str]
) -> Iterator[Block]:
    """A list of criteria by title under a heading, if there are any."""
    if names:
        yield Heading(2, heading, id_)
        yield Listing(tuple(make_line(clean(criteria[name].title)) for name in names))
