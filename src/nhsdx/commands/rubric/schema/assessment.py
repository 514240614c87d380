"""The assessment schema for one rubric: it lists the criteria, items, options, grades and statuses by name."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, TypeAlias

from nhsdx.loading.whole.answer_words import VALUE_KEYS, find_bounds
from nhsdx.model import ChecklistCriterion, Criterion, ItemState, MeasureCriterion, Rubric, Status, SurveyCriterion

Json: TypeAlias = dict[str, Any]
BESIDE = ("reason", "evidence", "seen", "why", "documents")
"""The keys that any answer may have."""


def build_assessment_schema(schema: Json, rubric: Rubric) -> Json:
    """The assessment schema, narrowed to one rubric, so that an editor offers only valid entries."""
    made = copy.deepcopy(schema)
    properties, definitions = made["properties"], made["$defs"]
    made["title"] = f"Assessment with {rubric.reference}"
    made.pop("$id")
    properties["profile"] = _narrow(properties["profile"], rubric.profiles)
    properties["context"] |= _build_table(
        {
            name: {"description": one.question or one.title, "enum": list(one.options)}
            for name, one in rubric.context.items()
        }
    )
    answer = definitions["Answer"]["properties"]
    answers = {name: _build_answer(rubric, one, answer) for name, one in rubric.criteria.items()}
    properties["answers"] |= _build_table(answers)
    action = definitions["Action"]["properties"]
    action["criterion"] = _narrow(action["criterion"], rubric.criteria)
    return made


def _narrow(key: Json, words: Iterable[str]) -> Json:
    """A key whose value must be one of the given words; without words, the key cannot be used."""
    return {"description": key["description"], "enum": list(words)}


def _build_table(keys: Json) -> Json:
    """A table with the given keys and no others."""
    return {"type": "object", "properties": keys, "additionalProperties": False}


def _build_answer(rubric: Rubric, criterion: Criterion, keys: Json) -> Json:
    """An answer to a criterion: a table with a value or a status, the word `unknown` or, for some kinds, a number."""
    statuses = [Status.UNKNOWN.value, *criterion.may_be_left_out]
    is_scale = isinstance(criterion, SurveyCriterion) and bool(criterion.statements)
    values = ("mean", "respondents") if is_scale else (VALUE_KEYS[criterion.kind],)
    table = {value: keys[value] for value in values}
    if not is_scale:
        table[values[0]] = {"description": keys[values[0]]["description"]} | _build_value(rubric, criterion)
    table["status"] = _narrow(keys["status"], statuses)
    if isinstance(criterion, SurveyCriterion):
        table["invited"] = keys["invited"]
    beside = {key: keys[key] for key in BESIDE}
    beside["evidence"] = _narrow(keys["evidence"], (grade.id for grade in rubric.evidence_grades))
    either = {"oneOf": [{"required": [*values]}, {"required": ["status"]}]}
    forms: list[Json] = [_build_table(table | beside) | either, {"const": Status.UNKNOWN.value}]
    if criterion.kind in ("level", "measure"):
        forms.append(_build_value(rubric, criterion))
    return {"description": criterion.question or criterion.title, "anyOf": forms}


def _build_value(rubric: Rubric, criterion: Criterion) -> Json:
    """The value of an answer in the form that its kind of criterion takes."""
    if isinstance(criterion, ChecklistCriterion):
        return _build_table(
            {
                name: {"description": item.text, "enum": _list_states(criterion, name)}
                for name, item in criterion.items.items()
            }
        )
    if isinstance(criterion, SurveyCriterion):
        size = len(criterion.options)
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": size, "maxItems": size}
    if isinstance(criterion, MeasureCriterion):
        bounds = zip(("minimum", "maximum"), find_bounds(criterion), strict=True)
        return {"type": "number"} | {key: bound for key, bound in bounds if bound is not None}
    names = rubric.name_levels(criterion)
    is_counted = list(names) == list(range(len(names)))
    return {"type": "integer", "minimum": 0, "maximum": len(names) - 1} if is_counted else {"enum": [*names]}


def _list_states(criterion: ChecklistCriterion, item: str) -> list[str]:
    """The answers that an item may have."""
    return [state for state in ItemState if state is not ItemState.NOT_APPLICABLE or criterion.may_leave_out(item)]
