"""`nhsdx rubric show`: a rubric, or one of its criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from nhsdx.cli.completion import complete_criterion
from nhsdx.cli.options import FORMAT, Force, Output, RubricArgument
from nhsdx.cli.output import choose_format, emit, refuse_own_input, show_document

if TYPE_CHECKING:
    from nhsdx.documents.blocks import Document
    from nhsdx.loading.rubric_data import LoadedRubric


ShowFormat: TypeAlias = Literal["text", "markdown", "html", "json", "toml"]


def rubric_show(
    rubric: RubricArgument,
    criterion: Annotated[
        str | None,
        typer.Argument(metavar="[CRITERION]", help="One criterion in full.", autocompletion=complete_criterion),
    ] = None,
    *,
    merged: Annotated[
        bool,
        typer.Option(
            "--merged", help="Write the whole rubric as TOML or JSON, and say which file each local value comes from."
        ),
    ] = False,
    format_: Annotated[ShowFormat | None, FORMAT] = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what a rubric asks, or one criterion with its descriptors and guidance.

    Example: nhsdx rubric show nhs-digital-leadership clinical-safety
    """
    from nhsdx.loading.rubric_file import load_rubric
    from nhsdx.model import expect_known

    chosen = choose_format(format_, output, ShowFormat, "toml" if merged else "text")
    if merged and criterion is not None:
        raise typer.BadParameter("--merged shows the whole rubric; leave out the criterion", param_hint="CRITERION")
    if merged and chosen not in ("toml", "json"):
        raise typer.BadParameter("--merged writes only toml or json", param_hint="--format")
    refuse_own_input(output, [rubric])
    loaded = load_rubric(rubric)
    if criterion is not None:
        expect_known(criterion, loaded.rubric.criteria, "a criterion of the rubric", "CRITERION")
    if chosen in ("toml", "json"):
        emit(_format_data(loaded, criterion, chosen, merged=merged), output, force=force)
    else:
        show_document(_build_document(loaded, criterion), chosen, output, force=force)


def _build_document(loaded: LoadedRubric, criterion: str | None) -> Document:
    if criterion is None:
        from nhsdx.commands.rubric.show.document import build_rubric_document

        return build_rubric_document(loaded.rubric, loaded.origin)
    from nhsdx.commands.rubric.show.criterion import build_criterion_document

    return build_criterion_document(loaded.rubric, criterion)


def _format_data(loaded: LoadedRubric, criterion: str | None, format_: str, *, merged: bool) -> str:
    from nhsdx.commands.rubric.show.merged import format_merged_json, format_merged_toml
    from nhsdx.documents.data import data_text
    from nhsdx.loading.level_numbers import LevelScales, write_levels

    if merged:
        origins = {} if loaded.origin is None else loaded.origin.origins
        write = format_merged_json if format_ == "json" else format_merged_toml
        return write(loaded.data, origins)
    # TOML has its own type for dates.
    found = loaded.rubric.model_dump(mode="json" if format_ == "json" else "python", exclude_none=True)
    whole = write_levels(found, LevelScales.of(loaded.rubric))
    return data_text(whole if criterion is None else whole["criteria"][criterion], format_)
