"""The groups of a survey that may be shown, and their teams in clusters that are large enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nhsdx.analysis.release_plan import Cell, Key, Tally, add_tallies, build_release_plan, find_names
from nhsdx.commands.survey.disclosure.clusters import build_clusters
from nhsdx.errors import NhsdxError
from nhsdx.model import quote_word

EVERYONE: Key = ()
"""The key of all respondents together."""


class GroupCells(NamedTuple):
    """A group that may be shown: its cells, and the cells of each cluster of teams, or None if teams are not known."""

    key: Key
    cells: tuple[Cell, ...]
    clusters: tuple[tuple[Cell, ...], ...] | None


class PublicGroups(NamedTuple):
    """All respondents first, then each group that may be shown; no groups if there are too few respondents."""

    groups: tuple[GroupCells, ...]
    hidden: int


class ReleasedCells:
    """The release plan and team clusters of a file of responses. They are the same whichever groups a run shows."""

    def __init__(self, tallies: Mapping[Cell, Tally], minimum: int, *, has_teams: bool = False) -> None:
        """Divides the cells into blocks, and the teams in each block into clusters."""
        keys: dict[Key, Tally] = {}
        cells: dict[Key, list[Cell]] = {}
        for cell, tally in tallies.items():
            key, _ = cell
            keys[key] = add_tallies([keys[key], tally]) if key in keys else tally
            cells.setdefault(key, []).append(cell)
        self._plan = build_release_plan(keys, minimum)
        self._cells = [[cell for key in block for cell in sorted(cells[key])] for block in self._plan.blocks]
        self._clusters = _list_clusters(self._cells, tallies, minimum) if has_teams else None

    def find_groups(self, places: Sequence[int]) -> PublicGroups:
        """All respondents, and the groups formed by the declared columns at the given positions."""
        everyone = self._plan.find_groups(()).shown
        found = self._plan.find_groups(places)
        shown = {**everyone, **found.shown}
        return PublicGroups(tuple(self._build_group(key, numbers) for key, numbers in shown.items()), found.hidden)

    def _build_group(self, key: Key, numbers: Sequence[int]) -> GroupCells:
        cells = tuple(cell for number in numbers for cell in self._cells[number])
        if self._clusters is None:
            return GroupCells(key, cells, None)
        clusters: dict[int, list[Cell]] = {}
        for number in numbers:
            for place, part in self._clusters[number].items():
                clusters.setdefault(place, []).extend(part)
        return GroupCells(key, cells, tuple(tuple(clusters[place]) for place in sorted(clusters)))


def _list_clusters(
    blocks: Sequence[Sequence[Cell]], tallies: Mapping[Cell, Tally], minimum: int
) -> list[dict[int, list[Cell]]]:
    """For each block, the cells in each cluster of teams."""
    found: list[dict[int, list[Cell]]] = [{} for _ in blocks]
    for place, cluster in enumerate(build_clusters(blocks, tallies, minimum)):
        for number, cells in cluster.cells.items():
            found[number][place] = cells
    return found


def release_cells(
    columns: Sequence[str], sizes: Sequence[Mapping[Cell, int]], minimum: int, *, has_teams: bool
) -> ReleasedCells:
    """The release plan, made from how many people are in each cell and how many of them answered each question.

    Raises NhsdxError for a column that seems to contain names.
    """
    people = sizes[0]
    tallies = {cell: tuple(size.get(cell, 0) for size in sizes) for cell in people}
    for place in find_names((key, count) for (key, _), count in people.items()):
        message = f"most values of {quote_word(columns[place])} occur only once"
        hint = "delete this column from [groups] in the map: names, addresses and comments are not groups"
        raise NhsdxError(message, "--map", hint, code="group-column")
    return ReleasedCells(tallies, minimum, has_teams=has_teams)
