"""Dated parameters: the discount rates of an edition, and the optimism bias of past projects by type."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal, NamedTuple

from nhsdx.commands.benefits.shape import RateStep, Uplifting, Words
from nhsdx.model import FileModel, Id, Many


class Publication(FileModel):
    """Where and when parameters were published, and when and how they were checked."""

    id: Id
    title: Words
    published: Words
    checked: datetime.date
    source: Words
    note: Words


class DiscountSchedule(FileModel):
    """A schedule of discount rates, and what it is used for."""

    title: Words
    use: Words
    steps: Many[RateStep]


class DiscountEdition(Publication):
    """The discount rates of an edition."""

    format: Literal["nhsdx.discount-rates/1"]
    schedules: dict[Id, DiscountSchedule]


class BiasBounds(FileModel):
    """The upper and the lower bound of an optimism bias, in percent."""

    upper: Uplifting
    lower: Uplifting


class ProjectType(FileModel):
    """The optimism bias of a type of project: in its cost and, if the table has it, in its duration."""

    title: Words
    cost: BiasBounds
    duration: BiasBounds | None = None


class BiasTable(Publication):
    """The optimism bias of past projects by type."""

    format: Literal["nhsdx.optimism-bias/1"]
    types: dict[Id, ProjectType]


class Parameters(NamedTuple):
    """Every edition and table that nhsdx has, by id."""

    editions: Mapping[str, DiscountEdition]
    tables: Mapping[str, BiasTable]
