"""The hypothetical parts of a document: the mark, the changed answers, and what would follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nhsdx.documents.blocks import Block, Cell, Column, Document, Heading, Paragraph, Style, Table
from nhsdx.documents.number_words import format_score
from nhsdx.documents.phrases import make_cell, make_line, make_row, name_from_id
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    HYPOTHETICAL,
    describe_banner,
    describe_gate_state,
    describe_range,
    list_headlines,
    name_gate,
    name_node,
)
from nhsdx.loading.hypothesis.keys import list_keys
from nhsdx.model import (
    OVERALL,
    AnswerChange,
    ChecklistCriterion,
    Criterion,
    NodeResult,
    Reading,
    Result,
    Rubric,
    SurveyCriterion,
    is_id,
)
from nhsdx.scoring import compare_rounded

GIVEN, SUPPOSED = "As given", "Changed"
SAME = "No score and no gate would change."
CLAIMED, EVIDENCED = Reading.CLAIMED, Reading.EVIDENCED
ONLY_CLAIMED = (
    "Claimed scores would change and evidenced scores would not, because the evidence supports no more. "
    "To change the evidence as well, add CRITERION.evidence=GRADE and CRITERION.seen=DATE."
)
NO_CHANGE = "no change"


def mark_hypothetical(document: Document, results: Sequence[Result]) -> Document:
    """The document. If a result is hypothetical, the title, the heading and the top of each page say so."""
    banner = describe_banner(results)
    if not banner:
        return document
    subject = document.subject and f"{HYPOTHETICAL}: {document.subject}"
    sheets = (replace(document.sheets[0], blocks=tuple(map(_mark_title, document.sheets[0].blocks))),)
    title = f"{HYPOTHETICAL}: {document.title}"
    return replace(document, title=title, subject=subject, banner=banner, sheets=(*sheets, *document.sheets[1:]))


def _mark_title(block: Block) -> Block:
    if isinstance(block, Heading) and block.level == 1 and not block.text.startswith(HYPOTHETICAL):
        return replace(block, text=f"{HYPOTHETICAL}: {block.text}")
    return block


def build_changes(result: Result, rubric: Rubric | None = None) -> Iterator[Block]:
    """The hypothetical answers, each beside the answer that was given; empty for a real result.

    If the rubric is not given, only the key of a statement is shown.
    """
    if result.hypothetical:
        rows = tuple(_build_change(result, rubric, change) for change in result.hypothetical)
        yield Heading(2, "Changed answers", "changed-answers")
        columns = (Column("Answer", share=5), Column(GIVEN, share=2), Column(SUPPOSED, share=2))
        yield Table("Answers that differ from those in the assessment", columns, rows)


def _build_change(result: Result, rubric: Rubric | None, change: AnswerChange) -> tuple[Cell, ...]:
    before, after = map(_write_answer, (change.before, change.after))
    criterion = result.criteria.get(change.key.partition(".")[0])
    title = clean(criterion.title) if criterion is not None else name_from_id(change.key)
    return (
        make_cell(title if rubric is None else _name_change(rubric, change.key), f"({change.key})"),
        make_cell(before),
        make_cell(after if change.is_real else f"{after} ({NO_CHANGE})"),
    )


def _write_answer(given: str | None) -> str:
    """An answer or an evidence grade in words; text that is not an id is not changed."""
    return "none given" if given is None else name_from_id(given) if is_id(given) else clean(given)


def _name_change(rubric: Rubric, key: str) -> str:
    """What a changed answer is about, in the words of the rubric."""
    place, name, *part = (*list_keys(rubric).get(key, ()), "", "")[:4]
    if place == "context":
        return clean(rubric.context[str(name)].title)
    if place != "answers":
        return name_from_id(key)
    asked = rubric.criteria[str(name)]
    words = _name_part(asked, *part)
    return f"{clean(asked.title)}: {words}" if words else clean(asked.title)


def _name_part(asked: Criterion, key: str | int, which: str | int) -> str:
    """The name of a part of an answer: the text of an item or option, or words such as `date of the evidence`."""
    if isinstance(asked, ChecklistCriterion) and key == "items":
        return clean(asked.items[str(which)].text)
    if isinstance(asked, SurveyCriterion) and key == "counts":
        return f"people who chose “{clean(asked.options[int(which)])}”"
    return "date of the evidence" if key == "seen" else str(key)


def build_before_and_after(actual: Result, supposed: Result) -> Iterator[Block]:
    """The scores and gates that differ between the given and the hypothetical answers, side by side."""
    others = (name for name in supposed.dimensions if name in actual.dimensions)
    nodes = [(actual.find_node(name), supposed.find_node(name)) for name in (OVERALL, *others)]
    moved = [pair for pair in nodes if _differ(*pair, tuple(Reading))]
    gates = tuple(_list_gate_rows(actual, supposed))
    yield Heading(2, "Before and after these changes", "before-and-after")
    yield _build_scores(supposed, [nodes[0], *(pair for pair in moved if pair is not nodes[0])])
    if gates:
        yield Table("Gates that would change", (Column("Gate", share=2), Column(GIVEN), Column(SUPPOSED)), gates)
    if words := _explain_effect(moved, has_gates=bool(gates)):
        yield Paragraph(make_line(words), Style.NOTE)


def _build_scores(supposed: Result, nodes: Sequence[tuple[NodeResult, NodeResult]]) -> Table:
    titles = [*(reading.capitalize() for reading in list_headlines(supposed)), "Range"]
    sides = [Column(f"{title}, {side.lower()}", is_number=True) for title in titles for side in (GIVEN, SUPPOSED)]
    rows = tuple(make_row(name_node(now), *_list_cells(supposed, was, now)) for was, now in nodes)
    return Table("The overall score, and other scores that would change", (Column("", share=2), *sides), rows)


def _explain_effect(moved: Sequence[tuple[NodeResult, NodeResult]], *, has_gates: bool) -> str:
    """A note if nothing changes, or if only claimed scores change; otherwise empty."""
    if not moved:
        return "" if has_gates else SAME
    claimed, evidenced = ([_differ(*pair, (reading,)) for pair in moved] for reading in (CLAIMED, EVIDENCED))
    return ONLY_CLAIMED if any(claimed) and not any(evidenced) else ""


def _differ(was: NodeResult, now: NodeResult, readings: Sequence[Reading]) -> bool:
    """Whether a node's scores differ under any of the given readings."""
    pairs = [(was.scores[reading], now.scores[reading]) for reading in readings]
    return any(
        one != other if one is None or other is None else compare_rounded(one, other) != 0 for one, other in pairs
    )


def _list_cells(result: Result, was: NodeResult, now: NodeResult) -> Iterator[str]:
    """A node's score under each reading and its range, before and after the changes."""
    shown = result.rubric.find_shown(now.id)
    for reading in list_headlines(result):
        yield from (format_score(one.scores[reading], shown) for one in (was, now))
    yield from (describe_range(one.scores, shown) for one in (was, now))


def _list_gate_rows(actual: Result, supposed: Result) -> Iterator[tuple[Cell, ...]]:
    before = {gate.id: gate for gate in actual.gates}
    for gate in supposed.gates:
        was = before.get(gate.id)
        if was is None or was.state is not gate.state:
            states = (describe_gate_state(None if was is None else was.state), describe_gate_state(gate.state))
            yield make_row(name_gate(gate.id, gate.title), *states)
