"""A check's report for GitHub Actions: annotations of lines, and a summary of the job."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.commands.check.text import every_finding, finding_lines
from nhsdx.documents.markdown_text import escape, table
from nhsdx.documents.number_words import format_score
from nhsdx.documents.safe_text import UNSAFE, clean
from nhsdx.model.reading import Reading, Scores
from nhsdx.model.result import GateState, Result

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts: what a runner reads back.
IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})
# GitHub takes at most 1 MiB of summary.
MOST_FILES, MOST_FINDINGS = 1000, 100
LONGEST = 200
NOTHING = "-"


def format_workflow_commands(report: CheckReport) -> str:
    """The findings as workflow commands, one a line, which GitHub shows at the lines concerned; maybe none."""
    return "".join(f"{_format_command(finding)}\n" for finding in every_finding(report))


def _format_command(finding: CheckFinding) -> str:
    name = "notice" if finding.waiver is not None else COMMANDS[finding.severity]
    properties = {"file": UNSAFE.sub("\ufffd", PurePath(finding.file).as_posix())}
    if finding.line is not None:
        properties |= {"line": str(finding.line), "col": str(finding.column or 1)}
    properties["title"] = f"nhsdx {finding.code}"
    written = ",".join(f"{key}={value.translate(IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{finding_lines(finding).translate(IN_MESSAGE)}"


def format_job_summary(report: CheckReport) -> str:
    """The report as GitHub Markdown: the verdict, a row for each file, what is waived, and the findings.

    Very long reports are cut, which is said.
    """
    counts = ", ".join(f"{report.count(verdict)} {verdict}" for verdict in Verdict if report.count(verdict))
    number = len(report.files)
    lines = [f"## nhsdx check: {report.verdict}", "", f"{number} file{'s' * (number != 1)}: {counts or 'none'}."]
    findings = list(every_finding(report))
    waived = [finding for finding in findings if finding.waiver is not None]
    others = [finding for finding in findings if finding.waiver is None]
    lines += [*_format_files(report.files), *_format_waived(report.files, waived), *_format_findings(others)]
    return "\n".join(lines) + "\n"


def _escape_text(text: str, longest: int = LONGEST) -> str:
    return escape(clean(text, longest))


def _format_more(number: int, shown: int) -> list[str]:
    return ["", f"… and {number - shown} more"] if number > shown else []


def _format_files(files: Sequence[CheckedFile]) -> list[str]:
    if not files:
        return []
    heads = ("File", "Verdict", "Level", "Claimed", "Evidenced", "Range", "Gates not clear")
    rows = [row for file in files[:MOST_FILES] for row in _list_rows(file)]
    return ["", *table(heads, rows), *_format_more(len(files), MOST_FILES)]


def _list_rows(file: CheckedFile) -> Iterator[tuple[str, ...]]:
    """A file's figures; of a local rubric also the national ones."""
    yield _escape_text(file.name), str(file.verdict), *_format_figures(file.result)
    if file.result is not None and file.result.both is not None:
        yield f"{_escape_text(file.name)}, nationally", "", *_format_figures(file.result.both.national)


def _format_figures(result: Result | None) -> tuple[str, ...]:
    if result is None:
        return (NOTHING,) * 5
    scores, level = result.overall.scores, result.overall.levels[Reading.CLAIMED]
    shut = [f"{gate.id} ({gate.state})" for gate in result.gates if gate.state is not GateState.CLEAR]
    return (
        NOTHING if level is None else f"{level} {_escape_text(result.scale[level].label)}",
        format_score(scores[Reading.CLAIMED]),
        format_score(scores[Reading.EVIDENCED]),
        _format_range(scores),
        _escape_text(", ".join(shut)) or "none",
    )


def _format_range(scores: Scores) -> str:
    return f"{format_score(scores[Reading.LOW])}–{format_score(scores[Reading.HIGH])}"


def _format_waived(files: Sequence[CheckedFile], findings: Sequence[CheckFinding]) -> list[str]:
    """What is waived and by whom, and what the waived gates cost: a waiver hides nothing."""
    if not findings:
        return []
    listed = [
        f"- {_format_place(finding)}: {_escape_text(finding.message)}; {_escape_text(finding.waiver or '')}"
        for finding in findings
    ]
    lines = ["", "### Waived", "", *listed[:MOST_FINDINGS], *_format_more(len(listed), MOST_FINDINGS)]
    rows = [row for file in files for row in _compare_with_waived(file)]
    heads = ("File", "Scores", "Claimed", "Evidenced", "Range")
    return [*lines, "", *table(heads, rows[:MOST_FILES]), *_format_more(len(rows), MOST_FILES)] if rows else lines


def _compare_with_waived(file: CheckedFile) -> Iterator[tuple[str, ...]]:
    if file.result is None or file.without_waived is None:
        return
    both = {"with the waived gates": file.result.overall.scores, "without them": file.without_waived}
    for words, scores in both.items():
        claimed, evidenced = format_score(scores[Reading.CLAIMED]), format_score(scores[Reading.EVIDENCED])
        yield _escape_text(file.name), words, claimed, evidenced, _format_range(scores)


def _format_findings(findings: Sequence[CheckFinding]) -> list[str]:
    if not findings:
        return []
    listed = [
        f"- {finding.severity} {_format_place(finding)}: {_escape_text(finding.message)}"
        + (f" ({_escape_text(finding.remedy)})" if finding.remedy else "")
        for finding in sorted(findings, key=_has_passed)[:MOST_FINDINGS]
    ]
    return ["", "### Findings", "", *listed, *_format_more(len(findings), MOST_FINDINGS)]


def _has_passed(finding: CheckFinding) -> bool:
    return finding.verdict is Verdict.PASSED


def _format_place(finding: CheckFinding) -> str:
    return f"`{finding.code}` at {_escape_text(finding.where)}"
