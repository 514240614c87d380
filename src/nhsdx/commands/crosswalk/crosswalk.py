"""The criteria of an assessment under the headings of another framework. The headings themselves are not scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nhsdx.model import Answer, Correspondence, CriterionResult, Framework, LevelName, Profile, Reading, Result, Rubric

INFORMS = "These levels inform the framework's headings. They are not the framework's own ratings, and have no total."
"""The facts that a reader of any crosswalk must know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReached:
    """A level of the rubric: its number and its label."""

    number: LevelName
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InformingCriterion:
    """A criterion that informs a heading, and how the two are related.

    The levels are None if the criterion has no value. `answer` is also None if the criterion is outside the profile.
    """

    criterion: CriterionResult
    how: Correspondence
    answer: Answer | None
    claimed: LevelReached | None
    evidenced: LevelReached | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InformedHeading:
    """A framework heading and the criteria that inform it, if any, in the rubric's order."""

    id: str
    title: str
    criteria: tuple[InformingCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """An assessment under another framework's headings, in the framework's order, with the profile used, if any.

    `informing` has the ids of the criteria that inform at least one heading, and `elsewhere` the ids of all other
    criteria.
    """

    result: Result
    framework_id: str
    framework: Framework
    headings: tuple[InformedHeading, ...]
    informing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    profile: Profile | None = None


def build_crosswalk(result: Result, rubric: Rubric, framework_id: str) -> Crosswalk:
    """The criteria that inform each of a framework's headings. Raises KeyError if the rubric has no such framework."""
    framework = rubric.frameworks[framework_id]
    headings = tuple(
        InformedHeading(id=ref, title=title, criteria=tuple(_find_informing(result, rubric, framework_id, ref)))
        for ref, title in framework.headings.items()
    )
    informing = {entry.criterion.id for heading in headings for entry in heading.criteria}
    return Crosswalk(
        result=result,
        framework_id=framework_id,
        framework=framework,
        headings=headings,
        informing=tuple(name for name in rubric.criteria if name in informing),
        elsewhere=tuple(name for name in rubric.criteria if name not in informing),
        profile=rubric.profiles.get(result.assessment.profile or ""),
    )


def _find_informing(result: Result, rubric: Rubric, framework_id: str, ref: str) -> Iterator[InformingCriterion]:
    for name, criterion in rubric.criteria.items():
        for how in criterion.maps:
            if (how.framework, how.ref) == (framework_id, ref):
                found = result.criteria[name]
                yield InformingCriterion(
                    criterion=found,
                    how=how,
                    answer=found.answer if found.status.is_asked else None,
                    claimed=_find_level(result, found, Reading.CLAIMED),
                    evidenced=_find_level(result, found, Reading.EVIDENCED),
                )


def _find_level(result: Result, criterion: CriterionResult, reading: Reading) -> LevelReached | None:
    level = criterion.levels[reading]
    return None if level is None else LevelReached(number=result.scale[level].number, label=result.scale[level].label)
