"""`nhsdx rubric lint`: the weaknesses of a valid rubric."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, Output, PageFormatOption
from nhsdx.cli.output import PageFormat, choose_format, emit, refuse_own_input, show_document


def rubric_lint(
    rubrics: Annotated[
        list[str],
        typer.Argument(metavar="RUBRIC", help="Shipped rubrics' ids, or rubric files.", autocompletion=complete_rubric),
    ],
    *,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Check rubrics against the lint rules; exit 1 on an error or a warning.

    Example: nhsdx rubric lint nhs-digital-leadership
    """
    from nhsdx.commands.rubric.lint.linter import lint
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model.finding import load_all

    chosen = choose_format(format_, output, PageFormat.TEXT)
    refuse_own_input(output, rubrics)
    linted = [(name, lint(loaded.rubric)) for name, loaded in zip(rubrics, load_all(rubrics, load_rubric), strict=True)]
    if chosen is PageFormat.JSON:
        from nhsdx.commands.rubric.data import LintOutput
        from nhsdx.documents.data import json_text

        rows = [{"rubric": name, "findings": findings} for name, findings in linted]
        emit(json_text(LintOutput.build(rubrics=rows).dump()), output, force=force)
    else:
        from nhsdx.commands.rubric.lint.document import build_document

        show_document(build_document(linted), chosen, output, force=force)
    if any(finding.severity != "info" for _, findings in linted for finding in findings):
        raise typer.Exit(Exit.FAILED)
