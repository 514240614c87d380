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
    """A hypothetical change to an answer: the values before and after the change.

    `before` or `after` is null if the changed key, such as evidence, a date or a number of people, has no value.
    """

    key: Text
    before: Text | None = None
    after: Text | None = None


class PublishedHead(PublishedModel):
    """What a file is, which program wrote it, and its hypothetical answers.

    A real result has no hypothetical answers.
    """

    format: Literal["nhsdx.result/1"]
    tool: PublishedTool
    hypothetical: Annotated[Many[PublishedChange], Field(exclude_if=not_)] = ()
