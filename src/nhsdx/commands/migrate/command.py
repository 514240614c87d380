"""`nhsdx migrate`: rewrite an assessment for a newer rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.options import Force, Output
from nhsdx.cli.output import (
    STDOUT,
    PageFormat,
    draw_page,
    emit,
    emit_all,
    find_format,
    is_same_file,
    print_message,
    refuse_own_input,
)

if TYPE_CHECKING:
    from nhsdx.commands.migrate.model import MigratedAssessment


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
    format_: Annotated[
        PageFormat | None,
        typer.Option("--format", help="Format of the page about the migration, on stdout; needs -o."),
    ] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Rewrite an assessment for a newer rubric, keeping comments and layout, and list what needs your attention.

    Example: nhsdx migrate examples/otterbridge-wold.toml --to examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.commands.migrate.data import MigrationOutput
    from nhsdx.commands.migrate.document import build_document
    from nhsdx.commands.migrate.migration import migrate_assessment
    from nhsdx.files.writing import Output, digest_file

    find_format(output, ("toml",))
    target = None if output == STDOUT else output
    if format_ is not None and target is None:
        raise typer.BadParameter("the page goes to stdout, so give the new file a name with -o", param_hint="--format")
    refuse_own_input(output, [to, *([] if from_ is None else [from_])])
    # An assessment may be rewritten in its own file, but not if that changes meanwhile.
    before = digest_file(assessment) if target is not None and is_same_file(assessment, target) else None
    found = migrate_assessment(assessment, to, own=from_, output=target)
    if target is None:
        emit(found.text)
        _print_findings(found)
        return
    page = draw_page(
        format_ or "text",
        None,
        document=lambda: build_document(found, target),
        data=lambda: MigrationOutput.build(found),
    )
    emit_all(page, [Output(target, found.text.encode(), force, before)])


def _print_findings(found: MigratedAssessment) -> None:
    """Prints what became of the answers, beside the new file on stdout."""
    from nhsdx.cli.problems import format_finding
    from nhsdx.commands.migrate.document import describe_attention

    for new, old in found.renamed.items():
        print_message(f"the answer to {old} is now the answer to {new}")
    for finding in found.findings:
        print_message(format_finding(finding))
    print_message(describe_attention(found))
