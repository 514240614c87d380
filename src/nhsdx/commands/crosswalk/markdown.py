"""A crosswalk as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.compare.words import side_words
from nhsdx.commands.crosswalk.crosswalk import INFORMS, Crosswalk, InformedHeading
from nhsdx.commands.crosswalk.words import NOTHING_INFORMS, about_lines, heading_words, informing_row, remarks
from nhsdx.documents.markdown_text import escape, table

HEADS = ("Informed by", "Claimed", "Evidenced", "Evidence", "Asks", "Heading")


def crosswalk_markdown(found: Crosswalk) -> str:
    """The same as the page, as headings, tables and lists."""
    title = escape(found.framework.title)
    lines = [f"# What informs {title}", "", escape(side_words(found.result)), "", f"**{escape(INFORMS)}**"]
    for words in about_lines(found):
        lines += ["", escape(words)]
    for informed in found.headings:
        lines += ["", f"## {escape(heading_words(informed))}", "", *_criteria(informed)]
    if found.result.rubric.limits:
        lines += ["", f"Limits: {escape(found.result.rubric.limits)}"]
    return "\n".join(lines) + "\n"


def _criteria(informed: InformedHeading) -> Iterator[str]:
    if not informed.criteria:
        yield NOTHING_INFORMS
        return
    yield from table(HEADS, (tuple(map(escape, informing_row(entry))) for entry in informed.criteria))
    told = [(entry.criterion.id, words) for entry in informed.criteria for words in remarks(entry)]
    if told:
        yield ""
        yield from (f"- {name}: {escape(words)}" for name, words in told)
