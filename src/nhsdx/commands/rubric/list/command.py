"""`nhsdx rubric list`: the rubrics that come with nhsdx."""

from __future__ import annotations

from typing import Annotated

import typer

from nhsdx.cli.output import DataFormat, emit, make_page


def rubric_list(
    *, format_: Annotated[DataFormat, typer.Option("--format", help="How to show the list.")] = DataFormat.TABLE
) -> None:
    """List the rubrics that come with nhsdx.

    Example: nhsdx rubric list
    """
    from nhsdx.files.shipped import list_shipped_ids
    from nhsdx.loading.rubric_file import load_rubric

    rubrics = [load_rubric(name).rubric for name in list_shipped_ids()]
    if format_ is DataFormat.TABLE:
        from nhsdx.commands.rubric.document import list_page

        emit(list_page(rubrics, make_page(None)))
        return
    from nhsdx.commands.rubric.data import ListedRubric, RubricListOutput
    from nhsdx.documents.data import json_text

    rows = [ListedRubric.build(one.rubric, criteria=len(one.criteria)) for one in rubrics]
    emit(json_text(RubricListOutput.build(rubrics=rows).dump()))
