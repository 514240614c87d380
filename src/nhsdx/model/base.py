"""The base of every table in a file: strict types, kebab-case keys, and no unknown keys."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Strict, Tag, WithJsonSchema

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
ID_LENGTH = 64
OVERALL = "overall"
RESERVED_IDS = frozenset({OVERALL, "all", "level"})

T = TypeVar("T")
Id: TypeAlias = Annotated[str, Field(pattern=ID_PATTERN, max_length=ID_LENGTH)]
ID_SCHEMA = {"maxLength": ID_LENGTH, "minLength": 1, "pattern": ID_PATTERN, "type": "string"}
KnownId: TypeAlias = Annotated[str, WithJsonSchema(ID_SCHEMA)]
"""An id that is defined elsewhere. Its form is not checked, because the error for a wrong id lists the right ids."""
Text: TypeAlias = str
"""Free text; the configuration of `FileModel` limits its length."""
# TOML has lists but no tuples; the items are still strict.
Many: TypeAlias = Annotated[tuple[T, ...], Strict(strict=False)]
Weight: TypeAlias = Annotated[float, Field(ge=0, le=1e9)]
Number: TypeAlias = Annotated[float, Field(ge=-1e15, le=1e15)]
"""A number that a measure may have; calculations with larger numbers would not be exact."""
Percent: TypeAlias = Annotated[float, Field(ge=0, le=100)]
LEVEL_NAME_PATTERN = r"^[A-Za-z0-9]{1,8}$"
LEVEL_NAME_FORMS = (
    {"type": "number", "minimum": -1_000_000, "maximum": 1_000_000},
    {"type": "string", "pattern": LEVEL_NAME_PATTERN},
)
LEVEL_NAME_SCHEMA = WithJsonSchema({"anyOf": [*LEVEL_NAME_FORMS]})
LevelNumber: TypeAlias = Annotated[int, Field(ge=0, le=100), LEVEL_NAME_SCHEMA]
"""The place of a level on its scale, from 0. Files give a level's number, which is then replaced with the place."""


NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def parse_number(word: str) -> float | None:
    """The number in a text, if it is written in plain digits; None for anything else, such as `6_0`, `1/2` or `inf`."""
    number = float(word) if NUMBER.fullmatch(word) else math.inf
    return number if math.isfinite(number) else None


def read_decimal(number: float) -> Fraction:
    """The exact value of a number as written in decimal: 0.1 is exactly a tenth."""
    return Fraction(str(number))


def find_name_form(value: object) -> Literal["whole", "decimal", "word"] | None:
    """The form of a level's number: a whole number, a decimal or a word; None for any other type."""
    forms: dict[type, Literal["whole", "decimal", "word"]] = {int: "whole", float: "decimal", str: "word"}
    return forms.get(type(value))


LevelName: TypeAlias = Annotated[
    Annotated[int, Field(ge=-1_000_000, le=1_000_000), Tag("whole")]
    | Annotated[float, Field(ge=-1e6, le=1e6), Tag("decimal")]
    | Annotated[str, Field(pattern=LEVEL_NAME_PATTERN), Tag("word")],
    Discriminator(find_name_form),
    LEVEL_NAME_SCHEMA,
]
"""What people call a level: a whole number, a decimal, or up to 8 letters and digits."""


class _Numbered(Protocol):
    """Anything that may have a level number."""

    @property
    def number(self) -> LevelName | None: ...


def name_level(number: LevelName, label: str) -> str:
    """A level's number and label: `2 Set up`.

    If the label begins or ends with the number, only the label is given: `MIL2`.
    """
    word = re.escape(str(number))
    has_number = re.search(rf"^{word}(?!\w)|(?<!\d){word}$" if type(number) is int else rf"^{word}(?!\w)", label)
    return label if has_number else f"{number} {label}".rstrip()


def name_places(levels: Sequence[_Numbered]) -> tuple[LevelName, ...]:
    """What people call each level of a scale: its number or, if it has none, its place counted from 0."""
    return tuple(place if level.number is None else level.number for place, level in enumerate(levels))


def find_worth_form(value: object) -> Literal["word", "number"]:
    """The form of the value for a criterion that does not apply: the word `met`, or the number of a level."""
    return "word" if isinstance(value, str) else "number"


Worth: TypeAlias = Annotated[
    Annotated[Literal["met"], Tag("word")] | Annotated[LevelNumber, Tag("number")],
    Discriminator(find_worth_form),
    WithJsonSchema({"anyOf": [{"const": "met"}, *LEVEL_NAME_FORMS]}),
]


def convert_to_kebab(name: str) -> str:
    """How a field is spelt in a file: `max_age_months` becomes `max-age-months`."""
    return name.replace("_", "-")


def is_id(word: str) -> bool:
    """Whether a word has the form of an id."""
    return len(word) <= ID_LENGTH and re.match(ID_PATTERN, word) is not None


class FileModel(BaseModel):
    """A table in a file: frozen and strictly typed, with kebab-case keys and no unknown keys."""

    model_config = ConfigDict(
        alias_generator=convert_to_kebab,
        allow_inf_nan=False,
        defer_build=True,
        extra="forbid",
        frozen=True,
        protected_namespaces=(),
        serialize_by_alias=True,
        str_max_length=10_000,
        str_min_length=1,
        strict=True,
    )
