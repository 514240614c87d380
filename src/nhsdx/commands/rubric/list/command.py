"""`nhsdx rubric list`: the rubrics that come with nhsdx."""

from __future__ import annotations

from nhsdx.cli.options import Force, Output, PageFormatOption
from nhsdx.cli.output import choose_format, show_page


def rubric_list(*, format_: PageFormatOption = None, output: Output = None, force: Force = False) -> None:
    """List the rubrics that come with nhsdx.

    Example: nhsdx rubric list
    """
    from nhsdx.commands.rubric.data import build_rubric_list
    from nhsdx.commands.rubric.list.document import build_document
    from nhsdx.files.shipped import list_shipped_ids
    from nhsdx.loading.rubric_file import load_rubric

    chosen = choose_format(format_, output)
    rubrics = [load_rubric(name).rubric for name in list_shipped_ids()]
    show_page(
        chosen, output, document=lambda: build_document(rubrics), data=lambda: build_rubric_list(rubrics), force=force
    )
