"""The JSON Schema for overlays, made from the rubric schema: no key is required, except a reason."""

from __future__ import annotations

import copy
from typing import Any, TypeAlias

from nhsdx.loading.overlay.allowed import MAY_DROP

Json: TypeAlias = dict[str, Any]
KIND_WORDS = ("level", "checklist", "measure", "survey")
KIND = "The kind of an added criterion; without this key, `level`."
KINDS = ("LevelCriterion", "ChecklistCriterion", "MeasureCriterion", "SurveyCriterion")
ENTRIES = {"dimensions": "Dimension", "gates": "Gate", "profiles": "Profile", "evidence-grades": "EvidenceGrade"}
EXTENDS = {
    "description": "The rubric to extend: a shipped rubric with its major version, or the path of a file.",
    "type": "string",
    "minLength": 1,
    "examples": ["nhs-digital-leadership@2", "system.toml@1"],
}
OVERLAY = {
    "description": "The base of the overlay, and who decided on the changes and when, unless a change says otherwise.",
    "$ref": "#/$defs/OverlayHeader",
}


def build_overlay_schema(rubric: Json, header: Json, change: Json) -> Json:
    """The overlay schema, made from the schemas for a rubric, `[overlay]` and a change."""
    made = copy.deepcopy(rubric)
    made["description"] = "A local rubric: it extends another rubric, and gives a reason for each change."
    definitions, properties = made["$defs"], made["properties"]
    properties.pop("levels")
    for section, name in ENTRIES.items():
        definitions[name] = _build_change_table(section, [definitions[name]], change)
    definitions["CriterionChange"] = _build_change_table("criteria", [definitions.pop(name) for name in KINDS], change)
    properties["criteria"]["additionalProperties"] = {"$ref": "#/$defs/CriterionChange"}
    # An added item gives its own reason, or uses the reason of its criterion.
    definitions["CriterionChange"].pop("required")
    definitions["CriterionChange"]["anyOf"] = [
        {"required": ["reason"], "additionalProperties": True},
        {"required": ["items"], "maxProperties": 1, "additionalProperties": True},
    ]
    definitions["ChecklistItem"]["properties"] |= _select_change_keys("items", change)
    definitions["EvidenceGrade"]["required"] = ["id", "reason"]
    definitions["RubricHeader"]["properties"] |= _select_change_keys("rubric", change)
    definitions.pop("Level")
    made["properties"] = {"extends": EXTENDS, "overlay": OVERLAY, **properties}
    definitions["OverlayHeader"] = header
    made["required"] = ["format", "extends", "overlay", "rubric"]
    return made


def _build_change_table(section: str, tables: list[Json], change: Json) -> Json:
    """A table with the keys of the given tables, none of them required, and with the keys that describe a change."""
    properties: Json = {}
    for table in tables:
        properties |= {key: part for key, part in table["properties"].items() if key not in properties}
    if "kind" in properties:
        properties["kind"] = {"description": KIND, "enum": list(KIND_WORDS), "type": "string"}
    return {
        "description": "An entry that an overlay changes, adds or drops, with the reason.",
        "additionalProperties": False,
        "properties": properties | _select_change_keys(section, change),
        "required": ["reason"],
        "type": "object",
    }


def _select_change_keys(section: str, change: Json) -> Json:
    left_out = set() if section in MAY_DROP else {"drop"}
    left_out |= set() if section == "gates" else {"departure"}
    return {key: part for key, part in change["properties"].items() if key not in left_out}
