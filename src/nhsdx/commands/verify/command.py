"""`nhsdx verify`: checks results by scoring their answers again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, OfferedRubrics, Output, PageFormatOption
from nhsdx.cli.output import STDOUT, choose_format, print_message, refuse_own_input, show_page

if TYPE_CHECKING:
    from nhsdx.results.verification import VerifiedResult


def verify(
    results: Annotated[
        list[str], typer.Argument(metavar="RESULT", help="Result files, JSON or TOML, or HTML reports; - is stdin.")
    ],
    *,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
    rubric: OfferedRubrics = None,
) -> None:
    """Score the answers inside results again; exit 1 if any result differs.

    Example: nhsdx assess examples/marlowe-vale.toml --format jsonl | nhsdx verify -
    """
    from nhsdx.commands.verify.data import VerificationOutput
    from nhsdx.commands.verify.document import build_document
    from nhsdx.commands.verify.verifier import verify_file
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.assessment_file import AssessmentLoader
    from nhsdx.results.rubric_pool import RubricPool

    chosen = choose_format(format_, output)
    refuse_stdin_twice(results)
    refuse_own_input(output, [*results, *(rubric or ())])
    pool = RubricPool.of(AssessmentLoader(), rubric or ())
    verified = [one for name in results for one in verify_file(name, pool)]
    for one in verified:
        _print_errors(one)
    is_beside_errors = chosen == "text" and output in (None, STDOUT)
    show_page(
        chosen,
        output,
        document=lambda: build_document(verified, with_errors=not is_beside_errors),
        data=lambda: VerificationOutput.build(results=verified),
        force=force,
    )
    if not all(one.holds for one in verified):
        raise typer.Exit(_find_exit(verified))


def _find_exit(verified: Sequence[VerifiedResult]) -> Exit:
    """The exit code if not every result is confirmed."""
    return Exit.INVALID if any(one.holds is None for one in verified) else Exit.FAILED


def _print_errors(one: VerifiedResult) -> None:
    """Prints to stderr, as every command does with errors, why a result cannot be verified."""
    from nhsdx.cli.problems import format_finding

    if one.holds is None:
        for finding in one.findings:
            print_message(format_finding(finding))
