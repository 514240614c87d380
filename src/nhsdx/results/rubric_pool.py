"""Finds the rubric with which a published result may have been scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from nhsdx.errors import NhsdxError
from nhsdx.files.shipped import Reference, list_shipped_ids
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.results.shape import PublishedRubric
from nhsdx.results.stored import StoredResult
from nhsdx.scoring import Instrument


@dataclass(frozen=True, slots=True)
class RubricPool:
    """The rubrics given on the command line, and the rubrics that come with nhsdx."""

    shelf: AssessmentLoader
    given: tuple[Instrument, ...]

    @classmethod
    def of(cls, shelf: AssessmentLoader, rubrics: Sequence[str]) -> RubricPool:
        """Reads the given rubrics. Raises InvalidInputError or NhsdxError for a rubric that cannot be used."""
        return cls(shelf, tuple(shelf.load_given_rubric(name) for name in rubrics))

    def find_instrument(self, stored: StoredResult) -> Instrument:
        """The rubric for a result: one with the same scoring, or one with the same id and, if possible, version.

        Given rubrics are tried first. However, the shipped rubric with the same id and major version comes before a
        given rubric of which only the id is the same. Raises NhsdxError if no rubric matches.
        """
        named = stored.file.rubric
        found = next(self._list_candidates(named), None)
        if found is None:
            message = f"there is no rubric {named.id}@{named.version} with which to recompute this result"
            hint = "give the rubric with which the result was scored: --rubric FILE"
            raise NhsdxError(message, stored.place(("rubric", "id")), hint, code="rubric-not-found")
        return found

    def _list_candidates(self, named: PublishedRubric) -> Iterator[Instrument]:
        yield from self._list_given_with(named, "content_digest")
        yield from self._list_given_with(named, "scoring_digest")
        yield from self._list_given_with(named, "id", "version")
        if named.id in list_shipped_ids():
            shipped = self.shelf.load_shipped_rubric(Reference(named.id, None))
            if shipped.stamp.version.split(".")[0] == named.version.split(".")[0]:
                yield shipped
        yield from self._list_given_with(named, "id")

    def _list_given_with(self, named: PublishedRubric, *keys: str) -> Iterator[Instrument]:
        """The rubrics on the command line that agree with the result's rubric on the given keys."""
        wanted = attrgetter(*keys)
        yield from (one for one in self.given if wanted(one.stamp) == wanted(named))
