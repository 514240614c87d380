"""The forms that an answer can have in a published result."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model import LEVEL_NAME_PATTERN, Answer, Id, LevelName, Many

LEVEL_NAME = re.compile(LEVEL_NAME_PATTERN)


def find_shown_form(value: object) -> str | None:
    """The form of an answer: `number` for a level or measure, `word` for a level with letters, `counts` or `items`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    if isinstance(value, str) and LEVEL_NAME.fullmatch(value):
        return "word"
    return "counts" if isinstance(value, list | tuple) else "items" if isinstance(value, Mapping) else None


ShownState: TypeAlias = Literal["yes", "partly", "no", "unknown", "not-applicable", "not-asked"]
ShownAnswer: TypeAlias = Annotated[
    Annotated[int | float, Field(ge=-1e15, le=1e15), Tag("number")]
    | Annotated[str, Field(pattern=LEVEL_NAME_PATTERN), Tag("word")]
    | Annotated[Many[Annotated[int, Field(ge=0, le=10**12)]], Tag("counts")]
    | Annotated[dict[Id, ShownState], Tag("items")],
    Discriminator(find_shown_form),
]


class PublishedAnswer(Answer):
    """An answer, in which a level is given by its number."""

    level: LevelName | None = None  # type: ignore[assignment]  # only once the rubric is known it has a place
