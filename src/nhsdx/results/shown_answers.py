"""The form of an answer in a published result, and whether a field is left out."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, Tag

from nhsdx.model import Id, Many


def is_none(value: object) -> bool:
    """Whether a field that only some rubrics need is left out."""
    return value is None


def find_shown_form(value: object) -> str | None:
    """Which kind of criterion an answer belongs to: a level or measure, a survey or a checklist."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "counts" if isinstance(value, list | tuple) else "items" if isinstance(value, Mapping) else None


ShownState: TypeAlias = Literal["yes", "partly", "no", "unknown", "not-applicable", "not-asked"]
ShownAnswer: TypeAlias = Annotated[
    Annotated[int | float, Field(ge=-1e15, le=1e15), Tag("number")]
    | Annotated[Many[Annotated[int, Field(ge=0, le=10**12)]], Tag("counts")]
    | Annotated[dict[Id, ShownState], Tag("items")],
    Discriminator(find_shown_form),
]
