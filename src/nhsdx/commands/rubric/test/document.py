"""The outcomes of test vectors as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nhsdx.commands.rubric.test.vectors import Outcome
from nhsdx.documents.safe_text import clean


def vectors_page(outcomes: Mapping[str, Sequence[Outcome]]) -> str:
    """A line for each vector, what differed under those that fail, and a count for each rubric."""
    lines = [line for name, found in outcomes.items() for line in _lines(name, found)]
    return "\n".join(lines) + "\n"


def _lines(rubric: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    shown = clean(rubric)
    for outcome in outcomes:
        yield f"{'FAIL' if outcome.failures else 'pass'}  {shown}: {clean(outcome.name)}"
        for failure in outcome.failures:
            yield f"      {clean(failure)}"
    failed = sum(bool(outcome.failures) for outcome in outcomes)
    counts = f"{len(outcomes) - failed} passed, {failed} failed" if outcomes else "no test vectors"
    yield f"{shown}: {counts}"
