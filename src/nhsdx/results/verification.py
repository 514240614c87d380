"""Checks a published result: scoring its answers again with a rubric from the pool must give the same result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from nhsdx import __version__
from nhsdx.analysis.case import Case
from nhsdx.loading.rubric_data import find_action_problems, find_context_problems
from nhsdx.loading.whole.answers import find_answer_problems, read_answers
from nhsdx.model import About, Answer, AnswerChange, Assessment, Finding, Problem, quote_word, suggest_one_of
from nhsdx.results.differences import ResultDifference, find_differences
from nhsdx.results.published import result_data
from nhsdx.results.shape import PublishedAssessment, ResultFile
from nhsdx.scoring import Instrument, compute_assessment_digest, compute_result_digest

GET_THE_ORIGINAL = "ask for the original result, or score the assessment again"
SCORE_AS_GIVEN = "use a result with the real answers: nhsdx assess FILE, without --what-if"
MOST_KEYS = 3
GIVE_THE_RUBRIC = "give the rubric with which the result was scored: --rubric FILE"
Data: TypeAlias = Mapping[str, Any]


class Verification(NamedTuple):
    """The problems in a result, other findings about it, and the recomputed result.

    `case` is None if the result cannot be recomputed, because the rubric is different or because the answers are not
    valid in the rubric.
    """

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    case: Case | None

    @property
    def holds(self) -> bool:
        """Whether recomputing the result gives the same result."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedResult:
    """The verdict on one result in a file.

    `holds` is null if the result cannot be verified. `index` is the result's place, counted from 0, in a file with
    several results. `subject` is None if the file cannot be read.
    """

    file: str
    index: int | None = None
    subject: str | None = None
    holds: bool | None
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        """The file name, with the result's place: `results.json[2]`."""
        return self.file if self.index is None else f"{self.file}[{self.index}]"


def verify(name: str, data: Data, file: ResultFile, instrument: Instrument) -> Verification:
    """Compares a result with the result of scoring its answers again.

    `data` is the result as in its file, and `file` is the same result after parsing. Numbers are compared at nine
    decimals. Texts are compared only if the rubric has the same texts as the rubric of the result, and the texts
    of findings only if the same version of nhsdx wrote them.
    """
    problems = [*find_hypothetical(file), *_check_digests(data, file), *_check_rubric(file, instrument)]
    case: Case | None = None
    if _has_same_scoring(file, instrument):
        answers, unfit = read_answers(file.answers, instrument.answerable)
        unfit += _find_unfit_answers(file, answers, instrument)
        problems += unfit
        case = None if unfit else rescore_case(name, file, answers, instrument)
    if case is not None:
        made = result_data(case.result)
        if not _has_its_answers(file):
            problems += _find_changed_answers(data, made)
        with_words = file.rubric.content_digest == instrument.stamp.content_digest
        found = find_differences(_select_figures(data), _select_figures(made), with_words=with_words)
        problems += [
            Problem(one.path, one.code, one.message, GET_THE_ORIGINAL) for one in found if not _is_reworded(one, file)
        ]
    return Verification(tuple(problems), tuple(_list_notes(file)), case)


def find_hypothetical(file: ResultFile) -> Iterator[Problem]:
    """A problem if a result has hypothetical answers.

    A hypothetical result is not a real one, even if its figures are right.
    """
    if file.hypothetical:
        keys = ", ".join(change.key for change in file.hypothetical[:MOST_KEYS])
        more = len(file.hypothetical) - MOST_KEYS
        listed = keys if more <= 0 else f"{keys} and {more} more"
        message = f"this result is hypothetical: it was scored with what-if answers instead of the real ones ({listed})"
        yield Problem(("hypothetical",), "hypothetical-result", message, SCORE_AS_GIVEN)


def rescore_case(name: str, file: ResultFile, answers: Mapping[str, Answer], instrument: Instrument) -> Case:
    """A scored case with the answers, the date, the voice, the profile and the `as_of` day of a result."""
    about = _build_about(file.assessment)
    profile, changes = file.assessment.profile, _read_changes(file)
    assessment = Assessment(about, profile, answers, {}, file.context, file.actions, changes)
    return Case.of(name, instrument, assessment, as_of=file.assessment.as_of)


def _build_about(stamp: PublishedAssessment) -> About:
    return About.model_construct(subject=stamp.subject, date=stamp.date, voice=stamp.voice, assessors=stamp.assessors)


def _read_changes(file: ResultFile) -> tuple[AnswerChange, ...]:
    """The hypothetical answers of a result."""
    return tuple(AnswerChange(one.key, one.before, one.after) for one in file.hypothetical)


def _has_its_answers(file: ResultFile) -> bool:
    answers = {name: answer.build_data() for name, answer in file.answers.items()}
    made = compute_assessment_digest(_build_about(file.assessment), answers, file.context, _read_changes(file))
    return made == file.assessment.digest


def _find_changed_answers(data: Data, made: Data) -> Iterator[Problem]:
    """A problem for each answer that differs from the answer shown in `criteria`."""
    for name, criterion in made["criteria"].items():
        shown = data["criteria"].get(name, {})
        sides = [{key: one.get(key) for key in ("status", "answer", "evidence")} for one in (shown, criterion)]
        if any(find_differences(*sides)):
            message = f"the answer to {name} differs from the answer in criteria.{name}"
            yield Problem(("answers", name), "answers-changed", message, GET_THE_ORIGINAL)


def _check_digests(data: Data, file: ResultFile) -> Iterator[Problem]:
    if not _has_its_answers(file):
        changed = "the answers, the context, the subject, the date, the voice or the assessors were changed"
        message = f"{changed}: assessment.digest does not match"
        yield Problem(("assessment", "digest"), "answers-changed", message, GET_THE_ORIGINAL)
    if compute_result_digest(data) != file.digest:
        message = "the result was changed after it was written: its digest does not match"
        yield Problem(("digest",), "result-changed", message, GET_THE_ORIGINAL)


def _has_same_scoring(file: ResultFile, instrument: Instrument) -> bool:
    return file.rubric.scoring_digest == instrument.stamp.scoring_digest


def _check_rubric(file: ResultFile, instrument: Instrument) -> Iterator[Problem]:
    named, ours = file.rubric, instrument.stamp
    if named.id != ours.id:
        message = f"the result was scored with the rubric {named.id}, not with {ours.id}"
        yield Problem(("rubric", "id"), "another-rubric", message, GIVE_THE_RUBRIC)
    if named.version != ours.version:
        message = f"the result was scored with version {named.version} of the rubric, not with version {ours.version}"
        yield Problem(("rubric", "version"), "another-version", message, GIVE_THE_RUBRIC)
    if not _has_same_scoring(file, instrument):
        message = f"{ours.reference} may give other scores than the rubric of this result, so no number was compared"
        yield Problem(("rubric", "scoring_digest"), "another-rubric", message, GIVE_THE_RUBRIC)
    elif named.content_digest != ours.content_digest:
        message = "the texts of the rubric have changed since this result was scored; no number depends on these texts"
        yield Problem(("rubric", "content_digest"), "other-words", message, GIVE_THE_RUBRIC)


def _find_unfit_answers(file: ResultFile, answers: Mapping[str, Answer], instrument: Instrument) -> Iterator[Problem]:
    """A problem for each reason why the answers cannot be scored with the rubric of the result."""
    rubric, profile = instrument.answerable, file.assessment.profile
    if profile is not None and profile not in rubric.profiles:
        message = f"{quote_word(profile)} is not a profile of this result's rubric"
        yield Problem(("assessment", "profile"), "unknown-reference", message, suggest_one_of(profile, rubric.profiles))
    for name in file.answers:
        if name in answers:
            yield from find_answer_problems(rubric, rubric.criteria[name], answers[name], ("answers", name))
        elif name not in rubric.criteria:
            message = f"{quote_word(name)} is not a criterion of the rubric of this result"
            remedy = suggest_one_of(name, rubric.criteria)
            yield Problem(("answers", name), "unknown-reference", message, remedy, at_key=True)
    yield from find_context_problems(rubric, file.context, ("context",))
    yield from find_action_problems(rubric, file.actions)


def _list_notes(file: ResultFile) -> Iterator[Problem]:
    if file.tool.version != __version__:
        message = f"the result was written by another version of nhsdx; this is version {__version__}"
        yield Problem(("tool", "version"), "another-tool", message, "do nothing if the figures are the same")


def _is_reworded(difference: ResultDifference, file: ResultFile) -> bool:
    """Whether a difference is only in the wording of a finding, and another version of nhsdx wrote the result."""
    in_finding = difference.code == "text-changed" and "findings" in difference.path
    return in_finding and file.tool.version != __version__


def _select_figures(data: Data) -> dict[str, Any]:
    """The parts of a result that scoring computes, without the digests, which are checked separately."""
    kept = {key: data[key] for key in ("overall", "dimensions", "criteria", "gates", "findings")}
    kept |= {key: data[key] for key in ("overlay", "both", "national") if key in data}
    words = {key: data["rubric"].get(key) for key in ("title", "checked", "audience", "effort_unit")}
    return {"rubric": words} | kept
