"""The summary of a table of scores, counted by the table's engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import narwhals as nw

from nhsdx.analysis.release_plan import build_release_plan, find_names
from nhsdx.commands.batch.totals import (
    LEAST_ROWS,
    SHOWN,
    BatchGroup,
    BatchSummary,
    ByNode,
    CheckCount,
    Distribution,
    Grid,
    build_distribution,
)
from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_GROUP_NODES, MOST_GROUPS
from nhsdx.model import OVERALL, GateState, LeftOut, LevelName, Reading, Rubric, Status, name_places, quote_word
from nhsdx.tables.columns import (
    has_conditions,
    list_check_columns,
    list_nodes,
    name_gate_column,
    name_left_out_column,
    name_level_column,
    name_not_asked_column,
    name_score_column,
)
from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame_builder import FrameBuilder, collect_rows
from nhsdx.tables.results import count_units

__all__ = ["BatchSummary", "count_values", "summarise"]

Key = tuple[str | None, ...]
Counts = dict[Key, list[tuple[int | None, int | None, int]]]


class ShownRows(NamedTuple):
    """Which groups may be shown, which blocks make up each of them, and how many groups are hidden.

    A block is a list of keys; a key has one value for each declared column. A group lists its blocks by their position.
    """

    groups: Mapping[Key, Sequence[int]]
    blocks: Sequence[Sequence[Key]]
    hidden: int


def summarise(native: Native, rubric: Rubric, by: Sequence[str] = (), declared: Sequence[str] = ()) -> BatchSummary:
    """How each node's scores are spread, across all rows and in each group, and the states of the gates.

    `declared` lists all columns by which groups of this table may ever be shown; the release plan covers all of them.
    Rows with the same score are counted together, so memory use does not grow with the number of rows.
    """
    table = FrameBuilder.of(native)
    _refuse_many_groups(table, rubric, declared)
    places = _find_places(rubric)
    grids = {node: Grid.of(rubric.find_shown(node)) for node in list_nodes(rubric)}
    kinds = product(list_nodes(rubric), SHOWN)
    counts = {(node, one): _count_levels(native, places, (node, one), declared, grids[node]) for node, one in kinds}

    def build_nodes(keys: Iterable[Key], nodes: Iterable[str]) -> ByNode:
        wanted = list(keys)

        def build_spread(node: str, reading: Reading) -> Distribution:
            found = counts[node, reading]
            rows = (one for key in wanted for one in found.get(key, ()))
            return build_distribution(rows, len(rubric.levels), grids[node])

        return {node: {reading: build_spread(node, reading) for reading in SHOWN} for node in nodes}

    first = next(iter(counts.values()))
    rows = {key: sum(count for _, _, count in found) for key, found in first.items()}
    shown = _find_shown(rows, by, declared)
    clear = {node: _find_clear_blocks([counts[node, one] for one in SHOWN], shown.blocks) for node in grids}
    by_group = _count_left_out_by_group(table, rubric, by)

    def build_group(key: Key, numbers: Sequence[int]) -> BatchGroup:
        inside = [one for number in numbers for one in shown.blocks[number]]
        return BatchGroup(
            key=dict(zip(by, key, strict=True)),
            rows=sum(rows[one] for one in inside),
            nodes=build_nodes(inside, [node for node in grids if clear[node].issuperset(numbers)]),
            left_out=by_group[key],
        )

    return BatchSummary(
        rubric=rubric,
        rows=sum(rows.values()),
        nodes=build_nodes(rows, grids),
        left_out=_count_left_out(table, rubric),
        gates={gate: _count_states(table, gate) for gate in rubric.gates},
        groups=tuple(build_group(key, numbers) for key, numbers in shown.groups.items()),
        hidden_groups=shown.hidden,
        checks=_count_checks(table, list_check_columns(rubric)),
    )


def _list_keys(table: FrameBuilder, by: Sequence[str]) -> dict[str, nw.Expr]:
    return {f"k{number}": table.col(column).cast(nw.String()) for number, column in enumerate(by)}


def _refuse_many_groups(table: FrameBuilder, rubric: Rubric, by: Sequence[str]) -> None:
    """Raises NhsdxError if there are more groups, or more nodes in all groups together, than can be summarised in time.

    Here, a group is one combination of values in all declared columns.
    """
    if not by:
        return
    keys = _list_keys(table, by)
    (found,) = collect_rows(table.frame.lazy().select(**keys).unique().select(groups=nw.len()))
    most = min(MOST_GROUPS, MOST_GROUP_NODES // len(list_nodes(rubric)))
    if found["groups"] > most:
        message = f"the rows are in {found['groups']:,} groups"
        hint = f"expected at most {most:,} for all columns of [groups] together; declare columns with fewer values"
        raise NhsdxError(message, "--group-by", hint, code="too-many")


def _find_shown(rows: Mapping[Key, int], by: Sequence[str], declared: Sequence[str]) -> ShownRows:
    """The groups that may be shown, in alphabetical order.

    A single release plan for all declared columns decides which groups may be shown. The plan depends only on how many
    rows have each combination of values, so it is the same in every run. Raises NhsdxError for a column that seems to
    contain names.
    """
    if not by:
        return ShownRows({}, (), 0)
    words = {_write_key(key): count for key, count in rows.items()}
    _refuse_names(words, declared)
    plan = build_release_plan({word: (count,) for word, count in words.items()}, LEAST_ROWS)
    found = plan.find_groups([declared.index(column) for column in by])
    # Rows without a value come last.
    words_shown = sorted(found.shown, key=lambda word: [(not part, part) for part in word])
    groups = {_read_key(word): found.shown[word] for word in words_shown}
    return ShownRows(groups, [list(map(_read_key, block)) for block in plan.blocks], found.hidden)


def _refuse_names(words: Mapping[tuple[str, ...], int], declared: Sequence[str]) -> None:
    for place in find_names(words.items()):
        message = f"most values of {quote_word(declared[place])} occur only once"
        hint = "delete this column from [groups] in the map: names and comments are not groups"
        raise NhsdxError(message, "--map", hint, code="group-column")


def _write_key(key: Key) -> tuple[str, ...]:
    """The values of a key as text; `=` before a value shows that it is not missing."""
    return tuple("" if part is None else f"={part}" for part in key)


def _read_key(word: Sequence[str]) -> Key:
    """The values of a key, read from the text that `_write_key` returned."""
    return tuple(part[1:] if part else None for part in word)


def _find_clear_blocks(counts: Sequence[Counts], blocks: Sequence[Sequence[Key]]) -> frozenset[int]:
    """The blocks for which a node's figures may be shown: those in which no row has a score, or enough rows have one.

    The figures for all rows also reveal the figures for all hidden blocks together. If the hidden blocks together have
    too few scored rows, no group shows figures for the node.
    """
    unclear, scored = set(), [0 for _ in counts]
    for number, block in enumerate(blocks):
        sums = [sum(_count_scored(found.get(key, ())) for key in block) for found in counts]
        if any(0 < one < LEAST_ROWS for one in sums):
            unclear.add(number)
            scored = [before + one for before, one in zip(scored, sums, strict=True)]
    if unclear and min(scored) < LEAST_ROWS:
        return frozenset()
    return frozenset(range(len(blocks))) - unclear


def _count_scored(counts: Iterable[tuple[int | None, int | None, int]]) -> int:
    return sum(count for level, unit, count in counts if level is not None and unit is not None)


def _find_places(rubric: Rubric) -> dict[LevelName, int]:
    """The place of each level, by its number and by the same number as text.

    If some levels have letters, their column contains only text.
    """
    numbers = enumerate(name_places(rubric.levels))
    return {word: place for place, number in numbers for word in (number, str(number))}


def _count_levels(
    native: Native, places: Mapping[LevelName, int], what: tuple[str, Reading], by: Sequence[str], grid: Grid
) -> Counts:
    """For each group, how many rows have each combination of level and score.

    A level is given as its place, and a score in grid units.
    """
    score, level = name_score_column(*what), name_level_column(*what)
    # With hundreds of nodes, DuckDB would list all columns again for each.
    table = FrameBuilder.of(native, only={*by, score, level})
    keys = _list_keys(table, by)
    unit = count_units(table.col(score), grid.shown, grid.decimals, grid.part).cast(nw.Int64())
    counted = _count_rows(table, keys | {"level": table.col(level), "unit": unit})
    found: Counts = {}
    for row in counted:
        key = tuple(row[f"k{number}"] for number in range(len(by)))
        found.setdefault(key, []).append((places.get(row["level"]), row["unit"], row["rows"]))
    return found


def _count_states(table: FrameBuilder, gate: str) -> dict[GateState, int]:
    states = dict.fromkeys(GateState, 0)
    for row in _count_rows(table, {"state": table.col(name_gate_column(gate))}):
        states[GateState(row["state"])] = row["rows"]
    return states


def _count_left_out_by_group(table: FrameBuilder, rubric: Rubric, by: Sequence[str]) -> dict[Key, LeftOut]:
    """How many criteria do not count in the overall scores, by status: for each group, the sum over its rows."""
    if not by:
        return {}
    keys, columns = _list_keys(table, by), dict(_list_left_out_columns(OVERALL, is_conditional=has_conditions(rubric)))
    counts = {field: table.col(column).cast(nw.Int64()) for field, column in columns.items()}
    sums = {field: nw.col(field).sum() for field in counts}
    found = collect_rows(table.frame.lazy().select(**keys, **counts).group_by(*keys).agg(**sums))
    return {tuple(row[name] for name in keys): _make_left_out(row) for row in found}


def _count_left_out(table: FrameBuilder, rubric: Rubric) -> dict[str, LeftOut]:
    """How many criteria do not count in each node, by status: the sum over all rows."""
    is_conditional = has_conditions(rubric)
    sums = {
        f"n{place}-{field}": table.col(column).cast(nw.Int64()).sum()
        for place, node in enumerate(list_nodes(rubric))
        for field, column in _list_left_out_columns(node, is_conditional=is_conditional)
    }
    (found,) = collect_rows(table.frame.lazy().select(**sums))

    return {node: _make_left_out(found, f"n{place}-") for place, node in enumerate(list_nodes(rubric))}


def _count_checks(table: FrameBuilder, codes: Sequence[str]) -> dict[str, CheckCount]:
    """How many rows and answers have each finding; findings that no row has are left out."""
    if not codes:
        return {}
    counts = {code: table.col(code).cast(nw.Int64()) for code in codes}
    rows = {f"rows-{place}": (count > 0).cast(nw.Int64()).sum() for place, count in enumerate(counts.values())}
    answers = {f"answers-{place}": count.sum() for place, count in enumerate(counts.values())}
    (found,) = collect_rows(table.frame.lazy().select(**rows, **answers))
    made = {
        code: CheckCount(rows=int(found[f"rows-{place}"] or 0), answers=int(found[f"answers-{place}"] or 0))
        for place, code in enumerate(codes)
    }
    return {code: count for code, count in made.items() if count.rows}


def _make_left_out(found: Mapping[str, Any], prefix: str = "") -> LeftOut:
    """The counts in a row of sums, by status; a status without a column counts as 0."""

    def count(field: str) -> int:
        return int(found.get(f"{prefix}{field}") or 0)

    return LeftOut(
        unknown=count("unknown"),
        not_due=count("not-due"),
        not_applicable=count("not-applicable"),
        not_asked=count("not-asked"),
    )


def _list_left_out_columns(node: str, *, is_conditional: bool) -> Iterator[tuple[str, str]]:
    yield from ((status.value, name_left_out_column(node, status)) for status in Status)
    if is_conditional:
        yield "not-asked", name_not_asked_column(node)


def count_values(table: FrameBuilder, column: str) -> dict[Any, int]:
    """How many rows have each value of a column."""
    return {row["value"]: row["rows"] for row in _count_rows(table, {"value": table.col(column)})}


def _count_rows(table: FrameBuilder, columns: dict[str, nw.Expr]) -> list[dict[str, Any]]:
    """How many rows there are with each combination of values in the given columns."""
    counted = table.frame.lazy().select(**columns).group_by(*columns).agg(rows=nw.len())
    return collect_rows(counted)
