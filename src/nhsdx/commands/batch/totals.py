"""What many assessments say together: spread by node, gates, and what was no answer. Never a league table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nhsdx.commands.batch.distribution import Distribution
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState

SHOWN = (Reading.CLAIMED, Reading.EVIDENCED)
"""The readings whose spread is shown: what is claimed, and what of it is carried by evidence."""

ByNode = Mapping[str, Mapping[Reading, Distribution]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some of the assessments: what they have in common, by column, how many they are, and their spread."""

    key: Mapping[str, str | None]
    rows: int
    nodes: ByNode


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """All assessments of a table, by node and gate, and its groups in the order of their names.

    `rejected` counts the cells that are no answers by their columns.
    """

    rows: int
    nodes: ByNode
    gates: Mapping[str, Mapping[GateState, int]]
    groups: tuple[Group, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
