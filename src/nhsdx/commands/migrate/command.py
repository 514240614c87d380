"""`nhsdx migrate`: an assessment rewritten for a newer rubric."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.options import Force, Output
from nhsdx.cli.output import STDOUT, emit, print_message, refuse_own_input


def migrate(
    assessment: Annotated[str, typer.Argument(metavar="ASSESSMENT", help="The assessment; - is stdin.")],
    *,
    to: Annotated[
        str,
        typer.Option("--to", metavar="RUBRIC", help="The newer rubric: id@version, or a rubric file."),
    ],
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="RUBRIC", help="The rubric it was made for, if not where the file names it."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Rewrite an assessment for a newer rubric, keeping its comments and layout; say what needs a person.

    Example: nhsdx migrate examples/otterbridge-wold.toml --to examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.cli.problems import format_finding
    from nhsdx.commands.migrate.migration import migrate_assessment

    refuse_own_input(output, [to, *([] if from_ is None else [from_])])
    found = migrate_assessment(assessment, to, own=from_, output=None if output == STDOUT else output)
    emit(found.text, output, force=force)
    for new, old in found.renamed.items():
        print_message(f"the answer to {old} now answers {new}")
    for finding in found.findings:
        print_message(format_finding(finding))
    number = len(found.findings)
    print_message(
        "everything carried" if not number else f"{number} thing{'' if number == 1 else 's'} for a person to see to"
    )
