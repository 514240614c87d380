"""`nhsdx rubric lint`: the weaknesses of a valid rubric."""

from __future__ import annotations

import typer

from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, Output, PageFormatOption, RubricArguments
from nhsdx.cli.output import choose_format, refuse_own_input, show_page


def rubric_lint(
    rubrics: RubricArguments, *, format_: PageFormatOption = None, output: Output = None, force: Force = False
) -> None:
    """Check rubrics against the lint rules; exit 1 on an error or a warning.

    Example: nhsdx rubric lint nhs-digital-leadership
    """
    from functools import partial

    from nhsdx.commands.rubric.data import build_lint
    from nhsdx.commands.rubric.lint.document import build_document
    from nhsdx.commands.rubric.lint.linter import lint
    from nhsdx.loading.places import place_in_rubric
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model import load_all

    chosen = choose_format(format_, output)
    refuse_own_input(output, rubrics)
    loaded = zip(rubrics, load_all(rubrics, load_rubric), strict=True)
    linted = [(name, lint(one.rubric, partial(place_in_rubric, name, one))) for name, one in loaded]
    show_page(chosen, output, document=lambda: build_document(linted), data=lambda: build_lint(linted), force=force)
    if any(finding.severity != "info" for _, findings in linted for finding in findings):
        raise typer.Exit(Exit.FAILED)
