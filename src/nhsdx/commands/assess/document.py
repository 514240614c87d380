"""The results of assessments as a document: the scores, what supports them, and what is weak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import is_capped
from nhsdx.documents.page import (
    HYPOTHETICAL,
    NOT_ALL_WELL,
    Block,
    Column,
    Document,
    Fact,
    Facts,
    Heading,
    Line,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    clean,
    count_not_clear,
    count_words,
    describe_before_gates,
    describe_gates_heading,
    describe_left_out,
    describe_place,
    describe_range,
    describe_scoring,
    describe_unrated,
    describe_unrated_nodes,
    describe_weakest,
    format_percent,
    format_place,
    format_score,
    join_words,
    list_headlines,
    make_line,
    make_row,
    name_gate,
    name_subject,
    nest_headings,
)
from nhsdx.documents.parts import (
    build_before_and_after,
    build_changes,
    build_checks,
    build_context,
    build_full_chart,
    build_gates,
    build_left_out,
    build_local_and_national,
    build_next_steps,
    build_profile,
    build_short_limits,
    build_unknown,
    build_unsupported,
    describe_actions,
    describe_checks,
    explain_notes,
    mark_hypothetical,
)
from nhsdx.model import GateState, Reading, Result, Rubric


def build_document(
    scored: Sequence[tuple[Result, Rubric]], actual: Sequence[Result] = (), *, with_notes: bool = True
) -> Document:
    """A page for each result, followed by a summary if there is more than one.

    Without `with_notes`, free text is left out. `actual` has the results of the unchanged answers;
    pages show these beside the hypothetical results.
    """
    results = [result for result, _ in scored]
    return mark_hypothetical(_build_pages(scored, actual or results, with_notes=with_notes), results)


def _build_pages(scored: Sequence[tuple[Result, Rubric]], actual: Sequence[Result], *, with_notes: bool) -> Document:
    pages = [
        tuple(_build_page(result, rubric, before, with_notes=with_notes))
        for (result, rubric), before in zip(scored, actual, strict=True)
    ]
    if len(scored) == 1:
        about = scored[0][0].assessment
        title = clean(scored[0][0].rubric.title)
        return Document(title, (Sheet(pages[0]),), clean(about.subject), about.date.isoformat())
    title = f"Results of {count_words(len(scored), 'assessment')}"
    sheets = [Sheet(tuple(nest_headings(blocks, f"result-{at}-"))) for at, blocks in enumerate(pages, 1)]
    first, *others = sheets
    opening = Sheet((Heading(1, title, "title"), *first.blocks))
    summary = Sheet(tuple(_build_summary([result for result, _ in scored])))
    return Document(title, (opening, *others, summary))


def _build_page(result: Result, rubric: Rubric, actual: Result, *, with_notes: bool) -> Iterator[Block]:
    yield Heading(1, name_subject(result), "title")
    yield Paragraph(make_line(describe_scoring(result)), Style.NOTE)
    yield from explain_notes(with_notes=with_notes)
    yield from build_profile(result, rubric)
    if result.hypothetical:
        yield from build_changes(result, rubric)
        yield from build_before_and_after(actual, result)
        yield Heading(2, f"{HYPOTHETICAL} result", "hypothetical")
    yield Facts(tuple(_list_headline(result)))
    yield build_full_chart(result)
    yield from build_next_steps(result, rubric)
    yield from build_gates(result, rubric)
    yield from build_unsupported(result)
    yield from build_checks(result, with_notes=with_notes)
    yield from build_unknown(result, rubric)
    yield from build_left_out(result, with_notes=with_notes)
    yield from build_context(result, rubric)
    yield from build_local_and_national(result)
    yield from build_short_limits(result)


def _list_headline(result: Result) -> Iterator[Fact]:
    """What a reader should see first: the score, the weakest criteria, the gates, and what to check."""
    overall, first = result.overall, list_headlines(result)[0]
    yield Fact("Overall", _describe_overall(result))
    if unrated := describe_unrated_nodes(result):
        yield Fact("No score", make_line(unrated))
    if overall.scores[first] is not None:
        yield Fact("Weakest", make_line(f"{describe_weakest(result, overall, first)} ({first})"))
    if result.gates:
        warning = "" if count_not_clear(result) else f" {NOT_ALL_WELL}"
        yield Fact("Gates", make_line(f"{describe_gates_heading(result)}.{warning}"))
    if is_capped(overall):
        yield Fact("Capped", make_line(_describe_cap(result)))
    checks, actions = describe_checks(result), describe_actions(result)
    if checks:
        yield Fact("To check", make_line(checks))
    if actions:
        yield Fact("Actions", make_line(actions))


def _describe_overall(result: Result) -> Line:
    """The overall scores, the level that the first score reaches, how much is answered, and what is left out."""
    overall, headlines = result.overall, list_headlines(result)
    answered = f"{format_percent(overall.coverage)} answered"
    left_out = describe_left_out(overall.left_out)
    if overall.scores[Reading.CLAIMED] is None:
        whole = describe_range(overall.scores, result.rubric.shown)
        why = describe_unrated(overall) + ("" if overall.coverage else " yet")
        return make_line(f"{why}; range {whole}; left out: {left_out or 'none'}")
    first, *others = (
        f"{format_score(overall.scores[reading], result.rubric.shown)} {reading}" for reading in headlines
    )
    place = f" ({describe_place(result, overall.scores[headlines[0]])})"
    beside = "".join(
        f", {words}" for words in [place, *others, f"range {describe_range(overall.scores, result.rubric.shown)}"]
    )
    return (Span(first, strong=True), Span(f"{beside.removeprefix(', ')}; {answered}; left out: {left_out or 'none'}"))


def _describe_cap(result: Result) -> str:
    """Which gates cap the overall score, and what the score would be without these gates."""
    found = [gate for gate in result.gates if gate.triggered_under and result.overall.id in gate.caps]
    known = [gate for gate in found if gate.state is not GateState.UNDECIDED]
    caps = [name_gate(gate.id, gate.title) for gate in known or found]
    before = describe_before_gates(result, result.overall)
    return f"by {join_words(caps)}; {before}" if caps else before


def _build_summary(results: Sequence[Result]) -> Iterator[Block]:
    """A row for each result, in the order in which the results were given. The order is not a ranking."""
    headlines = max((list_headlines(result) for result in results), key=len)
    columns = (
        Column("Subject", share=4),
        *(Column(reading.capitalize(), is_number=True) for reading in headlines),
        Column("Range", is_number=True),
        Column("Level"),
        Column("Left out", share=2),
        Column("Gates not clear", share=2),
    )
    yield Heading(2, "Summary, in the order given", "summary")
    rows = tuple(make_row(*_list_summary_cells(result, headlines)) for result in results)
    yield Table("Overall scores of each assessment", columns, rows)
    if len({result.rubric.scoring_digest for result in results}) > 1:
        warning = "These assessments were scored with different rubrics: do not compare their scores."
        yield Paragraph(make_line(warning), Style.NOTE)


def _list_summary_cells(result: Result, headlines: Sequence[Reading]) -> Iterator[str]:
    overall = result.overall
    not_clear = f"{count_not_clear(result)} of {len(result.gates)}" if result.gates else "none"
    yield name_subject(result)
    yield from (format_score(overall.scores[reading], result.rubric.shown) for reading in headlines)
    yield describe_range(overall.scores, result.rubric.shown)
    yield format_place(result, overall.scores[headlines[0]])
    yield describe_left_out(overall.left_out) or "none"
    before = describe_before_gates(result, overall, headlines)
    yield f"{not_clear}; capped, {before}" if before else not_clear
