"""`nhsdx rubric list`: the rubrics that come with nhsdx."""

from __future__ import annotations

from nhsdx.cli.options import Force, Output, PageFormatOption
from nhsdx.cli.output import PageFormat, choose_format, emit, show_document


def rubric_list(*, format_: PageFormatOption = None, output: Output = None, force: Force = False) -> None:
    """List the rubrics that come with nhsdx.

    Example: nhsdx rubric list
    """
    from nhsdx.files.shipped import list_shipped_ids
    from nhsdx.loading.rubric_file import load_rubric

    chosen = choose_format(format_, output, PageFormat.TEXT)
    rubrics = [load_rubric(name).rubric for name in list_shipped_ids()]
    if chosen is PageFormat.JSON:
        from nhsdx.commands.rubric.data import ListedRubric, RubricListOutput
        from nhsdx.documents.data import json_text

        rows = [ListedRubric.build(one.rubric, criteria=len(one.criteria)) for one in rubrics]
        emit(json_text(RubricListOutput.build(rubrics=rows).dump()), output, force=force)
    else:
        from nhsdx.commands.rubric.list.document import build_document

        show_document(build_document(rubrics), chosen, output, force=force)
