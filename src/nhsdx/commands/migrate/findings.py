"""What needs attention after a migration, each with its place in the file as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nhsdx.commands.migrate.plan import MigrationPlan
from nhsdx.commands.rubric.diff.changes import compare_rubrics
from nhsdx.commands.rubric.diff.parts import Effect
from nhsdx.model import Finding, Problem


def list_migration_findings(plan: MigrationPlan) -> Iterator[Finding]:
    """What needs attention, with the place in the file as it was."""
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
        message = f"{new} scores differently, so the expected scores may be wrong; the table is now a comment"
        remedy = "score the migrated file, check the scores, and write them as the expected ones"
        yield Problem(("expect",), "expect-outdated", message, remedy, at_key=True)
    yield from (_build_lost_problem(plan, name) for name in plan.lost_answers)
    yield from (_build_regrade_problem(plan, name) for name in plan.regraded_answers)
    yield from _find_reworded(plan)
    yield from _find_changed_defaults(plan)
    if plan.unanswered_criteria:
        message = f"no answer to these criteria of {new}: {', '.join(plan.unanswered_criteria)}"
        yield Problem(("answers",), "unanswered", message, "answer them; until then they count as unknown", at_key=True)


def _build_regrade_problem(plan: MigrationPlan, name: str) -> Problem:
    was, grade = plan.old.assessment.answers[name].evidence, plan.carried.answers[plan.ids[name]].evidence
    outcome = "it is now a comment" if grade is None else f"it is now the weakest, {grade}, below a comment"
    message = f"{plan.new.reference} has no evidence grade {was}; {outcome}"
    return Problem(("answers", name, "evidence"), "evidence-regraded", message, "choose a grade of the new rubric")


def _find_reworded(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers that are kept although the wording of their criteria changed."""
    changed: dict[str, set[str]] = {}
    for change in compare_rubrics(plan.old.instrument.answerable, plan.answerable).changes:
        if change.path[0] == "criteria" and change.effect is Effect.VERDICTS:
            changed.setdefault(change.path[1], set()).add(change.path[2])
    for old, new in plan.ids.items():
        if new in changed and plan.carried.answers[new].status != "unknown":
            keys = ", ".join(sorted(changed[new]))
            message = f"{new} of {plan.new.reference} has another wording ({keys}); the answer is kept"
            yield Problem(("answers", old), "reworded", message, "check that the answer still fits", at_key=True)


def _find_changed_defaults(plan: MigrationPlan) -> Iterator[Problem]:
    """The answers without an evidence grade that count as another grade by default."""
    for old, new in plan.ids.items():
        was, now = (
            plan.old.instrument.answerable.criteria[old].evidence_default,
            plan.answerable.criteria[new].evidence_default,
        )
        answer = plan.carried.answers[new]
        if (
            plan.new.evidence_grades
            and answer.is_known
            and plan.old.assessment.answers[old].evidence is None
            and was != now
        ):
            default, old_default = now or "the weakest grade", was or "the weakest grade"
            message = f"without an evidence grade it now counts as {default}, not {old_default}"
            remedy = "give its evidence a grade, or accept this one"
            yield Problem(("answers", old), "evidence-default", message, remedy, at_key=True)


def _build_lost_problem(plan: MigrationPlan, name: str) -> Problem:
    new = plan.new.reference
    now = {plan.carried.renamed.get(new_id, new_id): new_id for new_id in plan.answerable.criteria}.get(name)
    followers = [new_id for new_id, criterion in plan.answerable.criteria.items() if name in criterion.replaces]
    if now is not None:
        message, remedy = f"{now} of {new} asks something else; the answer is now a comment", f"answer {now} again"
    elif followers:
        message = f"{new} has no single criterion that asks the same; the answer is now a comment"
        remedy = f"answer the criteria that replace it: {', '.join(followers)}"
    else:
        message, remedy = f"{new} does not ask this; the answer is now a comment", "keep or delete the comment"
    return Problem(("answers", name), "answer-not-carried", message, remedy, at_key=True)
