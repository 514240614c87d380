"""Where several voices about one subject differ. None of them is taken as the truth, and nothing is averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nhsdx.analysis.case import Case
from nhsdx.errors import NhsdxError
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionResult, Result


@dataclass(frozen=True, slots=True)
class VoiceDifference:
    """A criterion as each voice answered it, and how many claimed levels the voices are apart."""

    criteria: tuple[CriterionResult, ...]
    spread: int


def expect_one_subject(cases: Sequence[Case]) -> None:
    """Raises NhsdxError `incomparable` unless all cases have one subject, rubric and profile."""
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


def name_voices(results: Sequence[Result]) -> list[str]:
    """The voices; with a date where one answered more than once, and a number where the date is the same too."""
    voices = [result.assessment.voice for result in results]
    dated = [f"{result.assessment.voice}, {result.assessment.date.isoformat()}" for result in results]
    names = voices if len(set(voices)) == len(voices) else dated
    return names if len(set(names)) == len(names) else [f"{name} ({at})" for at, name in enumerate(names, 1)]


def find_voice_differences(results: Sequence[Result]) -> tuple[VoiceDifference, ...]:
    """The criteria on which voices claim different levels, widest first, then in the rubric's order."""
    found = []
    for name in results[0].criteria:
        criteria = tuple(result.criteria[name] for result in results)
        known = [level for one in criteria if (level := one.levels[Reading.CLAIMED]) is not None]
        if known and max(known) > min(known):
            found.append(VoiceDifference(criteria, max(known) - min(known)))
    return tuple(sorted(found, key=lambda one: -one.spread))
