"""The summary of many assessments, as JSON."""

from typing import Literal

from nhsdx.commands.batch.totals import BatchSummary, CheckCount, Distribution
from nhsdx.model import GateState, LeftOut
from nhsdx.results.output import HintData, Listed, OutputDocument, OutputModel
from nhsdx.results.shape import PublishedLeftOutCriteria, PublishedRubric
from nhsdx.scoring import Instrument


class NodeSpread(OutputModel):
    """The scores of one node, by reading."""

    evidenced: Distribution
    claimed: Distribution


class GroupData(OutputModel):
    """The assessments that have the same values in the columns of `--group-by`."""

    key: dict[str, str | None]
    rows: int
    nodes: dict[str, NodeSpread]
    left_out: PublishedLeftOutCriteria


class BatchSummaryOutput(OutputDocument):
    """A summary of many assessments, as `nhsdx batch --format json` writes it. Figures are in points."""

    format: Literal["nhsdx.batch-summary/1"]
    rubric: PublishedRubric
    profiles: dict[str, int]
    rows: int
    nodes: dict[str, NodeSpread]
    left_out: dict[str, PublishedLeftOutCriteria]
    gates: dict[str, dict[GateState, int]]
    groups: Listed[GroupData]
    hidden_groups: int
    checks: dict[str, CheckCount]
    rejected: dict[str, int]
    hints: Listed[HintData]
    blank_rows: int


def build_batch_summary(summary: BatchSummary, instrument: Instrument) -> BatchSummaryOutput:
    """The summary, with the rubric used."""
    left_out = {node: _build_left_out(counts) for node, counts in summary.left_out.items()}
    groups = tuple(GroupData.build(group, left_out=_build_left_out(group.left_out)) for group in summary.groups)
    return BatchSummaryOutput.build(summary, rubric=instrument.stamp, left_out=left_out, groups=groups)


def _build_left_out(counts: LeftOut) -> PublishedLeftOutCriteria:
    return PublishedLeftOutCriteria.model_validate(counts, from_attributes=True, by_alias=False, by_name=True)
