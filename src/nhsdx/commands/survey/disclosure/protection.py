"""How small numbers are protected, and which counts of a group may then be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import Rubric, SurveyCriterion

MINIMUM = 11
"""How many respondents a group needs, unless the rubric itself decides otherwise."""
LEAST = 5
"""No rubric can lower the minimum below this."""


class Protection(NamedTuple):
    """Which groups and counts are hidden because they are small, and how counts are rounded.

    Groups of fewer than `minimum` respondents are hidden. In larger groups, no counts are shown if one of them is from
    1 to `hidden`; counts are rounded to a multiple of `multiple`.
    """

    minimum: int = MINIMUM
    hidden: int = 0
    multiple: int = 1


PROTECTIONS: Mapping[str, Protection] = {
    "staff-survey": Protection(),
    "hospital-statistics": Protection(hidden=7, multiple=5),
}
"""The named rules: the rule of the NHS Staff Survey, and a rule like that of NHS hospital statistics since 2018."""


def find_least_respondents(rubric: Rubric, names: Iterable[str]) -> int:
    """How many respondents a group needs when the given criteria are asked: the highest minimum of any of them.

    The same minimum is used for everything: with two minimums, a group that is shown under one could differ by only a
    few people from a group that is shown under the other.
    """
    asked = [one for name in names if isinstance(one := rubric.criteria[name], SurveyCriterion)]
    return max((LEAST, *(one.minimum_respondents for one in asked))) if asked else MINIMUM


def suppress_small_counts(counts: Sequence[int], protection: Protection) -> tuple[int | None, ...]:
    """The counts of a group as they may be shown: all counts, rounded, or no counts if one of them is small."""
    if any(0 < count <= protection.hidden for count in counts):
        return (None,) * len(counts)
    return tuple(round_count(count, protection) for count in counts)


def round_count(count: int, protection: Protection) -> int:
    """A count rounded to the nearest multiple of `protection.multiple`, with halves rounded up."""
    return (count * 2 + protection.multiple) // (2 * protection.multiple) * protection.multiple
