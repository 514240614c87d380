"""The report of a check as plain data: the published shape, version 1."""

from __future__ import annotations

from typing import Any

from nhsdx.analysis.published import TOOL, stamps
from nhsdx.analysis.published_both import both_data
from nhsdx.model.check import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.model.reading import Scores
from nhsdx.model.result import NodeResult, Result
from nhsdx.render.legacy import by_name

CHECK_FORMAT = "nhsdx.check/1"


def check_data(report: CheckReport) -> dict[str, Any]:
    """A report in its published shape; `assess` gives the whole results."""
    return {
        "format": CHECK_FORMAT,
        "tool": TOOL,
        "verdict": report.verdict.value,
        "policy": report.policy,
        "counts": {verdict.value: report.count(verdict) for verdict in Verdict},
        "files": [_file(file) for file in report.files],
        "findings": [_finding(finding) for finding in report.findings],
    }


def _file(file: CheckedFile) -> dict[str, Any]:
    scored = {} if file.result is None else _scored(file.result, file.without_waived)
    return {
        "file": file.name,
        "verdict": file.verdict.value,
        **scored,
        "findings": [_finding(finding) for finding in file.findings],
    }


def _scored(result: Result, without_waived: Scores | None) -> dict[str, Any]:
    return {
        **stamps(result),
        "overall": _scores(result.overall),
        "without_waived": None if without_waived is None else by_name(without_waived),
        "dimensions": {name: _scores(dimension) for name, dimension in result.dimensions.items()},
        **both_data(result.both),
        "gates": [{"id": gate.id, "state": gate.state.value, "severity": gate.severity} for gate in result.gates],
    }


def _scores(node: NodeResult) -> dict[str, Any]:
    return {**by_name(node.scores), "levels": by_name(node.levels), "coverage": node.coverage}


def _finding(finding: CheckFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "verdict": finding.verdict.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "waiver": finding.waiver,
    }
