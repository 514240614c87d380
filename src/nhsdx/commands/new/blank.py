"""A blank assessment file: every question is a comment, and every answer is unknown."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Collection, Iterator, Sequence

from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import (
    ONLY_ASKED,
    PRIVACY,
    describe_asked,
    describe_least,
    describe_mean,
    describe_measure,
    describe_worth,
    list_enough,
)
from nhsdx.files.toml_insert import quote
from nhsdx.model import (
    ASSESSMENT_FORMAT,
    ROLE_PLACEHOLDER,
    SUBJECT_PLACEHOLDER,
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Rubric,
    SurveyCriterion,
    name_places,
)

WIDTH = 100


def build_blank_assessment(rubric: Rubric, reference: str, profile: str | None, day: datetime.date) -> str:
    """The text of an assessment file for a rubric, or for one of its profiles, with every answer unknown."""
    return "\n".join(_write_lines(rubric, reference, profile, day)) + "\n"


def _write_lines(rubric: Rubric, reference: str, profile: str | None, day: datetime.date) -> Iterator[str]:
    asked = rubric.select_criteria(profile)
    yield from _write_head(rubric, [criterion for name, criterion in rubric.criteria.items() if name in asked])
    yield f'format = "{ASSESSMENT_FORMAT}"'
    yield f"rubric = {quote(reference)}"
    yield from _write_profile(rubric, profile)
    yield ""
    yield "[assessment]"
    yield f'subject = "{SUBJECT_PLACEHOLDER}"'
    yield f"date = {day.isoformat()}"
    yield 'voice = "self"                 # whose view this is: self, clinicians, reviewer, …'
    yield f'assessors = ["{ROLE_PLACEHOLDER}"]'
    yield from _write_context(rubric)
    yield from _write_levels(rubric)
    yield from _write_grades(rubric)
    for dimension_id, dimension in rubric.dimensions.items():
        inside = {name: c for name, c in rubric.criteria.items() if c.dimension == dimension_id and name in asked}
        if inside:
            yield from ("", "", f"# ---- {clean(dimension.title)} ----")
            yield from _write_comment(dimension.why)
        for name, criterion in inside.items():
            yield from _write_question(rubric, name, criterion)
    yield from _write_action(rubric, asked)


def _write_head(rubric: Rubric, criteria: Sequence[Criterion]) -> Iterator[str]:
    """How to answer the kinds of criterion that are asked, and the rubric's statement on personal data."""
    header = rubric.rubric
    yield f"# Assessment using the rubric: {clean(header.title)} {header.version}"
    yield from _write_instructions(criteria)
    yield "# If nobody knows, leave it as it is: an unknown answer is never counted as zero."
    yield "# Score the file at any time:  nhsdx assess THIS-FILE"
    yield from _write_comment(header.use.privacy or PRIVACY)
    if header.how_to_answer or header.words:
        yield "#"
        yield from _write_comment(header.how_to_answer)
    for word, meaning in header.words.items():
        yield from _write_comment(meaning, f"{clean(word)}: ")


def _write_instructions(criteria: Sequence[Criterion]) -> Iterator[str]:
    """Instructions for the kinds of criterion that are asked."""
    checklists = [criterion for criterion in criteria if isinstance(criterion, ChecklistCriterion)]
    if checklists:
        yield '# Answer each statement: replace "unknown" with "yes", "partly" or "no".'
    if any(any(map(criterion.may_leave_out, criterion.items)) for criterion in checklists):
        yield '# A statement may also be "not-applicable" if the question allows it; give a reason.'
    if len(checklists) < len(criteria):
        yield '# If a question has  status = "unknown",  replace that line with an answer like the one below it.'


def _write_context(rubric: Rubric) -> Iterator[str]:
    """Comments to complete, one for each fact that is shown beside the score."""
    if rubric.context:
        yield from ("", "# Facts that are shown beside the score and never scored. Remove the # from your answers.")
        yield "[context]"
    for name, question in rubric.context.items():
        yield from _write_comment(question.question or question.title)
        yield from _write_comment("; ".join(question.options), "  one of: ")
        yield f'# {name} = "…"'


def _write_action(rubric: Rubric, asked: Collection[str]) -> Iterator[str]:
    """An example of an action, as a comment."""
    name = next((name for name in rubric.criteria if name in asked), "…")
    criterion = rubric.criteria.get(name)
    yield from ("", "", "# ---- Actions ----")
    yield "# What will be done about a question. Copy these lines for each action, and remove the #."
    yield "# [[actions]]"
    yield f'# criterion = "{name}"'
    if isinstance(criterion, ChecklistCriterion):
        yield f'# items = ["{next(iter(criterion.items))}"]'
    yield '# what = "…"'
    yield '# owner = "…"                    # a role, never a name'
    yield "# due = 2027-01-31"
    yield '# state = "open"                 # open, done or dropped (give a reason)'


def _write_profile(rubric: Rubric, profile: str | None) -> Iterator[str]:
    if profile is not None:
        yield f'profile = "{profile}"'
    elif rubric.profiles:
        yield '# profile = "…"'
        yield from _write_comment(", ".join(rubric.profiles), "one of: ")


def _write_comment(text: str | None, lead: str = "") -> Iterator[str]:
    if text:
        yield from textwrap.wrap(
            clean(text, 10_000), WIDTH, initial_indent=f"# {lead}", subsequent_indent="# " + " " * min(len(lead), 4)
        )


def _write_levels(rubric: Rubric) -> Iterator[str]:
    yield ""
    yield "# The levels:"
    for number, level in zip(name_places(rubric.levels), rubric.levels, strict=True):
        meaning = f": {level.meaning}" if level.meaning else ""
        yield from _write_comment(f"{level.label}{meaning}", f"{number}  ")


def _write_grades(rubric: Rubric) -> Iterator[str]:
    if not rubric.evidence_grades:
        return
    yield "#"
    yield "# How strong the evidence is, and the highest level it can support:"
    for grade in rubric.evidence_grades:
        age = f"; no older than {grade.max_age_months} months" if grade.max_age_months else ""
        supports = f"to level {rubric.name_level(grade.supports)}{age}"
        yield from _write_comment(f'evidence = "{grade.id}"  ({supports}): {grade.label}')


def _write_question(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[str]:
    yield ""
    yield from _write_comment(criterion.title)
    yield from _write_comment(criterion.question)
    yield from _write_comment(criterion.scored_on, "Scored on: ")
    if criterion.asked_when is not None:
        yield from _write_comment(describe_asked(rubric, criterion.asked_when), "Asked only if ")
    yield from _write_comment(describe_worth(rubric, criterion), "If it does not apply, ")
    yield from _write_forms(rubric, criterion)
    yield from _write_comment(criterion.look_for, "Look for: ")
    yield from _write_comment("; ".join(criterion.evidence), "Ask for: ")
    yield from _write_comment("; ".join(criterion.red_flags), "Beware of: ")
    yield f"[answers.{name}]"
    if isinstance(criterion, ChecklistCriterion):
        yield from _write_items(rubric, criterion)
    else:
        yield 'status = "unknown"'
        yield f"# {_write_example(rubric, criterion)}"
    for status in criterion.may_be_left_out:
        where = "instead of the items" if isinstance(criterion, ChecklistCriterion) else "instead of an answer"
        yield f'# status = "{status}"{" " * (21 - len(status))}# {where}, with  reason = "…"'
    if rubric.evidence_grades:
        default = criterion.evidence_default or rubric.evidence_grades[0].id
        yield f'# evidence = "{default}"'
        yield "# seen = 2026-01-31             # the date of the evidence"
    yield '# why = "…"'


def _write_items(rubric: Rubric, criterion: ChecklistCriterion) -> Iterator[str]:
    """Each statement as a comment with its level, above the line for its answer; lowest level first."""
    for name, item in sorted(criterion.items.items(), key=lambda entry: entry[1].level or 0):
        yield from _write_comment(item.text, "" if item.level is None else f"Level {rubric.name_level(item.level)}: ")
        if item.asked_when is not None:
            yield from _write_comment(describe_asked(rubric, item.asked_when), "  asked only if ")
        if criterion.items_may_be_left_out is not None and criterion.may_leave_out(name):
            yield '# (may be "not-applicable", with a reason)'
        yield f'items.{name} = "unknown"'


def _write_forms(rubric: Rubric, criterion: Criterion) -> Iterator[str]:
    """The possible answers: descriptors, options, or a number with its unit."""
    if isinstance(criterion, LevelCriterion):
        for number, descriptor in zip(rubric.name_levels(criterion), criterion.descriptors, strict=True):
            yield from _write_comment(descriptor, f"  {number}  ")
    elif isinstance(criterion, SurveyCriterion):
        yield from _write_comment(ONLY_ASKED, "  ")
        yield from _write_statements(criterion)
        others = "Others" if any(one.options for one in criterion.statements.values()) else "Each"
        lead = f"{others} rated as: " if criterion.statements else "How many people chose each option, in this order: "
        yield from _write_comment("; ".join(criterion.options), f"  {lead}")
        yield from _write_comment(describe_least(criterion), "  ")
    elif isinstance(criterion, MeasureCriterion):
        yield from _write_comment(describe_measure(criterion), "  ")
    for enough in list_enough(rubric, criterion):
        yield from _write_comment(enough, "  ")


def _write_statements(criterion: SurveyCriterion) -> Iterator[str]:
    """The statements that people rate, and how many of them each person must rate."""
    for statement in criterion.statements.values():
        yield from _write_comment(statement.words, "  - ")
    if criterion.statements:
        yield from _write_comment(f"The {describe_mean(criterion)}.", "  ")


def _write_example(rubric: Rubric, criterion: Criterion) -> str:
    if isinstance(criterion, LevelCriterion):
        names = rubric.name_levels(criterion)
        first = f'"{names[0]}"' if isinstance(names[0], str) else names[0]
        return f"level = {first}                     # {names[0]} to {names[-1]}"
    if isinstance(criterion, SurveyCriterion) and criterion.statements:
        return "mean = 0\n# respondents = 0"
    if isinstance(criterion, SurveyCriterion):
        return "counts = [" + ", ".join("0" for _ in criterion.options) + "]"
    return "value = 0"
