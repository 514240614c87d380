"""The findings about verified results, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.blocks import Block, Callout, Document, Heading, Line, Sheet, Span, Tone
from nhsdx.documents.phrases import count_words, line_with_lead, make_line
from nhsdx.documents.safe_text import clean
from nhsdx.model import Finding
from nhsdx.results.verification import VerifiedResult

MOST = 20
"""The maximum number of findings that are listed for a result."""
VERDICTS = {
    True: (Tone.GOOD, "Confirmed"),
    False: (Tone.STOP, "Not confirmed"),
    None: (Tone.WARNING, "Cannot be verified"),
}


def build_document(verified: Sequence[VerifiedResult], *, with_errors: bool = True) -> Document:
    """Each result with a verdict, the findings and what to do.

    `with_errors` is false if the reader sees the errors of unverifiable results on stderr.
    """
    title = _count_verdicts(verified)
    blocks: list[Block] = [Heading(1, title, "title")]
    blocks += [_build_verdict(one, with_errors=with_errors) for one in verified]
    return Document(title, (Sheet(tuple(blocks)),))


def _count_verdicts(verified: Sequence[VerifiedResult]) -> str:
    counts = [
        f"{count} {words.lower()}"
        for holds, (_, words) in VERDICTS.items()
        if (count := sum(one.holds is holds for one in verified))
    ]
    return f"{count_words(len(verified), 'result')}: {', '.join(counts)}"


def _build_verdict(one: VerifiedResult, *, with_errors: bool) -> Callout:
    tone, verdict = VERDICTS[one.holds]
    subject = "" if one.subject is None else f": {clean(one.subject)}"
    refers_to_stderr = one.holds is None and not with_errors
    lines = [make_line("See the errors.")] if refers_to_stderr else _list_findings(one)
    return Callout(tone, f"{verdict}: {clean(one.name)}{subject}", tuple(lines))


def _list_findings(one: VerifiedResult) -> Iterator[Line]:
    """The first findings of a result, how many more there are, and what to do about the errors."""
    yield from map(_describe_finding, one.findings[:MOST])
    more = len(one.findings) - MOST
    if more > 0:
        yield make_line(f"… and {more} more; --format json lists them all.")
    for remedy in dict.fromkeys(finding.remedy for finding in one.findings if finding.severity == "error"):
        if remedy:
            yield make_line(clean(remedy)) if one.holds is None else line_with_lead("Do:", clean(remedy))


def _describe_finding(finding: Finding) -> Line:
    place = (Span(clean(finding.where), code=True), Span(": ")) if finding.where else ()
    return (*place, Span(f"{finding.code}: {clean(finding.message)}"))
