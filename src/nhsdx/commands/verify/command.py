"""`nhsdx verify`: whether results still are what their answers give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.options import OfferedRubrics
from nhsdx.cli.output import DataFormat, emit, print_message

if TYPE_CHECKING:
    from nhsdx.results.rubric_pool import RubricPool
    from nhsdx.results.stored import StoredResult
    from nhsdx.results.verification import VerifiedResult


def verify(
    results: Annotated[
        list[str], typer.Argument(metavar="RESULT", help="Result files, JSON or TOML, or HTML reports; - is stdin.")
    ],
    *,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show what was found.")] = DataFormat.TABLE,
    rubric: OfferedRubrics = None,
) -> None:
    """Recompute results from the answers inside them; exit 1 if any does not hold.

    Example: nhsdx assess examples/marlowe-vale.toml --format json | nhsdx verify -
    """
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.results.rubric_pool import RubricPool

    refuse_stdin_twice(results)
    pool = RubricPool.of(AssessmentLoader(), rubric or ())
    verified = [one for name in results for one in _verify_file(name, pool)]
    for one in verified:
        _print_errors(one)
    emit(_format_results(verified, format_))
    if not all(one.holds for one in verified):
        raise typer.Exit(Exit.INVALID if any(one.holds is None for one in verified) else Exit.FAILED)


def _verify_file(name: str, pool: RubricPool) -> Iterator[VerifiedResult]:
    """What was found of each result in a file; a file that cannot be read does not keep others from being verified."""
    from nhsdx.errors import NhsdxError
    from nhsdx.files.source import STDIN, STDIN_NAME
    from nhsdx.model.finding import list_findings
    from nhsdx.results.stored import read_results
    from nhsdx.results.verification import VerifiedResult

    try:
        stored = read_results(name)
    except NhsdxError as error:
        shown = STDIN_NAME if name == STDIN else name
        yield VerifiedResult(file=shown, holds=None, findings=list_findings(error))
        return
    for one in stored:
        yield _verify_result(one, pool)


def _verify_result(stored: StoredResult, pool: RubricPool) -> VerifiedResult:
    from nhsdx.errors import NhsdxError
    from nhsdx.model.finding import list_findings
    from nhsdx.results.verification import VerifiedResult, verify

    name, subject = stored.source.name, stored.file.assessment.subject
    try:
        instrument = pool.find_instrument(stored)
    except NhsdxError as error:
        findings = list_findings(error)
        return VerifiedResult(file=name, index=stored.index, subject=subject, holds=None, findings=findings)
    found = verify(stored.name, stored.data, stored.file, instrument)
    findings = (*stored.findings(found.problems, "error"), *stored.findings(found.notes, "info"))
    return VerifiedResult(file=name, index=stored.index, subject=subject, holds=found.holds, findings=findings)


def _print_errors(one: VerifiedResult) -> None:
    """Errors go to stderr, as they do in every command, besides the place that they have in the output."""
    from nhsdx.cli.problems import format_finding

    if one.holds is None:
        for finding in one.findings:
            print_message(format_finding(finding))


def _format_results(verified: list[VerifiedResult], format_: DataFormat) -> str:
    if format_ is DataFormat.TABLE:
        from nhsdx.commands.verify.document import verification_page

        return verification_page(verified)
    from nhsdx.commands.verify.data import VerificationOutput
    from nhsdx.documents.data import json_text

    return json_text(VerificationOutput.build(results=verified).dump())
