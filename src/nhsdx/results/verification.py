"""Whether a published result still is what its own answers and its rubric give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from nhsdx import __version__
from nhsdx.analysis.case import Case
from nhsdx.loading.whole.answers import find_answer_problems
from nhsdx.model.assessment import About, Assessment
from nhsdx.model.finding import Finding, Problem
from nhsdx.model.suggest import quote_word, suggest_one_of
from nhsdx.results.differences import find_differences
from nhsdx.results.published import result_data
from nhsdx.results.shape import PublishedAssessment, ResultFile
from nhsdx.scoring.digest import compute_assessment_digest, compute_result_digest
from nhsdx.scoring.instrument import Instrument

GET_THE_ORIGINAL = "get the result anew from where it was scored, or score the assessment again"
GIVE_THE_RUBRIC = "give the rubric it was scored with: --rubric FILE"
Data: TypeAlias = Mapping[str, Any]


class Verification(NamedTuple):
    """What does not hold of a result, what else to know about it, and the result as recomputed.

    `case` is None where there was nothing to recompute with: another rubric, or answers that do not fit it.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    case: Case | None

    @property
    def holds(self) -> bool:
        """Whether everything in the result is what recomputing gives."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedResult:
    """What verifying one result of a file gave; `holds` is None where it could not be verified at all.

    `index` is its place, from 0, in a file of several; without a subject the file itself could not be read.
    """

    file: str
    index: int | None = None
    subject: str | None = None
    holds: bool | None
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """The file's name, with the place in it as in `results.json[2]`."""
        return self.file if self.index is None else f"{self.file}[{self.index}]"


def verify(name: str, data: Data, file: ResultFile, instrument: Instrument) -> Verification:
    """Holds a result against its answers, scored again with a rubric.

    `data` is the result as its file holds it, `file` the same checked. Numbers are compared at nine
    decimals; texts only with the very rubric that scored, for another may word them otherwise.
    """
    problems = [*_check_digests(data, file), *_check_rubric(file, instrument)]
    case: Case | None = None
    if _has_same_scoring(file, instrument):
        unfit = list(_find_unfit_answers(file, instrument))
        problems += unfit
        case = None if unfit else rescore_case(name, file, instrument)
    if case is not None:
        made = result_data(case.result)
        if not _has_its_answers(file):
            problems += _find_changed_answers(data, made)
        with_words = file.rubric.content_digest == instrument.stamp.content_digest
        found = find_differences(_select_figures(data), _select_figures(made), with_words=with_words)
        problems += [Problem(one.path, one.code, one.message, GET_THE_ORIGINAL) for one in found]
    return Verification(tuple(problems), tuple(_list_notes(file)), case)


def rescore_case(name: str, file: ResultFile, instrument: Instrument) -> Case:
    """A result's answers scored again as they were: with its date, voice, profile and day of evidence."""
    about = _build_about(file.assessment)
    answers = {
        criterion: file.answers[criterion] for criterion in instrument.asks.criteria if criterion in file.answers
    }
    assessment = Assessment(about, file.assessment.profile, answers, {})
    return Case.of(name, instrument, assessment, as_of=file.assessment.as_of)


def _build_about(stamp: PublishedAssessment) -> About:
    return About.model_construct(subject=stamp.subject, date=stamp.date, voice=stamp.voice)


def _has_its_answers(file: ResultFile) -> bool:
    return compute_assessment_digest(_build_about(file.assessment), file.answers) == file.assessment.digest


def _find_changed_answers(data: Data, made: Data) -> Iterator[Problem]:
    """The answers that are not those shown beside their criteria's figures, which whoever changed them left."""
    for name, criterion in made["criteria"].items():
        shown = data["criteria"].get(name, {})
        told = [{key: one.get(key) for key in ("status", "answer", "evidence")} for one in (shown, criterion)]
        if any(find_differences(*told)):
            message = f"the answer to {name} is not the one shown in criteria.{name}"
            yield Problem(("answers", name), "answers-changed", message, GET_THE_ORIGINAL)


def _check_digests(data: Data, file: ResultFile) -> Iterator[Problem]:
    if not _has_its_answers(file):
        message = "an answer, the subject, the date or the voice was changed: they do not match assessment.digest"
        yield Problem(("assessment", "digest"), "answers-changed", message, GET_THE_ORIGINAL)
    if compute_result_digest(data) != file.digest:
        message = "something in the result was changed after it was written: it does not match its digest"
        yield Problem(("digest",), "result-changed", message, GET_THE_ORIGINAL)


def _has_same_scoring(file: ResultFile, instrument: Instrument) -> bool:
    return file.rubric.scoring_digest == instrument.stamp.scoring_digest


def _check_rubric(file: ResultFile, instrument: Instrument) -> Iterator[Problem]:
    named, ours = file.rubric, instrument.stamp
    if named.id != ours.id:
        message = f"the result names the rubric {named.id}, and this one is {ours.id}"
        yield Problem(("rubric", "id"), "another-rubric", message, GIVE_THE_RUBRIC)
    if named.version != ours.version:
        message = f"the result names version {named.version} of the rubric, and this one is version {ours.version}"
        yield Problem(("rubric", "version"), "another-version", message, GIVE_THE_RUBRIC)
    if not _has_same_scoring(file, instrument):
        message = (
            f"{ours.id}@{ours.version} is not the rubric that scored: it scores otherwise, so no number was compared"
        )
        yield Problem(("rubric", "scoring_digest"), "another-rubric", message, GIVE_THE_RUBRIC)
    elif named.content_digest != ours.content_digest:
        message = "the words of the rubric are not those it had when it scored; no number depends on them"
        yield Problem(("rubric", "content_digest"), "other-words", message, GIVE_THE_RUBRIC)


def _find_unfit_answers(file: ResultFile, instrument: Instrument) -> Iterator[Problem]:
    """What keeps the answers from being scored with the rubric that the result says has scored them."""
    rubric, profile = instrument.asks, file.assessment.profile
    if profile is not None and profile not in rubric.profiles:
        message = f"{quote_word(profile)} is not a profile of the rubric that scored"
        yield Problem(("assessment", "profile"), "unknown-reference", message, suggest_one_of(profile, rubric.profiles))
    for name, answer in file.answers.items():
        if name in rubric.criteria:
            yield from find_answer_problems(rubric, rubric.criteria[name], answer, ("answers", name))
        else:
            message = f"{quote_word(name)} is not a criterion of the rubric that scored"
            remedy = suggest_one_of(name, rubric.criteria)
            yield Problem(("answers", name), "unknown-reference", message, remedy, at_key=True)


def _list_notes(file: ResultFile) -> Iterator[Problem]:
    if file.tool.version != __version__:
        message = f"another version of nhsdx wrote the result; this one is {__version__}"
        yield Problem(("tool", "version"), "another-tool", message, "nothing, as long as the result holds")


def _select_figures(data: Data) -> dict[str, Any]:
    """What scoring gives: all but what it was given, and the digests, which are judged by themselves."""
    kept = {key: data[key] for key in ("overall", "dimensions", "criteria", "gates", "findings")}
    kept |= {key: data[key] for key in ("overlay", "both", "national") if key in data}
    return {"rubric": {"title": data["rubric"]["title"]}} | kept
