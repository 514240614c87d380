"""The four ways to read one assessment."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar


class Reading(StrEnum):
    """One way to read an assessment. The readings are listed from the lowest to the highest.

    `low`: known answers as far as evidence supports them, unknown answers at the lowest.
    `evidenced`: known answers as far as evidence supports them, unknown answers left out.
    `claimed`: known answers as given, unknown answers left out.
    `high`: known answers as given, unknown answers at the highest.
    """

    LOW = "low"
    EVIDENCED = "evidenced"
    CLAIMED = "claimed"
    HIGH = "high"

    @property
    def takes_evidence(self) -> bool:
        """Whether known answers count only as far as their evidence supports them."""
        return self in (Reading.LOW, Reading.EVIDENCED)

    @property
    def takes_unknown(self) -> bool:
        """Whether unknown answers count, at one end of the range."""
        return self in (Reading.LOW, Reading.HIGH)


T = TypeVar("T")
ByReading: TypeAlias = Mapping[Reading, T]
Scores: TypeAlias = ByReading[float | None]
"""A score of 0-100 for each reading; None if the node is excluded."""

DEFAULT_READING = Reading.EVIDENCED
"""The reading of every threshold, badge and comparison that gives none."""
