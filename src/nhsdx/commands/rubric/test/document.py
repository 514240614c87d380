"""The outcomes of test vectors as a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.documents.blocks import Block, Callout, Document, Heading, Listing, Paragraph, Sheet, Tone
from nhsdx.documents.phrases import count_words, make_line
from nhsdx.documents.safe_text import clean


def build_document(outcomes: Mapping[str, Sequence[Outcome]]) -> Document:
    """The differences of each test vector that fails, the names of those that pass, and a count for each rubric."""
    names = list(outcomes)
    whose = clean(names[0]) if len(names) == 1 else count_words(len(names), "rubric")
    title = f"Test vectors of {whose}"
    parts = [block for at, name in enumerate(names, 1) for block in _build_part(at, name, outcomes[name], len(names))]
    return Document(title, (Sheet((Heading(1, title, "title"), *parts)),))


def _build_part(at: int, name: str, outcomes: Sequence[Outcome], rubrics: int) -> Iterator[Block]:
    if rubrics > 1:
        yield Heading(2, clean(name), f"rubric-{at}")
    failed = [one for one in outcomes if one.failures]
    for one in failed:
        yield Callout(Tone.STOP, f"Failed: {clean(one.name)}", tuple(make_line(clean(text)) for text in one.failures))
    passed = tuple(make_line(f"passed: {clean(one.name)}") for one in outcomes if not one.failures)
    if passed:
        yield Listing(passed)
    counts = f"{len(passed)} passed, {len(failed)} failed" if outcomes else "no test vectors"
    yield Paragraph(make_line(f"{clean(name)}: {counts}"))
