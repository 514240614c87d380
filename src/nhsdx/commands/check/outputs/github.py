"""A check's report for GitHub Actions: annotations on lines, and a summary of the job."""

from __future__ import annotations

from pathlib import PurePath

from nhsdx.commands.check.document import build_document
from nhsdx.commands.check.model import CheckFinding, CheckReport
from nhsdx.documents.markdown import draw_markdown
from nhsdx.documents.safe_text import UNSAFE

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts: how a runner reads commands.
IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})
MOST = 200
"""How many entries a list in a summary may have; GitHub accepts at most 1 MiB."""


def format_workflow_commands(report: CheckReport) -> str:
    """The findings as workflow commands, one per line, which GitHub shows at the lines concerned."""
    return "".join(f"{_format_command(finding)}\n" for finding in report.all_findings)


def _format_command(finding: CheckFinding) -> str:
    name = "notice" if finding.waiver is not None else COMMANDS[finding.severity]
    properties = {"file": UNSAFE.sub("\ufffd", PurePath(finding.file).as_posix())}
    if finding.line is not None:
        properties |= {"line": str(finding.line), "col": str(finding.column or 1)}
    properties["title"] = f"nhsdx {finding.code}"
    written = ",".join(f"{key}={value.translate(IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{finding.text.translate(IN_MESSAGE)}"


def format_job_summary(report: CheckReport) -> str:
    """The report as GitHub Markdown, with at most 200 entries in each list."""
    return draw_markdown(build_document(report, most=MOST))
