"""`nhsdx migrate`: rewrites an assessment for a newer rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.options import Force
from nhsdx.cli.output import (
    PAGES,
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
            help="Use this rubric for the assessment, instead of the file's own.",
        ),
    ] = None,
    format_: Annotated[
        PageFormat | None,
        typer.Option("--format", help="Format of the page about the migration; needs -o."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the new file here, or only the page if the name ends in .txt, .md, .html or .json.",
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Rewrite an assessment for a newer rubric, keeping comments and layout, and list what needs your attention.

    Example: nhsdx migrate examples/otterbridge-wold.toml --to examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.commands.migrate.migration import migrate_assessment
    from nhsdx.files.writing import Output, digest_file

    ending = find_format(output, ("toml", *PAGES))
    if format_ is not None and ending is None:
        raise typer.BadParameter("the page goes to stdout, so give the new file a name with -o", param_hint="--format")
    refuse_own_input(output, [to, *filter(None, (from_, assessment if ending in PAGES else None))])
    if output is None or ending != "toml":
        found = migrate_assessment(assessment, to, own=from_)
        if ending is not None:
            emit(_draw(found, format_ or ending, output), output, force=force)
            print_message("only the page is written; for the new assessment, give -o FILE.toml")
            return
        emit(found.text)
        _print_findings(found)
        return
    # An assessment may be rewritten in its own file, but not if the file changes in the meantime.
    before = digest_file(assessment) if is_same_file(assessment, output) else None
    found = migrate_assessment(assessment, to, own=from_, output=output)
    page = _draw(found, format_ or "text", None, output)
    emit_all(page, [Output(output, found.text.encode(), force, before)])


def _draw(found: MigratedAssessment, format_: str, page: str | None, file: str | None = None) -> bytes:
    """The page about a migration; `page` and `file` are the file names of the page and of the new assessment."""
    from nhsdx.commands.migrate.data import MigrationOutput
    from nhsdx.commands.migrate.document import build_document

    document, data = lambda: build_document(found, file), lambda: MigrationOutput.build(found)
    return draw_page(format_, page, document=document, data=data)


def _print_findings(found: MigratedAssessment) -> None:
    """Prints on stderr what became of the answers, because the new file is on stdout."""
    from nhsdx.cli.problems import format_finding
    from nhsdx.commands.migrate.document import describe_attention

    for new, old in found.renamed.items():
        print_message(f"the answer to {old} is now the answer to {new}")
    for finding in found.findings:
        print_message(format_finding(finding))
    print_message(describe_attention(found))
