"""Fingerprints: SHA-256 of RFC 8785 canonical JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

from nhsdx.model import (
    About,
    AnswerChange,
    AnswerTable,
    ChecklistCriterion,
    Condition,
    Criterion,
    Dimension,
    MeasureCriterion,
    Rubric,
    RubricHeader,
    SurveyCriterion,
)
from nhsdx.scoring.scale import Scale

IN_ANY_ORDER = frozenset({"gates", "findings"})
"""The lists in a result whose order has no meaning, because it only follows the order of tables in a file."""

ASKED: Any = {"__all__": {"asked_when"}}
RARE: Any = {
    "criteria": {"__all__": {"not_applicable_counts": True, "asked_when": True, "needs": True, "items": ASKED}}
}
"""The settings that few criteria and items have."""
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def encode_canonical(value: Json) -> bytes:
    """The canonical JSON text of a value, by RFC 8785."""
    return rfc8785.dumps(value)


def compute_digest(value: Json) -> str:
    """`sha256:` and the hexadecimal digest of a value's canonical JSON."""
    return "sha256:" + hashlib.sha256(encode_canonical(value)).hexdigest()


def compute_content_digest(rubric: Rubric) -> str:
    """The fingerprint of everything in a rubric, but not of comments, layout or an assessment in its file."""
    fields = set(Rubric.model_fields)
    data = rubric.model_dump(mode="json", include=fields, exclude_defaults=True)
    for gate in data.get("gates", {}).values():
        gate["when"] = _sort_parts(gate["when"])
    return compute_digest(data)


def _sort_parts(condition: dict[str, Any]) -> dict[str, Any]:
    """A condition with its parts sorted and without repeats, because their order in a file has no meaning."""
    return {
        key: _keep_distinct(map(_sort_parts, part)) if key in ("any", "all") else part
        for key, part in condition.items()
    }


def _keep_distinct(values: Iterable[Json]) -> list[Json]:
    """The values without repeats, in the order of their canonical text."""
    made = {encode_canonical(one): one for one in values}
    return [made[key] for key in sorted(made)]


def compute_questions_digest(rubric: Rubric) -> str:
    """The fingerprint of the questions, statements and options of a rubric's surveys, and of nothing else."""
    asked: dict[str, Any] = {
        name: {
            "question": one.question,
            "options": list(one.options),
            "statements": {
                key: {"text": statement.text, "options": list(statement.options)}
                for key, statement in one.statements.items()
            },
        }
        for name, one in rubric.criteria.items()
        if isinstance(one, SurveyCriterion)
    }
    return compute_digest(asked)


def compute_scoring_digest(rubric: Rubric) -> str:
    """The fingerprint of everything that can change a score.

    Results can be compared only if this fingerprint is the same.
    """
    fields: dict[str, Json] = {
        "aggregate": rubric.rubric.aggregate,
        "levels": list(Scale.of(rubric.levels).scores),
        "evidence-grades": [[grade.id, grade.supports, grade.max_age_months] for grade in rubric.evidence_grades],
        "dimensions": {
            name: [
                *(dimension.parent, dimension.weight, dimension.aggregate, dimension.advisory),
                *_select_node_fields(dimension),
            ]
            for name, dimension in rubric.dimensions.items()
        },
        "criteria": _select_criteria(rubric),
        "gates": {name: [_select_condition_fields(gate.when), dict(gate.cap)] for name, gate in rubric.gates.items()},
        "profiles": {name: [*sorted(rubric.select_criteria(name))] for name in rubric.profiles},
    }
    overall = _select_node_fields(rubric.rubric)
    return compute_digest(fields | ({"overall": overall} if overall else {}))


def compute_assessment_digest(
    about: About,
    answers: Mapping[str, AnswerTable],
    context: Mapping[str, str],
    hypothetical: Sequence[AnswerChange] = (),
) -> str:
    """The fingerprint of the subject, the date, who answered, the context and every answer as the result records it.

    Actions are not part of the fingerprint, because recording that something was done changes no answer. The
    fingerprint covers hypothetical answers, so that nobody can mistake them for real answers.
    """
    fields: dict[str, Json] = {
        "subject": about.subject,
        "date": about.date.isoformat(),
        "voice": about.voice,
        "assessors": list(about.assessors),
        "context": dict(context),
        "answers": dict(answers),
    }
    supposed: list[Json] = [[change.key, change.before, change.after] for change in hypothetical]
    return compute_digest(fields | ({"hypothetical": supposed} if supposed else {}))


def compute_result_digest(data: Mapping[str, Any]) -> str:
    """The fingerprint of everything in a published result except this fingerprint and nulls.

    The order of gates and findings does not matter: it only follows the order of tables in the files.
    """
    kept = drop_nulls({key: value for key, value in data.items() if key != "digest"})
    return compute_digest(_sort_listed(kept))


def _sort_listed(value: Any) -> Any:  # noqa: ANN401 - any JSON value; the same kind is returned
    if not isinstance(value, dict):
        return value
    return {
        key: sorted(part, key=encode_canonical)
        if key in IN_ANY_ORDER and isinstance(part, list)
        else _sort_listed(part)
        for key, part in value.items()
    }


def drop_nulls(value: Any) -> Any:  # noqa: ANN401 - any JSON value; the same kind is returned
    """The value without null entries in its tables, because TOML has no null."""
    if isinstance(value, dict):
        return {key: drop_nulls(part) for key, part in value.items() if part is not None}
    return [drop_nulls(part) for part in value] if isinstance(value, list) else value


def _select_node_fields(node: RubricHeader | Dimension) -> list[Json]:
    """The settings that change a node's score, apart from its aggregation; empty for most nodes."""
    stages: list[Json] = [[stage.level, _select_condition_fields(stage)] for stage in node.stages]
    fields: dict[str, Json] = {
        "invert": node.invert or None,
        "stages": stages or None,
        "minimum-known": node.minimum_known,
        "minimum-coverage": node.minimum_coverage,
    }
    given: dict[str, Json] = {key: value for key, value in fields.items() if value is not None}
    return [given] if given else []


def _select_criteria(rubric: Rubric) -> dict[str, Json]:
    """The settings of each criterion that can change a score.

    The rare ones are written by one call for the whole rubric, because a call for each criterion would take longer.
    """
    written = rubric.model_dump(mode="json", include=RARE, exclude_defaults=True).get("criteria", {})
    return {name: _select_criterion_fields(one, written.get(name, {})) for name, one in rubric.criteria.items()}


def _select_criterion_fields(criterion: Criterion, written: Mapping[str, Any]) -> Json:
    supports: dict[str, Json] = dict(criterion.evidence_supports)
    common: list[Json] = [criterion.kind, criterion.dimension, criterion.weight]
    common += [criterion.evidence_default, supports, criterion.evidence_ages, _select_kind_fields(criterion)]
    further = _select_further_fields(criterion, written)
    return [*common, further] if further else common


def _select_further_fields(criterion: Criterion, written: Mapping[str, Any]) -> dict[str, Json]:
    """Rare fields that can change a score.

    Fields that a rubric does not set are left out, so that its digest stays the same.
    """
    found: dict[str, Json] = {key: value for key, value in written.items() if key != "items"}
    found |= {f"item {name}": item["asked-when"] for name, item in written.get("items", {}).items() if item}
    if isinstance(criterion, SurveyCriterion) and criterion.statements:
        found["statements"] = _select_statements(criterion)
    return found


def _select_statements(criterion: SurveyCriterion) -> list[Json]:
    """A survey's statements with any scores of their own, which of them are reversed, and how many must be answered."""
    reverse: list[Json] = [*sorted(name for name, one in criterion.statements.items() if one.reverse)]
    own: dict[str, Json] = {name: [*one.scores] for name, one in criterion.statements.items() if one.scores}
    rest: list[Json] = [own] if own else []
    return [[*sorted(criterion.statements)], reverse, criterion.least_answered, *rest]


def _select_kind_fields(criterion: Criterion) -> Json:
    if isinstance(criterion, ChecklistCriterion):
        return _select_checklist_fields(criterion)
    if isinstance(criterion, MeasureCriterion):
        return _select_measure_fields(criterion)
    if criterion.own_levels:
        return [level.score for level in criterion.own_levels]
    if isinstance(criterion, SurveyCriterion):
        scores: list[Json] = list(criterion.scores or ())
        return [len(criterion.options), scores, criterion.top, criterion.minimum_respondents]
    return None


def _select_checklist_fields(criterion: ChecklistCriterion) -> Json:
    if criterion.scoring == "staged":
        return [criterion.scoring, {name: item.level for name, item in criterion.items.items()}]
    weights: dict[str, Json] = {name: item.weight for name, item in criterion.items.items()}
    return [criterion.scoring, criterion.partly_counts, weights]


def _select_measure_fields(criterion: MeasureCriterion) -> Json:
    """A measure's bands or line, and the bounds that limit an unknown value."""
    bands: list[Json] = [
        [band.from_, band.level, band.score, *([] if band.above is None else [band.above])]
        for band in criterion.bands or ()
    ]
    line = criterion.linear
    ends: Json = None if line is None else [line.worst, line.best, line.scale]
    return [bands, ends, criterion.minimum, criterion.maximum]


def _select_condition_fields(condition: Condition) -> Json:
    return [
        condition.criterion,
        condition.dimension,
        condition.at_most,
        condition.at_least,
        condition.below,
        condition.above,
        None if condition.missing is None else [*sorted(condition.missing)],
        _keep_distinct(map(_select_condition_fields, condition.any_of or ())),
        _keep_distinct(map(_select_condition_fields, condition.all_of or ())),
    ]
