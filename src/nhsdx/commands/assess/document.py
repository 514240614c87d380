"""The results of assessments as a document: where each stands, what supports it, and what is weak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import is_capped
from nhsdx.documents.page import (
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
    count_words,
    describe_left_out,
    describe_level,
    describe_range,
    describe_scores,
    describe_scoring,
    format_percent,
    format_score,
    join_words,
    make_line,
    make_row,
    name_gate,
    nest_headings,
)
from nhsdx.documents.parts import (
    build_full_chart,
    build_gates,
    build_late_evidence,
    build_left_out,
    build_local_and_national,
    build_unknown,
    build_unsupported,
    build_weakest,
)
from nhsdx.model import GateState, Reading, Result, Rubric

SUMMARY = (
    Column("Subject", share=4),
    *(Column(title, is_number=True) for title in ("Evidenced", "Claimed", "Range")),
    Column("Level (evidenced)", share=2),
    Column("Gates not clear", share=2),
)


def build_document(scored: Sequence[tuple[Result, Rubric]]) -> Document:
    """A page for each result; several results are followed by a summary."""
    pages = [tuple(_build_page(result, rubric)) for result, rubric in scored]
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


def _build_page(result: Result, rubric: Rubric) -> Iterator[Block]:
    yield Heading(1, clean(result.assessment.subject), "title")
    yield Paragraph(make_line(describe_scoring(result)), Style.NOTE)
    yield Facts(tuple(_list_headline(result)))
    yield build_full_chart(result)
    yield from build_local_and_national(result)
    yield from build_gates(result, rubric)
    yield from build_unsupported(result)
    yield from build_late_evidence(result)
    yield from build_unknown(result, rubric)
    yield from build_left_out(result)
    yield from build_weakest(result, rubric)
    if result.rubric.limits:
        yield Heading(2, "Limits", "limits")
        yield Paragraph(make_line(clean(result.rubric.limits)), Style.NOTE)


def _list_headline(result: Result) -> Iterator[Fact]:
    overall = result.overall
    yield Fact("Overall", _describe_overall(result))
    if overall.scores[Reading.CLAIMED] is not None:
        evidenced, claimed = (
            describe_level(result, overall.levels[reading]) for reading in (Reading.EVIDENCED, Reading.CLAIMED)
        )
        weakest = describe_level(result, overall.weakest[Reading.EVIDENCED])
        yield Fact(
            "Level", make_line(f"{evidenced} evidenced, {claimed} claimed; weakest criterion {weakest} evidenced")
        )
    if is_capped(overall):
        yield Fact("Capped", make_line(_describe_cap(result)))


def _describe_overall(result: Result) -> Line:
    overall = result.overall
    answered = f"{format_percent(overall.coverage)} answered"
    left_out = describe_left_out(overall.left_out)
    if overall.scores[Reading.CLAIMED] is None:
        return make_line(f"nothing is known yet; range {describe_range(overall.scores)}")
    return (
        Span(f"{format_score(overall.scores[Reading.EVIDENCED])} evidenced", strong=True),
        Span(f", {format_score(overall.scores[Reading.CLAIMED])} claimed, "),
        Span(f"range {describe_range(overall.scores)}; {answered}"),
        Span(f"; left out: {left_out}" if left_out else ""),
    )


def _describe_cap(result: Result) -> str:
    """Which gates cap the overall score, and what it would be without them."""
    caps = [name_gate(gate.id) for gate in result.gates if gate.triggered_under and result.overall.id in gate.caps]
    before = result.overall.before_gates
    return f"by {join_words(caps)}; before gates {describe_scores(before)}, range {describe_range(before)}"


def _build_summary(results: Sequence[Result]) -> Iterator[Block]:
    """A row for each result in the order given, which is not a ranking."""
    yield Heading(2, "Summary, in the order given", "summary")
    rows = tuple(make_row(*_list_summary_cells(result)) for result in results)
    yield Table("Overall scores of each assessment", SUMMARY, rows)
    if len({result.rubric.scoring_digest for result in results}) > 1:
        warning = "These assessments were scored with different rubrics: do not compare their scores."
        yield Paragraph(make_line(warning), Style.NOTE)


def _list_summary_cells(result: Result) -> Iterator[str]:
    overall = result.overall
    capped = "capped" if is_capped(overall) else ""
    not_clear = sum(gate.state is not GateState.CLEAR for gate in result.gates)
    yield clean(result.assessment.subject)
    yield format_score(overall.scores[Reading.EVIDENCED])
    yield format_score(overall.scores[Reading.CLAIMED])
    yield describe_range(overall.scores)
    yield describe_level(result, overall.levels[Reading.EVIDENCED])
    yield ", ".join(
        part for part in (f"{not_clear} of {len(result.gates)}" if result.gates else "none", capped) if part
    )
