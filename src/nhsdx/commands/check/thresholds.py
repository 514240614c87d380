"""The thresholds of `--fail-under`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import typer

from nhsdx.commands.check.policy.references import KnownIds, list_both
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.model import OVERALL, Reading, Result, expect_known

FORM = re.compile(r"(?:(?P<node>[a-z0-9-]+)(?:\.(?P<reading>[a-z]+))?=)?(?P<score>-?\d+(?:\.\d+)?)", re.ASCII)


def parse_thresholds(words: Sequence[str]) -> tuple[Threshold, ...]:
    """The thresholds in texts such as `60`, `clinical-framing=50` or `overall.evidenced=40`."""
    return tuple(_parse_threshold(word) for word in words)


def _parse_threshold(word: str) -> Threshold:
    found = FORM.fullmatch(word)
    named = None if found is None else found["reading"]
    if found is None or (named is not None and named not in list(Reading)):
        message = "expected a score, as in 60, clinical-framing=50 or overall.evidenced=40"
        raise typer.BadParameter(message, param_hint="--fail-under")
    return Threshold(found["node"] or OVERALL, None if named is None else Reading(named), float(found["score"]))


def expect_nodes(thresholds: Iterable[Threshold], results: Iterable[Result]) -> None:
    """Raises NhsdxError for thresholds on nodes that no rubric of the results has, and for scores that cannot occur."""
    known = KnownIds.of(list_both(results))
    for threshold in thresholds:
        expect_known(threshold.node, known.nodes, "a dimension or criterion of the rubric", "--fail-under")
    known.expect_scores(thresholds)
