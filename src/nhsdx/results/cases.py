"""Files on the command line as scored cases: assessments, one-file rubrics, and results scored again."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.analysis.case import Case
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN_NAME, parse_toml, read_text
from nhsdx.loading.assessment_file import AssessmentLoader
from nhsdx.results.in_html import refuse_without_results
from nhsdx.results.rubric_pool import RubricPool
from nhsdx.results.stored import LARGEST, StoredResult, has_results, is_json, parse_results
from nhsdx.results.verification import verify


def load_cases(name: str, shelf: AssessmentLoader, rubrics: Sequence[str] = ()) -> list[Case]:
    """The case of an assessment or one-file rubric, or one for each result in a file; `-` is standard input.

    A result is scored again from its answers, with a rubric of those given or the shipped one. Raises
    NhsdxError with the code `result-altered` where that does not give the same figures, with
    `rubric-not-found` where the rubric is not at hand, and whatever reading files raises.
    """
    found = read_case_or_results(name, shelf)
    if isinstance(found, Case):
        return [found]
    pool = RubricPool.of(shelf, rubrics)
    return [_verify_stored(stored, pool) for stored in found]


def read_case_or_results(name: str, shelf: AssessmentLoader) -> Case | list[StoredResult]:
    """The case of an assessment, scored now, or the results of a file as it holds them."""
    refuse_without_results(name)
    file = read_text(name, LARGEST)
    source = None if is_json(file) else parse_toml(file)
    if source is not None and not has_results(source.data):
        loaded = shelf.load_source(source)
        return Case.of(source.name, loaded.instrument, loaded.assessment)
    return parse_results(file)


def _verify_stored(stored: StoredResult, pool: RubricPool) -> Case:
    """The case of a result whose figures hold; that the rubric's words have changed since does not matter here."""
    instrument = pool.find_instrument(stored)
    if stored.file.rubric.scoring_digest != instrument.stamp.scoring_digest:
        raise NhsdxError(
            f"{instrument.rubric.reference} is not the rubric that scored this: it scores otherwise",
            stored.place(("rubric", "scoring_digest")),
            "give the rubric it was scored with: --rubric FILE",
            code="rubric-not-found",
        )
    name = "FILE" if stored.source.name == STDIN_NAME else stored.source.name
    found = verify(stored.name, stored.data, stored.file, instrument)
    altered = [problem for problem in found.problems if problem.code not in ("another-version", "other-words")]
    if altered or found.case is None:
        raise NhsdxError(
            "this result was changed after it was written, so it is not compared with anything",
            stored.place(altered[0].path),
            f"to see what was changed: nhsdx verify {name}",
            code="result-altered",
        )
    return found.case
