"""Lint findings as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from nhsdx.documents.blocks import Block, Document, Heading, Paragraph, Sheet
from nhsdx.documents.parts import build_finding
from nhsdx.documents.phrases import count_words, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.model import Finding, Severity

MANY: Mapping[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("info", "info"),
}


def build_document(linted: Sequence[tuple[str, Sequence[Finding]]]) -> Document:
    """The findings on each rubric, each with its problem and remedy, and how many there are."""
    whose = clean(linted[0][0]) if len(linted) == 1 else count_words(len(linted), "rubric")
    title = f"Lint findings on {whose}"
    parts = [block for at, (name, found) in enumerate(linted, 1) for block in _build_part(at, name, found, len(linted))]
    summary = Paragraph(make_line(_describe_counts(linted)))
    return Document(title, (Sheet((Heading(1, title, "title"), *parts, summary)),))


def _build_part(at: int, name: str, findings: Sequence[Finding], rubrics: int) -> Iterator[Block]:
    if rubrics > 1 and findings:
        yield Heading(2, clean(name), f"rubric-{at}")
    yield from map(build_finding, findings)


def _describe_counts(linted: Sequence[tuple[str, Sequence[Finding]]]) -> str:
    counts = Counter(one.severity for _, findings in linted for one in findings)
    kinds = ", ".join(count_words(counts[one], *MANY[one]) for one in MANY if counts[one])
    found = f"{count_words(len(linted), 'rubric')} linted, {count_words(counts.total(), 'finding')}"
    return f"{found} ({kinds})" if kinds else found
