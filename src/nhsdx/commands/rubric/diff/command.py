"""`nhsdx rubric diff`: what changed between two versions of a rubric, and whether its version says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nhsdx.cli.completion import complete_rubric
from nhsdx.cli.exits import Exit
from nhsdx.cli.output import DataFormat, emit, make_page

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
        str | None, typer.Option("--overlay", metavar="FILE", help="An overlay: say which of the changes concern it.")
    ] = None,
    format_: Annotated[DataFormat, typer.Option("--format", help="How to show the changes.")] = DataFormat.TABLE,
) -> None:
    """Show what changed in a rubric, what that does to comparability, and exit 1 if its version is too low.

    Example: nhsdx rubric diff nhs-digital-leadership examples/wolds-and-levels/rubric.toml
    """
    from nhsdx.cli.problems import load_all
    from nhsdx.commands.rubric.diff.changes import compare_rubrics
    from nhsdx.files.source import refuse_stdin_twice
    from nhsdx.loading.rubric_file import load_rubric

    refuse_stdin_twice([old, new, *([] if overlay is None else [overlay])])
    was, now = load_all([old, new], load_rubric)
    found = compare_rubrics(was.rubric, now.rubric)
    emit(_format_diff(found, format_, None if overlay is None else _find_concern(overlay, was, now, found)))
    if found.is_too_low:
        raise typer.Exit(Exit.FAILED)


def _find_concern(overlay: str, old: LoadedRubric, new: LoadedRubric, found: RubricDiff) -> Concern:
    """What the changes mean for an overlay. Raises InvalidInputError for a file that is none, or a wrong one."""
    from nhsdx.commands.rubric.diff.changes import Concern, find_concerning_changes
    from nhsdx.commands.rubric.diff.reach import depends_on, find_breaks, read_overlay

    source = read_overlay(overlay)
    broken = find_breaks(source, old, new)
    return Concern(find_concerning_changes(found, depends_on(source.data, old.rubric, new.rubric)), broken)


def _format_diff(found: RubricDiff, format_: DataFormat, concern: Concern | None) -> str:
    if format_ is DataFormat.JSON:
        from nhsdx.commands.rubric.diff.data import build_rubric_diff
        from nhsdx.documents.data import json_text

        return json_text(build_rubric_diff(found, concern).dump())
    from nhsdx.commands.rubric.diff.document import rubric_diff_page

    return rubric_diff_page(found, make_page(None), concern)
