"""A check's report as SARIF 2.1.0, for code scanning and editors.

Section numbers refer to
https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from nhsdx import __version__
from nhsdx.commands.check.model import CheckFinding, CheckReport
from nhsdx.documents.data import json_text
from nhsdx.model import CHECK_CODES, ERROR_CODES, FINDING_CODES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/nhsdx/nhsdx"
HELP = f"{HOME}/blob/main/docs/errors.md"
ROOT = "%SRCROOT%"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def format_sarif(report: CheckReport) -> str:
    """The report as one SARIF run: a rule for each code found, a result for each finding.

    Relative file names start from the folder in which nhsdx ran. Columns are counted in Unicode code points. A waived
    finding is a suppressed result.
    """
    findings = list(report.all_findings)
    codes = sorted({finding.code for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "nhsdx",
                "version": __version__,
                "informationUri": HOME,
                "rules": [_build_rule(code) for code in codes],
            }
        },
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which nhsdx ran."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _build_result(finding, codes.index(finding.code), fingerprint)
            for finding, fingerprint in zip(findings, _compute_fingerprints(findings), strict=True)
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _build_rule(code: str) -> dict[str, Any]:
    meaning = {"text": (ERROR_CODES | FINDING_CODES | CHECK_CODES)[code]}
    return {"id": code, "shortDescription": meaning, "fullDescription": meaning, "help": meaning, "helpUri": HELP}


def _build_result(finding: CheckFinding, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _escape_links(finding.text) or finding.code},
        "locations": [{"physicalLocation": _build_place(finding)}],
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if finding.waiver is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _escape_links(finding.waiver)}
        ]
    return result


def _escape_links(text: str) -> str:
    """The text without anything that a viewer would treat as a link (section 3.11.6)."""
    return text.replace("](", "\\](")


def _build_place(finding: CheckFinding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _build_artifact(finding.file)}
    if finding.line is not None:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
    return place


def _build_artifact(name: str) -> dict[str, str]:
    """The location of a file: a path relative to the base or, if the name is a full path, a file URI."""
    path = PurePath(name)
    # The name of a file may contain half of a surrogate pair.
    encoded = quote(path.as_posix(), errors="surrogatepass")
    if path.is_absolute():
        return {"uri": f"file:///{encoded.lstrip('/')}"}
    return {"uri": encoded, "uriBaseId": ROOT}


def _compute_fingerprints(findings: list[CheckFinding]) -> Iterator[str]:
    """A fingerprint for each finding, which stays the same if the finding's line or figures change.

    Findings that differ only in their figures are numbered.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        about = "\0".join((finding.code, finding.file, NUMBER.sub("#", finding.message)))
        digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"
