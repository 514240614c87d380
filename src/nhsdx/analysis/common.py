"""Scores several voices on the criteria that all of them answered, because only scores on these can be compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import list_by_status
from nhsdx.model import CriterionStatus, Profile
from nhsdx.scoring import Instrument

COMMON_PROFILE = "answered-by-all"


class CommonCases(NamedTuple):
    """The cases, each scored on the criteria that are answered in all cases, and the ids of these criteria."""

    cases: tuple[Case, ...]
    criteria: tuple[str, ...]


def score_on_common(cases: Sequence[Case]) -> CommonCases:
    """Each case, scored again on the criteria that are answered in all cases.

    If no criterion is answered in all cases, nothing has a score.
    """
    first, *others = ([one.id for one in list_by_status(case.result, CriterionStatus.ANSWERED)] for case in cases)
    common = tuple(name for name in first if all(name in answered for answered in others))
    return CommonCases(tuple(_score_on(case, common) for case in cases), common)


def _score_on(case: Case, common: Collection[str]) -> Case:
    instrument = _add_profile(case.instrument, common)
    return Case.of(case.name, instrument, case.assessment, profile=COMMON_PROFILE, as_of=case.as_of)


def _add_profile(instrument: Instrument, common: Collection[str]) -> Instrument:
    """The instrument with an added profile of the given criteria.

    If the rubric is local, the instrument of its national rubric gets the profile too.
    """
    rubric = instrument.rubric
    criteria = tuple(name for name in rubric.criteria if name in common)
    profile = Profile.model_construct(title="Answered by all", criteria=criteria)
    return instrument._replace(
        rubric=rubric.model_copy(update={"profiles": rubric.profiles | {COMMON_PROFILE: profile}}),
        national=None if instrument.national is None else _add_profile(instrument.national, common),
    )
