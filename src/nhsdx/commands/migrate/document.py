"""A migration as a document: what became of each answer, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.migrate.model import MigratedAssessment
from nhsdx.documents.blocks import Block, Document, Fact, Facts, Heading, Line, Listing, Paragraph, Sheet, Span, Style
from nhsdx.documents.parts import build_finding
from nhsdx.documents.phrases import count_words, make_line
from nhsdx.documents.safe_text import clean


def build_document(found: MigratedAssessment, file: str | None = None) -> Document:
    """The answers that were kept, renamed or lost, and each item that needs attention; `file` is the new file."""
    title = f"Migrated to {found.new}"
    return Document(title, (Sheet(tuple(_build_blocks(found, title, file))),), clean(found.subject))


def _build_blocks(found: MigratedAssessment, title: str, file: str | None) -> Iterator[Block]:
    yield Heading(1, title, "title")
    place = "" if file is None else f" The new file is {clean(file)}."
    yield Paragraph(make_line(f"{clean(found.subject)}, from {found.old}.{place}"), Style.NOTE)
    yield Facts(tuple(_list_facts(found)))
    if found.renamed:
        yield Heading(2, "Renamed", "renamed")
        yield Listing(tuple(_describe_renamed(new, old) for new, old in found.renamed.items()))
    attention = describe_attention(found)
    yield Heading(2, f"{attention[0].upper()}{attention[1:]}", "attention")
    yield from map(build_finding, found.findings)


def describe_attention(found: MigratedAssessment) -> str:
    """How many items need attention, in words."""
    count = len(found.findings)
    return f"{count_words(count, 'item needs', 'items need') if count else 'nothing needs'} your attention"


def _list_facts(found: MigratedAssessment) -> Iterator[Fact]:
    lists = (("Kept", found.kept), ("Now comments", found.lost), ("Not answered", found.unanswered))
    for name, ids in lists:
        listed = "" if name == "Kept" or not ids else f": {', '.join(ids)}"
        yield Fact(name, make_line(f"{len(ids) or 'none'}{listed}"))


def _describe_renamed(new: str, old: str) -> Line:
    return (Span("The answer to "), Span(old, code=True), Span(" is now the answer to "), Span(new, code=True))
