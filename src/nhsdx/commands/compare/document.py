"""What changed between two assessments, and why, as a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from nhsdx.commands.compare.action_changes import build_action_changes
from nhsdx.commands.compare.figures import build_figures_note, show_as
from nhsdx.commands.compare.model import Comparison, CriterionChange, GateChange, MovementPart
from nhsdx.commands.compare.movements import (
    build_movements,
    choose_parts,
    describe_movement,
    describe_parts_note,
    list_before_gates,
    name_movement,
)
from nhsdx.documents.page import (
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
    count_words,
    describe_answer,
    describe_evidence,
    describe_gate_counts,
    describe_gate_state,
    describe_item_state,
    describe_left_out,
    describe_node_place,
    describe_node_scores,
    describe_reached,
    describe_side,
    describe_spread,
    describe_weakest,
    format_percent,
    format_score,
    has_grades,
    list_headlines,
    list_readings,
    make_cell,
    make_line,
    name_from_id,
    name_gate,
)
from nhsdx.documents.parts import build_changes, build_checks_of_each, explain_notes, list_departures, mark_hypothetical
from nhsdx.model import OVERALL, CriterionResult, Finding, Reading, Result

TITLE = "What changed"
NOT_CARRIED = "Not carried over: the answer counts as unknown, or its evidence as the weakest grade"


def build_document(comparison: Comparison, profiles: Sequence[str] = (), *, with_notes: bool = True) -> Document:
    """What changed between two assessments, and why the scores moved. `profiles` says what each profile is for."""
    about = comparison.new.assessment
    change = build_change(comparison, profiles, with_notes=with_notes)
    blocks = (Heading(1, TITLE, "title"), *explain_notes(with_notes=with_notes), *change)
    document = Document(TITLE, (Sheet(blocks),), clean(about.subject), about.date.isoformat())
    return mark_hypothetical(document, (comparison.old, comparison.new))


def build_change(comparison: Comparison, profiles: Sequence[str] = (), *, with_notes: bool = True) -> Iterator[Block]:
    """The blocks below the title of a comparison: sides, scores, criteria, gates, actions, and what became known."""
    new, figures = comparison.new, list(build_figures_note((comparison.old, comparison.new)))
    old = show_as(comparison.old, new.rubric)
    comparison = replace(comparison, old=old)
    yield Facts((Fact("Old", make_line(describe_side(old))), Fact("New", make_line(describe_side(new)))))
    yield from build_changes(new)
    yield from figures
    yield from (Paragraph(make_line(words), Style.NOTE) for words in profiles)
    yield from build_side_departures(Old=old, New=new)
    yield from build_findings(comparison.findings)
    yield from build_checks_of_each([("Old", old), ("New", new)])
    if comparison.is_rescored:
        yield Paragraph(make_line(_describe_rescored(comparison)))
    if comparison.common is not None:
        yield Paragraph(make_line(_describe_common(comparison, comparison.common)))
    yield from _build_overall(comparison)
    yield from _build_dimensions(comparison)
    yield Paragraph(make_line(describe_parts_note(new, with_rubric=comparison.is_rescored)), Style.NOTE)
    yield from _build_criteria(comparison)
    yield from _build_gates(comparison)
    yield from build_action_changes(old, new, with_notes=with_notes)
    yield from _build_lists(comparison)


def build_side_departures(**sides: Result) -> Iterator[Block]:
    """The places where each assessment's rubric departs from a shared rubric."""
    found = [
        f"{side}: {words}"
        for side, result in sides.items()
        for words in list_departures(None if result.both is None else result.both.origin)
    ]
    if found:
        yield Listing(tuple(map(make_line, found)))


def build_findings(findings: Iterable[Finding]) -> Iterator[Block]:
    """The findings that a reader of a comparison must see first, and what to do about them."""
    for finding in findings:
        message, remedy = clean(finding.message), clean(finding.remedy)
        lines = (make_line(f"{remedy[:1].upper()}{remedy[1:]}."),)
        yield Callout(Tone.WARNING, f"{finding.severity.capitalize()}: {message}", lines)


def _describe_rescored(comparison: Comparison) -> str:
    """Says that the rubrics differ, and gives the scores of the old answers with the new rubric."""
    rubric, profile = comparison.new.rubric, comparison.new.assessment.profile
    how = rubric.reference + (f" and the profile {profile}" if profile is not None else "")
    given = describe_node_scores(comparison.new, comparison.old_rescored.overall)
    return (
        "The two assessments were scored with different rubrics or profiles. "
        f"Scored with {how}, the old answers give {given}. Compare these scores with the new ones. "
        "Criteria and gates are compared under the new rubric."
    )


def _choose_parts(comparison: Comparison) -> list[MovementPart]:
    return choose_parts((comparison.old, comparison.new), full=comparison.is_rescored)


def _describe_common(comparison: Comparison, common: Sequence[str]) -> str:
    """Says on which criteria two voices are compared, and gives their scores on all criteria that each was asked."""
    criteria = count_words(len(common), "criterion", "criteria")
    old, new = (describe_node_scores(comparison.new, node) for node in comparison.published)
    return (
        f"Two voices are compared on the {criteria} that both answered, and every score here counts only these. "
        f"On all criteria that each voice was asked, the old assessment gets {old}, and the new one {new}."
    )


def _build_overall(comparison: Comparison) -> Iterator[Block]:
    whole = comparison.nodes[OVERALL]
    rows = [(make_cell(reading.capitalize()), whole, reading) for reading in list_readings(comparison.new)]
    yield Heading(2, "Overall score", "overall")
    caption = "Where the change comes from, in points"
    yield build_movements(caption, "Reading", rows, _choose_parts(comparison), comparison.new.rubric)
    yield Facts(tuple(_list_facts(comparison.old, comparison.new)))


def _list_facts(old: Result, new: Result) -> Iterator[Fact]:
    """Facts about the overall score before and now.

    The facts are the score before gates, its place on the scale, how many criteria are at each level, the weakest
    criteria, how much is answered, what is left out, and the gates.
    """
    headlines = list_headlines(new)
    first = headlines[0]
    yield from list_before_gates(old, new, [OVERALL])
    for reading in headlines:
        name = f"On the scale, {reading}"
        yield _build_fact(name, old, new, partial(_describe_overall_place, reading=reading))
    yield _build_fact(f"Criteria, {first}", old, new, lambda one: describe_spread(one, one.overall, first))
    yield _build_fact(f"Weakest, {first}", old, new, lambda one: describe_weakest(one, one.overall, first))
    yield _build_fact("Answered", old, new, lambda one: format_percent(one.overall.coverage))
    yield _build_fact("Left out", old, new, lambda one: describe_left_out(one.overall.left_out) or "none")
    if new.gates:
        yield _build_fact("Gates", old, new, describe_gate_counts)


def _describe_overall_place(result: Result, reading: Reading) -> str:
    return describe_node_place(result, result.overall, reading)


def _build_fact(name: str, old: Result, new: Result, describe: Callable[[Result], str]) -> Fact:
    """A fact about the old and the new assessment."""
    return Fact(name, make_line(describe_movement(describe(old), describe(new))))


def _build_dimensions(comparison: Comparison) -> Iterator[Block]:
    old, new = comparison.old, comparison.new
    nodes = [
        (name_movement(clean(node.title), old.find_node(name), new.find_node(name)), node)
        for name, node in comparison.nodes.items()
        if name != OVERALL
    ]
    if not nodes:
        return
    yield Heading(2, "Dimensions", "dimensions")
    if facts := tuple(list_before_gates(old, new, [node.id for _, node in nodes])):
        yield Facts(facts)
    for reading in list_headlines(new):
        rows = [(label, node, reading) for label, node in nodes]
        yield build_movements(
            f"Scores as {reading}", "Dimension", rows, _choose_parts(comparison), comparison.new.rubric
        )


def _build_criteria(comparison: Comparison) -> Iterator[Block]:
    number, whole = len(comparison.criteria), len({*comparison.old.criteria, *comparison.new.criteria})
    yield Heading(2, f"Criteria that changed: {number} of {whole}", "criteria")
    if not number:
        kept = "answer, evidence and score" if has_grades(comparison.new) else "answer and score"
        yield Paragraph(make_line(f"Every criterion has the same {kept} as before."))
        return
    headlines = list_headlines(comparison.new)
    what = "Answer and evidence" if has_grades(comparison.new) else "Answer"
    columns = (
        Column("Criterion", share=3),
        *(Column(reading.capitalize(), share=3) for reading in headlines),
        Column(what, share=4),
    )
    rows = tuple(_build_criterion(comparison, change, headlines) for change in comparison.criteria)
    yield Table("An empty cell means no change", columns, rows)


def _build_criterion(comparison: Comparison, change: CriterionChange, headlines: Sequence[Reading]) -> tuple[Cell, ...]:
    """A criterion with its levels, scores, answer and evidence before and after, as far as they changed."""
    title, old, new = make_cell(clean(change.title)), change.old, change.new
    if old is None or new is None:
        words = "new in the rubric" if old is None else "no longer in the rubric"
        return (title, *(() for _ in headlines), make_cell(words))
    moved = (make_cell(*_list_moved(comparison.new, old, new, reading)) for reading in headlines)
    evidence = f"evidence: {describe_evidence(old)} to {describe_evidence(new)}" if "evidence" in change.parts else ""
    return (title, *moved, make_cell(*_list_answers(change, old, new), evidence))


def _list_counts(old: CriterionResult, new: CriterionResult) -> Iterator[str]:
    """How many people chose each option of a survey, before and after."""
    counts = [one.shown_answer for one in (old, new)]
    if any(isinstance(one, list) for one in counts):
        was, now = (", ".join(map(str, one)) if isinstance(one, list) else "none" for one in counts)
        yield f"replies by option: {was} to {now}"


def _list_answers(change: CriterionChange, old: CriterionResult, new: CriterionResult) -> Iterator[str]:
    """The answer before and after, or each item whose answer changed; nothing if the answer did not change."""
    if not {"answer", "status"} & {*change.parts}:
        return
    if old.items is None or new.items is None or old.status is not new.status:
        yield f"{describe_answer(old)} to {describe_answer(new)}"
        yield from _list_counts(old, new)
        return
    for name in dict.fromkeys([*old.items, *new.items]):
        was, now = (describe_item_state(one[name]) if name in one else "none" for one in (old.items, new.items))
        if was != now:
            yield f"{name_from_id(name)}: {was} to {now}"


def _list_moved(result: Result, old: CriterionResult, new: CriterionResult, reading: Reading) -> Iterator[str]:
    """The level and the score before and after; nothing if the score did not change."""
    was, now = old.scores[reading], new.scores[reading]
    if was == now:
        return
    before, after = (describe_reached(result, one, reading) for one in (old, new))
    if new.own_scale:
        yield f"{before} to {after}"
        return
    if not new.is_by_score:
        yield before if before == after else f"{before} to {after}"
    shown = result.rubric.find_shown(new.id)
    yield f"{format_score(was, shown)} to {format_score(now, shown)}"


def _build_gates(comparison: Comparison) -> Iterator[Block]:
    if comparison.gates:
        yield Heading(2, "Gates that changed", "gates")
        titles = {gate.id: gate.title for gate in (*comparison.old.gates, *comparison.new.gates)}
        yield Listing(tuple(make_line(_describe_gate(gate, titles.get(gate.id))) for gate in comparison.gates))


def _describe_gate(gate: GateChange, title: str | None) -> str:
    return (
        f"{name_gate(gate.id, title)} ({gate.id}): {describe_gate_state(gate.old)} to {describe_gate_state(gate.new)}"
    )


def _build_lists(comparison: Comparison) -> Iterator[Block]:
    """The criteria that became unknown or known, or whose answer is not valid for the other rubric."""
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
