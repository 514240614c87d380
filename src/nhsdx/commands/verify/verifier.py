"""Verifies the results in files, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN, STDIN_NAME
from nhsdx.model import list_findings
from nhsdx.results.rubric_pool import RubricPool
from nhsdx.results.stored import StoredResult, read_results
from nhsdx.results.verification import VerifiedResult, verify


def verify_file(name: str, pool: RubricPool) -> Iterator[VerifiedResult]:
    """Each result of a file, verified. A file that cannot be read becomes a finding; other files are still verified."""
    try:
        stored = read_results(name)
    except NhsdxError as error:
        shown = STDIN_NAME if name == STDIN else name
        yield VerifiedResult(file=shown, holds=None, findings=list_findings(error))
        return
    for one in stored:
        yield _verify_result(one, pool)


def _verify_result(stored: StoredResult, pool: RubricPool) -> VerifiedResult:
    name, subject = stored.source.name, stored.file.assessment.subject
    try:
        instrument = pool.find_instrument(stored)
    except NhsdxError as error:
        findings = list_findings(error)
        return VerifiedResult(file=name, index=stored.index, subject=subject, holds=None, findings=findings)
    found = verify(stored.name, stored.data, stored.file, instrument)
    findings = (*stored.findings(found.problems, "error"), *stored.findings(found.notes, "info"))
    return VerifiedResult(file=name, index=stored.index, subject=subject, holds=found.holds, findings=findings)
