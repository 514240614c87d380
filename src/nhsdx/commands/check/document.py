"""The check report as a document: a verdict on each file, then what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.documents.page import (
    CHECKS,
    HEADLINES,
    LONGEST_MESSAGE,
    NOTHING,
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
    describe_left_out,
    describe_range,
    format_place,
    format_score,
    list_headlines,
    list_readings,
    make_cell,
    make_line,
    make_row,
    name_gate,
    shorten_sentence,
)
from nhsdx.documents.parts import describe_both, explain_profile
from nhsdx.model import OVERALL, DisplayScale, GateState, Reading, Result, Scores

PROFILE = 210
"""The maximum number of characters of a profile's purpose that are shown."""
MOST_ROWS = 100
"""If there are more files than this, the files that passed are only counted."""
ALWAYS_SHOWN = frozenset({"gate-not-clear", "departure", "baseline-missing", "policy-unused", *CHECKS})
"""Codes of findings that do not fail the check, but that a brief report also shows."""


def build_document(report: CheckReport, *, is_brief: bool = False, most: int | None = None) -> Document:
    """The report for people.

    A brief report gives only the number of the findings that do not fail the check. A list has at most `most` entries.
    """
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
        *_build_without_waived(report, most),
        *_build_national(report.files, most),
    )
    return Document(title, (Sheet(blocks),))


def _sort_findings(
    findings: Iterable[CheckFinding],
) -> tuple[list[CheckFinding], list[CheckFinding], list[CheckFinding]]:
    """The findings that fail the check, the waived findings, and the findings that do not fail the check."""
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
        rows = tuple(row for file in files[:most] for row in _list_rows(report, file, is_brief=is_brief))
        caption = "Verdict and overall score of each file, and what was left out"
        yield Table(caption, tuple(_list_columns(report, is_brief=is_brief)), rows)
        yield from _count_more(len(files), most)
        shown = dict.fromkeys(explain_profile(file.profile) for file in files if file.profile is not None)
        yield from (Paragraph(make_line(shorten_sentence(words, PROFILE)), Style.NOTE) for words in shown)


def _count_more(number: int, most: int | None) -> Iterator[Block]:
    if most is not None and number > most:
        yield Paragraph(make_line(f"… and {number - most} more"), Style.NOTE)


def _list_columns(report: CheckReport, *, is_brief: bool) -> Iterator[Column]:
    yield Column("File", share=4)
    yield Column("Verdict")
    yield from _list_score_columns(report)
    yield Column("Left out", share=2)
    if not is_brief:
        yield Column("Level")
        yield Column("Gates not clear", share=3)


def _list_score_columns(report: CheckReport) -> Iterator[Column]:
    """The columns of scores; there is no evidenced column if no file has evidence grades."""
    for name in (*_find_headlines(report), "range"):
        yield Column(name.capitalize(), is_number=True)


def _find_headlines(report: CheckReport) -> tuple[Reading, ...]:
    found = [list_headlines(file.result) for file in report.files if file.result is not None]
    return max(found, key=len, default=HEADLINES)


def _list_rows(report: CheckReport, file: CheckedFile, *, is_brief: bool) -> Iterator[tuple[Cell, ...]]:
    """The verdict and the figures of a file; if its rubric is local, also the national figures."""
    name, result, headlines = clean(file.name), file.result, _find_headlines(report)
    profile = None if result is None else result.assessment.profile
    remark = "" if profile is None else f"profile {profile}"
    yield (make_cell(name, remark), make_cell(file.verdict), *_list_figures(result, headlines, is_brief=is_brief))
    if result is not None and result.both is not None:
        national = _list_figures(result.both.national, headlines, is_brief=is_brief)
        yield (*make_row(f"{name}, nationally", ""), *national)


def _list_figures(result: Result | None, headlines: Sequence[Reading], *, is_brief: bool) -> tuple[Cell, ...]:
    """The overall scores, and what was left out.

    A full report also says where the scores are on the scale, and which gates are not clear.
    """
    if result is None:
        return make_row(*[NOTHING] * (len(headlines) + (2 if is_brief else 4)))
    overall = result.overall
    figures = make_row(
        *_list_scores(overall.scores, result.rubric.shown, headlines), describe_left_out(overall.left_out) or "none"
    )
    if is_brief:
        return figures
    place = make_cell(format_place(result, overall.scores[headlines[0]]))
    not_clear = [
        f"{name_gate(gate.id, gate.title)} ({gate.id}; {gate.state})"
        for gate in result.gates
        if gate.state is not GateState.CLEAR
    ]
    return (*figures, place, make_cell(*not_clear or ["none"]))


def _list_scores(scores: Scores, shown: DisplayScale, headlines: Sequence[Reading]) -> list[str]:
    return [
        *(format_score(scores[reading], shown) for reading in headlines),
        describe_range(scores, shown),
    ]


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


def _build_without_waived(report: CheckReport, most: int | None) -> Iterator[Block]:
    """The overall scores with and without waived gates. Thresholds are compared with the scores without these gates."""
    headlines = _find_headlines(report)
    rows = [row for file in report.files for row in _compare_with_waived(file, headlines)]
    if rows:
        columns = (Column("File", share=4), *_list_score_columns(report))
        yield Heading(2, "Overall scores with and without waived gates", "without-waived")
        yield Table("Thresholds are compared with the scores without the waived gates", columns, tuple(rows[:most]))
        yield from _count_more(len(rows), most)


def _compare_with_waived(file: CheckedFile, headlines: Sequence[Reading]) -> Iterator[tuple[Cell, ...]]:
    if file.result is not None and file.without_waived is not None:
        name = clean(file.name)
        yield make_row(f"{name}, with", *_list_scores(file.result.overall.scores, file.result.rubric.shown, headlines))
        yield make_row(f"{name}, without", *_list_scores(file.without_waived, file.result.rubric.shown, headlines))


def _build_national(files: Iterable[CheckedFile], most: int | None) -> Iterator[Block]:
    """The local and the national overall score of each file with a local rubric, and why they differ."""
    lines = [line for file in files for line in _describe_national(file)]
    if lines:
        yield Heading(2, "National and local overall scores", "national")
        yield Listing(tuple(lines[:most]))
        yield from _count_more(len(lines), most)


def _describe_national(file: CheckedFile) -> Iterator[Line]:
    both = None if file.result is None else file.result.both
    if both is not None and file.result is not None:
        scores = "; ".join(
            f"{reading} {describe_both(both, OVERALL, reading)}" for reading in list_readings(file.result)
        )
        yield (Span(clean(file.name), strong=True), Span(f": {scores}"))
