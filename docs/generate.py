"""Write the schemas and the generated parts of the docs; with --check, only list what is out of date.

A generated part is between `<!-- generated: NAME WHAT -->` and `<!-- end -->`. NAME is a key of PARTS.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.models import ArgumentInfo, CommandInfo, OptionInfo

from nhsdx import api, limits
from nhsdx.cli.exits import MEANING
from nhsdx.commands.benefits import shape as benefits
from nhsdx.commands.check.policy import shape as policy
from nhsdx.commands.rubric.lint.linter import RULES
from nhsdx.commands.rubric.schema.catalogue import MODELS, OUTPUTS, build_schema
from nhsdx.commands.rubric.schema.schema import Json, read_meanings
from nhsdx.commands.survey import map as questionnaire
from nhsdx.documents.data import json_text
from nhsdx.documents.page import describe_condition, describe_gate_rule
from nhsdx.loading.rubric_file import load_rubric
from nhsdx.main import build_program, root
from nhsdx.model import assessment, criteria, expectation, overlay
from nhsdx.model import rubric as rubric_model
from nhsdx.model.base import ID_PATTERN, LEVEL_NAME_SCHEMA, FileModel
from nhsdx.model.codes import (
    CHECK_CODES,
    COMPARISON_CODES,
    ERROR_CODES,
    FINDING_CODES,
    MIGRATION_CODES,
    TABLE_CODES,
    VERIFICATION_CODES,
)
from nhsdx.model.criteria import ChecklistCriterion, Criterion, MeasureCriterion, SurveyCriterion
from nhsdx.model.rubric import Gate, Rubric, Source
from nhsdx.results import head, shape
from nhsdx.results.shown_answers import PublishedAnswer
from nhsdx.tables import map as batch_map
from nhsdx.tables import table_map
from nhsdx.tables.readers.text_blocks import LONGEST_LINE
from nhsdx.tables.readers.workbook_size import LARGEST, LARGEST_AREA

DOCS = Path(__file__).resolve().parent
SCHEMAS = DOCS.parent / "schemas"
PART = re.compile(r"(<!-- generated: ([a-z-]+)(?: ([\w-]+))? -->\n).*?(?=<!-- end -->)", re.DOTALL)
MODULE = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Z])")
"""The module in front of the name of a class."""
MEANINGS = read_meanings()
MODULES = (
    rubric_model,
    criteria,
    assessment,
    expectation,
    overlay,
    head,
    shape,
    policy,
    questionnaire,
    batch_map,
    table_map,
    benefits,
)
PATTERNS = {
    ID_PATTERN: "id",
    rubric_model.VERSION_PATTERN: "version such as 1.0.0",
    r"^[0-9a-f]{64}$": "SHA-256",
    shape.DIGEST_PATTERN: "`sha256:` and a SHA-256",
}
THOUSANDS = 10_000
JSON_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "table",
}
PLAIN = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "date": "date"}


def main(arguments: list[str]) -> int:
    """Write all files that are out of date; with --check, change nothing and return 1 if there are any."""
    is_check = "--check" in arguments
    pages = [*sorted(DOCS.rglob("*.md")), *DOCS.parent.glob("CONTRIBUTING.md")]
    made = {path: regenerated(path) for path in pages}
    made |= {SCHEMAS / f"{name}.schema.json": json_text(build_schema(name)) for name in MODELS}
    stale = {path: text for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text}
    for path, text in stale.items():
        name = path.relative_to(DOCS.parent).as_posix()
        sys.stderr.write(f"{'stale' if is_check else 'written'}: {name}\n")
        if not is_check:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and is_check else 0


def regenerated(path: Path) -> str:
    """The page with its generated parts up to date."""
    return PART.sub(_part, path.read_text(encoding="utf-8"))


def _part(match: re.Match[str]) -> str:
    marker, name, what = match.groups()
    return f"{marker}\n" + "\n".join(PARTS[name](what or "")).strip("\n") + "\n\n"


def _table(*headings: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (headings, ("---",) * len(headings), *rows):
        yield "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |"
    yield ""


# The tree of the source


def _tree(_: str) -> Iterator[str]:
    """The folders and single files of the package from the highest layer to the lowest, each with its purpose."""
    project = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    source = DOCS.parent / "src" / "nhsdx"
    yield "```text"
    for layer in contract["layers"]:
        for name in layer.split(" | "):
            yield _tree_line(source / name, name)
            inner = sorted(path.parent for path in (source / name).glob("*/__init__.py"))
            if name == "commands":
                yield f"  {' '.join(path.name for path in inner)}"
            else:
                yield from (_tree_line(path, f"  {path.name}") for path in inner)
    yield "```"


def _tree_line(path: Path, name: str) -> str:
    """A folder, or a file, with the first line of its docstring."""
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return f"{name:14}{docstring.partition(chr(10))[0].removesuffix('.')}"


# The keys of each table


def models() -> dict[str, type[FileModel]]:
    """Every table of a file, by the name of its model. The whole rubric has the model of its file."""
    found = [value for module in MODULES for value in vars(module).values()]
    tables = [value for value in found if isinstance(value, type) and issubclass(value, FileModel)]
    return {table.__name__: table for table in tables if table.model_fields and not _is_unfinished(table)}


def _is_unfinished(table: type[FileModel]) -> bool:
    """Whether a model is only part of a table: the rubric without its file, or the keys that maps or answers share."""
    generic = table.__pydantic_generic_metadata__
    is_part = table in (Rubric, table_map.TableMap, PublishedAnswer)
    return is_part or bool(generic["parameters"] or generic["origin"])


def keys_of(model: type[FileModel]) -> dict[str, FieldInfo]:
    """The keys of a table, without those that it shares with the other tables of its kind."""
    tables = models().values()
    above = [table for table in tables if table is not model and issubclass(model, table)]
    shared = {name for table in above for name in table.model_fields}
    return {field.alias or name: field for name, field in model.model_fields.items() if name not in shared}


def _keys(model_name: str) -> Iterator[str]:
    """The keys of a table; for a whole result, also the keys that it shares with other tables."""
    model = models()[model_name]
    keys = model.model_fields if model is shape.ResultFile else keys_of(model)
    yield from _table(
        "key",
        "type",
        "default",
        "meaning",
        rows=(
            (f"`{key}`", type_words(field.annotation, field.metadata), _default(field), _meaning(model, key))
            for key, field in keys.items()
        ),
    )


def _meaning(model: type[FileModel], key: str) -> str:
    """What a key means, as given for the model or for the nearest one that it inherits the key from."""
    return next(MEANINGS[one.__name__][key] for one in model.__mro__ if key in MEANINGS.get(one.__name__, {}))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value is PydanticUndefined or value is None or value == () or isinstance(value, FileModel):
        return ""
    if isinstance(value, float):
        return f"`{value:g}`"
    values = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"`{str(one).lower()}`" for one in values)


def type_words(annotation: object, metadata: Iterable[object] = ()) -> str:
    """The type of a key, in the words of TOML rather than of Python."""
    noun, bounds = _type(annotation, list(_flat(metadata)))
    return f"{noun}, {bounds}" if bounds else noun


def _flat(metadata: Iterable[object]) -> Iterator[object]:
    for one in metadata:
        yield from _flat(one.metadata) if isinstance(one, FieldInfo) else (one,)


def _type(annotation: object, metadata: list[object]) -> tuple[str, str]:
    if any(one is LEVEL_NAME_SCHEMA for one in metadata):
        return "number of a level", ""
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part is not type(None)]
    if origin is Annotated:
        return _type(parts[0], [*_flat(parts[1:]), *metadata])
    if origin in (Union, UnionType):
        return _type(parts[0], metadata) if len(parts) == 1 else (_union(parts), "")
    if origin is Literal:
        return " or ".join(f"`{part}`" for part in parts), ""
    if origin in (tuple, dict):
        noun, bounds = _type(parts[0] if origin is tuple else parts[1], [])
        size = _bounds(metadata, "min_length", "max_length")
        shown = f"list of {_plural(noun)}" if origin is tuple else f"{_plural(noun).removesuffix(' by id')} by id"
        sizes = bounds.endswith(" of them")
        each = f"{bounds.removesuffix(' of them')} in each" if sizes else f"each {bounds.removeprefix('each ')}"
        return shown, ", ".join(part for part in (bounds and each, size and f"{size} of them") if part)
    return _noun(annotation, metadata), _bounds(metadata, "ge", "le")


def _union(parts: list[object]) -> str:
    """The types of a union. A criterion is a table of one of several kinds; an answer is a bare value or a table."""
    if any(assessment.Answer in get_args(part) for part in parts):
        return "answer"
    nouns = [_type(part, [])[0] for part in parts if part is not int or float not in parts]
    return " or ".join(dict.fromkeys("table" if noun.endswith("by id") else noun for noun in reversed(nouns)))


def _noun(annotation: object, metadata: list[object]) -> str:
    found = (_find_pattern(one) for one in metadata)
    patterns = [PATTERNS[pattern] for pattern in found if pattern in PATTERNS]
    if patterns:
        return patterns[0]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return " or ".join(f"`{member}`" for member in annotation)
    return PLAIN.get(getattr(annotation, "__name__", ""), "table")


def _find_pattern(part: object) -> str:
    """The pattern of a text, whether it is checked or only in the schema."""
    schema = part.json_schema if isinstance(part, WithJsonSchema) else None
    return str((schema or {}).get("pattern", getattr(part, "pattern", "")))


def _plural(noun: str) -> str:
    if noun == "number of a level":
        return "numbers of levels"
    if noun == "true or false":
        return noun
    if noun.startswith("list of"):
        return noun.replace("list", "lists", 1)
    if noun.endswith(" by id"):
        return f"tables of {noun}"
    return " or ".join(part if part.startswith("`") else f"{part}s" for part in noun.split(" or "))


def _bounds(metadata: list[object], lowest: str, highest: str) -> str:
    least, most = (
        next((getattr(one, name) for one in metadata if hasattr(one, name)), None) for name in (lowest, highest)
    )
    if least is None:
        return ""
    shown = "" if most is None else f"{most:,.15g}" if most >= THOUSANDS else f"{most:g}"
    return f"{least:g} to {shown}" if shown else f"at least {least:g}"


# The command line


class Parameter(NamedTuple):
    """An argument or option of a command, as in the command's signature."""

    info: ArgumentInfo | OptionInfo
    annotation: object
    default: object


def parameters(callback: Callable[..., Any]) -> Iterator[Parameter]:
    """The arguments and options of a command, in the order of its signature."""
    defaults = inspect.signature(callback).parameters
    for name, hint in get_type_hints(callback, include_extras=True).items():
        for info in getattr(hint, "__metadata__", ()):
            if isinstance(info, ArgumentInfo | OptionInfo):
                yield Parameter(info, get_args(hint)[0], defaults[name].default)


def _commands(_: str) -> Iterator[str]:
    yield "## nhsdx\n"
    yield f"{root.__doc__}\n"
    yield from _parameter_table(list(parameters(root)))
    app = build_program()
    (rubric,) = (group.typer_instance for group in app.registered_groups)
    groups = (("nhsdx", app.registered_commands), ("nhsdx rubric", rubric.registered_commands if rubric else []))
    for prefix, commands in groups:
        for command in commands:
            yield from _command(prefix, command)


def _command(prefix: str, command: CommandInfo) -> Iterator[str]:
    callback = command.callback
    if callback is None:
        return
    found = list(parameters(callback))
    arguments = [one.info.metavar or "" for one in found if isinstance(one.info, ArgumentInfo)]
    name = f"{prefix} {command.name or callback.__name__}"
    text, _, example = inspect.cleandoc(callback.__doc__ or "").partition("Example: ")
    yield f"## {name}\n"
    yield f"{text.strip()}\n"
    yield f"```text\n{' '.join([name, '[OPTIONS]', *arguments])}\n```\n"
    yield f"For example:\n\n```sh\n{example.strip()}\n```\n"
    yield from _parameter_table(found)


def _parameter_table(found: list[Parameter]) -> Iterator[str]:
    rows = [(_spelling(one), one.info.help or "", _parameter_default(one)) for one in found]
    yield from _table("argument or option", "meaning", "default", rows=rows)


def _spelling(one: Parameter) -> str:
    if isinstance(one.info, ArgumentInfo):
        return f"`{one.info.metavar}`"
    # Inside `Annotated`, Typer keeps the first name as the default.
    spelt = (one.info.default, *(one.info.param_decls or ()))
    names = ", ".join(f"`{name}`" for both in spelt if isinstance(both, str) for name in both.split("/"))
    value = one.info.metavar or _value_words(one)
    return f"{names} `{value}`" if value else names


def _value_words(one: Parameter) -> str:
    is_whole = isinstance(one.annotation, type) or get_origin(one.annotation) is Literal
    noun: object = one.annotation if is_whole else get_args(one.annotation)[0]
    if get_origin(noun) is Literal:
        return "|".join(get_args(noun))
    if isinstance(noun, type) and issubclass(noun, StrEnum):
        return "|".join(str(member.value) for member in noun)
    return "" if noun is bool else f"{one.info.min:g}-{one.info.max:g}"


def _parameter_default(one: Parameter) -> str:
    has_default = isinstance(one.default, str)
    return f"`{one.default}`" if has_default else "required" if one.default is inspect.Parameter.empty else ""


def _exit_codes(_: str) -> Iterator[str]:
    yield from _table("code", "meaning", rows=((f"{code.value}", meaning) for code, meaning in MEANING.items()))


# Limits


def _limits(which: str) -> Iterator[str]:
    """The limits on sizes, or on counts, of `limits`."""
    if which == "sizes":
        sizes = (
            ("size of a TOML file", f"{limits.LARGEST_FILE // 1_000_000} MB"),
            ("size of a results file", f"{limits.LARGEST_RESULT_FILE // 1_000_000} MB"),
            ("size of a line of a text table", f"{LONGEST_LINE // 2**20} MB"),
            ("size of a workbook when unpacked", f"{LARGEST // 2**30} GB"),
            ("cells of a workbook up to the last row and column of its sheets", f"{LARGEST_AREA:,}"),
            ("depth of tables and lists", f"{limits.DEEPEST}"),
            ("values in a TOML file", f"{limits.MOST_VALUES:,}"),
            ("values in a JSON file", f"{limits.MOST_RESULT_VALUES:,}"),
            ("problems with the same code that are shown for a file", f"{limits.MOST_ALIKE:,}"),
            ("wrong keys and values that are described for a file", f"{limits.MOST_SHAPE_PROBLEMS:,}"),
            (
                "part of a table of Parquet or Arrow (a page, or one column in a group of rows) when unpacked",
                f"{limits.LARGEST_PAGE // 2**20} MB",
            ),
            ("characters of a page as PDF, with its layout", f"{limits.LARGEST_PDF:,}"),
            ("characters of a page as text, in columns", f"{limits.LARGEST_TEXT:,}"),
            ("characters of a page in any other format", f"{limits.LARGEST_PAPER:,}"),
            ("rows of a Parquet table", f"{limits.MOST_ROWS:,}"),
            *_list_table_limits(),
            ("size of a Word form when unpacked", "20 MB"),
            ("columns of a table with a form in one row", f"{limits.MOST_FORM_COLUMNS:,}"),
            ("rows of a table with a form in one of them", f"{limits.MOST_FORM_ROWS:,}"),
            ("groups of rows in `batch`", f"{limits.MOST_GROUPS:,}"),
            ("groups of rows x dimensions, counting the whole as one, in `batch`", f"{limits.MOST_GROUP_NODES:,}"),
        )
        yield from _table("what", "most", rows=sizes)
        return
    counts = [(one.what, f"{one.most:,}", ", ".join(f"`{place}`" for place in one.places)) for one in limits.LIMITS]
    products = [
        (one.what, f"{one.most:,}", " x ".join(" + ".join(f"`{place}`" for place in side) for side in one[2:]))
        for one in limits.PRODUCTS
    ]
    yield from _table("what", "most", "counted in", rows=[*counts, *products])


def _list_table_limits() -> Iterator[tuple[str, str]]:
    for engine, limit in (("Polars", limits.OF_POLARS), ("DuckDB or Spark", limits.OF_OTHERS)):
        yield f"answer columns in a table on {engine}", f"{limit.columns:,}"
        yield f"all columns of a table on {engine}", f"{limit.all_columns:,}"
        yield f"criteria of a rubric for a table on {engine}", f"{limit.criteria:,}"
        yield f"dimensions of a rubric for a table on {engine}", f"{limit.dimensions:,}"
        yield f"gates in a chain, each of which depends on the one before, in a table on {engine}", f"{limit.stages:,}"
        what = "criteria in a chain, each of which decides whether the next is asked, in a table on"
        yield f"{what} {engine}", f"{limit.stages:,}"
        what = "criteria of a dimension that are asked under a condition and have no fixed set of scores, in a table on"
        yield f"{what} {engine}", f"{limit.undecided:,}"
        yield f"conditions of all gates, in a table on {engine}", f"{limit.conditions:,}"


# Codes and rules


def _codes(which: str) -> Iterator[str]:
    codes = {
        "errors": ERROR_CODES,
        "findings": FINDING_CODES,
        "checks": CHECK_CODES,
        "comparisons": COMPARISON_CODES,
        "migrations": MIGRATION_CODES,
        "tables": TABLE_CODES,
        "verification": VERIFICATION_CODES,
    }[which]
    yield from _table("code", "meaning", rows=((f"`{code}`", meaning) for code, meaning in codes.items()))


def _lint_rules(_: str) -> Iterator[str]:
    rows = ((f"[`{rule.code}`](#{rule.code})", rule.severity, rule.title) for rule in RULES)
    yield from _table("code", "severity", "what it finds", rows=rows)
    for rule in RULES:
        yield f"## {rule.code}\n"
        yield f"**{rule.title}** ({rule.severity}). {rule.why}\n"
        yield f"```toml\n{rule.example.strip()}\n```\n"
        yield f"What to do: {rule.remedy}\n"


# The JSON documents


def _documents(_: str) -> Iterator[str]:
    """Each document with its keys, then the tables inside documents, once each."""
    schemas = {one.schema_name(): build_schema(one.schema_name()) for one in OUTPUTS}
    shared = {name: part for schema in schemas.values() for name, part in schema["$defs"].items()}
    for name, schema in schemas.items():
        yield f"## {name}\n"
        yield f"{schema['description']} [Schema](../schemas/{name}.schema.json).\n"
        yield from _schema_table(schema, shared)
    yield "## Tables inside documents\n"
    for name, part in sorted(shared.items()):
        if "properties" in part:
            yield f"### {name}\n"
            yield f"{part['description']}\n"
            yield from _schema_table(part, shared)


def _schema_table(schema: Json, shared: Mapping[str, Json]) -> Iterator[str]:
    rows = ((f"`{key}`", _schema_type(part, shared), part["description"]) for key, part in schema["properties"].items())
    yield from _table("key", "type", "meaning", rows=rows)


def _schema_type(part: Json, shared: Mapping[str, Json]) -> str:
    """The type of a part of a schema, in words; for a table, a link to its keys."""
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return _schema_type(shared[name], shared) if "enum" in shared[name] else f"[{name}](#{name.lower()})"
    if "anyOf" in part:
        return " or ".join(_schema_type(one, shared) for one in part["anyOf"])
    if "enum" in part or "const" in part:
        return " or ".join(f"`{word}`" for word in part.get("enum", [part.get("const")]))
    if "items" in part or "prefixItems" in part:
        number = f"{len(part['prefixItems'])} " if "prefixItems" in part else ""
        inner = part.get("items") or next(iter(part.get("prefixItems", ())), None)
        return f"list of {number}{_plural_type(inner, shared)}" if inner else "list"
    if isinstance(part.get("additionalProperties"), dict):
        return f"{_plural_type(part['additionalProperties'], shared)} by name"
    return JSON_TYPES[part["type"]]


def _plural_type(part: Json, shared: Mapping[str, Json]) -> str:
    noun = _schema_type(part, shared)
    has_plural = noun.startswith("list of") or (noun in JSON_TYPES.values() and noun != "text")
    return _plural(noun) if has_plural else noun


# The library


def _api(which: str) -> Iterator[str]:
    offered = {name: getattr(api, name) for name in api.__all__}
    if which == "types":
        types = ((f"`{name}`", _first_line(one)) for name, one in offered.items() if inspect.isclass(one))
        yield from _table("type", "what it is", rows=types)
        return
    for name, one in offered.items():
        if inspect.isfunction(one):
            yield f"### {name}\n"
            signature = MODULE.sub("", str(inspect.signature(one)).replace("'", ""))
            yield f"```py\n{name}{signature}\n```\n"
            yield f"{inspect.getdoc(one)}\n"


def _first_line(one: object) -> str:
    return (inspect.getdoc(one) or "").partition("\n\n")[0]


# A shipped rubric


def _rubric(name: str) -> Iterator[str]:
    rubric: Rubric = load_rubric(name).rubric
    header = rubric.rubric
    checked = f" Facts and sources were checked up to {header.checked}." if header.checked else ""
    yield f"{header.title}, version {header.version}. Scope: {header.scope}. Licence: {header.licence}.{checked}\n"
    yield f"{header.summary}\n"
    yield f"It has {_count_criteria(rubric)}.\n"
    yield f"It assesses: {header.use.unit}. {header.use.limits}\n"
    yield "Use it for:\n"
    yield from (f"- {line}" for line in header.use.intended)
    yield "\nDo not use it for:\n"
    yield from (f"- {line}" for line in header.use.prohibited)
    yield "\n### How to answer\n"
    yield f"{' '.join((header.how_to_answer or '').split())}\n"
    yield from _table("word", "what it means here", rows=header.words.items())
    yield from _scale(rubric)
    yield from _dimensions(rubric)
    yield "### Context\n"
    yield "These facts are shown beside the score and never scored.\n"
    facts = ((one.title, one.question or "", "; ".join(one.options)) for one in rubric.context.values())
    yield from _table("fact", "question", "options", rows=facts)
    yield "### Gates\n"
    yield from (f"- **{key}** ({one.severity}): {_gate_words(rubric, one)}." for key, one in rubric.gates.items())
    yield "\n### Profiles\n"
    yield from _table(
        "profile",
        "for",
        "criteria",
        "summary",
        rows=(
            (f"`{key}`", profile.title, f"{len(rubric.select_criteria(key))}", profile.summary or "")
            for key, profile in rubric.profiles.items()
        ),
    )
    yield "### Sources\n"
    rows = ((f"`{key}`", _citation(one), one.certainty or "", one.note or "") for key, one in rubric.sources.items())
    yield from _table("source", "what it is", "certainty", "what it is used for", rows=rows)


def _count_criteria(rubric: Rubric) -> str:
    """How many criteria there are of each kind, and how many statements."""
    kinds = Counter(one.kind for one in rubric.criteria.values())
    checklists = [one for one in rubric.criteria.values() if isinstance(one, ChecklistCriterion)]
    counts = ", ".join(f"{number} of kind {kind}" for kind, number in sorted(kinds.items()))
    return f"{len(rubric.criteria)} criteria ({counts}) with {sum(len(one.items) for one in checklists)} statements"


def _scale(rubric: Rubric) -> Iterator[str]:
    """The levels and the evidence grades."""
    yield "### Levels\n"
    levels = enumerate(rubric.levels)
    yield from _table("level", "label", "meaning", rows=((f"{n}", lv.label, lv.meaning or "") for n, lv in levels))
    yield "### Evidence grades\n"
    grades = (
        (
            f"`{one.id}`",
            one.label,
            f"{one.supports}",
            f"{one.max_age_months} months" if one.max_age_months else "",
            "yes" if one.needs_document else "",
        )
        for one in rubric.evidence_grades
    )
    yield from _table("grade", "what it is", "supports level", "maximum age", "asks for a document", rows=grades)


def _dimensions(rubric: Rubric) -> Iterator[str]:
    yield "### Dimensions and criteria\n"
    for key, dimension in rubric.dimensions.items():
        role = "advisory: shown but never counted" if dimension.advisory else f"weight {dimension.weight:g}"
        yield f"#### {dimension.title}\n"
        yield f"`{key}`, {role}. {' '.join((dimension.why or '').split())}\n"
        yield f"Why this weight: {' '.join((dimension.weight_reason or '').split())}\n"
        for name, criterion in rubric.criteria.items():
            if criterion.dimension == key:
                yield from _criterion(name, criterion)


def _criterion(name: str, one: Criterion) -> Iterator[str]:
    """A criterion as it is asked: its question, what it is scored on, and its statements or options."""
    yield f"##### {one.title}\n"
    parts = [
        f"`{name}`. {one.question}",
        f"Scored on: {one.scored_on}" if one.scored_on else "",
        f"May be left out as: {' or '.join(one.may_be_left_out)}." if one.may_be_left_out else "",
        f"Claims: {', '.join(one.claims)}." if one.claims else "",
    ]
    yield " ".join(" ".join(parts).split()) + "\n"
    if isinstance(one, ChecklistCriterion):
        yield from _table("level", "statement", rows=((f"{item.level}", item.text) for item in one.items.values()))
    if isinstance(one, SurveyCriterion):
        scores = (f"{score:g}" for score in one.scores or ())
        yield from _table("option", "score", rows=zip(one.options, scores, strict=False))
    if isinstance(one, MeasureCriterion):
        bands = ((f"{band.from_:g}", f"{band.level}") for band in one.bands or ())
        yield from _table(f"{one.unit}, at least", "level", rows=bands)


def _gate_words(rubric: Rubric, gate: Gate) -> str:
    because = " ".join(gate.because.split()).removesuffix(".")
    return f"{describe_gate_rule(rubric, gate)} if {describe_condition(rubric, gate.when)}. {because}"


def _citation(source: Source) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return ", ".join(part for part in (source.author, title, str(source.year or "")) if part)


PARTS: dict[str, Callable[[str], Iterator[str]]] = {
    "tree": _tree,
    "keys": _keys,
    "commands": _commands,
    "exit-codes": _exit_codes,
    "api": _api,
    "codes": _codes,
    "limits": _limits,
    "lint-rules": _lint_rules,
    "documents": _documents,
    "rubric": _rubric,
}

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
