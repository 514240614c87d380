"""How much nhsdx reads: every limit on sizes, counts, depths and products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

LARGEST_FILE = 5_000_000
LARGEST_RESULT_FILE = 20_000_000
DEEPEST = 64
MOST_VALUES = 200_000
MOST_RESULT_VALUES = 800_000
MOST_ALIKE = 50
"""How many problems with the same code are shown for one file. All further problems are only counted."""
MOST_SHAPE_PROBLEMS = 500
"""How many wrong keys and values in one file are described. All others are only counted."""
MOST_OPTIONS = 500
"""How many known words nhsdx compares with a misspelt word."""
LARGEST_PAGE = 48 * 2**20
"""The largest size, in bytes, of an unpacked part of a Parquet or Arrow table; engines unpack whole parts."""
LARGEST_PDF = 900_000
"""How many characters a document may have if it becomes a PDF file, including characters that describe the layout."""
LARGEST_TEXT = 3_000_000
"""How many characters a document may have if it is laid out in columns, for a terminal or as plain text."""
LARGEST_PAPER = 10_000_000
"""How many characters a document may have in a format other than PDF and plain text."""
MOST_ROWS = 100_000_000
"""How many rows a Parquet table may have."""
MOST_GROUPS = 7_000
"""How many groups of rows a table may have."""
MOST_GROUP_NODES = 50_000
"""The limit for the number of row groups multiplied by the number of dimensions."""
MOST_COLUMNS = 10_000
"""How many columns a table may have, including columns without answers."""

MOST_FORM_COLUMNS, MOST_FORM_ROWS = 20_000, 100_000
"""How many columns and rows a table may have if one of its rows is read as a form."""


class TableLimit(NamedTuple):
    """The largest table that an engine can score in a reasonable time by calculating with whole columns.

    `columns` limits how many columns with answers there are, and `all_columns` how many columns altogether. `criteria`
    and `dimensions` limit the numbers of criteria and dimensions in the rubric. `stages` limits the longest chain of
    gates that depend on each other, or of criteria that decide whether the next criterion is asked. `conditions` limits
    how many conditions these gates and criteria have in all. `undecided` limits how many criteria in a dimension are
    asked only under a condition and have no fixed set of possible scores.
    """

    columns: int
    all_columns: int
    criteria: int
    dimensions: int
    stages: int
    conditions: int
    undecided: int


OF_POLARS = TableLimit(
    columns=1_000, all_columns=MOST_COLUMNS, criteria=1_000, dimensions=200, stages=30, conditions=1_000, undecided=30
)
OF_OTHERS = TableLimit(
    columns=340, all_columns=1_000, criteria=300, dimensions=50, stages=10, conditions=300, undecided=10
)
"""The limits for DuckDB and Spark, which take longer to plan their queries."""


class Limit(NamedTuple):
    """How many entries the tables or lists at the given places in a file may have together.

    `*` in a place means any key or entry. `**` at the end of a place counts all tables there, at any depth.
    """

    what: str
    most: int
    places: tuple[str, ...]


class Product(NamedTuple):
    """A limit for the number of entries at one place multiplied by the number of entries at another place."""

    what: str
    most: int
    first: tuple[str, ...]
    second: tuple[str, ...]


LIMITS = (
    Limit("levels", 100, ("levels",)),
    Limit("evidence grades", 20, ("evidence-grades",)),
    Limit("dimensions", 200, ("dimensions",)),
    Limit("criteria", 1_000, ("criteria",)),
    Limit("checklist items", 10_000, ("criteria.*.items",)),
    Limit("bands of measures", 1_000, ("criteria.*.bands",)),
    Limit("options of surveys", 5_000, ("criteria.*.options", "criteria.*.statements.*.options")),
    Limit("statements of surveys", 120, ("criteria.*.statements",)),
    Limit("correspondences with frameworks", 10_000, ("criteria.*.maps",)),
    Limit("gates", 1_000, ("gates",)),
    Limit("conditions of gates", 5_000, ("gates.*.when.**",)),
    Limit("caps of gates", 2_000, ("gates.*.cap",)),
    Limit("context questions", 100, ("context",)),
    Limit("profiles", 100, ("profiles",)),
    Limit("criteria listed in profiles", 20_000, ("profiles.*.criteria", "profiles.*.without")),
    Limit("sources", 2_000, ("sources",)),
    Limit("frameworks", 100, ("frameworks",)),
    Limit("framework headings", 5_000, ("frameworks.*.headings",)),
    Limit("test vectors", 1_000, ("tests",)),
    Limit("answers", 1_000, ("answers",)),
    Limit("answers to items", 10_000, ("answers.*.items",)),
    Limit("documents", 5_000, ("documents",)),
    Limit("references to documents", 10_000, ("answers.*.documents",)),
    Limit("actions", 2_000, ("actions",)),
    Limit("thresholds", 1_000, ("fail-under",)),
    Limit("waivers", 1_000, ("waivers",)),
    Limit("columns of a map", 10_000, ("columns", "keep")),
    Limit("words of a map", 5_000, ("words.*",)),
    Limit("costs and benefits", 1_000, ("costs", "benefits")),
    Limit("amounts of costs and benefits", 10_000, ("costs.*.years", "benefits.*.years")),
    Limit("past projects", 1_000, ("history",)),
    Limit("links to criteria", 1_000, ("links",)),
    Limit("words of a questionnaire", 5_000, ("criteria.*.answers", "scales.*.answers")),
)
PRODUCTS = (
    Product("gates x dimensions and criteria", 1_000_000, ("gates",), ("dimensions", "criteria")),
    Product("test vectors x criteria", 20_000, ("tests",), ("criteria",)),
)


class Excess(NamedTuple):
    """A limit that a file exceeds: what is counted, how many there are, and how many there may be."""

    what: str
    found: int
    most: int


def find_excesses(data: Mapping[str, Any]) -> Iterator[Excess]:
    """Every limit that the data in a file exceeds. Each part of the data is visited a few times at most."""
    for what, most, places in LIMITS:
        found = count_at(data, places)
        if found > most:
            yield Excess(what, found, most)
    for what, most, first, second in PRODUCTS:
        found = count_at(data, first) * count_at(data, second)
        if found > most:
            yield Excess(what, found, most)


def count_at(data: Mapping[str, Any], places: tuple[str, ...]) -> int:
    """How many entries the tables and lists at the given places have together."""
    return sum(_count(held) for place in places for held in _find_at(data, place.split(".")))


def _count(held: object) -> int:
    return len(held) if isinstance(held, dict | list) else 0


def _find_at(data: object, parts: list[str]) -> Iterator[object]:
    """Every value at the given place."""
    if not parts:
        yield data
    elif parts[0] == "**":
        yield list(_find_tables(data))
    elif parts[0] == "*":
        for part in _list_parts(data):
            yield from _find_at(part, parts[1:])
    elif isinstance(data, dict) and parts[0] in data:
        yield from _find_at(data[parts[0]], parts[1:])


def _list_parts(held: object) -> list[object]:
    if isinstance(held, dict):
        return list(held.values())
    return held if isinstance(held, list) else []


def _find_tables(held: object) -> Iterator[object]:
    """Every table inside a value. There is no recursion, because a file may nest tables very deeply."""
    waiting = [held]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
        waiting += _list_parts(value)


def measure(held: object, most: int) -> tuple[int, int]:
    """How deeply tables and lists are nested, and how many values they have.

    Counting stops soon after a limit is exceeded.
    """
    depth, values, level = 0, 0, [held]
    while level and depth <= DEEPEST and values <= most:
        depth += 1
        parts = [part for value in level for part in _list_parts(value)]
        values += len(parts)
        level = [part for part in parts if isinstance(part, dict | list)]
    return depth, values
