"""`nhsdx rubric diff`: what changed from one rubric to another, and whether the new version number is high enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.options import Force, Output, PageFormatOption
from nhsdx.cli.output import choose_format, refuse_own_input, show_page

if TYPE_CHECKING:
    from nhsdx.commands.rubric.diff.changes import Concern, RubricDiff
    from nhsdx.loading.rubric_data import LoadedRubric


def rubric_diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The older rubric: an id or a file.", autocompletion=complete_rubric)
    ],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="The newer rubric: an id or a file.", autocompletion=complete_rubric)
    ],
    *,
    overlay: Annotated[
        str | None,
        typer.Option("--overlay", metavar="FILE", help="An overlay of the older rubric: show which changes affect it."),
    ] = None,
    format_: PageFormatOption = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what changed between two versions of a rubric; exit 1 if the new version number is too low.

    Example: nhsdx rubric diff nhs-digital-leadership examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.commands.rubric.diff.changes import compare_rubrics
    from nhsdx.commands.rubric.diff.data import build_rubric_diff
    from nhsdx.commands.rubric.diff.document import build_document
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.rubric_file import is_rubric_file, load_rubric
    from nhsdx.model import load_all

    chosen = choose_format(format_, output)
    inputs = [old, new, *([] if overlay is None else [overlay])]
    refuse_own_input(output, inputs)
    refuse_stdin_twice(inputs)
    was, now = load_all([old, new], load_rubric)
    found = compare_rubrics(was.rubric, now.rubric)
    concern = None if overlay is None else _find_concern(overlay, was, now, found)
    where = now.source.place(("rubric", "version")) if is_rubric_file(new) else now.rubric.reference
    show_page(
        chosen,
        output,
        document=lambda: build_document(found, concern, where),
        data=lambda: build_rubric_diff(found, concern),
        force=force,
    )
    if found.is_too_low:
        raise typer.Exit(Exit.FAILED)


def _find_concern(overlay: str, old: LoadedRubric, new: LoadedRubric, found: RubricDiff) -> Concern:
    """The effect of the changes on an overlay. Raises InvalidInputError if the file is not a valid overlay."""
    from nhsdx.commands.rubric.diff.changes import Concern, find_concerning_changes
    from nhsdx.commands.rubric.diff.reach import depends_on, find_breaks, read_overlay

    source = read_overlay(overlay)
    broken = find_breaks(source, old, new)
    return Concern(find_concerning_changes(found, depends_on(source.data, old.rubric, new.rubric)), broken)
