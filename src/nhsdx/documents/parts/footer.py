"""How readers can check the figures of a document: the program, the rubric and the digests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.blocks import Line, Span
from nhsdx.documents.safe_text import clean
from nhsdx.model import Result
from nhsdx.results.published import TOOL, result_data


def build_footer(named: Sequence[tuple[str, Result]]) -> Iterator[Line]:
    """The rubrics and digests of results, each result under its name, and the command that gives the same digests."""
    rubrics = {result.rubric.scoring_digest: result.rubric for _, result in named}
    for digest, stamp in rubrics.items():
        yield (
            Span(f"{TOOL['name']} {TOOL['version']}. {clean(stamp.title)}, "),
            Span(stamp.reference, code=True),
        )
        yield (Span("Rubric "), Span(digest, code=True))
    for name, result in named:
        yield (Span(f"Answers, {name} "), Span(result.assessment.digest, code=True))
        yield (Span(f"Result, {name} "), Span(result_data(result)["digest"], code=True))
    yield (
        Span("Scoring the answers again with "),
        Span("nhsdx assess --format json", code=True),
        Span(" gives the same digests."),
    )
