"""The report of a check as a document: a verdict on each file, then what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.documents.page import (
    LONGEST_MESSAGE,
    NOTHING,
    SHOWN_READINGS,
    Block,
    Callout,
    Cell,
    Column,
    Document,
    Heading,
    Line,
    Listing,
    Paragraph,
    Sheet,
    Span,
    Style,
    Table,
    Tone,
    clean,
    count_words,
    describe_level,
    describe_range,
    format_level,
    format_score,
    make_cell,
    make_line,
    make_row,
    name_gate,
)
from nhsdx.documents.parts import describe_both
from nhsdx.model import OVERALL, GateState, Reading, Result, Scores

MOST_ROWS = 100
"""With more files than this, those that passed are only counted."""
ALWAYS_SHOWN = frozenset({"gate-not-clear", "departure", "baseline-missing", "policy-unused"})
"""Codes of findings that do not fail the check, but that a brief report also shows."""
SCORES = tuple(Column(name, is_number=True) for name in ("Evidenced", "Claimed", "Range"))
BRIEF = (Column("File", share=4), Column("Verdict"), *SCORES, Column("Level", is_number=True))
FULL = (*BRIEF[:-1], Column("Level (evidenced)", share=2), Column("Gates not clear", share=3))
WAIVED = (Column("File", share=4), *SCORES)


def build_document(report: CheckReport, *, is_brief: bool = False, most: int | None = None) -> Document:
    """The report for people. A brief one counts findings that fail nothing; `most` limits each list."""
    title = f"nhsdx check: {report.verdict}"
    findings = list(report.all_findings if most is None else map(_shorten_finding, report.all_findings))
    failing, waived, others = _sort_findings(findings)
    shown = [one for one in others if one.code in ALWAYS_SHOWN] if is_brief else others
    blocks = (
        Heading(1, title, "title"),
        Paragraph(make_line(_describe_counts(report, len(others) - len(shown)))),
        *_build_files(report, most, is_brief=is_brief),
        *_build_problems("Problems", "problems", failing, most),
        *_build_problems("Waived", "waived", waived, most),
        *_build_others(shown, most),
        *_build_without_waived(report.files, most),
        *_build_national(report.files, most),
    )
    return Document(title, (Sheet(blocks),))


def _sort_findings(
    findings: Iterable[CheckFinding],
) -> tuple[list[CheckFinding], list[CheckFinding], list[CheckFinding]]:
    """The findings that fail the check, those that are waived, and those that do not fail it."""
    failing: list[CheckFinding] = []
    waived: list[CheckFinding] = []
    others: list[CheckFinding] = []
    for one in findings:
        kind = waived if one.waiver is not None else others if one.verdict is Verdict.PASSED else failing
        kind.append(one)
    return failing, waived, others


def _shorten_finding(finding: CheckFinding) -> CheckFinding:
    """A finding with texts short enough for a report of limited size."""
    message, remedy = (clean(text, LONGEST_MESSAGE) for text in (finding.message, finding.remedy))
    waiver = None if finding.waiver is None else clean(finding.waiver, LONGEST_MESSAGE)
    return replace(finding, message=message, remedy=remedy, waiver=waiver)


def _describe_counts(report: CheckReport, hidden: int) -> str:
    counts = [f"{report.count(verdict)} {verdict}" for verdict in Verdict if report.count(verdict)]
    policy = "" if report.policy is None else f" with the policy in {clean(report.policy)}"
    checked = f"{count_words(len(report.files), 'assessment')} checked{policy}: {', '.join(counts) or 'none'}."
    more = f" {count_words(hidden, 'more finding')} about answers: use --format json, markdown or html."
    return checked + (more if hidden else "")


def _build_files(report: CheckReport, most: int | None, *, is_brief: bool) -> Iterator[Block]:
    files = report.files
    if len(files) > MOST_ROWS:
        files = tuple(file for file in files if file.verdict is not Verdict.PASSED)
        yield Paragraph(make_line(f"{report.count(Verdict.PASSED)} passed and are not listed."))
    if files:
        rows = tuple(row for file in files[:most] for row in _list_rows(file, is_brief=is_brief))
        caption = "Verdict, overall score and evidenced level of each file"
        yield Table(caption, BRIEF if is_brief else FULL, rows)
        yield from _count_more(len(files), most)


def _count_more(number: int, most: int | None) -> Iterator[Block]:
    if most is not None and number > most:
        yield Paragraph(make_line(f"… and {number - most} more"), Style.NOTE)


def _list_rows(file: CheckedFile, *, is_brief: bool) -> Iterator[tuple[Cell, ...]]:
    """The verdict and the figures of a file; with a local rubric, also the national figures."""
    name = clean(file.name)
    yield (*make_row(name, file.verdict), *_list_figures(file.result, is_brief=is_brief))
    if file.result is not None and file.result.both is not None:
        yield (*make_row(f"{name}, nationally", ""), *_list_figures(file.result.both.national, is_brief=is_brief))


def _list_figures(result: Result | None, *, is_brief: bool) -> tuple[Cell, ...]:
    """The overall scores and the evidenced level; in full also the gates that are not clear."""
    if result is None:
        return make_row(*[NOTHING] * (len(BRIEF if is_brief else FULL) - 2))
    scores, number = _list_scores(result.overall.scores), result.overall.levels[Reading.EVIDENCED]
    if is_brief:
        return make_row(*scores, format_level(number))
    not_clear = [f"{name_gate(gate.id)} ({gate.state})" for gate in result.gates if gate.state is not GateState.CLEAR]
    return (*make_row(*scores, describe_level(result, number)), make_cell(*not_clear or ["none"]))


def _list_scores(scores: Scores) -> tuple[str, str, str]:
    evidenced, claimed = (format_score(scores[one]) for one in (Reading.EVIDENCED, Reading.CLAIMED))
    return evidenced, claimed, describe_range(scores)


def _build_problems(title: str, id_: str, findings: Sequence[CheckFinding], most: int | None) -> Iterator[Block]:
    if findings:
        yield Heading(2, f"{title}: {len(findings)}", id_)
        yield from map(_build_problem, findings[:most])
        yield from _count_more(len(findings), most)


def _build_others(findings: Sequence[CheckFinding], most: int | None) -> Iterator[Block]:
    if findings:
        yield Heading(2, f"For information: {len(findings)}", "information")
        yield Listing(tuple(map(_describe_finding, findings[:most])))
        yield from _count_more(len(findings), most)


def _build_problem(finding: CheckFinding) -> Callout:
    """A finding that fails the check or is waived, with the waiver or the remedy below it."""
    if finding.waiver is not None:
        mark, tone = "waived", Tone.WARNING
    else:
        mark, tone = finding.severity, Tone.OPEN if finding.verdict is Verdict.UNDECIDED else Tone.STOP
    title = f"{clean(finding.where)}: {mark}: {finding.code}: {clean(finding.message)}"
    below = finding.waiver or finding.remedy
    return Callout(tone, title, (make_line(clean(below)),) if below else ())


def _describe_finding(finding: CheckFinding) -> Line:
    """A finding that does not fail the check: its place, code and message."""
    place = Span(clean(finding.where), strong=True)
    remedy = f" ({clean(finding.remedy)})" if finding.remedy and finding.code != "gate-not-clear" else ""
    text = f": {finding.severity}: {finding.code}: {clean(finding.message)}{remedy}"
    return (place, Span(text))


def _build_without_waived(files: Iterable[CheckedFile], most: int | None) -> Iterator[Block]:
    """The overall scores with and without the gates that are waived; thresholds use those without."""
    rows = [row for file in files for row in _compare_with_waived(file)]
    if rows:
        yield Heading(2, "Overall scores with and without waived gates", "without-waived")
        yield Table("Thresholds are compared with the scores without the waived gates", WAIVED, tuple(rows[:most]))
        yield from _count_more(len(rows), most)


def _compare_with_waived(file: CheckedFile) -> Iterator[tuple[Cell, ...]]:
    if file.result is not None and file.without_waived is not None:
        name = clean(file.name)
        yield make_row(f"{name}, with", *_list_scores(file.result.overall.scores))
        yield make_row(f"{name}, without", *_list_scores(file.without_waived))


def _build_national(files: Iterable[CheckedFile], most: int | None) -> Iterator[Block]:
    """Both overall scores of the files with a local rubric, and the causes of the difference."""
    lines = [line for file in files for line in _describe_national(file)]
    if lines:
        yield Heading(2, "National and local overall scores", "national")
        yield Listing(tuple(lines[:most]))
        yield from _count_more(len(lines), most)


def _describe_national(file: CheckedFile) -> Iterator[Line]:
    both = None if file.result is None else file.result.both
    if both is not None:
        scores = "; ".join(f"{reading} {describe_both(both.nodes[OVERALL], reading)}" for reading in SHOWN_READINGS)
        yield (Span(clean(file.name), strong=True), Span(f": {scores}"))
