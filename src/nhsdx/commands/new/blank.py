"""A blank assessment file: every question is a comment, and every answer is unknown."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_measure
from nhsdx.errors import NhsdxError
from nhsdx.files.source import STDIN, is_file
from nhsdx.loading.rubric_file import build_rubric_reference, load_rubric
from nhsdx.model import (
    ASSESSMENT_FORMAT,
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    Rubric,
    SurveyCriterion,
    expect_profile,
)

WIDTH = 100


class BlankAssessment(NamedTuple):
    """The text of a new assessment, and how many questions it asks."""

    text: str
    questions: int


def start_assessment(
    name: str, profile: str | None = None, day: datetime.date | None = None, output: str | None = None
) -> BlankAssessment:
    """A blank assessment of the rubric in a file or with an id, to be written to `output`, or into this folder.

    Its date is today if no day is given. Raises InvalidInputError or NhsdxError for a rubric that cannot be used.
    """
    if name == STDIN:
        hint = "save the rubric in a file that ends in .toml, and give its name"
        raise NhsdxError("the new file cannot refer to a rubric from stdin", hint=hint, code="rubric-not-found")
    if is_file(name) and not name.endswith(".toml"):
        hint = "rename it: an assessment refers to its rubric by a path that ends in .toml"
        raise NhsdxError("this file's name does not end in .toml", name, hint, code="rubric-not-found")
    loaded = load_rubric(name)
    expect_profile(loaded.rubric, profile, "--profile")
    reference = build_rubric_reference(name, loaded.rubric.reference, output)
    today = datetime.date.today()  # noqa: DTZ011 - the day where the user is
    text = build_blank_assessment(loaded.answerable, reference, profile, day or today)
    return BlankAssessment(text, len(loaded.answerable.select_criteria(profile)))


def build_blank_assessment(rubric: Rubric, reference: str, profile: str | None, day: datetime.date) -> str:
    """The text of an assessment file for a rubric (or one profile of it) with every answer unknown."""
    return "\n".join(_write_lines(rubric, reference, profile, day)) + "\n"


def _write_lines(rubric: Rubric, reference: str, profile: str | None, day: datetime.date) -> Iterator[str]:
    yield f"# An assessment with: {clean(rubric.rubric.title)} {rubric.rubric.version}"
    yield '# For each question, replace the line  status = "unknown"  with your answer. If nobody knows, leave it:'
    yield "# an unknown answer is never counted as zero. Score the file at any time:  nhsdx assess THIS-FILE"
    yield "# If a question is not due yet, or does not apply, say why instead:"
    yield '#   status = "not-due"   (or "not-applicable")'
    yield '#   reason = "Before go-live."'
    yield f'format = "{ASSESSMENT_FORMAT}"'
    yield f'rubric = "{_escape(reference)}"'
    yield from _write_profile(rubric, profile)
    yield ""
    yield "[assessment]"
    yield 'subject = "Name of the organisation, system or programme"'
    yield f"date = {day.isoformat()}"
    yield 'voice = "self"                 # whose view this is: self, clinicians, reviewer, …'
    yield 'assessors = ["Role, not name"]'
    yield from _write_levels(rubric)
    yield from _write_grades(rubric)
    asked = rubric.select_criteria(profile)
    for dimension_id, dimension in rubric.dimensions.items():
        inside = {name: c for name, c in rubric.criteria.items() if c.dimension == dimension_id and name in asked}
        if inside:
            yield from ("", "", f"# ---- {clean(dimension.title)} ----")
            yield from _write_comment(dimension.why)
        for name, criterion in inside.items():
            yield from _write_question(rubric, name, criterion)


def _write_profile(rubric: Rubric, profile: str | None) -> Iterator[str]:
    if profile is not None:
        yield f'profile = "{profile}"'
    elif rubric.profiles:
        yield '# profile = "…"'
        yield from _write_comment(", ".join(rubric.profiles), "one of: ")


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _write_comment(text: str | None, lead: str = "") -> Iterator[str]:
    if text:
        yield from textwrap.wrap(
            clean(text, 10_000), WIDTH, initial_indent=f"# {lead}", subsequent_indent="# " + " " * len(lead)
        )


def _write_levels(rubric: Rubric) -> Iterator[str]:
    yield ""
    yield "# The levels:"
    for number, level in enumerate(rubric.levels):
        meaning = f": {level.meaning}" if level.meaning else ""
        yield from _write_comment(f"{level.label}{meaning}", f"{number}  ")


def _write_grades(rubric: Rubric) -> Iterator[str]:
    if not rubric.evidence_grades:
        return
    yield "#"
    yield "# How strong the evidence is, and the highest level it can support:"
    for grade in rubric.evidence_grades:
        age = f"; no older than {grade.max_age_months} months" if grade.max_age_months else ""
        yield from _write_comment(f'evidence = "{grade.id}"  (to level {grade.supports}{age}): {grade.label}')


def _write_question(rubric: Rubric, name: str, criterion: Criterion) -> Iterator[str]:
    yield ""
    yield from _write_comment(criterion.title)
    yield from _write_comment(criterion.question)
    yield from _write_forms(criterion)
    yield from _write_comment(criterion.look_for, "Look for: ")
    yield from _write_comment("; ".join(criterion.evidence), "Ask for: ")
    yield from _write_comment("; ".join(criterion.red_flags), "Beware of: ")
    yield f"[answers.{name}]"
    yield 'status = "unknown"'
    yield f"# {_write_example(criterion)}"
    if rubric.evidence_grades:
        default = criterion.evidence_default or rubric.evidence_grades[0].id
        yield f'# evidence = "{default}"'
        yield "# seen = 2026-01-31             # the date of the evidence"
    yield '# why = "…"'


def _write_forms(criterion: Criterion) -> Iterator[str]:
    """The possible answers: descriptors, items, options, or a number in its unit."""
    if isinstance(criterion, LevelCriterion):
        for number, descriptor in enumerate(criterion.levels):
            yield from _write_comment(descriptor, f"  {number}  ")
    elif isinstance(criterion, ChecklistCriterion):
        for item in criterion.items:
            level = f" (level {item.level})" if item.level is not None else ""
            yield from _write_comment(f"{item.text}{level}", f"  {item.id}: ")
    elif isinstance(criterion, SurveyCriterion):
        yield from _write_comment("; ".join(criterion.options), "  Respondents who chose, in this order: ")
        yield from _write_comment(
            f"  At least {criterion.minimum_respondents} respondents in all; fewer count as unknown."
        )
    else:
        yield from _write_comment(describe_measure(criterion), "  ")


def _write_example(criterion: Criterion) -> str:
    if isinstance(criterion, LevelCriterion):
        return f"level = 0                     # 0 to {len(criterion.levels) - 1}"
    if isinstance(criterion, ChecklistCriterion):
        return "met = []                      # and partly = []: ids from the list above"
    if isinstance(criterion, SurveyCriterion):
        return "counts = [" + ", ".join("0" for _ in criterion.options) + "]"
    return "value = 0"
