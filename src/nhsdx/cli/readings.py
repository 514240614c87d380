"""The names of the readings, for options; apart, so that help needs none of the engine."""

from __future__ import annotations

from enum import StrEnum


class ReadingName(StrEnum):
    """The four readings, as `model.reading` has them."""

    LOW = "low"
    EVIDENCED = "evidenced"
    CLAIMED = "claimed"
    HIGH = "high"
