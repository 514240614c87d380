"""Fingerprints: SHA-256 of RFC 8785 canonical JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, TypeAlias

import rfc8785

from nhsdx.model.assessment import About, Answer
from nhsdx.model.criteria import ChecklistCriterion, Criterion, MeasureCriterion, SurveyCriterion
from nhsdx.model.rubric import Condition, Rubric
from nhsdx.scoring.scale import Scale

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def canonical(value: Json) -> bytes:
    """The one JSON text of a value, by RFC 8785."""
    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """`sha256:` and the hexadecimal digest of a value's canonical JSON."""
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()


def content_digest(rubric: Rubric) -> str:
    """The fingerprint of all a rubric says; comments, layout and an assessment beside it do not count."""
    fields = set(Rubric.model_fields)
    return digest(rubric.model_dump(mode="json", include=fields, exclude_defaults=True))


def scoring_digest(rubric: Rubric) -> str:
    """The fingerprint of what can change a number; two results compare only if theirs are equal."""
    return digest(
        {
            "aggregate": rubric.rubric.aggregate,
            "levels": list(Scale.of(rubric.levels).scores),
            "evidence-grades": [[grade.id, grade.supports, grade.max_age_months] for grade in rubric.evidence_grades],
            "dimensions": {
                name: [dimension.parent, dimension.weight, dimension.aggregate, dimension.advisory]
                for name, dimension in rubric.dimensions.items()
            },
            "criteria": {name: _criterion_part(criterion) for name, criterion in rubric.criteria.items()},
            "gates": {name: [_condition_part(gate.when), dict(gate.cap)] for name, gate in rubric.gates.items()},
            "profiles": {name: [*sorted(rubric.criteria_of(name))] for name in rubric.profiles},
        }
    )


def assessment_digest(about: About, answers: Mapping[str, Answer]) -> str:
    """The fingerprint of who was assessed, when, by which voice, and every answer in full form."""
    return digest(
        {
            "subject": about.subject,
            "date": about.date.isoformat(),
            "voice": about.voice,
            "answers": {name: answer.plain() for name, answer in answers.items()},
        }
    )


def result_digest(data: Mapping[str, Any]) -> str:
    """The fingerprint of a published result: of all it says but this digest, and the same without its nulls."""
    return digest(without_null({key: value for key, value in data.items() if key != "digest"}))


def without_null(value: Any) -> Any:  # noqa: ANN401 - any JSON value, and the same kind comes back
    """The value without the entries of its tables that are null; TOML has no null."""
    if isinstance(value, dict):
        return {key: without_null(part) for key, part in value.items() if part is not None}
    return [without_null(part) for part in value] if isinstance(value, list) else value


def _criterion_part(criterion: Criterion) -> Json:
    common: list[Json] = [criterion.kind, criterion.dimension, criterion.weight, criterion.evidence_default]
    return [*common, _kind_part(criterion)]


def _kind_part(criterion: Criterion) -> Json:
    if isinstance(criterion, ChecklistCriterion):
        items: dict[str, Json] = {item.id: [item.level, item.weight] for item in criterion.items}
        return [criterion.scoring, criterion.partly_counts, items]
    if isinstance(criterion, MeasureCriterion):
        bands: list[Json] = [[band.from_, band.level, band.score] for band in criterion.bands or ()]
        line = criterion.linear
        return [bands, None if line is None else [line.worst, line.best, line.scale]]
    if isinstance(criterion, SurveyCriterion):
        scores: list[Json] = list(criterion.scores or ())
        return [len(criterion.options), scores, criterion.top, criterion.minimum_respondents]
    return None


def _condition_part(condition: Condition) -> Json:
    return [
        condition.criterion,
        condition.dimension,
        condition.at_most,
        condition.below,
        [_condition_part(part) for part in condition.any_of or ()],
        [_condition_part(part) for part in condition.all_of or ()],
    ]
