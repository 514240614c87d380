"""Checks answers against their criteria, and expands short forms of answers."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.model import (
    Answer,
    AnswerForm,
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Path,
    Problem,
    Rubric,
    Status,
    SurveyCriterion,
    quote_word,
    suggest_one_of,
)

VALUE_KEYS = {"level": "level", "checklist": "met", "measure": "value", "survey": "counts"}
EXAMPLES = {
    "level": "{ level = 2 }",
    "checklist": '{ met = ["item-id"] }',
    "measure": "{ value = 6 }",
    "survey": "{ counts = [4, 9, 31] }",
}
CHECKLIST_HOLDERS = {"met", "partly", "not_applicable"}
HOLDERS = ("level", "met", "partly", "not_applicable", "value", "counts", "status")


def expand_answer(criterion: Criterion, form: AnswerForm) -> Answer:
    """The answer as a table: a bare number is a level or a measure's value, a bare word a status."""
    if isinstance(form, Answer):
        return form
    if isinstance(form, Status):
        return Answer.model_construct(status=form)
    if isinstance(criterion, LevelCriterion) and isinstance(form, int):
        return Answer.model_construct(level=form)
    return Answer.model_construct(value=float(form))


def find_answer_problems(rubric: Rubric, criterion: Criterion, form: AnswerForm, path: Path) -> Iterator[Problem]:
    """Everything wrong with an answer to this criterion."""
    answer = expand_answer(criterion, form)
    yield from _find_evidence_problems(rubric, answer, path)
    if not _has_one_form(criterion, answer):
        yield _build_form_problem(criterion, answer, path)
    elif answer.status is not None:
        yield from _find_status_problems(criterion, answer, path)
    elif isinstance(criterion, LevelCriterion):
        yield from _find_level_problems(rubric, answer, path)
    elif isinstance(criterion, ChecklistCriterion):
        yield from _find_checklist_problems(criterion, answer, path)
    elif isinstance(criterion, MeasureCriterion):
        yield from _find_measure_problems(criterion, answer, path)
    else:
        yield from _find_survey_problems(criterion, answer, path)


def _has_one_form(criterion: Criterion, answer: Answer) -> bool:
    """Whether the answer is either a status or the form that this kind takes, and nothing else."""
    held = {key for key in HOLDERS if getattr(answer, key) is not None}
    if criterion.kind == "checklist" and "status" not in held:
        return bool(held) and held <= CHECKLIST_HOLDERS
    return held in ({"status"}, {VALUE_KEYS[criterion.kind]})


def _build_form_problem(criterion: Criterion, answer: Answer, path: Path) -> Problem:
    held = [key.replace("_", "-") for key in HOLDERS if getattr(answer, key) is not None]
    expected = f"expected {EXAMPLES[criterion.kind]}, or a status"
    if not held:
        return Problem(path, "answer-form", "this answer has neither a value nor a status", expected)
    if len(held) > 1:
        message = f"this answer has both {' and '.join(held)}"
        return Problem(path, "answer-form", message, f"{expected}; delete the other")
    return Problem(path, "answer-form", f"this is not an answer to a {criterion.kind} criterion", expected)


def _find_status_problems(criterion: Criterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.status is Status.UNKNOWN:
        return
    if criterion.not_applicable == "forbidden":
        message = f"the rubric does not allow {answer.status} for this criterion"
        remedy = 'expected an answer; use status = "unknown" if nobody knows'
        yield Problem((*path, "status"), "not-applicable-forbidden", message, remedy)
    elif answer.reason is None:
        remedy = f'expected {{ status = "{answer.status}", reason = "…" }}'
        yield Problem(path, "reason-missing", f"{answer.status} needs a reason", remedy)


def _find_evidence_problems(rubric: Rubric, answer: Answer, path: Path) -> Iterator[Problem]:
    grades = [grade.id for grade in rubric.evidence_grades]
    if answer.evidence is not None and answer.evidence not in grades:
        message = f"{quote_word(answer.evidence)} is not an evidence grade of the rubric"
        yield Problem((*path, "evidence"), "unknown-reference", message, suggest_one_of(answer.evidence, grades))


def _find_level_problems(rubric: Rubric, answer: Answer, path: Path) -> Iterator[Problem]:
    top = rubric.top_level
    if answer.level is not None and not 0 <= answer.level <= top:
        message = f"there is no level {answer.level}" if abs(answer.level) < 10**6 else "there is no such level"
        yield Problem((*path, "level"), "level-out-of-scale", message, f"expected a level from 0 to {top}")


def _find_checklist_problems(criterion: ChecklistCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    known = [item.id for item in criterion.items]
    seen: set[str] = set()
    for key in ("met", "partly", "not_applicable"):
        for position, item in enumerate(getattr(answer, key) or ()):
            place = (*path, key.replace("_", "-"), position)
            if item not in known:
                message = f"{quote_word(item)} is not an item of this checklist"
                yield Problem(place, "unknown-reference", message, suggest_one_of(item, known))
            elif item in seen:
                yield Problem(place, "duplicate", f"{quote_word(item)} is listed twice", "expected each item once")
            seen.add(item)
    if answer.not_applicable:
        yield from _find_left_out_problems(criterion, answer, path)


def _find_left_out_problems(criterion: ChecklistCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.reason is None:
        yield Problem(path, "reason-missing", "items that are not applicable need a reason", 'expected reason = "…"')
    counted = {item.id for item in criterion.items if item.weight or criterion.scoring == "staged"}
    if counted <= set(answer.not_applicable or ()):
        message = "every item that counts is marked not applicable"
        remedy = 'expected { status = "not-applicable", reason = "…" } for the whole criterion'
        yield Problem((*path, "not-applicable"), "answer-form", message, remedy)


def _find_measure_problems(criterion: MeasureCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    value = answer.value
    allowed = dict(_check_limits(criterion, value or 0.0))
    if value is not None and not all(allowed.values()):
        message = f"{value:g} {criterion.unit} is out of bounds"
        yield Problem((*path, "value"), "out-of-bounds", message, f"expected {' and '.join(allowed)}; check the unit")


def _check_limits(criterion: MeasureCriterion, value: float) -> Iterator[tuple[str, bool]]:
    """Each bound in words, and whether the value is within it."""
    lowest, highest = find_bounds(criterion)
    if lowest is not None:
        yield f"at least {lowest:g}", value >= lowest
    if highest is not None:
        yield f"at most {highest:g}", value <= highest
    if criterion.linear is not None and criterion.linear.scale == "log":
        yield "above 0 (log scale)", value > 0


def find_bounds(criterion: MeasureCriterion) -> tuple[float | None, float | None]:
    """The bounds of a measure; without a minimum, the start of the first band."""
    lowest = criterion.minimum
    if lowest is None and criterion.bands:
        lowest = criterion.bands[0].from_
    return lowest, criterion.maximum


def _find_survey_problems(criterion: SurveyCriterion, answer: Answer, path: Path) -> Iterator[Problem]:
    if answer.counts is not None and len(answer.counts) != len(criterion.options):
        message = f"{len(answer.counts)} counts for {len(criterion.options)} options"
        remedy = "expected one count per option, in the rubric's order"
        yield Problem((*path, "counts"), "count-mismatch", message, remedy)
