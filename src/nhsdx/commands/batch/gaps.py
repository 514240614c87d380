"""Columns that are missing from a table, and answers in the table that do not count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from nhsdx.loading.whole.asked import list_conditions
from nhsdx.model import ChecklistCriterion, Criterion, Finding, Rubric
from nhsdx.tables.columns import list_part_columns, name_context_column, name_evidence_column, name_seen_column

MOST_NAMED = 8
"""The maximum number of names that are listed on a line."""


def find_missing_columns(
    rubric: Rubric, present: Collection[str], outside: Collection[str], where: str
) -> Iterator[Finding]:
    """Warnings about answers and dates without a column, and about answers outside the profile."""
    answered = {name for name in rubric.criteria if not _list_columns(rubric, name).isdisjoint(present)}
    asked = [name for name in rubric.criteria if name not in outside]
    counted = [name for name in asked if name in answered]
    remedy = "these criteria count as unknown in every row"
    yield from _report("column-missing", "no column has answers to", _leave_out(asked, answered), (where, remedy))
    for name in counted:
        parts = _leave_out(list_part_columns(name, rubric.criteria[name]), present)
        remedy = _explain_parts(rubric.criteria[name])
        yield from _report("column-missing", "no column has answers to", parts, (where, remedy))
    contexts = _leave_out(_list_deciding_contexts(rubric), present)
    remedy = "without these columns, it is unknown in every row whether other questions are asked"
    yield from _report("column-missing", "these context columns are missing", contexts, (where, remedy))
    undated = [name for name in counted if _ages_without_date(rubric, present, name)]
    message = "no column gives the date of the evidence for"
    remedy = "evidence without a date counts as old if its grade has an age limit; add a column CRITERION.seen for each"
    yield from _report("evidence-undated", message, undated, (where, remedy))
    message = "answered, but outside the profile, so left out"
    remedy = "to count these answers, score without the profile"
    yield from _report("answer-outside-profile", message, _leave_out(sorted(answered), asked), (where, remedy))


def _list_deciding_contexts(rubric: Rubric) -> list[str]:
    """The context columns that decide which questions are asked."""
    conditions = [condition for name in rubric.criteria for _, condition in list_conditions(rubric, name)]
    deciding = {name for condition in conditions for name in condition.list_contexts()}
    return [name_context_column(name) for name in rubric.context if name in deciding]


def _leave_out(names: Sequence[str], unwanted: Collection[str]) -> list[str]:
    return [name for name in names if name not in unwanted]


def _report(code: str, message: str, names: Sequence[str], ending: tuple[str, str]) -> Iterator[Finding]:
    """A warning that lists the given names, if there are any; `ending` is the place and the remedy of the warning."""
    if names:
        shown = ", ".join(names[:MOST_NAMED])
        listed = shown if len(names) <= MOST_NAMED else f"{shown}, … ({len(names)} in all)"
        yield Finding(code, "warning", f"{message}: {listed}", *ending)


def _list_columns(rubric: Rubric, name: str) -> frozenset[str]:
    return frozenset((name, *list_part_columns(name, rubric.criteria[name])))


def _explain_parts(criterion: Criterion) -> str:
    if isinstance(criterion, ChecklistCriterion):
        return "these items count as unknown in every row"
    return "without these counts, the criterion counts as unknown in every row"


def _ages_without_date(rubric: Rubric, present: Collection[str], name: str) -> bool:
    """Whether evidence for a criterion can become too old, but no column gives its date."""
    criterion, grades = rubric.criteria[name], rubric.evidence_grades
    if not criterion.evidence_ages or name_seen_column(name) in present:
        return False
    given = [grade for grade in grades[1:] if grade.id == criterion.evidence_default]
    could_be = grades[1:] if name_evidence_column(name) in present else given
    return any(grade.max_age_months is not None for grade in could_be)
