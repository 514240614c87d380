"""Hand-made check reports, for tests of the formats for other programs."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.model.codes import CHECK_CODES, ERROR_CODES, FINDING_CODES
from nhsdx.model.result import Result
from tests.support.build import Table, flat_rubric, level_criterion, scored

HOSTILE = (
    "plain",
    "\x1b[31mred\x1b[0m \x00\x07",
    "]]> <script>alert(1)</script> &amp;",
    "x\n::error::pwned",
    "x\r\n::set-env name=PATH::/evil",
    "100%0A::warning::pwned",
    "a:b,c=d%3A",
    "| cell | `code` | *bold* [link](https://evil.example) ![image](https://evil.example)",
    "\u202egnp.exe \u2066 \u200b",
    "\ufffe\uffff \U0001f3e5 é",
    '"quoted" \\ {0} \'',
    "",
)
GATE: Table = {
    "when": {"criterion": "safety", "at-most": 1},
    "cap": {"overall": 1},
    "severity": "critical",
    "because": "it harms",
    "remedy": "make it safe",
}
GRADES = [{"id": "said", "label": "Said", "supports": 1}, {"id": "seen", "label": "Seen", "supports": 5}]
RUBRIC = flat_rubric({"skill": level_criterion(), "safety": level_criterion()}, gates={"safety-gate": GATE})
RUBRIC["evidence-grades"] = GRADES
# The safety answer triggers the gate, and the evidence does not support the skill answer.
CAPPED: Result = scored(RUBRIC, {"skill": 4, "safety": {"level": 1, "evidence": "seen"}})
NOTHING_KNOWN: Result = scored(RUBRIC, {})


def found(code: str = "gate-not-clear", **parts: Any) -> CheckFinding:  # noqa: ANN401 - any field
    """A finding that by default fails its file."""
    told = {
        "severity": "error",
        "message": "gate safety-gate is triggered",
        "remedy": "make it safe",
        "file": "a.toml",
        "verdict": Verdict.FAILED,
    }
    return CheckFinding(code=code, **(told | parts))


def report_of(*findings: CheckFinding, **parts: Any) -> CheckReport:  # noqa: ANN401 - any field
    """A report on one file with these findings."""
    return CheckReport(files=(CheckedFile(name="a.toml", result=CAPPED, findings=findings),), **parts)


FULL = CheckReport(
    files=(
        CheckedFile(name="clear.toml", result=NOTHING_KNOWN, findings=()),
        CheckedFile(
            name="sub folder/a.toml",
            result=CAPPED,
            findings=(
                found(file="sub folder/a.toml", line=12, column=3),
                found(
                    "claim-above-evidence",
                    severity="info",
                    message="skill claims level 4, and said carries 1",
                    remedy="bring evidence",
                    file="sub folder/a.toml",
                    line=9,
                    column=9,
                    verdict=Verdict.PASSED,
                ),
            ),
        ),
        CheckedFile(
            name="waived.toml",
            result=CAPPED,
            findings=(
                found(
                    file="waived.toml",
                    line=4,
                    column=1,
                    verdict=Verdict.PASSED,
                    waiver="waived by Medical Director until 2026-12-31: being mended",
                ),
            ),
            without_waived=CAPPED.overall.before_gates,
        ),
        CheckedFile(
            name="broken.toml",
            result=None,
            findings=(
                found(
                    "toml-syntax",
                    message="expected a value",
                    file="broken.toml",
                    line=2,
                    column=7,
                    verdict=Verdict.INVALID,
                ),
            ),
        ),
    ),
    findings=(
        found("waiver-expired", message="its last day was 2026-01-31", remedy="renew it", file="nhsdx.toml", line=3),
        found(
            "policy-unused",
            severity="warning",
            message="no rubric has speed",
            remedy="",
            file="nhsdx.toml",
            verdict=Verdict.PASSED,
        ),
    ),
)

texts = st.text() | st.sampled_from(HOSTILE)
codes = st.sampled_from(sorted(ERROR_CODES | FINDING_CODES | CHECK_CODES))
lines = st.none() | st.integers(1, 10**6)
findings = st.builds(
    CheckFinding,
    code=codes,
    severity=st.sampled_from(["error", "warning", "info"]),
    message=texts,
    remedy=texts,
    file=texts,
    line=lines,
    column=lines,
    verdict=st.sampled_from(Verdict),
    waiver=st.none() | texts,
)
reports = st.builds(
    CheckReport,
    files=st.lists(
        st.builds(
            CheckedFile,
            name=texts,
            result=st.sampled_from([None, CAPPED, NOTHING_KNOWN]),
            findings=st.lists(findings, max_size=3).map(tuple),
            without_waived=st.sampled_from([None, CAPPED.overall.before_gates]),
        ),
        max_size=3,
    ).map(tuple),
    findings=st.lists(findings, max_size=2).map(tuple),
)


def element_of(text: str) -> ET.Element:
    """The root of an XML document."""
    return ET.fromstring(text)  # noqa: S314 - the tests themselves make the documents
