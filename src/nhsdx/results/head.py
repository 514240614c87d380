"""The head of a published result: what the file is, what wrote it, and whether its answers are only supposed."""

from operator import not_
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from nhsdx.model import FileModel, Many, Text


class PublishedModel(FileModel):
    """A table of a result: its keys are in snake_case, and its texts may be as long as their sources."""

    model_config = ConfigDict(
        alias_generator=None, json_schema_serialization_defaults_required=True, str_max_length=None, str_min_length=0
    )


class PublishedTool(PublishedModel):
    """The program that wrote the document, and its version."""

    name: Literal["nhsdx"]
    version: Text


class PublishedChange(PublishedModel):
    """An answer that is only supposed, before and after. Null if no evidence, date or number of people is given."""

    key: Text
    before: Text | None = None
    after: Text | None = None


class PublishedHead(PublishedModel):
    """What a file is, what wrote it, and the answers that are only supposed; a real result has none."""

    format: Literal["nhsdx.result/1"]
    tool: PublishedTool
    hypothetical: Annotated[Many[PublishedChange], Field(exclude_if=not_)] = ()
