"""What verifying results found, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.documents.safe_text import clean
from nhsdx.model.finding import Finding
from nhsdx.results.verification import VerifiedResult

MOST = 20
WORDS = {True: "holds", False: "FAILS", None: "INVALID"}


def verification_page(verified: Sequence[VerifiedResult]) -> str:
    """A line for each result, under it what does not hold and what to do about it, and a count.

    Errors of what is invalid are told on stderr, and not a second time here.
    """
    lines = [line for one in verified for line in _lines(one)]
    return "\n".join([*lines, _count(verified)]) + "\n"


def _lines(one: VerifiedResult) -> Iterator[str]:
    subject = "" if one.subject is None else f": {clean(one.subject)}"
    yield f"{WORDS[one.holds]:<7}  {clean(one.name)}{subject}"
    if one.holds is None:
        yield "         it cannot be verified; see the errors"
        return
    for finding in one.findings[:MOST]:
        yield f"         {_sentence(finding)}"
    more = len(one.findings) - MOST
    if more > 0:
        yield f"         and {more} more; --format json has them all"
    for remedy in dict.fromkeys(finding.remedy for finding in one.findings if finding.severity == "error"):
        yield f"         what to do: {clean(remedy)}"


def _sentence(finding: Finding) -> str:
    place = f"{clean(finding.where)}: " if finding.where else ""
    return f"{place}{finding.code}: {clean(finding.message)}"


def _count(verified: Sequence[VerifiedResult]) -> str:
    total = len(verified)
    counts = [
        f"{count} {words}"
        for holds, words in ((True, "held"), (False, "failed"), (None, "invalid"))
        if (count := sum(one.holds is holds for one in verified))
    ]
    return f"{total} result{'' if total == 1 else 's'} verified: {', '.join(counts)}"
