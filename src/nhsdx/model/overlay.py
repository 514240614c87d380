"""Local rubrics: the header and changes of an overlay, and where a local rubric comes from."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field

from nhsdx.model.base import FileModel, Text
from nhsdx.model.finding import Path
from nhsdx.model.rubric import VERSION_PATTERN, Rubric

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]

NOT_BLANK = r"\S"
FilledText: TypeAlias = Annotated[Text, Field(pattern=NOT_BLANK)]
"""Text that is not blank."""


class OverlayHeader(FileModel):
    """The base of an overlay, and who decided on the changes and when, unless a change says otherwise."""

    base_version: Annotated[str, Field(pattern=VERSION_PATTERN)]
    base_scoring_digest: Digest
    base_content_digest: Digest
    decided_by: FilledText | None = None
    decided: datetime.date | None = None


class Change(FileModel):
    """Why an entry is changed, added or dropped, which role or body decided it, and when."""

    reason: FilledText
    decided_by: FilledText
    decided: datetime.date
    drop: bool = False
    departure: FilledText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A shared gate that is dropped or loosened: the departure's name, its reason, who decided it and when."""

    where: str
    name: str
    reason: str
    decided_by: str
    decided: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayOrigin:
    """The rubrics that a local rubric extends, and the shared gates that it drops or loosens.

    `national` is the rubric at the bottom of the chain, and `chain` lists the references from the local rubric down to
    the national one. `answerable` is the local rubric together with the national criteria that it drops, because people
    still answer these criteria. `origins` gives the file of each value that does not come from the national rubric, and
    `retired` lists the entries that any rubric in the chain dropped, by section and id. `moved` says how the wording of
    the base has changed since the overlay was made.
    """

    national: Rubric
    answerable: Rubric
    chain: tuple[str, ...]
    departures: tuple[Departure, ...]
    origins: Mapping[Path, str]
    retired: frozenset[Path] = frozenset()
    moved: str | None = None
