"""Where several voices about one subject differ; none of them is taken for the truth, and nothing is averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nhsdx.analysis.case import Case
from nhsdx.errors import NhsdxError
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result


@dataclass(frozen=True, slots=True)
class VoiceDifference:
    """A criterion on which voices differ: the claimed level of each, None where it has none; and the widest gap."""

    id: str
    title: str
    levels: tuple[int | None, ...]
    spread: int


def expect_one_subject(cases: Sequence[Case]) -> None:
    """Raises NhsdxError `incomparable` where several cases are not of one subject, rubric and profile."""
    first = cases[0]
    for other in cases[1:]:
        if _get_subject(other) != _get_subject(first):
            raise NhsdxError(
                "these are not voices about one subject, scored with one rubric and profile",
                f"{first.name} and {other.name}",
                "give assessments of the same subject; each organisation has a report of its own",
                code="incomparable",
            )


def _get_subject(case: Case) -> tuple[str, str, str | None]:
    return case.result.assessment.subject, case.instrument.stamp.scoring_digest, case.profile


def find_voice_differences(results: Sequence[Result]) -> tuple[VoiceDifference, ...]:
    """The criteria on which the claimed levels of voices differ, widest first, then in the rubric's order."""
    found = []
    for name, criterion in results[0].criteria.items():
        levels = tuple(result.criteria[name].levels[Reading.CLAIMED] for result in results)
        known = [level for level in levels if level is not None]
        if known and max(known) > min(known):
            found.append(VoiceDifference(name, criterion.title, levels, max(known) - min(known)))
    return tuple(sorted(found, key=lambda one: -one.spread))
