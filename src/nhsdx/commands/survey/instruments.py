"""Published instruments as data: which items make up which scale, and how each item counts; no item texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nhsdx.model import count_share


class SurveyInstrument(NamedTuple):
    """A questionnaire whose items are answered on a scale from `lowest` to `highest`.

    `scales` gives the items of each scale, numbered from 1; the items in `reversed` are worded the other way round. A
    respondent's value is the mean of the items answered, times `factor`. If `from_zero` is true, the lowest answer is
    subtracted before multiplying. The value exists if at least `least_share` of the items are answered.
    """

    title: str
    items: int
    lowest: int
    highest: int
    scales: Mapping[str, tuple[int, ...]]
    source: str
    reversed: frozenset[int] = frozenset()
    least_share: float = 0.5
    from_zero: bool = False
    factor: float = 1.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest value that a scale can have."""
        lowest = 0 if self.from_zero else self.lowest
        highest = self.highest - self.lowest if self.from_zero else self.highest
        return lowest * self.factor, highest * self.factor

    def find_least_answered(self, scale: str) -> int:
        """How many items of a scale a respondent must have answered for the scale to count."""
        return count_share(self.least_share, len(self.scales[scale]))


def _list_items(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


INSTRUMENTS: Mapping[str, SurveyInstrument] = {
    "sus": SurveyInstrument(
        title="System Usability Scale",
        items=10,
        lowest=1,
        highest=5,
        scales={"usability": _list_items(1, 10)},
        source="Brooke (1996): 2.5 times the sum of x - 1 over odd and 5 - x over even items; 0-100, not a percentage",
        reversed=frozenset({2, 4, 6, 8, 10}),
        least_share=1.0,
        from_zero=True,
        factor=25.0,
    ),
    "oric": SurveyInstrument(
        title="Organizational Readiness for Implementing Change",
        items=12,
        lowest=1,
        highest=5,
        scales={"commitment": _list_items(1, 5), "efficacy": _list_items(6, 12)},
        source="Shea and others (2014): means of the items on commitment and on efficacy",
    ),
    "nomad": SurveyInstrument(
        title="NoMAD, on normalisation process theory",
        items=20,
        lowest=1,
        highest=5,
        scales={
            "coherence": _list_items(1, 4),
            "cognitive-participation": _list_items(5, 8),
            "collective-action": _list_items(9, 15),
            "reflexive-monitoring": _list_items(16, 20),
        },
        source="means of the items of each construct, 1-5; an item that is not relevant is left out",
    ),
}


def make_likert(items: int, points: int, reversed_items: Sequence[int]) -> SurveyInstrument:
    """A scale of the user's own: the mean of its items, each with the same number of points."""
    return SurveyInstrument(
        title="Mean of the items",
        items=items,
        lowest=1,
        highest=points,
        scales={"mean": _list_items(1, items)},
        source="mean of the items answered, if at least half were; items worded the other way round count as K + 1 - x",
        reversed=frozenset(reversed_items),
    )


def compute_scale_value(instrument: SurveyInstrument, points: float, answered: int) -> float:
    """A scale's value, from the total points of the items answered, in which reversed items are turned round."""
    shift = instrument.lowest if instrument.from_zero else 0
    return (points / answered - shift) * instrument.factor
