"""`nhsdx verify`: whether results still are what their answers give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.options import OfferedRubrics
from nhsdx.cli.output import DataFormat, emit, talk

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
    from nhsdx.files.assessment_file import Shelf
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.results.rubric_pool import RubricPool

    refuse_stdin_twice(results)
    pool = RubricPool.of(Shelf(), rubric or ())
    verified = [one for name in results for one in _verified(name, pool)]
    for one in verified:
        _talk_of_invalid(one)
    emit(_text(verified, format_))
    if not all(one.holds for one in verified):
        raise typer.Exit(Exit.INVALID if any(one.holds is None for one in verified) else Exit.FAILED)


def _verified(name: str, pool: RubricPool) -> Iterator[VerifiedResult]:
    """What was found of each result in a file; a file that cannot be read does not keep others from being verified."""
    from nhsdx.cli.problems import findings_of
    from nhsdx.errors import NhsdxError
    from nhsdx.files.source import STDIN, STDIN_NAME
    from nhsdx.results.stored import read_results
    from nhsdx.results.verification import VerifiedResult

    try:
        stored = read_results(name)
    except NhsdxError as error:
        shown = STDIN_NAME if name == STDIN else name
        yield VerifiedResult(file=shown, holds=None, findings=findings_of(error))
        return
    for one in stored:
        yield _verified_one(one, pool)


def _verified_one(stored: StoredResult, pool: RubricPool) -> VerifiedResult:
    from nhsdx.cli.problems import findings_of
    from nhsdx.errors import NhsdxError
    from nhsdx.results.verification import VerifiedResult, verify

    name, subject = stored.source.name, stored.file.assessment.subject
    try:
        instrument = pool.instrument_for(stored)
    except NhsdxError as error:
        findings = findings_of(error)
        return VerifiedResult(file=name, index=stored.index, subject=subject, holds=None, findings=findings)
    found = verify(stored.name, stored.data, stored.file, instrument)
    findings = (*stored.findings(found.problems, "error"), *stored.findings(found.notes, "info"))
    return VerifiedResult(file=name, index=stored.index, subject=subject, holds=found.holds, findings=findings)


def _talk_of_invalid(one: VerifiedResult) -> None:
    """Errors go to stderr, as they do in every command, besides the place that they have in the output."""
    from nhsdx.cli.problems import finding_text

    if one.holds is None:
        for finding in one.findings:
            talk(finding_text(finding))


def _text(verified: list[VerifiedResult], format_: DataFormat) -> str:
    if format_ is DataFormat.TABLE:
        from nhsdx.render.verification_page import verification_page

        return verification_page(verified)
    from nhsdx.documents.data import json_text
    from nhsdx.render.verification_data import VerificationOutput

    return json_text(VerificationOutput.build(results=verified).dump())
