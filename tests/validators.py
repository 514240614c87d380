"""Documents for other programs, read back under their official schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import xmlschema
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from tests.run import ROOT

SCHEMAS = ROOT / "tests" / "schemas"


@cache
def _junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")


@cache
def _sarif_schema() -> Any:  # noqa: ANN401 - jsonschema makes the class
    return Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8")))


def junit_root(text: str) -> ET.Element:
    """The root of a JUnit document, which must be valid under the schema that Jenkins uses."""
    _junit_schema().validate(text)
    return ET.fromstring(text)  # noqa: S314 - the documents are those that the tests themselves make


def sarif_run(text: str) -> dict[str, Any]:
    """The one run of a SARIF log, which must be valid under the official schema."""
    data = json.loads(text)
    assert [error.message for error in _sarif_schema().iter_errors(data)] == []
    (run,) = data["runs"]
    assert isinstance(run, dict)
    return run
