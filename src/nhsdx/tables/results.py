"""Result columns: their order, how they become a long table, and how their cells are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import narwhals as nw

from nhsdx.errors import NhsdxError
from nhsdx.model import DisplayScale, LevelName, Reading, Rubric, Status, quote_word
from nhsdx.scoring import Instrument, find_least_reaching
from nhsdx.tables import columns
from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame_builder import Expr, FrameBuilder, choose, make_null, make_number, make_truth
from nhsdx.tables.scoring.children import KNOWN, ChildColumns
from nhsdx.tables.scoring.engine import ScoreColumns
from nhsdx.tables.scoring.gates import find_state

NODE, READING, SCORE, LEVEL, SHOWN, RUBRIC = "node", "reading", "score", "level", "shown", "rubric"
FORMULA = f"^{columns.FORMULA}"
NUMBER = r"^[+-]?[0-9.]+$"
NO_ANSWERS = (nw.Duration, nw.Time, nw.Binary, nw.Object)
"""The types of cells that cannot be answers. Cells with several values cannot be answers either: see `is_nested`."""
BITS_128 = (nw.Int128, nw.UInt128)
ODD_TYPES = {
    "time": "times of day",
    "duration": "lengths of time",
    "interval": "lengths of time",
    "list": "lists",
    "array": "lists",
    "struct": "tables",
    "map": "tables",
    "binary": "bytes",
    "blob": "bytes",
    "uuid": "bytes",
    "int128": "bytes",
    "uint128": "bytes",
}
"""What the cells of a type are called, by the beginning of the engine's name for the type."""
LENGTH = "interval"
"""The beginning of Spark's name for lengths of time."""
HALF_STEP = 0.5e-9
"""Half a unit of the ninth decimal, because figures are first rounded to nine decimals."""


def list_results(scored: ScoreColumns) -> Iterator[tuple[str, Expr]]:
    """The result columns, node by node and then gate by gate, in the rubric's order."""
    rubric = scored.instrument.rubric
    bounds = [find_least_reaching(score) for score in scored.instrument.scale.scores[1:]]
    numbers, is_conditional = scored.instrument.numbers, columns.has_conditions(rubric)
    for node in columns.list_nodes(rubric):
        child = scored.nodes.get(node) or _make_unasked()
        shown = rubric.find_shown(node) if rubric.has_figures else None
        yield from _list_figures(node, child, bounds, numbers, shown)
        if is_conditional:
            yield columns.name_not_asked_column(node), _write_count(child.not_asked)
    for gate in rubric.gates:
        yield columns.name_gate_column(gate), find_state(scored.triggered, gate)
    for code in columns.list_check_columns(rubric):
        yield code, _write_count(scored.date_problems.get(code))


def _make_unasked() -> ChildColumns:
    """The columns of a node in which nothing is asked in any row."""
    scores = dict.fromkeys(Reading, make_null())
    return ChildColumns(scores, scores, {}, make_truth(value=False), scores, {}, make_null())


def _list_figures(
    node: str, child: ChildColumns, bounds: Sequence[float], numbers: Sequence[LevelName], shown: DisplayScale | None
) -> Iterator[tuple[str, Expr]]:
    for reading in Reading:
        score = child.score(reading)
        yield columns.name_score_column(node, reading), score
        yield columns.name_level_column(node, reading), _find_level(score, bounds, numbers)
        if shown is not None:
            yield columns.name_shown_column(node, reading), show_score(score, shown)
    for reading in KNOWN:
        yield columns.name_weakest_column(node, reading), _find_level(child.weakest[reading], bounds, numbers)
    yield columns.name_coverage_column(node), make_null() if child.coverage is None else child.coverage
    for status in Status:
        yield columns.name_left_out_column(node, status), _write_count(child.left_out.get(status))


def _write_count(count: Expr | None) -> Expr:
    return (make_number(0) if count is None else count).cast(nw.Int32())


def show_score(score: Expr, shown: DisplayScale) -> Expr:
    """A score in the form in which its rubric shows scores, rounded half up. Without decimals, it is a whole number."""
    factor, rounded = 10.0**shown.decimals, count_units(score, shown, shown.decimals, 0.5)
    # Polars multiplies by 1 / factor, so the last digits of a float need a second rounding.
    return (rounded / factor).round(shown.decimals) + 0.0 if shown.decimals else rounded.cast(nw.Int64())


def count_units(score: Expr, shown: DisplayScale, decimals: int, part: float) -> Expr:
    """The figure shown for a score, in units of its last decimal (12.5 as 125).

    The figure is rounded if `part` is 0.5, and cut off if `part` is 0.
    """
    figure = score if shown.is_plain else shown.from_ + (shown.to - shown.from_) * score / 100
    factor = 10.0**decimals
    size = (figure.abs() * factor + (part + HALF_STEP * factor)).floor()
    return choose([(figure < 0, -size)], size)


def _find_level(score: Expr, bounds: Sequence[float], numbers: Sequence[LevelName]) -> Expr:
    """The number of the level that a score reaches; null in rows without a score.

    `bounds` has the lowest score of each level after the first. If the number of any level has letters, all numbers are
    texts.
    """
    kind = _find_kind(numbers)
    levels = [nw.lit(str(number) if kind == nw.String() else number, dtype=kind) for number in numbers]
    below = ((score < bound, level) for bound, level in zip(bounds, levels, strict=False))
    return choose([(score.is_null(), nw.lit(None, dtype=kind)), *below], levels[-1])


def _find_kind(numbers: Sequence[LevelName]) -> nw.dtypes.DType:
    """The type of a column that contains the numbers of levels."""
    if any(isinstance(number, str) for number in numbers):
        return nw.String()
    if any(isinstance(number, float) for number in numbers):
        return nw.Float64()
    return nw.Int8() if list(numbers) == list(range(len(numbers))) else nw.Int32()


def refuse_taken(kept: Mapping[str, Expr], outputs: Mapping[str, Expr]) -> None:
    """Raises NhsdxError if a column in the table has the same name as a result column."""
    taken = [column for column in kept if column in outputs]
    if taken:
        message = f"the table already has a column with the name of a result: {quote_word(taken[0])}"
        hint = "leave it out or give it another name; were these rows scored before?"
        raise NhsdxError(message, "", hint, code="column-taken")


def make_long(native: Native, instrument: Instrument) -> Native:
    """A table with a row for each node and reading.

    The row has the score, the level and the columns that identify the original row. If the rubric shows scores in its
    own way, `shown` has the figures that people see. The column `rubric` gives the rubric of each row, because a local
    rubric also has rows for its national rubric.
    """
    table = FrameBuilder.of(native)
    rubrics: list[tuple[Rubric, Callable[[str], str]]] = [(instrument.rubric, str)]
    if instrument.national is not None:
        rubrics.append((instrument.national.rubric, columns.name_national_column))
    kind = _find_figure_type([rubric for rubric, _ in rubrics])
    results = {name(column) for rubric, name in rubrics for column in columns.list_result_columns(rubric)}
    kept = {column: table.col(column) for column in table.names if column not in {*results, columns.REJECTED}}
    added = [one for rubric, name in rubrics for one in _list_long_columns(table, rubric, name, kind)]
    _refuse_taken(kept, added[0])
    return nw.concat([table.frame.lazy().select(**kept, **one) for one in added]).to_native()


def _refuse_taken(kept: Iterable[str], added: Iterable[str]) -> None:
    """Raises NhsdxError if a column in the table has the same name as a column that a long table adds."""
    taken = set(kept).intersection(added)
    if taken:
        message = f"a long table adds its own column {quote_word(min(taken))}"
        raise NhsdxError(message, "", "give your column another name", code="column-taken")


def _find_figure_type(rubrics: Sequence[Rubric]) -> nw.dtypes.DType | None:
    """The type of a column with the figures that people see for all nodes; None if people see the scores themselves."""
    if not any(rubric.has_figures for rubric in rubrics):
        return None
    decimals = [rubric.find_shown(node).decimals for rubric in rubrics for node in columns.list_nodes(rubric)]
    return nw.Float64() if any(decimals) else nw.Int64()


def _list_long_columns(
    table: FrameBuilder, rubric: Rubric, name: Callable[[str], str], kind: nw.dtypes.DType | None
) -> Iterator[dict[str, Expr]]:
    """The columns for each node and reading in a rubric.

    `kind` is the type of the figures that people see, or None if there are no such figures.
    """
    for node, reading in product(columns.list_nodes(rubric), Reading):
        found = {
            RUBRIC: nw.lit(rubric.reference),
            NODE: nw.lit(node),
            READING: nw.lit(reading.value),
            SCORE: table.col(name(columns.name_score_column(node, reading))),
            LEVEL: table.col(name(columns.name_level_column(node, reading))),
        }
        if kind is not None:
            found[SHOWN] = show_score(found[SCORE], rubric.find_shown(node)).cast(kind)
        yield found


def is_odd_type(kind: nw.dtypes.DType, table: FrameBuilder) -> bool:
    """Whether cells of this type are lists, bytes, lengths of time or similar.

    Polars writes 128-bit numbers into files as bytes, and other engines read them as bytes.
    """
    return kind.is_nested() or kind in NO_ANSWERS or (kind in BITS_128 and table.frame.implementation.is_polars())


def list_odd_types(table: FrameBuilder) -> dict[str, str]:
    """For each column whose type narwhals does not know, the engine's name for this type.

    Columns that are always empty are left out.
    """
    native: Any = table.frame.to_native()
    types: dict[str, str] = {}
    if table.frame.implementation.is_duckdb():
        types = dict(zip(native.columns, map(str, native.types), strict=True))
    elif table.frame.implementation.is_spark_like():
        types = dict(native.dtypes)
    unknown = {name: types.get(own, "") for name, own in table.names.items() if table.types[name] == nw.Unknown}
    return {name: kind for name, kind in unknown.items() if kind.strip('"') not in ("", "NULL", "void")}


def name_type(kind: nw.dtypes.DType | str) -> str:
    """How messages describe the cells of an unusual type, whatever the engine."""
    word = str(kind).lower()
    names = (name for sign, name in ODD_TYPES.items() if word.startswith(sign))
    return next(names, "cells of an unknown type")


def escape_formulas(native: Native) -> Native:
    """The table for CSV, with an apostrophe before each text and heading that a spreadsheet would read as a formula.

    Raises NhsdxError for a column that cannot be written as text.
    """
    table = FrameBuilder.of(native)
    selected = {}
    for column, kind in table.types.items():
        cell = _write_cell(table, column)
        if kind == nw.String:
            is_formula = cell.str.contains(FORMULA) & ~cell.str.contains(NUMBER)
            cell = nw.when(is_formula).then(nw.concat_str(nw.lit("'"), cell)).otherwise(cell)
        elif kind.is_float() and not table.frame.implementation.is_polars():
            cell = choose(((is_odd, nw.lit(text)) for text, is_odd in _list_odd_numbers(cell)), cell.cast(nw.String()))
        selected[f"'{column}" if re.match(FORMULA, column) else column] = cell
    return table.frame.select(**selected).to_native()


def write_json_cells(native: Native) -> Native:
    """The table for JSON lines. JSON has no infinite numbers and no NaN, so such a cell is null.

    Raises NhsdxError for a column that cannot be written as text.
    """
    table = FrameBuilder.of(native)
    selected = {}
    for column, kind in table.types.items():
        cell = _write_cell(table, column, is_json=True)
        if kind.is_decimal():
            cell = cell.cast(nw.String())
        elif kind.is_float() and not table.frame.implementation.is_polars():
            # DuckDB would write more digits of a number of 32 bits than it has.
            exact = cell if kind == nw.Float64 else cell.cast(nw.String()).cast(nw.Float64())
            cell = choose(((is_odd, make_null()) for _, is_odd in _list_odd_numbers(cell)), exact)
        selected[column] = cell
    return table.frame.select(**selected).to_native()


def _list_odd_numbers(cell: Expr) -> Iterator[tuple[str, Expr]]:
    """For NaN and the infinite numbers: the text that Polars writes, and the rows in which the cell is that number."""
    yield "NaN", cell.is_nan()
    yield "inf", cell == float("inf")
    yield "-inf", cell == -float("inf")


def _write_cell(table: FrameBuilder, column: str, *, is_json: bool = False) -> Expr:
    """A cell that is not a number, in a form that all engines write alike. In JSON, cells may be lists and objects."""
    cell, kind = table.col(column), table.types[column]
    unknown = list_odd_types(table).get(column, "") if kind == nw.Unknown else ""
    is_odd = is_odd_type(kind, table) or unknown.startswith(LENGTH)
    if is_odd and kind != nw.Time and not (is_json and kind.is_nested()):
        message = f"the column {quote_word(column)} has {name_type(unknown or kind)}, which cannot be written as text"
        raise NhsdxError(message, "", "leave it out, or write to a .parquet file", code="table-unreadable")
    if kind in (nw.Time, nw.Datetime):
        return _write_moment(cell, kind, is_polars=table.frame.implementation.is_polars())
    return cell


def _write_moment(cell: Expr, kind: nw.dtypes.DType, *, is_polars: bool) -> Expr:
    """A moment as text, with a space before the time and no zeros after the seconds.

    A moment with a time zone is in UTC.
    """
    has_zone = isinstance(kind, nw.Datetime) and kind.time_zone is not None
    if has_zone and is_polars:
        cell = cell.dt.convert_time_zone("UTC")
    text = cell.cast(nw.String()).str.replace_all(r"( UTC|\+00(:00)?)$", "").str.replace_all(r"\.0+$", "")
    text = text.str.replace_all(r"(\.[0-9]*[1-9])0+$", "$1" if is_polars else r"\1")
    return nw.concat_str(text, nw.lit("Z")) if has_zone else text
