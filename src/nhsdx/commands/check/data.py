"""The JSON shape of a check's report."""

from typing import Any, Literal

from nhsdx.commands.check.model import CheckedFile, CheckFinding, CheckReport, Verdict
from nhsdx.model import GateState
from nhsdx.results.output import Listed, NodeData, OutputDocument, OutputModel, RubricData, get_stamps
from nhsdx.results.shape import PublishedAssessment, PublishedOverlay, PublishedScores, PublishedTwo


class VerdictCounts(OutputModel):
    """How many files have each verdict."""

    passed: int
    undecided: int
    failed: int
    invalid: int


class GateStateData(OutputModel):
    """The state of a gate."""

    id: str
    state: GateState
    severity: Literal["critical", "major", "minor"]


class CheckedFileData(OutputModel):
    """One file that was checked. All fields about scores are null if the file could not be scored."""

    file: str
    verdict: Verdict
    rubric: RubricData | None = None
    assessment: PublishedAssessment | None = None
    overall: NodeData | None = None
    without_waived: PublishedScores | None = None
    dimensions: dict[str, NodeData] | None = None
    overlay: PublishedOverlay | None = None
    both: dict[str, PublishedTwo] | None = None
    gates: Listed[GateStateData] | None = None
    findings: Listed[CheckFinding]


class CheckOutput(OutputDocument):
    """What a check found, as `nhsdx check --format json` writes it; `nhsdx assess` gives the full results."""

    format: Literal["nhsdx.check/1"]
    verdict: Verdict
    policy: str | None
    counts: VerdictCounts
    files: Listed[CheckedFileData]
    findings: Listed[CheckFinding]


def build_check(report: CheckReport) -> CheckOutput:
    """The check report as data."""
    return CheckOutput.build(
        report,
        counts={verdict.value: report.count(verdict) for verdict in Verdict},
        files=[CheckedFileData.build(file, file=file.name, **_list_scores(file)) for file in report.files],
    )


def _list_scores(file: CheckedFile) -> dict[str, Any]:
    result = file.result
    if result is None:
        return {}
    # Supposed answers are never checked.
    stamps = {key: value for key, value in get_stamps(result).items() if key != "hypothetical"}
    return {
        **stamps,
        "overall": result.overall,
        "dimensions": dict(result.dimensions),
        "both": None if result.both is None else dict(result.both.nodes),
        "gates": result.gates,
    }
