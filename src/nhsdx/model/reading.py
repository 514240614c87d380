"""The four ways to read an assessment, and the scale on which scores are shown."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, TypeAlias, TypeVar

from pydantic import Field

from nhsdx.model.base import FileModel, Number, Text


class Reading(StrEnum):
    """One way to read an assessment's answers. The readings are listed from the lowest to the highest.

    `low`: known answers count as far as evidence supports them, and unknown answers count at their lowest value.
    `evidenced`: known answers count as far as evidence supports them, and unknown answers are left out.
    `claimed`: known answers count as given, and unknown answers are left out.
    `high`: known answers count as given, and unknown answers count at their highest value.
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
        """Whether unknown answers count, at their lowest or highest value."""
        return self in (Reading.LOW, Reading.HIGH)


T = TypeVar("T")
ByReading: TypeAlias = Mapping[Reading, T]
Scores: TypeAlias = ByReading[float | None]
"""A score of 0-100 for each reading; None if the node is excluded."""

DEFAULT_READING = Reading.EVIDENCED
"""The reading used for a threshold, badge or comparison that does not give a reading."""


class DisplayScale(FileModel):
    """How scores from 0 to 100 are shown: 0 as `from`, and 100 as `to`.

    If high figures are bad, `to` is lower than `from`.
    """

    from_: Number = Field(alias="from")
    to: Number
    decimals: Annotated[int, Field(ge=0, le=6)] = 1
    unit: Text | None = None

    def convert(self, score: float) -> float:
        """The figure to show for a score."""
        return score if self.is_plain else self.from_ + self.convert_difference(score)

    def convert_any(self, score: float | None) -> float | None:
        """The figure to show for a score, if there is one."""
        return None if score is None else self.convert(score)

    def convert_difference(self, points: float) -> float:
        """The figure to show for a difference between scores."""
        return points if self.is_plain else (self.to - self.from_) * points / 100

    def read(self, figure: float) -> float:
        """The score that is shown as the given figure."""
        return figure if self.is_plain else 100 * (figure - self.from_) / (self.to - self.from_)

    def describe_out_of(self) -> str:
        """What a score is measured against, in a sentence: `out of 100`, or `on a scale from 10 to 0`."""
        return "out of 100" if self.is_plain and self.unit is None else f"on a scale from {self.ends}"

    def can_show(self, figure: float) -> bool:
        """Whether any score can be shown as this figure.

        The result is also true if both ends of the scale are equal: another check reports equal ends.
        """
        return self.from_ == self.to or 0 <= round(self.read(figure), 9) <= 100  # noqa: PLR2004 - the highest score

    @property
    def is_plain(self) -> bool:
        """Whether scores are shown without conversion, apart from rounding and a unit."""
        return (self.from_, self.to) == (0, 100)

    @property
    def is_reversed(self) -> bool:
        """Whether a better score is shown as a lower figure."""
        return self.to < self.from_

    @property
    def ends(self) -> str:
        """The figures shown for 0 and for 100: `0 to 100`."""
        return f"{self.from_:g} to {self.to:g}{f' {self.unit}' if self.unit else ''}"


AS_SCORED = DisplayScale.model_construct(from_=0.0, to=100.0, decimals=1, unit=None)
"""How scores are shown unless a rubric says otherwise."""
