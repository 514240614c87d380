"""Documents for other programs, validated by their official schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator  # type: ignore[import-untyped]

from nhsdx.commands.rubric.schema.catalogue import MODELS
from nhsdx.results.output import OutputDocument
from tests.support.run import ROOT

SCHEMAS = ROOT / "tests" / "schemas"


@cache
def _junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


@cache
def _sarif_schema() -> Any:  # noqa: ANN401 - jsonschema makes the class
    return Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")))


def junit_root(text: str) -> ET.Element:
    """The root of a JUnit document, which must be valid by the schema that Jenkins uses."""
    _junit_schema().validate(text)
    return ET.fromstring(text)  # noqa: S314 - the tests themselves make the documents


def sarif_run(text: str) -> dict[str, Any]:
    """The only run of a SARIF log, which must be valid by the official schema."""
    data = json.loads(text)
    assert [error.message for error in _sarif_schema().iter_errors(data)] == []
    (run,) = data["runs"]
    assert isinstance(run, dict)
    return run


@cache
def _validators(name: str) -> tuple[Any, Any]:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema), jsonschema_rs.validator_for(schema)


def schema_errors(name: str, data: object) -> list[list[str]]:
    """The errors of two independent validators in data, by the committed schema with this name."""
    return [[error.message for error in validator.iter_errors(data)] for validator in _validators(name)]


def expect_valid(text: str) -> str:
    """Checks that a JSON document is valid by its schema and unchanged by its model; returns its name."""
    data = json.loads(text)
    name = data["format"].removeprefix("nhsdx.").partition("/")[0]
    assert schema_errors(name, data) == [[], []]
    model = MODELS[name]
    if issubclass(model, OutputDocument):
        assert list(_pairs(model.model_validate_json(text).dump())) == list(_pairs(data))
    return str(name)


def _pairs(data: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value with its path, in order; numbers with their type."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _pairs(value, f"{path}/{key}")
    yield path, data if isinstance(data, str | bool | None) else repr(data)
