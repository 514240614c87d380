"""The report of a check as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.documents.number_words import format_level, format_score
from nhsdx.documents.safe_text import clean
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.render.both_page import both_words
from nhsdx.render.page import TerminalPage, drawn

STYLES = {
    Verdict.PASSED: "green",
    Verdict.UNDECIDED: "yellow",
    Verdict.FAILED: "bold red",
    Verdict.INVALID: "bold red",
}
MOST_ROWS = 100
SHOWN = frozenset({"gate-not-clear", "departure", "baseline-missing"})
READINGS = (Reading.CLAIMED, Reading.EVIDENCED, Reading.LOW, Reading.HIGH)


def check_page(report: CheckReport, page: TerminalPage) -> str:
    """A row for each file, then what was found: what fails, what is waived, and gates that are not clear.

    Of very many files only those are listed that did not pass, and how many did.
    """
    findings = [finding for file in report.files for finding in file.findings]
    told = [*filter(is_told, findings), *report.findings]
    blocks: list[RenderableType] = [*_files(report)]
    blocks += [Text("")] if told else []
    for finding in told:
        blocks += _finding(finding)
    blocks += [block for file in report.files for block in _without_waived(file)]
    blocks += [block for file in report.files for block in _both(file)]
    silent = len(findings) + len(report.findings) - len(told)
    blocks += [Text(""), Text(_summary(report, silent), style=STYLES[report.verdict])]
    return drawn(blocks, page)


def is_told(finding: CheckFinding) -> bool:
    """Whether a finding stands on the page: it fails the check, is waived, or is a gate that is not clear."""
    return finding.verdict is not Verdict.PASSED or finding.waiver is not None or finding.code in SHOWN


def _files(report: CheckReport) -> Iterator[RenderableType]:
    listed = report.files
    if len(listed) > MOST_ROWS:
        listed = tuple(file for file in listed if file.verdict is not Verdict.PASSED)
        yield Text(f"{report.count(Verdict.PASSED)} passed and are not listed", style=STYLES[Verdict.PASSED])
    if not listed:
        return
    table = Table(box=None, padding=(0, 1, 0, 0), collapse_padding=True, show_edge=False)
    table.add_column("verdict", no_wrap=True)
    table.add_column("file", ratio=1, overflow="fold")
    for title in ("claimed", "evidenced", "low", "high", "level"):
        table.add_column(title, justify="right", no_wrap=True)
    for file in listed:
        table.add_row(
            Text(file.verdict.value, STYLES[file.verdict]), Text(clean(file.name)), *map(Text, _figures(file))
        )
    yield table


def _figures(file: CheckedFile) -> Sequence[str]:
    if file.result is None:
        return ("-",) * (len(READINGS) + 1)
    overall = file.result.overall
    scores = [format_score(overall.scores[reading]) for reading in READINGS]
    return (*scores, format_level(overall.levels[Reading.CLAIMED]))


def _finding(finding: CheckFinding) -> Iterator[RenderableType]:
    mark = "waived" if finding.waiver is not None else finding.severity
    line = Text(f"{clean(finding.where)}: ")
    line.append(mark, style=STYLES[finding.verdict] if finding.verdict is not Verdict.PASSED else "yellow")
    line.append(f": {finding.code}: {clean(finding.message)}")
    yield line
    below = finding.waiver or (finding.remedy if finding.verdict is not Verdict.PASSED else "")
    if below:
        yield Padding(Text(clean(below), style="dim"), (0, 0, 0, 2))


def _without_waived(file: CheckedFile) -> Iterator[RenderableType]:
    """The overall scores with a waived gate, which are the result's, and without, which thresholds are held to."""
    if file.result is None or file.without_waived is None:
        return
    real, without = file.result.overall.scores, file.without_waived
    parts = [
        f"{reading} {format_score(real[reading])} ({format_score(without[reading])} without)" for reading in READINGS
    ]
    yield Text("")
    yield Text(f"{clean(file.name)}: overall with its waived gates: {', '.join(parts)}")


def _both(file: CheckedFile) -> Iterator[RenderableType]:
    """Both scores of a local rubric."""
    both = None if file.result is None else file.result.both
    if both is None:
        return
    yield Text("")
    words = "; ".join(f"{reading.value} {both_words(both.nodes[OVERALL], reading)}" for reading in READINGS)
    yield Text(f"{clean(file.name)}: overall {words}")


def _summary(report: CheckReport, silent: int) -> str:
    counts = [f"{report.count(verdict)} {verdict}" for verdict in Verdict if report.count(verdict)]
    told = f"; {silent} more remarks on answers, in --format json" if silent else ""
    held = "" if report.policy is None else f", by the policy in {clean(report.policy)}"
    return f"{len(report.files)} checked{held}: {', '.join(counts) or 'nothing'}{told}"
