"""The JSON output of `nhsdx rubric diff`: what changed in a rubric."""

from typing import Literal

from nhsdx.commands.rubric.diff.changes import Concern, RubricChange, RubricDiff, Verdict
from nhsdx.model import Finding
from nhsdx.results.output import EditionData, Listed, OutputDocument, OutputModel


class VersionData(OutputModel):
    """Whether the version number was raised enough."""

    needed: Literal["none", "patch", "minor", "major"]
    raised: Literal["none", "patch", "minor", "major"] | None
    least: str
    verdict: Verdict


class RubricDiffOutput(OutputDocument):
    """The differences between two rubrics, as `nhsdx rubric diff --format json` writes them."""

    format: Literal["nhsdx.rubric-diff/1"]
    old: EditionData
    new: EditionData
    comparable: bool
    changes: Listed[RubricChange]
    concerning: Listed[Listed[str]] | None
    breaks: Listed[Finding] | None
    version: VersionData


def build_rubric_diff(found: RubricDiff, concern: Concern | None = None) -> RubricDiffOutput:
    """A diff as JSON data, with its effect on an overlay if one is given."""
    raised = None if found.raised is None else found.raised.name.lower()
    return RubricDiffOutput.build(
        found,
        comparable=found.old.scoring_digest == found.new.scoring_digest,
        concerning=None if concern is None else [change.path for change in concern.changes],
        breaks=None if concern is None else concern.broken,
        version=VersionData.build(found, needed=found.needed.name.lower(), raised=raised),
    )
