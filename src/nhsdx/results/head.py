"""The head of a published result: what the file is, which program wrote it, and whether answers are hypothetical."""

from operator import not_
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from nhsdx.model import FileModel, Many, Text


class PublishedModel(FileModel):
    """A table in a result. The keys are in snake_case. Texts may be as long as in the files from which they come."""

    model_config = ConfigDict(
        alias_generator=None, json_schema_serialization_defaults_required=True, str_max_length=None, str_min_length=0
    )


class PublishedTool(PublishedModel):
    """The program that wrote the document, and its version."""

    name: Literal["nhsdx"]
    version: Text


class PublishedChange(PublishedModel):
    """A hypothetical change to an answer: what it was and what it became.

    `before` or `after` is null if there was no value for the evidence, a date or a number of people.
    """

    key: Text
    before: Text | None = None
    after: Text | None = None


class PublishedHead(PublishedModel):
    """What a file is, which program wrote it, and its hypothetical answers. A real result has no such answers."""

    format: Literal["nhsdx.result/1"]
    tool: PublishedTool
    hypothetical: Annotated[Many[PublishedChange], Field(exclude_if=not_)] = ()
