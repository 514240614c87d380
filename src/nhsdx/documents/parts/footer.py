"""How readers can check the figures of a document: the program, the rubric and the digests."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nhsdx.documents.blocks import Document, Line, Span
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import HYPOTHETICAL
from nhsdx.model import Result
from nhsdx.results.published import TOOL, result_data


def add_results(document: Document, named: Sequence[tuple[str, Result]], *, with_data: bool = True) -> Document:
    """The document with its results as data, and with their digests in the footer under the given names."""
    published = [(name, result_data(result)) for name, result in named]
    data = tuple(data for _, data in published) if with_data else ()
    return replace(document, footer=tuple(_build_footer(published)), results=data)


def _build_footer(named: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Line]:
    """Each result's rubric and digests, under the result's name, and the command that gives the same digests."""
    for digest, rubric in {data["rubric"]["scoring_digest"]: data["rubric"] for _, data in named}.items():
        yield (
            Span(f"{TOOL['name']} {TOOL['version']}. {clean(rubric['title'])}, "),
            Span(f"{rubric['id']}@{rubric['version']}", code=True),
        )
        yield (Span("Rubric "), Span(digest, code=True))
    for name, data in named:
        lead = f"{HYPOTHETICAL} {{}}" if "hypothetical" in data else "{}"
        yield (Span(f"{_begin(lead.format('answers'))}, {name} "), Span(data["assessment"]["digest"], code=True))
        yield (Span(f"{_begin(lead.format('result'))}, {name} "), Span(data["digest"], code=True))
    yield (
        Span("Scoring the answers again with "),
        Span("nhsdx assess --format json", code=True),
        Span(" gives the same digests."),
    )
    for options in dict.fromkeys(_write_options(data["hypothetical"]) for _, data in named if "hypothetical" in data):
        yield (Span("For the digests of the hypothetical answers, add "), Span(options, code=True), Span("."))


def _begin(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _write_options(changes: Sequence[Mapping[str, Any]]) -> str:
    """The command-line options that make the given changes to answers, quoted for a shell."""
    texts = (f"{change['key']}={'unknown' if change['after'] is None else change['after']}" for change in changes)
    return clean(" ".join(f"--what-if {shlex.quote(text)}" for text in texts))
