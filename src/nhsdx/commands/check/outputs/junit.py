"""A check's report as JUnit XML, for display in CI systems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement

from nhsdx.commands.check.model import CheckFinding, CheckReport, Verdict, find_worst_verdict
from nhsdx.commands.check.outputs.xml import format_xml, xml_clean

ALL_WELL = "every condition is met"
COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def format_junit(report: CheckReport) -> str:
    """The report as JUnit XML, valid under the schema of Jenkins' xUnit plugin.

    Each file has a suite, and so has the policy if there are findings about it. A suite has a test case for each
    finding that fails the file (`failure`; `error` if the file could not be scored) or is waived (`skipped`), and a
    passing test case if the file passes. Other findings are in `system-out`.
    """
    root = Element("testsuites", name="nhsdx check")
    root.extend(_build_suite(name, findings) for name, findings in _group_findings(report))
    # The schema has no `skipped` for all suites together.
    for attribute in ("tests", "failures", "errors"):
        root.set(attribute, str(sum(int(suite.attrib[attribute]) for suite in root)))
    return format_xml(root)


def _group_findings(report: CheckReport) -> Iterator[tuple[str, Sequence[CheckFinding]]]:
    for file in report.files:
        yield file.name, file.findings
    others: dict[str, list[CheckFinding]] = {}
    for finding in report.findings:
        others.setdefault(finding.file, []).append(finding)
    yield from others.items()


def _build_suite(name: str, findings: Sequence[CheckFinding]) -> Element:
    # A suite needs a name; some systems show the class of a case, others its suite.
    shown = xml_clean(name) or "-"
    suite = Element("testsuite", name=shown)
    cases = [finding for finding in findings if _is_case(finding)]
    suite.extend(_build_case(shown, *case) for case in zip(_make_names(cases), cases, strict=True))
    if find_worst_verdict(finding.verdict for finding in findings) is Verdict.PASSED:
        SubElement(suite, "testcase", classname=shown, name=ALL_WELL)
    suite.set("tests", str(len(suite)))
    for attribute, tag in COUNTED.items():
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))
    _add_output(suite, [finding for finding in findings if not _is_case(finding)])
    return suite


def _add_output(suite: Element, findings: Sequence[CheckFinding]) -> None:
    """The findings that neither fail the check nor are waived, as the output of the suite."""
    if findings:
        lines = (f"{finding.severity}: {_format_body(finding)}" for finding in findings)
        SubElement(suite, "system-out").text = "\n".join(lines)


def _is_case(finding: CheckFinding) -> bool:
    return finding.verdict is not Verdict.PASSED or finding.waiver is not None


def _make_names(findings: Sequence[CheckFinding]) -> Iterator[str]:
    """A name for each finding of a suite; names of identical findings also have a place or a number."""
    usual = [f"{finding.code}: {xml_clean(finding.message)}" for finding in findings]
    counts, seen = Counter(usual), Counter[str]()
    for name, finding in zip(usual, findings, strict=True):
        is_placed = counts[name] > 1 and finding.line is not None
        placed = f"{name} ({finding.line}:{finding.column or 1})" if is_placed else name
        seen[placed] += 1
        yield placed if seen[placed] == 1 else f"{placed} ({seen[placed]})"


def _build_case(suite: str, name: str, finding: CheckFinding) -> Element:
    message = xml_clean(finding.message)
    case = Element("testcase", classname=suite, name=name)
    if finding.waiver is not None:
        SubElement(case, "skipped", message=xml_clean(f"{message} ({finding.waiver})"))
        return case
    tag = "error" if finding.verdict is Verdict.INVALID else "failure"
    SubElement(case, tag, type=finding.code, message=message).text = _format_body(finding)
    return case


def _format_body(finding: CheckFinding) -> str:
    lines = [xml_clean(line) for line in finding.text.splitlines()]
    return f"{xml_clean(finding.where)}: {finding.code}: " + "\n".join(lines)
