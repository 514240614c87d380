"""All schemas: of the files that people write, and of the JSON documents that commands write."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages

from nhsdx import commands
from nhsdx.commands.rubric.schema.assessment import build_assessment_schema
from nhsdx.commands.rubric.schema.schema import FILES, Json, build_model_schema
from nhsdx.errors import NhsdxError
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.model import FileModel, expect_known
from nhsdx.results.output import OutputDocument


def list_outputs() -> list[type[OutputDocument]]:
    """The JSON documents of all commands, from the modules with the name `data`, and the document for errors."""
    for module in walk_packages(commands.__path__, f"{commands.__name__}."):
        if module.name.endswith(".data"):
            import_module(module.name)
    return sorted(OutputDocument.__subclasses__(), key=lambda one: one.schema_name())


OUTPUTS = list_outputs()
MODELS: Mapping[str, type[FileModel | OutputDocument]] = FILES | {one.schema_name(): one for one in OUTPUTS}
"""The model of each kind of file or document, by the name of its schema."""


def build_schema(name: str, rubric: str | None = None) -> Json:
    """The JSON Schema for a name in `MODELS`; the assessment schema may be narrowed to one rubric.

    Raises NhsdxError for an unknown name, or if a rubric is given with another schema.
    """
    expect_known(name, MODELS, "a kind of file or document", "KIND")
    schema = build_model_schema(name, MODELS[name])
    if rubric is None:
        return schema
    if name != "assessment":
        raise NhsdxError("only the assessment schema can be made for one rubric", "--rubric", code="usage")
    return build_assessment_schema(schema, load_rubric(rubric).answerable)


def describe_schemas() -> str:
    """A line for each kind of file or document, with its name and meaning."""
    width = max(map(len, MODELS)) + 2
    lines = (f"{name:<{width}}{build_schema(name)['description']}" for name in MODELS)
    return "\n".join(lines) + "\n"
