"""What the JSON Schemas add to the models: keys that exclude or need each other.

`loading.whole` checks the same rules and explains them to people.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from nhsdx.model import ANSWER_KEYS, RESERVED_IDS

Json: TypeAlias = dict[str, Any]


def _require_keys(*keys: str) -> Json:
    return {"required": list(keys)}


def _require_one_of(*keys: str) -> Json:
    """A rule that exactly one of the given keys must be present."""
    return {"oneOf": [_require_keys(key) for key in keys]}


def _match_keys(**keys: Json) -> Json:
    """A rule that the given keys must match the given schemas.

    Other keys are allowed, because some editors check one part of a schema without the others.
    """
    return {"properties": {name.replace("_", "-"): part for name, part in keys.items()}, "additionalProperties": True}


LEFT_OUT = _require_keys("status") | _match_keys(status={"enum": ["not-due", "not-applicable"]})
NONE_LEFT_OUT = {"patternProperties": {"": {"not": {"const": "not-applicable"}}}, "additionalProperties": True}
WITHOUT_ITEMS = _require_keys("items") | _match_keys(items={"not": NONE_LEFT_OUT, "additionalProperties": True})
OPEN: Json = {"additionalProperties": True}
SIMPLE_CONDITIONS = (
    *((node, bound) for node in ("criterion", "dimension") for bound in ("at-most", "at-least", "below", "above")),
    ("criterion", "missing"),
)
HIGH = ("at-least", "above")
STAGED: Json = {
    "if": _require_keys("aggregate") | _match_keys(aggregate={"const": "staged"}),
    "then": _require_keys("stages") | _match_keys(stages={"minItems": 1}, invert={"const": False}),
}
ASKED_FORMS = (("criterion", "at-least"), ("criterion", "met"), ("context", "is"), ("any",), ("all",))
ABOVE_0: Json = {"exclusiveMinimum": 0}
NO_RESERVED_ID: Json = {"propertyNames": {"not": {"enum": sorted(RESERVED_IDS)}}}

UPWARD: list[Json] = [_require_keys("at-least"), _require_keys("above")]
SEVERAL = [_require_keys(key) | _match_keys(**{key: {"contains": {"anyOf": UPWARD}}}) for key in ("any", "all")]
NOT_UPWARD: Json = {"not": {"anyOf": [*UPWARD, *SEVERAL]}} | OPEN
"""A condition that is not about a high score or level; nested parts are checked only by nhsdx."""

RULES: dict[str, Json] = {
    "Action": {
        "if": _require_keys("state") | _match_keys(state={"const": "dropped"}),
        "then": _require_keys("reason") | OPEN,
    },
    "Answer": {
        "oneOf": [
            *(_require_keys(key) for key in ("level", "items", "value", "counts", "status")),
            _require_keys("mean", "respondents"),
        ],
        "if": {"anyOf": [LEFT_OUT, WITHOUT_ITEMS]},
        "then": _require_keys("reason") | OPEN,
    },
    "AskedWhen": {
        "oneOf": [_require_keys(*keys) | {"maxProperties": len(keys)} for keys in ASKED_FORMS],
        "properties": {key: {"minItems": 1} for key in ("any", "all", "met", "is")},
    },
    "BenefitLine": _require_one_of("years", "unknown"),
    "Band": {"allOf": [_require_one_of("level", "score"), _require_one_of("from", "above")]},
    "ChecklistCriterion": {
        "if": _require_keys("scoring") | _match_keys(scoring={"const": "share"}),
        "else": _match_keys(items={"additionalProperties": _require_keys("level") | OPEN}),
        "properties": {"items": {"propertyNames": {"not": {"enum": sorted(ANSWER_KEYS)}}}},
    },
    "CostLine": _require_one_of("years", "unknown"),
    "CriterionLink": {"anyOf": [_require_keys("shows"), _require_keys("note")]},
    "DiscountChoice": _require_one_of("edition", "rates"),
    "GoLiveDelay": _require_one_of("percent", "percentile", "table", "months"),
    "Adjustment": _require_one_of("percent", "percentile"),
    "Uplift": _require_one_of("percent", "percentile", "table"),
    "Condition": {
        "oneOf": [
            *(_require_keys(*pair) | {"maxProperties": 2} for pair in SIMPLE_CONDITIONS),
            _require_keys("any") | {"maxProperties": 1},
            _require_keys("all") | {"maxProperties": 1},
        ],
        "properties": {"any": {"minItems": 1}, "all": {"minItems": 1}, "missing": {"minItems": 1}},
    },
    "Expectation": {
        "additionalProperties": {"description": "What is expected of a node: its score, or a table of figures."}
    },
    "Dimension": STAGED,
    "Gate": {
        "oneOf": [
            _require_keys("cap") | _match_keys(cap={"minProperties": 1} | OPEN, flag={"const": False}, when=NOT_UPWARD),
            _require_keys("flag") | _match_keys(cap={"maxProperties": 0} | OPEN, flag={"const": True}),
        ]
    },
    "Linear": {
        "if": _require_keys("scale") | _match_keys(scale={"const": "log"}),
        "then": _match_keys(worst=ABOVE_0, best=ABOVE_0),
    },
    "MeasureCriterion": _require_one_of("bands", "linear") | {"properties": {"bands": {"minItems": 1}}},
    "Profile": _require_one_of("criteria", "without"),
    "Question": _require_one_of("column", "columns"),
    "RubricHeader": STAGED,
    "RubricFile": {
        "if": _require_keys("answers") | _match_keys(answers={"minProperties": 1} | OPEN),
        "then": _require_keys("assessment") | OPEN,
        "properties": {"criteria": NO_RESERVED_ID, "dimensions": NO_RESERVED_ID},
    },
    "Stage": {
        "oneOf": [
            *(_require_keys("level", *pair) | {"maxProperties": 3} for pair in SIMPLE_CONDITIONS if pair[1] in HIGH),
            *(_require_keys("level", key) | {"maxProperties": 2} for key in ("any", "all")),
            _require_keys("level") | {"maxProperties": 1},
        ],
        "properties": {"any": {"minItems": 1}, "all": {"minItems": 1}},
    },
    "SurveyCriterion": _require_one_of("scores", "top")
    | {
        "if": _require_keys("statements") | _match_keys(statements={"minProperties": 1} | OPEN),
        "then": _require_keys("scores") | OPEN,
    },
    "Waiver": _require_one_of("gate", "finding"),
}
"""Rules about several keys of a model; they are merged into the model's schema."""
