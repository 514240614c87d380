"""Findings about the answers in an assessment, their evidence and the agreed actions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from nhsdx.model import (
    PLACEHOLDERS,
    Answer,
    Assessment,
    Criterion,
    CriterionStatus,
    DisplayScale,
    Finding,
    ItemState,
    Path,
    Rubric,
    format_path,
)
from nhsdx.scoring.evidence import Days, Support
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf
from nhsdx.scoring.scale import Scale, compare_rounded

SHORT_SCALE = 10
"""A scale with no value above this is short, such as 1 to 5. A mean on 0-100 is hardly ever so low."""

WIDENS = ", which widens the range"


def list_result_findings(
    instrument: Instrument, assessment: Assessment, leaves: Mapping[str, Leaf], days: Days, *, widened: Collection[str]
) -> Iterator[Finding]:
    """Findings about each answer, in the rubric's order of criteria, and then about the texts and actions in the file.

    `widened` are the criteria below a node with different `low` and `high` scores.
    """
    rubric, scale = instrument.rubric, instrument.scale
    for name, leaf in leaves.items():
        title = rubric.criteria[name].title
        yield from _list_status_findings(name, title, leaf, widens=name in widened)
        yield from _list_item_findings(rubric.criteria[name], name, leaf)
        yield from _list_needless_items(title, name, leaf)
        if leaf.status is CriterionStatus.ANSWERED and leaf.answer is not None and leaf.answer.count_of_people:
            yield from _list_survey_findings(name, title, leaf.answer, rubric.find_shown(name))
        if leaf.answer is not None and leaf.support is not None:
            yield from _list_support_findings(rubric, name, leaf.answer, leaf.support, days)
            yield from _list_claim_findings(rubric, scale, name, leaf.claimed, leaf.support)
    yield from _list_placeholders(assessment)
    yield from _list_overdue_actions(rubric, assessment, days)


def _list_status_findings(name: str, title: str, leaf: Leaf, *, widens: bool) -> Iterator[Finding]:
    if leaf.status is CriterionStatus.OUTSIDE_PROFILE:
        yield from _list_profile_findings(name, title, leaf)
    elif leaf.status is CriterionStatus.NOT_ASKED:
        yield from _list_not_asked_findings(name, title, leaf)
    elif leaf.has_too_few_respondents:
        message = f"{title}: too few respondents to show; counted as unknown"
        yield _warn("too-few-respondents", message, name, "Ask more people before you score this criterion.")
    elif leaf.status is CriterionStatus.UNKNOWN:
        yield from _list_unknown_findings(name, title, leaf, WIDENS if widens else "")


def _list_profile_findings(name: str, title: str, leaf: Leaf) -> Iterator[Finding]:
    if leaf.answer is not None and leaf.answer.is_known:
        message = f"{title}: answered, but outside the profile, so left out"
        yield _warn("answer-outside-profile", message, name, "Score without the profile to count this answer.")
    else:
        message = f"{title}: outside the profile, so left out"
        yield _inform("outside-profile", message, name, "Score without the profile to include it.")


def _list_not_asked_findings(name: str, title: str, leaf: Leaf) -> Iterator[Finding]:
    if leaf.answer is not None and leaf.answer.is_known:
        message = f"{title}: answered, but not asked because of the other answers, so it does not count"
        remedy = "Remove the answer, or correct the answers that decide whether this is asked."
        yield _warn("answer-not-asked", message, name, remedy)
    else:
        yield _inform("not-asked", f"{title}: not asked, because of the other answers", name, "Nothing to do.")


def _list_unknown_findings(name: str, title: str, leaf: Leaf, effect: str) -> Iterator[Finding]:
    if leaf.is_undecided:
        message = f"{title}: not known whether this is asked{effect}"
        yield _inform("asked-undecided", message, name, "Find out the answers that decide whether this is asked.")
        return
    if leaf.coverage:
        message = f"{title}: too few items of the first level are answered{effect}"
    else:
        message = f"{title}: not answered{effect}"
    yield _inform("unknown-answer", message, name, "Find out the answer.")


def _list_item_findings(criterion: Criterion, name: str, leaf: Leaf) -> Iterator[Finding]:
    states = {item: state for item, state in (leaf.states or {}).items() if item not in leaf.not_asked}
    count = list(states.values()).count(ItemState.NOT_APPLICABLE)
    if count:
        message = f"{criterion.title}: {count} of {len(states)} items {'does' if count == 1 else 'do'} not apply"
        counted = ", so left out" if criterion.not_applicable_counts is None else ", and counted as the rubric says"
        yield _inform("items-left-out", message + counted, name, "Check that this is right.")


def _list_needless_items(title: str, name: str, leaf: Leaf) -> Iterator[Finding]:
    given = {} if leaf.answer is None else leaf.answer.items or {}
    needless = [item for item in given if item in leaf.not_asked]
    if needless:
        message = f"{title}: these items are answered but not asked, so they do not count: {', '.join(needless)}"
        remedy = "Remove the answers, or correct the answers that decide whether the items are asked."
        yield _warn("answer-not-asked", message, name, remedy)


def _list_survey_findings(name: str, title: str, answer: Answer, shown: DisplayScale) -> Iterator[Finding]:
    """Findings about surveys that lack the number invited, and means that are probably on the scale that pages show."""
    low, high = sorted((shown.from_, shown.to))
    if answer.mean and high <= SHORT_SCALE and low <= answer.mean <= high:
        message = (
            f"{title}: the mean, {answer.mean:g}, is read as a score out of 100, not on the scale from {shown.ends}"
        )
        remedy = "Check the mean: if it is on that scale, convert it to a score from 0 to 100."
        yield _warn("mean-in-doubt", message, name, remedy)
    if answer.invited is None:
        message = f"{title}: the number of people invited is not given, so the response rate is unknown"
        yield _warn("invited-missing", message, name, "Give `invited`, the number of people who were asked.")


def _list_support_findings(
    rubric: Rubric, name: str, answer: Answer, support: Support, days: Days
) -> Iterator[Finding]:
    title = rubric.criteria[name].title
    grades = {grade.id: grade for grade in rubric.evidence_grades}
    given, counted = grades[support.given], grades[support.counted_as]
    effect = "" if given is counted else f", so it counts as: {counted.label}"
    if support.date_problem == "undated":
        message = f"{title}: the evidence has no date{effect}"
        yield _warn("evidence-undated", message, name, "Give the date of the evidence.")
    if support.date_problem == "from-later":
        message = f"{title}: the evidence is dated {answer.seen}, which is after {days.latest}{effect}"
        yield _warn("evidence-from-later", message, name, "Check the date of the evidence.")
    if support.has_aged:
        message = (
            f"{title}: the evidence dated {answer.seen} is too old for its grade, so it counts as: {counted.label}"
        )
        yield _warn("evidence-aged", message, name, "Renew the evidence.")
    if given.needs_document and not answer.documents:
        message = f"{title}: no document is given for this evidence: {given.label}"
        yield _warn("evidence-without-document", message, name, "Give the document that shows it.")


def _list_claim_findings(
    rubric: Rubric, scale: Scale, name: str, claimed: float | None, support: Support
) -> Iterator[Finding]:
    if claimed is None or compare_rounded(claimed, scale.scores[support.level]) <= 0:
        return
    label = next(grade.label for grade in rubric.evidence_grades if grade.id == support.counted_as)
    places = support.level, scale.find_level(claimed)
    evidenced, claim = map(rubric.describe_level, places)
    title = rubric.criteria[name].title
    message = f"{title}: {evidenced} evidenced, {claim} claimed; the evidence counts as: {label}"
    yield _warn("claim-above-evidence", message, name, "Provide stronger evidence, or lower the claimed level.")


def _list_placeholders(assessment: Assessment) -> Iterator[Finding]:
    """Findings about placeholders that have not been replaced since `nhsdx new` wrote them."""
    for path, text in _list_texts(assessment):
        if text is not None and text.strip() in PLACEHOLDERS:
            where = format_path(path)
            message = f"{where} still has the placeholder from a new file"
            yield Finding("placeholder", "warning", message, where, "Replace it, or delete it.")


def _list_texts(assessment: Assessment) -> Iterator[tuple[Path, str | None]]:
    about = assessment.about
    yield ("assessment", "subject"), about.subject
    yield from ((("assessment", "assessors", at), role) for at, role in enumerate(about.assessors))
    for name, answer in assessment.answers.items():
        yield from ((("answers", name, key), getattr(answer, key)) for key in ("reason", "why"))
    for at, action in enumerate(assessment.actions):
        yield from ((("actions", at, key), getattr(action, key)) for key in ("what", "owner", "reason"))


def _list_overdue_actions(rubric: Rubric, assessment: Assessment, days: Days) -> Iterator[Finding]:
    """Findings about open actions that were due before the date used to work out how old evidence is.

    A finding identifies an action by its criterion, owner and date. A finding never quotes the action's text, because
    this text may be left out of a paper.
    """
    for at, action in enumerate(assessment.actions):
        if action.state == "open" and action.due < days.as_of:
            title = rubric.criteria[action.criterion].title if action.criterion in rubric.criteria else action.criterion
            message = f"{title}: an action was due on {action.due.isoformat()}, and is still open ({action.owner})"
            remedy = "Do it and record it as done, or agree a new date."
            yield Finding("action-overdue", "warning", message, format_path(("actions", at)), remedy)


def _warn(code: str, message: str, name: str, remedy: str) -> Finding:
    return Finding(code, "warning", message, f"answers.{name}", remedy)


def _inform(code: str, message: str, name: str, remedy: str) -> Finding:
    return Finding(code, "info", message, f"answers.{name}", remedy)
