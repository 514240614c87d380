"""Builds the form for a rubric: its sections, questions, options and guidance."""

from __future__ import annotations

from collections.abc import Iterator

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
from nhsdx.forms.fields import ABOUT_FIELDS, list_further_fields, list_value_fields
from nhsdx.forms.model import (
    Form,
    FormField,
    FormGrade,
    FormItem,
    FormOption,
    FormQuestion,
    FormSection,
    FormStamp,
    Guidance,
)
from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    LevelCriterion,
    MeasureCriterion,
    Rubric,
    SurveyCriterion,
    name_places,
)
from nhsdx.scoring import Instrument


def build_form(instrument: Instrument, reference: str, profile: str | None = None) -> Form:
    """The form for a rubric, or for one of its profiles. An assessment refers to the rubric by `reference`."""
    rubric, stamp = instrument.answerable, instrument.stamp
    asked = rubric.select_criteria(profile)
    header = rubric.rubric
    return Form(
        stamp=FormStamp(reference, stamp.version, stamp.content_digest, profile),
        reference=instrument.rubric.reference,
        title=header.title,
        profile_title=None if profile is None else instrument.rubric.profiles[profile].title,
        how_to_answer=header.how_to_answer,
        words=tuple(header.words.items()),
        privacy=header.use.privacy or PRIVACY,
        levels=tuple(
            FormOption(number, level.label, level.meaning or "")
            for number, level in zip(name_places(rubric.levels), rubric.levels, strict=True)
        ),
        grades=tuple(
            FormGrade(one.id, one.label, rubric.name_level(one.supports), one.max_age_months, one.needs_document)
            for one in rubric.evidence_grades
        ),
        about=ABOUT_FIELDS,
        context=tuple(_list_context(rubric)),
        sections=tuple(_list_sections(rubric, asked)),
        others=tuple(_build_question(rubric, name, one) for name, one in rubric.criteria.items() if name not in asked),
        instrument=instrument,
    )


def _list_context(rubric: Rubric) -> Iterator[FormField]:
    for name, one in rubric.context.items():
        options = tuple(FormOption(option, option) for option in one.options)
        yield FormField(("context", name), "choice", one.question or one.title, options)


def _list_sections(rubric: Rubric, asked: frozenset[str]) -> Iterator[FormSection]:
    """The sections of the form. Each section is a dimension with the questions that the profile asks in it."""
    for name, dimension in rubric.dimensions.items():
        inside = [
            _build_question(rubric, criterion_id, criterion)
            for criterion_id, criterion in rubric.criteria.items()
            if criterion.dimension == name and criterion_id in asked
        ]
        if inside:
            yield FormSection(name, dimension.title, dimension.why, tuple(inside))


def _build_question(rubric: Rubric, name: str, criterion: Criterion) -> FormQuestion:
    values = list_value_fields(rubric, name, criterion)
    return FormQuestion(
        id=name,
        kind=criterion.kind,
        title=criterion.title,
        question=criterion.question,
        how=_describe_how(rubric, criterion),
        guidance=_build_guidance(rubric, criterion),
        statuses=tuple(criterion.may_be_left_out),
        items=_build_items(rubric, criterion, values) if isinstance(criterion, ChecklistCriterion) else (),
        statements=_list_statements(criterion),
        values=values,
        further=list_further_fields(rubric, name, criterion),
    )


def _list_statements(criterion: Criterion) -> tuple[str, ...]:
    return tuple(one.words for one in criterion.statements.values()) if isinstance(criterion, SurveyCriterion) else ()


def _build_items(rubric: Rubric, criterion: ChecklistCriterion, values: tuple[FormField, ...]) -> tuple[FormItem, ...]:
    """The statements of a checklist, in the order of their fields."""
    made = []
    for field in values:
        name = str(field.path[-1])
        item = criterion.items[name]
        level = None if item.level is None else rubric.name_level(item.level)
        asked = None if item.asked_when is None else describe_asked(rubric, item.asked_when)
        explicit = criterion.items_may_be_left_out is not None or "not-applicable" in criterion.may_be_left_out
        made.append(FormItem(name, item.text, level, asked, explicit and criterion.may_leave_out(name), field))
    return tuple(made)


def _build_guidance(rubric: Rubric, criterion: Criterion) -> Guidance:
    asked = criterion.asked_when
    return Guidance(
        scored_on=criterion.scored_on,
        asked_when=None if asked is None else describe_asked(rubric, asked),
        worth=describe_worth(rubric, criterion),
        enough=tuple(list_enough(rubric, criterion)),
        look_for=criterion.look_for,
        evidence=tuple(criterion.evidence),
        red_flags=tuple(criterion.red_flags),
    )


def _describe_how(rubric: Rubric, criterion: Criterion) -> str:
    """A sentence that says how to answer the question."""
    if isinstance(criterion, ChecklistCriterion):
        return "Answer each statement."
    if isinstance(criterion, LevelCriterion):
        names = rubric.name_levels(criterion)
        return f"Choose a level from {names[0]} to {names[-1]}."
    if isinstance(criterion, MeasureCriterion):
        return f"{describe_measure(criterion)}."
    asked_for = (
        f"the {describe_mean(criterion)}" if criterion.statements else "the number of people who chose each option"
    )
    return f"{ONLY_ASKED} Give {asked_for}. {describe_least(criterion)}"
