"""The wording of hypothetical results: answers that nobody gave, and the scores that would follow from them."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.documents.phrases import count_words
from nhsdx.documents.safe_text import clean
from nhsdx.model import Result

HYPOTHETICAL = "Hypothetical"
NOT_REAL = "These are not real scores: do not quote or keep them as a result."


def name_subject(result: Result) -> str:
    """The subject of a result; if the result is hypothetical, the text says so first."""
    subject = clean(result.assessment.subject)
    return f"{HYPOTHETICAL}: {subject}" if result.hypothetical else subject


def describe_supposed(result: Result) -> str:
    """How many answers in a result are hypothetical: `hypothetical, with 2 changed answers`."""
    return f"hypothetical, with {count_words(len(result.hypothetical), 'changed answer')}"


def describe_banner(results: Sequence[Result]) -> str:
    """The banner of every page if a result in the document is hypothetical; otherwise empty."""
    most = max((len(result.hypothetical) for result in results), default=0)
    if not most:
        return ""
    return f"{HYPOTHETICAL}: scored with {count_words(most, 'changed answer')}. {NOT_REAL}"
