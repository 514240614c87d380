"""The findings that need attention in a migrated assessment, with their places in the original file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nhsdx.commands.migrate.plan import MigrationPlan
from nhsdx.commands.rubric.diff.changes import compare_rubrics
from nhsdx.commands.rubric.diff.parts import Effect
from nhsdx.model import ChecklistCriterion, Finding, Problem


def list_migration_findings(plan: MigrationPlan) -> Iterator[Finding]:
    """Everything that needs attention, in file order."""
    for finding in plan.old.source.findings(_find_problems(plan)):
        yield replace(finding, severity="warning")


def _find_problems(plan: MigrationPlan) -> Iterator[Problem]:
    new = plan.new.reference
    if plan.old.rubric.rubric.id != plan.new.rubric.id:
        message = f"{new} is not a version of {plan.old.rubric.reference}, but another rubric"
        yield Problem(("rubric",), "other-rubric", message, "check that every answer still fits its question")
    if plan.is_profile_gone:
        remedy = "choose a profile of the new rubric, or none"
        yield Problem(("profile",), "profile-gone", f"{new} has no such profile; the line is now a comment", remedy)
    if plan.is_expect_outdated:
        message = f"with {new}, scores may differ from the expected ones, so [expect] is now a comment"
        remedy = "score the migrated file, check the scores, and write them under [expect]"
        yield Problem(("expect",), "expect-outdated", message, remedy, at_key=True)
    yield from (_build_lost_problem(plan, name) for name in plan.lost_answers)
    for old, item in plan.lost_items:
        message = f"in {new}, {plan.ids[old]} has no item {item}; the answer to it is now a comment"
        path = ("answers", old, "items", item)
        yield Problem(path, "answer-not-carried", message, "keep or delete the comment", at_key=True)
    yield from (_build_regrade_problem(plan, name) for name in plan.regraded_answers)
    yield from _find_reworded(plan)
    yield from _find_changed_defaults(plan)
    yield from _find_lost_facts_and_actions(plan)
    yield from _find_unanswered(plan)


def _build_regrade_problem(plan: MigrationPlan, name: str) -> Problem:
    was, grade = plan.old.assessment.answers[name].evidence, plan.carried.answers[plan.ids[name]].evidence
    instead = "" if grade is None else f", and the weakest grade, {grade}, replaces it"
    message = f"{plan.new.reference} has no evidence grade {was}; the old grade is now a comment{instead}"
    return Problem(("answers", name, "evidence"), "evidence-regraded", message, "choose a grade of the new rubric")


def _build_lost_problem(plan: MigrationPlan, name: str) -> Problem:
    new = plan.new.reference
    now = {plan.carried.renamed.get(new_id, new_id): new_id for new_id in plan.answerable.criteria}.get(name)
    followers = [new_id for new_id, criterion in plan.answerable.criteria.items() if name in criterion.replaces]
    if now is not None:
        message, remedy = _explain_loss(plan, name, now)
    elif followers:
        message = f"{new} has no single criterion that asks the same thing; the answer is now a comment"
        remedy = f"answer the criteria that replace the old one: {', '.join(followers)}"
    else:
        message, remedy = f"{new} does not ask this; the answer is now a comment", "keep or delete the comment"
    return Problem(("answers", name), "answer-not-carried", message, remedy, at_key=True)


def _explain_loss(plan: MigrationPlan, name: str, now: str) -> tuple[str, str]:
    """Why an answer does not fit the new criterion, and what to do."""
    new, criterion = plan.new.reference, plan.answerable.criteria[now]
    answer = plan.old.assessment.answers[name]
    if not answer.is_known:
        return f"in {new}, {now} cannot be {answer.status}; the answer is now a comment", f"answer {now}"
    was = plan.old.instrument.answerable.criteria.get(name)
    if isinstance(criterion, ChecklistCriterion) and not isinstance(was, ChecklistCriterion):
        message = f"in {new}, {now} is now a checklist; the answer is now a comment"
        return message, f"answer its items: {', '.join(criterion.items)}"
    return f"in {new}, {now} asks something else; the answer is now a comment", f"answer {now} again"


def _find_reworded(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that are kept although the wording of their criteria, or the level of an item, changed."""
    keys, items = _list_changed_words(plan)
    for old, new in plan.ids.items():
        answer = plan.carried.answers[new]
        words = [key for name, key in keys if name == new]
        words += [f"item {item}" for item in answer.items or () if (new, item) in items]
        if words and answer.status != "unknown":
            message = f"in {plan.new.reference}, {new} has different wording ({', '.join(words)}); the answer is kept"
            yield Problem(("answers", old), "reworded", message, "check that the answer still fits", at_key=True)


def _list_changed_words(plan: MigrationPlan) -> tuple[list[tuple[str, str]], set[tuple[str, str]]]:
    """The keys of criteria whose wording changed, and the items whose text or level changed."""
    keys, items = set(), set()
    for change in compare_rubrics(plan.old.instrument.answerable, plan.answerable).changes:
        match change.path:
            case ("criteria", name, "items", item, "text" | "level"):
                items.add((name, item))
            case ("criteria", name, key, *_) if key != "items" and change.effect is Effect.VERDICTS:
                keys.add((name, key))
    return sorted(keys), items


def _find_changed_defaults(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that have no evidence grade and whose default grade has changed."""
    for old, new in plan.ids.items():
        was = plan.old.instrument.answerable.criteria[old].evidence_default
        now = plan.answerable.criteria[new].evidence_default
        is_graded = plan.old.assessment.answers[old].evidence is not None
        if plan.new.evidence_grades and plan.carried.answers[new].is_known and not is_graded and was != now:
            default, old_default = now or "the weakest grade", was or "the weakest grade"
            message = f"evidence without a grade now counts as {default}, not {old_default}"
            remedy = "give the evidence a grade, or accept the new default"
            yield Problem(("answers", old), "evidence-default", message, remedy, at_key=True)


def _find_lost_facts_and_actions(plan: MigrationPlan) -> Iterator[Problem]:
    new = plan.new.reference
    for name in plan.lost_context:
        message = f"{new} has no context question {name} with this answer; the line is now a comment"
        options = plan.answerable.context[name].options if name in plan.answerable.context else ()
        remedy = f"choose one of: {', '.join(options)}" if options else "keep or delete the comment"
        yield Problem(("context", name), "context-not-carried", message, remedy, at_key=True)
    for position in plan.lost_actions:
        message = f"{new} does not have the criterion of this action; the action is now a comment"
        remedy = "choose a criterion of the new rubric for the action, or delete the comment"
        yield Problem(("actions", position, "criterion"), "action-not-carried", message, remedy)
    for one in plan.actions:
        if one.lost_items:
            message = f"in {new}, {one.action.criterion} does not have all of these items; the line is now a comment"
            path = ("actions", one.position, "items")
            yield Problem(path, "action-not-carried", message, "list items of the new rubric, or no items", at_key=True)


def _find_unanswered(plan: MigrationPlan) -> Iterator[Problem]:
    """The criteria without an answer, and the items that are new in a checklist with an answer."""
    new, carried = plan.new.reference, plan.carried
    remedy = "answer them; until then they count as unknown"
    if plan.unanswered_criteria:
        message = f"no answer to these criteria of {new}: {', '.join(plan.unanswered_criteria)}"
        yield Problem(("answers",), "unanswered", message, remedy, at_key=True)
    for old, name in plan.ids.items():
        was, now = plan.old.instrument.answerable.criteria[old], plan.answerable.criteria[name]
        if isinstance(was, ChecklistCriterion) and isinstance(now, ChecklistCriterion):
            added = [item for item in now.items if item not in was.items]
            if added and carried.answers[name].is_known:
                message = f"no answer to these items of {name} in {new}: {', '.join(added)}"
                yield Problem(("answers", old), "unanswered", message, remedy, at_key=True)
