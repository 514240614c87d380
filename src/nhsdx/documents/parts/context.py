"""Facts about the subject that are shown and never scored, and exposure beside handling."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.bars import draw_range_bar
from nhsdx.documents.blocks import Block, Cell, Column, Fact, Facts, Heading, Paragraph, Style, Table
from nhsdx.documents.phrases import make_cell, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_readings, list_headlines
from nhsdx.model import ContextQuestion, Result, Rubric

NOT_ANSWERED = "not answered"
CHOSEN, OTHER = "●", "○"
WIDTH = 10
NOTE = "Exposure is a fact that is shown and never scored. Handling is the score of the dimension that deals with it."


def build_context(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The answers to the rubric's questions of context; those that go with a dimension are shown beside its score."""
    if not rubric.context:
        return
    yield Heading(2, "Context", "context")
    alone = {name: asked for name, asked in rubric.context.items() if not _is_beside(asked, result)}
    if alone:
        yield Facts(
            tuple(Fact(clean(asked.title), make_line(_describe(result, name))) for name, asked in alone.items())
        )
    rows = tuple(_build_row(result, name, asked) for name, asked in rubric.context.items() if _is_beside(asked, result))
    if rows:
        columns = (Column("Exposure", share=4), Column("How much", share=4), Column("Handling", share=6))
        yield Table("Exposure beside handling", columns, rows)
        yield Paragraph(make_line(NOTE), Style.NOTE)


def describe_context(result: Result, rubric: Rubric) -> str:
    """The context on one line: `Stage of the programme: before go-live; Weight of history: not answered`."""
    return "; ".join(f"{clean(asked.title)}: {_describe(result, name)}" for name, asked in rubric.context.items())


def _is_beside(asked: ContextQuestion, result: Result) -> bool:
    return asked.beside in result.dimensions


def _describe(result: Result, name: str) -> str:
    chosen = result.context.get(name)
    return NOT_ANSWERED if chosen is None else clean(chosen)


def _build_row(result: Result, name: str, asked: ContextQuestion) -> tuple[Cell, ...]:
    """The chosen option on its scale, beside the bar and the scores of the dimension."""
    chosen, dimension = result.context.get(name), result.dimensions[str(asked.beside)]
    picture = " ".join(CHOSEN if option == chosen else OTHER for option in asked.options)
    words = _describe(result, name)
    if chosen in asked.options:
        words += f" ({asked.options.index(chosen) + 1} of {len(asked.options)})"
    scores = describe_readings(dimension.scores, list_headlines(result))
    bar = draw_range_bar(dimension.scores, WIDTH)
    return (
        make_cell(clean(asked.title)),
        make_cell(picture, words),
        make_cell(bar, f"{clean(dimension.title)}: {scores}"),
    )
