"""Local rubrics: what an overlay says about itself and its changes, and what comes of laying it over a base."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import Field

from nhsdx.model.base import FileModel, Text
from nhsdx.model.finding import Path
from nhsdx.model.rubric import VERSION_PATTERN, Rubric

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]

SAID_PATTERN = r"\S"
Said: TypeAlias = Annotated[Text, Field(pattern=SAID_PATTERN)]
"""Text that is not blank."""


class OverlayHeader(FileModel):
    """The base that an overlay was written for, and who decided its changes and when, if a change does not say so."""

    base_version: Annotated[str, Field(pattern=VERSION_PATTERN)]
    base_scoring_digest: Digest
    base_content_digest: Digest
    decided_by: Said | None = None
    decided: datetime.date | None = None


class Change(FileModel):
    """Why an entry is changed, added or dropped, by which role or body it was decided, and when."""

    reason: Said
    decided_by: Said
    decided: datetime.date
    drop: bool = False
    departure: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A shared gate dropped or loosened: under what name, why, by whom it was decided and when."""

    where: str
    name: str
    reason: str
    decided_by: str
    decided: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayOrigin:
    """Where a local rubric comes from.

    `national` is the rubric at the bottom of the chain, `chain` the references from the local one down to it,
    `asks` the local rubric with the national criteria that it drops, for they are still asked. `origins` names
    the file of each value that is not the national rubric's own, `retired` the entries dropped anywhere in the
    chain, as section and id. `moved` says how the base has changed since the overlay was made for it, where no
    number depends on that.
    """

    national: Rubric
    asks: Rubric
    chain: tuple[str, ...]
    departures: tuple[Departure, ...]
    origins: Mapping[Path, str]
    retired: frozenset[Path] = frozenset()
    moved: str | None = None
