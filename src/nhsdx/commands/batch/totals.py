"""What many assessments show together: the spread of each node, gates, and invalid cells. Never a league table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nhsdx.commands.batch.distribution import Distribution
from nhsdx.model.finding import Finding
from nhsdx.model.reading import Reading
from nhsdx.model.result import GateState

SHOWN = (Reading.EVIDENCED, Reading.CLAIMED)
"""The readings whose spread is shown."""

ByNode = Mapping[str, Mapping[Reading, Distribution]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchGroup:
    """Assessments that have the same values in some columns: these values, how many they are, and their spread."""

    key: Mapping[str, str | None]
    rows: int
    nodes: ByNode


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSummary:
    """All assessments of a table, by node and gate, and its groups in alphabetical order.

    `rejected` counts the invalid cells of each column; `findings` lists unknown and missing columns.
    """

    rows: int
    nodes: ByNode
    gates: Mapping[str, Mapping[GateState, int]]
    groups: tuple[BatchGroup, ...] = ()
    rejected: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
