"""The keys that every map for a table may have, whatever the table contains."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field, WithJsonSchema

from nhsdx.errors import NhsdxError
from nhsdx.files.source import SourceText, read_source
from nhsdx.loading.rubric_data import find_format_problems
from nhsdx.loading.shape import validate
from nhsdx.model import FileModel, Many, Problem, Text
from nhsdx.tables.cell_rules import CellRules, find_cell_form_problems
from nhsdx.tables.number_forms import NumberForms
from nhsdx.tables.readers.text_blocks import Encoding

Map = TypeVar("Map", bound="TableMap")
TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".jsonl", ".parquet")
"""The endings of the names of files that are tables, and not maps."""
MOST_FORMS, MOST_NOTHING, MOST_GROUP_COLUMNS = 20, 1_000, 8
Dates: TypeAlias = Annotated[
    Many[Text],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
    Field(max_length=MOST_FORMS),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": MOST_FORMS}]}
    ),
]
"""One date format, or several."""
ColumnNames: TypeAlias = Annotated[Many[Text], Field(min_length=1, max_length=MOST_GROUP_COLUMNS)]
"""The columns by which the results of a table may be shown, up to a limit."""


class GroupColumns(FileModel):
    """The columns by which results may be shown."""

    columns: ColumnNames


class TableMap(FileModel):
    """How a table is read: encoding or sheet, words that mean no answer, and how dates and numbers are written."""

    format: Text
    encoding: Encoding | None = None
    sheet: Text | None = None
    nothing: Annotated[Many[Text], Field(max_length=MOST_NOTHING)] = ()
    dates: Dates = ()
    numbers: NumberForms | None = None

    @property
    def rules(self) -> CellRules:
        """How numbers and days are written, and which words mean no answer."""
        return CellRules.build(self.numbers, self.dates, self.nothing)


def _read_map_source(name: str) -> SourceText:
    """The file that contains a map.

    Raises NhsdxError or InvalidInputError. If the file is a table, the error says how to give a table.
    """
    try:
        return read_source(name)
    except NhsdxError as error:
        if error.code in ("not-utf8", "toml-syntax") and Path(name).suffix.lower() in TABLES:
            hint = "--map takes a map, which is a text file in TOML; give the table or the responses without an option"
            raise NhsdxError(error.message, error.where or name, hint, code=error.code) from None
        raise


def read_map(name: str, model: type[Map], format_: str) -> tuple[SourceText, Map | None, list[Problem]]:
    """The map file, the content that was read, and the problems in it.

    Raises NhsdxError or InvalidInputError for a file that is not a map.
    """
    source = _read_map_source(name)
    source.refuse(find_format_problems(source.data, (format_,)))
    read, problems = validate(model, source.data, {})
    if read is not None:
        problems += find_cell_form_problems(read.numbers, read.dates)
    return source, read, problems
