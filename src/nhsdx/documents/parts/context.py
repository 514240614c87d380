"""Facts about the subject, which are shown and never scored; some are shown beside the score of a dimension."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.blocks import Block, Column, Fact, Facts, Heading, RangeChart, RangeRow
from nhsdx.documents.number_words import describe_ends, format_score
from nhsdx.documents.phrases import make_line
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_bar, describe_beside, describe_range, has_grades, list_headlines, name_node
from nhsdx.model import ContextQuestion, Result, Rubric

NOT_ANSWERED = "not answered"
CHOSEN, OTHER = "●", "○"
NOTE = (
    "Exposure is a fact that is shown and never scored. "
    "Handling is the score of the dimension that deals with the exposure."
)


def build_context(result: Result, rubric: Rubric) -> Iterator[Block]:
    """The answers to the rubric's context questions.

    An answer that goes with a dimension is also shown beside the dimension's score.
    """
    if not rubric.context:
        return
    yield Heading(2, "Context", "context")
    facts = (Fact(clean(asked.title), make_line(_describe(result, name))) for name, asked in rubric.context.items())
    yield Facts(tuple(facts))
    beside = {name: asked for name, asked in rubric.context.items() if asked.beside in result.dimensions}
    if beside:
        rows = tuple(_build_row(result, name, asked) for name, asked in beside.items())
        numbers = (*(reading.capitalize() for reading in list_headlines(result)), "Range")
        columns = (*(Column(title, is_number=True, share=7) for title in numbers), Column("Exposure", share=14))
        ends, is_graded = describe_ends(result.rubric.shown), has_grades(result)
        yield RangeChart(
            f"Exposure beside handling, {ends}", result.scale, columns, rows, NOTE, "Handling", is_graded, ends
        )


def describe_context(result: Result, rubric: Rubric) -> str:
    """The context on one line: `Stage of the programme: in use; Weight of history: not answered`."""
    return "; ".join(f"{clean(asked.title)}: {_describe(result, name)}" for name, asked in rubric.context.items())


def _describe(result: Result, name: str) -> str:
    chosen = result.context.get(name)
    return NOT_ANSWERED if chosen is None else clean(chosen)


def _build_row(result: Result, name: str, asked: ContextQuestion) -> RangeRow:
    """A dimension's bar and scores, beside the answer to the context question that goes with the dimension."""
    chosen, dimension, headlines = (
        result.context.get(name),
        result.dimensions[str(asked.beside)],
        list_headlines(result),
    )
    picture = "".join(CHOSEN if option == chosen else OTHER for option in asked.options)
    exposure = f"{picture} {clean(asked.title)}: {_describe(result, name)}"
    scores = (format_score(dimension.scores[reading], result.rubric.find_shown(dimension.id)) for reading in headlines)
    cells = (*scores, describe_range(dimension.scores, result.rubric.find_shown(dimension.id)), exposure)
    text = f"{describe_bar(result, name_node(dimension), dimension)}; beside it, {exposure}"
    return RangeRow(name_node(dimension), dimension.scores, cells, text, note=describe_beside(result, dimension))
