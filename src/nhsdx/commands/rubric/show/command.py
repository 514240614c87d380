"""`nhsdx rubric show`: a rubric, or one of its criteria."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.completion import complete_criterion, complete_rubric
from nhsdx.cli.output import DataFormat, emit, make_page


def rubric_show(
    rubric: Annotated[
        str,
        typer.Argument(
            metavar="RUBRIC", help="A shipped rubric's id, or a rubric file.", autocompletion=complete_rubric
        ),
    ],
    criterion: Annotated[
        str | None,
        typer.Argument(metavar="[CRITERION]", help="One criterion in full.", autocompletion=complete_criterion),
    ] = None,
    *,
    merged: Annotated[
        bool, typer.Option("--merged", help="Print the whole rubric, and which file each value comes from.")
    ] = False,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the rubric.")] = DataFormat.TABLE,
) -> None:
    """Show what a rubric asks, or one criterion with its descriptors and guidance.

    Example: nhsdx rubric show nhs-digital-leadership clinical-safety
    """
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model.suggest import expect_known

    loaded = load_rubric(rubric)
    shown = loaded.rubric
    if criterion is not None:
        expect_known(criterion, shown.criteria, "a criterion of the rubric", "CRITERION")
    if merged:
        from nhsdx.commands.rubric.show.merged import format_merged_json, format_merged_toml

        if criterion is not None:
            raise typer.BadParameter("--merged shows the whole rubric", param_hint="CRITERION")
        origins = {} if loaded.overlaid is None else loaded.overlaid.origins
        emit(
            format_merged_json(loaded.data, origins)
            if format_ is DataFormat.JSON
            else format_merged_toml(loaded.data, origins)
        )
        return
    if format_ is DataFormat.JSON:
        from nhsdx.documents.data import json_text

        part = shown if criterion is None else shown.criteria[criterion]
        emit(json_text(part.model_dump(mode="json", exclude_none=True)))
        return
    from nhsdx.commands.rubric.document import criterion_page, rubric_page

    page = make_page(None)
    emit(rubric_page(shown, page, loaded.overlaid) if criterion is None else criterion_page(shown, criterion, page))
