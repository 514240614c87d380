"""Checks answers against their criteria, and expands short forms of answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from nhsdx.loading.whole.answer_words import HOLDERS, VALUE_KEYS, describe_form, find_bounds
from nhsdx.model import (
    Answer,
    AnswerForm,
    ChecklistCriterion,
    Criterion,
    ItemState,
    LeftOutStatus,
    LevelCriterion,
    MeasureCriterion,
    OneOf,
    Path,
    Problem,
    Rubric,
    Status,
    SurveyCriterion,
    build_given_problem,
    build_name_problem,
    describe_text,
    quote_word,
)
from nhsdx.scoring import compare_rounded

SCALE_KEYS = {"mean", "respondents"}
LEFT_OUT: tuple[LeftOutStatus, ...] = ("not-applicable", "not-due")
ANY_CRITERION = LevelCriterion.model_construct(levels=(), may_be_left_out=LEFT_OUT)
"""The criterion against which the answer `all` in a test vector is checked."""


def expand_answer(criterion: Criterion, form: AnswerForm) -> Answer:
    """The answer as a table: a bare number is a level or a measure's value, and a bare word is a status."""
    if isinstance(form, Answer):
        return form
    if isinstance(form, Status):
        return Answer.model_construct(status=form)
    if isinstance(criterion, LevelCriterion) and isinstance(form, int):
        return Answer.model_construct(level=form)
    return Answer.model_construct(value=float(form))


def expand_vector_answer(criterion: Criterion, form: AnswerForm) -> Answer:
    """The answer of a test vector as a table.

    For a staged checklist, a level means yes to every item up to that level and no to every item above it.
    """
    if not isinstance(criterion, ChecklistCriterion) or criterion.scoring != "staged":
        return expand_answer(criterion, form)
    answer = expand_answer(ANY_CRITERION, form)
    if answer.level is None:
        return answer
    met = {name: (item.level or 0) <= answer.level for name, item in criterion.items.items()}
    states = {name: ItemState.YES if is_met else ItemState.NO for name, is_met in met.items()}
    return answer.model_copy(update={"level": None, "items": states})


def find_vector_answer_problems(
    rubric: Rubric, criterion: Criterion, form: AnswerForm, path: Path
) -> Iterator[Problem]:
    """Everything wrong with an answer in a test vector.

    In a test vector, an answer to a staged checklist may also be a level.
    """
    level = form.level if isinstance(form, Answer) else form
    is_staged = isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged"
    # The items that a level means are all in the checklist.
    asked = ANY_CRITERION if is_staged and isinstance(level, int) else criterion
    yield from find_answer_problems(rubric, asked, form, path)


def find_problems_of_all(rubric: Rubric, form: AnswerForm, listed: Collection[str], path: Path) -> Iterator[Problem]:
    """Everything wrong with the answer that a test vector gives to all criteria that it does not list."""
    level = form.level if isinstance(form, Answer) else form
    shared = find_shared(rubric)
    asked = shared if shared is not None and isinstance(level, int) else ANY_CRITERION
    found = list(find_answer_problems(rubric, asked, form, path))
    yield from found
    others = [one for name, one in rubric.criteria.items() if name not in listed]
    if not found and others and all(choose_form(one, form, is_shared=shared is not None) is None for one in others):
        message = "this answer has no effect: no other criterion can have it"
        yield Problem(path, "answer-form", message, "expected an answer to each criterion by its id")


def choose_form(criterion: Criterion, form: AnswerForm | None, *, is_shared: bool) -> AnswerForm | None:
    """What the answer `all` means for a criterion: a level or, if the rubric allows it, a status.

    If all criteria have the same own levels, the answer can be one of these levels.
    """
    status = form.status if isinstance(form, Answer) else form
    if isinstance(status, Status):
        return form if status is Status.UNKNOWN or status.value in criterion.may_be_left_out else None
    is_staged = isinstance(criterion, ChecklistCriterion) and criterion.scoring == "staged"
    has_level = isinstance(criterion, LevelCriterion) and (is_shared or not criterion.own_levels)
    return form if is_staged or has_level else None


def find_shared(rubric: Rubric) -> LevelCriterion | None:
    """One of the criteria, if they all have the same own levels; otherwise None.

    The answer `all` can be one of these levels.
    """
    asked = [one for one in rubric.criteria.values() if one.kind in ("level", "checklist")]
    levels = [one for one in asked if isinstance(one, LevelCriterion) and one.own_levels]
    scales = {rubric.name_levels(one) for one in levels}
    return levels[0] if len(scales) == 1 and len(levels) == len(asked) else None


def find_answer_problems(rubric: Rubric, criterion: Criterion, form: AnswerForm, path: Path) -> Iterator[Problem]:
    """Everything wrong with an answer to this criterion."""
    if isinstance(form, int) and isinstance(criterion, LevelCriterion):
        yield from _find_level_problems(rubric, criterion, form, path)
        return
    answer = expand_answer(criterion, form)
    yield from _find_evidence_problems(rubric, answer, path)
    yield from _find_invitation_problems(criterion, answer, path)
    if not _has_one_form(criterion, answer):
        yield _build_form_problem(rubric, criterion, answer, path)
    elif answer.status is not None:
        yield from _find_status_problems(criterion, answer, path)
    elif isinstance(criterion, LevelCriterion):
        yield from _find_level_problems(rubric, criterion, answer.level, path)
    elif isinstance(criterion, ChecklistCriterion):
        yield from _find_checklist_problems(criterion, answer, path)
    elif isinstance(criterion, MeasureCriterion):
        yield from _find_measure_problems(criterion, answer, path)
    else:
        yield from _find_survey_problems(criterion, answer, path)


def _has_one_form(criterion: Criterion, answer: Answer) -> bool:
    """Whether an answer has only a status, or only a value of the form that the criterion needs."""
    held = {key for key in HOLDERS if getattr(answer, key) is not None}
    return held in ({"status"}, SCALE_KEYS if _has_statements(criterion) else {VALUE_KEYS[criterion.kind]})


def _has_statements(criterion: Criterion) -> bool:
    """Whether the answer to a criterion is the mean score of the respondents."""
    return isinstance(criterion, SurveyCriterion) and bool(criterion.statements)


def _build_form_problem(rubric: Rubric, criterion: Criterion, answer: Answer, path: Path) -> Problem:
    held = [key for key in HOLDERS if getattr(answer, key) is not None]
    expected = f'{describe_form(rubric, criterion)}; or a status such as "unknown"'
    if not held:
        return Problem(path, "answer-form", "this answer has neither a value nor a status", expected)
    if set(held) < SCALE_KEYS and _has_statements(criterion):
        missing = next(key for key in sorted(SCALE_KEYS) if key not in held)
        return Problem(path, "answer-form", f'"{missing}" is missing beside "{held[0]}"', expected)
    if len(held) > 1:
        message = f"this answer has both {' and '.join(held)}"
        return Problem(path, "answer-form", message, "expected one of them; delete the other")
    return Problem(path, "answer-form", f"this is not an answer to a {criterion.kind} criterion", expected)


def _find_status_problems(criterion: Criterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.status is None or answer.status is Status.UNKNOWN:
        return
    if answer.status.value not in criterion.may_be_left_out:
        message = f"the rubric does not allow {answer.status} for this criterion"
        allowed = "".join(f'status = "{status}" or ' for status in criterion.may_be_left_out)
        remedy = f'expected an answer, or {allowed}status = "unknown" if nobody knows'
        yield Problem((*path, "status"), "may-not-be-left-out", message, remedy)
    elif answer.reason is None:
        remedy = f'expected {{ status = "{answer.status}", reason = "…" }}'
        yield Problem(path, "reason-missing", f"{answer.status} needs a reason", remedy)


def _find_evidence_problems(rubric: Rubric, answer: Answer, path: Path) -> Iterator[Problem]:
    grades = [grade.id for grade in rubric.evidence_grades]
    if answer.evidence is not None and answer.evidence not in grades:
        message = f"{describe_text(answer.evidence)} is not an evidence grade of the rubric"
        yield Problem((*path, "evidence"), "unknown-reference", message, OneOf(answer.evidence, grades))


def _find_invitation_problems(criterion: Criterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.invited is None:
        return
    if not isinstance(criterion, SurveyCriterion):
        message = f'"invited" cannot be used for a {criterion.kind} criterion'
        yield Problem(
            (*path, "invited"), "answer-form", message, 'expected "invited" only beside the counts of a survey'
        )
    elif (answer.count_of_people or 0) > answer.invited:
        message = f"{answer.count_of_people} people answered, but only {answer.invited} were invited"
        yield Problem(
            (*path, "invited"), "count-mismatch", message, "expected at least the number of people who answered"
        )


def _find_level_problems(rubric: Rubric, criterion: LevelCriterion, level: int | None, path: Path) -> Iterator[Problem]:
    """A problem if a level is not on the rubric's scale, or is not one of the criterion's own levels."""
    names = rubric.name_levels(criterion)
    if level is not None and not 0 <= level < len(names):
        problem = build_name_problem((*path, "level"), str(level), names)
        yield problem if abs(level) < 10**6 else problem._replace(message="there is no such level")


def _find_checklist_problems(criterion: ChecklistCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    for item in answer.items or ():
        if item not in criterion.items:
            message = f"{quote_word(item)} is not an item of this checklist"
            remedy = OneOf(item, criterion.items)
            yield Problem((*path, "items", item), "unknown-reference", message, remedy, at_key=True)
    if ItemState.NOT_APPLICABLE in (answer.items or {}).values():
        yield from _find_left_out_problems(criterion, answer, path)


def _find_left_out_problems(criterion: ChecklistCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.reason is None:
        yield Problem(path, "reason-missing", "items that are not applicable need a reason", 'expected reason = "…"')
    given = answer.items or {}
    left_out = {item for item, state in given.items() if state is ItemState.NOT_APPLICABLE}
    yield from _find_items_kept(criterion, left_out, path)
    counted = {name for name, item in criterion.items.items() if item.weight or criterion.scoring == "staged"}
    if counted <= left_out:
        message = "every item that counts is marked not applicable"
        remedy = 'expected an answer to at least one item; "unknown" if nobody knows'
        if "not-applicable" in criterion.may_be_left_out:
            remedy = 'expected { status = "not-applicable", reason = "…" } for the whole criterion'
        yield Problem((*path, "items"), "answer-form", message, remedy)


def _find_items_kept(criterion: ChecklistCriterion, left_out: Collection[str], path: Path) -> Iterator[Problem]:
    """A problem for each item that an answer leaves out although the rubric does not allow this."""
    for item in criterion.items:
        if item in left_out and not criterion.may_leave_out(item):
            message = f"the rubric does not allow not-applicable for {quote_word(item)}"
            remedy = "expected yes, partly or no, or unknown if nobody knows"
            yield Problem((*path, "items", item), "may-not-be-left-out", message, remedy)


def _find_measure_problems(criterion: MeasureCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    value = answer.value
    allowed = dict(_check_limits(criterion, value or 0.0))
    if value is not None and not all(allowed.values()):
        message = f"{value:g} {criterion.unit} is out of bounds"
        yield Problem((*path, "value"), "out-of-bounds", message, f"expected {' and '.join(allowed)}; check the unit")


def _check_limits(criterion: MeasureCriterion, value: float) -> Iterator[tuple[str, bool]]:
    """Each bound of a measure in words, and whether the value is within the bound."""
    lowest, highest = find_bounds(criterion)
    if lowest is not None:
        yield f"at least {lowest:g}", compare_rounded(value, lowest) >= 0
    if highest is not None:
        yield f"at most {highest:g}", compare_rounded(value, highest) <= 0
    if criterion.linear is not None and criterion.linear.scale == "log":
        yield "above 0 (log scale)", value > 0


def _find_survey_problems(criterion: SurveyCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.counts is not None and len(answer.counts) != len(criterion.options):
        message = f"{len(answer.counts)} counts for {len(criterion.options)} options"
        remedy = "expected one count per option, in the rubric's order"
        yield Problem((*path, "counts"), "count-mismatch", message, remedy)
    scores = criterion.scores or ()
    if answer.mean is not None and scores and not _is_between(answer.mean, scores):
        message = f"the mean {answer.mean:g} is not between the scores of the options"
        remedy = f"expected a mean from {min(scores):g} to {max(scores):g}"
        yield Problem((*path, "mean"), "out-of-bounds", message, remedy)


def _is_between(value: float, scores: Sequence[float]) -> bool:
    return compare_rounded(value, min(scores)) >= 0 and compare_rounded(value, max(scores)) <= 0


def read_answers(answers: Mapping[str, Answer], rubric: Rubric) -> tuple[dict[str, Answer], list[Problem]]:
    """A result's answers to the criteria of a rubric, in the rubric's order, with level numbers replaced by places.

    An answer with a level that is not on the scale is left out, and reported as a problem. JSON does not distinguish 1
    from 1.0, so the two count as the same number.
    """
    read: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, criterion in ((name, one) for name, one in rubric.criteria.items() if name in answers):
        answer, scale = answers[name], rubric.name_levels(criterion)
        if answer.level is not None and answer.level not in scale:
            problems.append(build_given_problem(("answers", name, "level"), answer.level, scale))
            continue
        place = None if answer.level is None else scale.index(answer.level)
        read[name] = Answer.model_construct(**{**dict(answer), "level": place})
    return read, problems
