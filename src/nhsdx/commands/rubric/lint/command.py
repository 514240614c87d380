"""`nhsdx rubric lint`: what is weak about a rubric that is otherwise valid."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.output import DataFormat, emit


def rubric_lint(
    rubrics: Annotated[
        list[str],
        typer.Argument(metavar="RUBRIC", help="Shipped rubrics' ids, or rubric files.", autocompletion=complete_rubric),
    ],
    *,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the findings.")] = DataFormat.TABLE,
) -> None:
    """Check rubrics against the lint rules; exit 1 on an error or a warning.

    Example: nhsdx rubric lint nhs-digital-leadership
    """
    from dataclasses import replace

    from nhsdx.cli.problems import format_finding, load_all
    from nhsdx.commands.rubric.lint.linter import lint
    from nhsdx.loading.rubric_file import load_rubric

    linted = [(name, lint(loaded.rubric)) for name, loaded in zip(rubrics, load_all(rubrics, load_rubric), strict=True)]
    found = [replace(finding, where=f"{name}: {finding.where}") for name, findings in linted for finding in findings]
    if format_ is DataFormat.JSON:
        from nhsdx.commands.rubric.data import LintOutput
        from nhsdx.documents.data import json_text

        rows = [{"rubric": name, "findings": findings} for name, findings in linted]
        emit(json_text(LintOutput.build(rubrics=rows).dump()))
    else:
        lines = [f"{finding.severity}: {format_finding(finding)}" for finding in found]
        emit("\n".join([*lines, f"{len(rubrics)} linted, {len(found)} finding{'' if len(found) == 1 else 's'}"]) + "\n")
    if any(finding.severity != "info" for finding in found):
        raise typer.Exit(Exit.FAILED)
