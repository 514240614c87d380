"""What every machine-readable report of a check says of a finding, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.check.model import CheckFinding, CheckReport
from nhsdx.documents.safe_text import clean


def every_finding(report: CheckReport) -> Iterator[CheckFinding]:
    """The findings of all files, in the order of the files, and then those about the policy."""
    for file in report.files:
        yield from file.findings
    yield from report.findings


def finding_lines(finding: CheckFinding) -> str:
    """The message, what to do about it, and who waived it, a line each."""
    return "\n".join(clean(line) for line in (finding.message, finding.remedy, finding.waiver) if line)
