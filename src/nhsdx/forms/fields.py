"""The fields of a form: the path of each field in an assessment file, and what people may enter in the field."""

from __future__ import annotations

from nhsdx.documents.words import describe_item_state
from nhsdx.forms.model import FormField, FormOption
from nhsdx.loading.whole.answer_words import find_bounds
from nhsdx.model import (
    ChecklistCriterion,
    Criterion,
    ItemState,
    LevelCriterion,
    MeasureCriterion,
    Path,
    Rubric,
    SurveyCriterion,
)

ABOUT_FIELDS = (
    FormField(("assessment", "subject"), "text", "Who is assessed: the organisation, system or programme"),
    FormField(("assessment", "date"), "day", "Date of the assessment"),
    FormField(("assessment", "voice"), "text", "Whose view this is, such as self, clinicians or reviewer"),
    FormField(("assessment", "assessors"), "texts", "Who made the assessment: roles, not names"),
    FormField(("assessment", "notes"), "text", "Anything else that a reader should know"),
)
DOCUMENT_KEYS = ("title", "date", "sha256", "url")
ACTION_KEYS = ("criterion", "items", "what", "owner", "due", "state", "reason")
STATES = tuple(FormOption(one, one) for one in ("open", "done", "dropped"))
STATUS_LABELS = {"unknown": "Not known", "not-due": "Not due yet", "not-applicable": "Does not apply"}


def list_value_fields(rubric: Rubric, name: str, criterion: Criterion) -> tuple[FormField, ...]:
    """The fields for the value of an answer. The fields of a checklist are sorted by level."""
    path: Path = ("answers", name)
    if isinstance(criterion, ChecklistCriterion):
        items = sorted(criterion.items.items(), key=lambda entry: entry[1].level or 0)
        return tuple(
            FormField((*path, "items", item), "choice", one.text, list_item_options(criterion, item))
            for item, one in items
        )
    if isinstance(criterion, LevelCriterion):
        options = tuple(map(FormOption, rubric.name_levels(criterion), criterion.descriptors))
        return (FormField((*path, "level"), "choice", "Level", options),)
    if isinstance(criterion, MeasureCriterion):
        return (FormField((*path, "value"), "number", criterion.unit, limits=find_bounds(criterion)),)
    return _list_survey_fields(criterion, path)


def list_item_options(criterion: ChecklistCriterion, item: str) -> tuple[FormOption, ...]:
    """The possible answers to a statement. The rubric decides whether "does not apply" is one of them."""
    states = [one for one in ItemState if one is not ItemState.NOT_APPLICABLE or criterion.may_leave_out(item)]
    return tuple(FormOption(one.value, describe_item_state(one)) for one in states)


def _list_survey_fields(criterion: SurveyCriterion, path: Path) -> tuple[FormField, ...]:
    if criterion.statements:
        return (
            FormField((*path, "mean"), "number", "Mean score of the respondents, 0 to 100", limits=(0, 100)),
            FormField((*path, "respondents"), "whole", "Number of respondents", limits=(1, None)),
        )
    return tuple(
        FormField((*path, "counts", place), "whole", option, limits=(0, None))
        for place, option in enumerate(criterion.options)
    )


def list_further_fields(rubric: Rubric, name: str, criterion: Criterion) -> tuple[FormField, ...]:
    """The fields of a question apart from its answer: for example, the status, the reason and the evidence."""
    path: Path = ("answers", name)
    statuses = ("unknown", *criterion.may_be_left_out)
    fields = [
        FormField((*path, "invited"), "whole", "How many people were asked", limits=(1, None)),
        FormField(
            (*path, "status"),
            "choice",
            "Instead of an answer",
            tuple(FormOption(status, STATUS_LABELS[status]) for status in statuses),
        ),
        FormField((*path, "reason"), "text", "Why the question does not apply or is not due"),
    ]
    if rubric.evidence_grades:
        grades = tuple(FormOption(grade.id, grade.label) for grade in rubric.evidence_grades)
        fields.append(FormField((*path, "evidence"), "choice", "Evidence", grades))
    fields += [
        FormField((*path, "seen"), "day", "Date of the evidence"),
        FormField((*path, "why"), "text", "Why this answer is right"),
        FormField((*path, "documents"), "ids", "Ids of documents that support the answer"),
    ]
    return tuple(fields if isinstance(criterion, SurveyCriterion) else fields[1:])


def build_document_field(name: str, key: str) -> FormField:
    """The field for a key of a document."""
    return FormField(("documents", name, key), "day" if key == "date" else "text", key)


def build_action_field(place: int, key: str) -> FormField:
    """The field for a key of an action. The action is identified by its place in the list."""
    path: Path = ("actions", place, key)
    if key == "state":
        return FormField(path, "choice", key, STATES)
    return FormField(path, "day" if key == "due" else "ids" if key == "items" else "text", key)
