"""Reads files as scored cases: assessments, one-file rubrics, and results that are scored again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nhsdx.analysis.case import Case
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN_NAME, parse_toml, read_text
from nhsdx.limits import LARGEST_RESULT_FILE
from nhsdx.loading.assessment_file import AssessmentLoader, LoadedAssessment
from nhsdx.model import expect_profile, load_all

if TYPE_CHECKING:
    from nhsdx.results.rubric_pool import RubricPool
    from nhsdx.results.stored import StoredResult


@dataclass(frozen=True, slots=True)
class CaseLoader:
    """Reads files and scores them. A rubric that several files use is read only once.

    `profile` and `as_of` replace the profile and the date in each file. `rubrics` are files or ids of rubrics with
    which the results may have been scored, in addition to the shipped rubrics.
    """

    assessments: AssessmentLoader = field(default_factory=AssessmentLoader)
    profile: str | None = None
    as_of: datetime.date | None = None
    rubrics: Sequence[str] = ()

    @property
    def rubric_names(self) -> list[str]:
        """The names of the rubrics that have been read so far: files or ids."""
        return list(self.assessments.instruments)

    def load(self, name: str) -> Case:
        """The scored case for an assessment or one-file rubric; `-` is standard input.

        Raises InvalidInputError or NhsdxError with all problems in the file.
        """
        return self.score(self.assessments.load(name))

    def load_all(self, names: Sequence[str]) -> list[Case]:
        """A scored case for each file. Raises InvalidInputError with all problems in all files."""
        return load_all(names, self.load)

    def score(self, loaded: LoadedAssessment) -> Case:
        """The scored case for an assessment that was read.

        Raises NhsdxError for a profile that the rubric does not have.
        """
        expect_profile(loaded.rubric, self.profile, "--profile")
        return Case.of(loaded.source.name, loaded.instrument, loaded.assessment, profile=self.profile, as_of=self.as_of)

    def load_any(self, name: str) -> list[Case]:
        """The scored case for an assessment, or a case for each result in a file.

        Results are scored again from their answers. Raises NhsdxError with the code `result-altered` if the new figures
        differ, or with `rubric-not-found` if the rubric is missing. Also raises any error that occurs while a file is
        read.
        """
        found = self.read(name)
        if isinstance(found, LoadedAssessment):
            return [self.score(found)]
        from nhsdx.results.rubric_pool import RubricPool

        pool = RubricPool.of(self.assessments, self.rubrics)
        return [self._score_again(_verify_stored(stored, pool)) for stored in found]

    def load_all_any(self, names: Sequence[str]) -> list[Case]:
        """The scored cases for all files, in order. Raises InvalidInputError with all problems in all files."""
        return [case for cases in load_all(names, self.load_any) for case in cases]

    def read(self, name: str) -> LoadedAssessment | list[StoredResult]:
        """What a file contains: an assessment, which is not scored yet, or published results, which are left unchanged.

        Raises NhsdxError with the code `hypothetical-result` for a result with hypothetical answers.
        """
        from nhsdx.results.in_html import refuse_without_results
        from nhsdx.results.stored import has_results, is_json, parse_results

        refuse_without_results(name)
        file = read_text(name, LARGEST_RESULT_FILE)
        source = None if is_json(file) else parse_toml(file)
        if source is not None and not has_results(source.data):
            return self.assessments.load_source(source)
        stored = parse_results(file)
        for one in stored:
            _refuse_hypothetical(one)
        return stored

    def _score_again(self, case: Case) -> Case:
        """A case from a result, scored again for the profile and the day that were asked for."""
        if self.profile is None and self.as_of is None:
            return case
        expect_profile(case.rubric, self.profile, "--profile")
        profile, day = self.profile or case.profile, self.as_of or case.as_of
        return Case.of(case.name, case.instrument, case.assessment, profile=profile, as_of=day)


def _refuse_hypothetical(stored: StoredResult) -> None:
    """Raises NhsdxError for a result with hypothetical answers, because it is not a real result."""
    from nhsdx.results.verification import find_hypothetical

    for problem in find_hypothetical(stored.file):
        where = stored.place(problem.path)
        raise NhsdxError(problem.message, where, str(problem.remedy), code=problem.code)


def _verify_stored(stored: StoredResult, pool: RubricPool) -> Case:
    """The scored case for a result. Raises NhsdxError if the result's figures are wrong.

    The wording of the rubric may have changed since the result was made.
    """
    from nhsdx.results.verification import verify

    instrument = pool.find_instrument(stored)
    if stored.file.rubric.scoring_digest != instrument.stamp.scoring_digest:
        message = f"{instrument.rubric.reference} gives different scores, so it is not the rubric of this result"
        hint = "give the rubric with which the result was scored: --rubric FILE"
        raise NhsdxError(message, stored.place(("rubric", "scoring_digest")), hint, code="rubric-not-found")
    name = "FILE" if stored.source.name == STDIN_NAME else stored.source.name
    found = verify(stored.name, stored.data, stored.file, instrument)
    altered = [problem for problem in found.problems if problem.code not in ("another-version", "other-words")]
    if altered or found.case is None:
        message = "this result was changed after it was written, so it cannot be compared"
        hint = f"to see what was changed: nhsdx verify {name}"
        raise NhsdxError(message, stored.place(altered[0].path), hint, code="result-altered")
    return found.case
