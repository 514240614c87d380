"""The JSON output of `nhsdx crosswalk`."""

import datetime
from typing import Literal

from nhsdx.commands.crosswalk.crosswalk import INFORMS, Crosswalk, InformingCriterion, LevelReached
from nhsdx.model import Certainty, CriterionStatus
from nhsdx.results.output import Listed, OutputDocument, OutputModel, ScoredData, get_stamps


class FrameworkData(OutputModel):
    """Another framework, as the rubric describes it."""

    id: str
    title: str
    url: str | None
    certainty: Certainty | None
    note: str | None


class InformingData(OutputModel):
    """A criterion that informs a heading, and how the two are related."""

    title: str
    relation: Literal["equal", "subset", "superset", "intersect"]
    certainty: Certainty | None
    note: str | None
    status: CriterionStatus
    evidenced: LevelReached | None
    claimed: LevelReached | None
    evidence: str | None
    counted_as: str | None
    seen: datetime.date | None = None
    reason: str | None = None
    why: str | None = None
    documents: Listed[str] = ()


class HeadingData(OutputModel):
    """A framework heading, and the criteria that inform it, if any."""

    title: str
    informed_by: dict[str, InformingData]


class CrosswalkOutput(ScoredData, OutputDocument):
    """An assessment under the headings of another framework, as `nhsdx crosswalk --format json` writes it."""

    format: Literal["nhsdx.crosswalk/1"]
    framework: FrameworkData
    informs: str
    headings: dict[str, HeadingData]
    elsewhere: Listed[str]


def build_output(found: Crosswalk) -> CrosswalkOutput:
    """The criteria that inform each framework heading; no heading has a figure of its own."""
    return CrosswalkOutput.build(
        found,
        **get_stamps(found.result),
        framework=FrameworkData.build(found.framework, id=found.framework_id),
        informs=INFORMS,
        headings={
            heading.id: HeadingData.build(
                heading, informed_by={entry.criterion.id: _build_informing(entry) for entry in heading.criteria}
            )
            for heading in found.headings
        },
    )


def _build_informing(entry: InformingCriterion) -> InformingData:
    criterion, how, answer = entry.criterion, entry.how, entry.answer
    kept = ("seen", "reason", "why", "documents")
    return InformingData.build(
        entry,
        **{name: getattr(how, name) for name in ("relation", "certainty", "note")},
        **{name: getattr(criterion, name) for name in ("title", "status", "evidence", "counted_as")},
        **({} if answer is None else {name: getattr(answer, name) for name in kept}),
    )
