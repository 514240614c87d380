"""An assessment with its result and everything needed to score it again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.loading.hypothesis.suppose import suppose
from nhsdx.model import Assessment, Result, Rubric
from nhsdx.scoring import Instrument, score_both


class Case(NamedTuple):
    """One scored assessment: the name of its file, its rubric, its answers and its result.

    `as_of` is the date used to work out how old evidence is; `profile` is the profile that was used to score.
    """

    name: str
    instrument: Instrument
    assessment: Assessment
    profile: str | None
    as_of: datetime.date
    result: Result

    @classmethod
    def of(
        cls,
        name: str,
        instrument: Instrument,
        assessment: Assessment,
        *,
        profile: str | None = None,
        as_of: datetime.date | None = None,
    ) -> Case:
        """Scores an assessment; `profile` and `as_of` replace its own profile and date."""
        chosen = profile if profile is not None else assessment.profile
        day = as_of or assessment.about.date
        result = score_both(instrument, assessment, profile=chosen, as_of=day)
        return cls(name, instrument, assessment, chosen, day, result)

    def suppose(self, options: Sequence[str]) -> Case:
        """The same case with assumed answers, given as options such as `clinical-safety.officer-named=yes`.

        Raises InvalidInputError with all errors in the options. The result is marked as hypothetical.
        """
        assessment = suppose(self.instrument, self.assessment, options)
        return Case.of(self.name, self.instrument, assessment, profile=self.profile, as_of=self.as_of)

    @property
    def rubric(self) -> Rubric:
        """The rubric with which the assessment was scored."""
        return self.instrument.rubric

    def is_scored_like(self, other: Case) -> bool:
        """Whether this case and another have rubrics that always give the same scores for the same answers."""
        return self.instrument.stamp.scoring_digest == other.instrument.stamp.scoring_digest

    @property
    def national(self) -> Case | None:
        """The same answers scored with the national rubric; None if the rubric is not a local one."""
        if self.result.both is None or self.instrument.national is None:
            return None
        result = self.result.both.national
        return self._replace(
            instrument=self.instrument.national,
            assessment=self.assessment._replace(profile=None),
            profile=result.assessment.profile,
            result=result,
        )
