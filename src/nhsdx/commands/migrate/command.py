"""`nhsdx migrate`: rewrite an assessment for a newer rubric."""

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
        typer.Option(
            "--from",
            metavar="RUBRIC",
            help="The rubric of the assessment, if not the one that it refers to.",
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Rewrite an assessment for a newer rubric, keeping comments and layout, and list what needs your attention.

    Example: nhsdx migrate examples/otterbridge-wold.toml --to examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.cli.problems import format_finding
    from nhsdx.commands.migrate.migration import migrate_assessment
    from nhsdx.documents.phrases import count_words

    refuse_own_input(output, [to, *([] if from_ is None else [from_])])
    found = migrate_assessment(assessment, to, own=from_, output=None if output == STDOUT else output)
    emit(found.text, output, force=force)
    for new, old in found.renamed.items():
        print_message(f"the answer to {old} is now the answer to {new}")
    for finding in found.findings:
        print_message(format_finding(finding))
    count = count_words(len(found.findings), "item needs", "items need") if found.findings else "nothing needs"
    print_message(f"{count} your attention")
