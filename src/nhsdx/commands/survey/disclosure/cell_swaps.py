"""Swaps between hidden groups: counts that could have moved without changing a published sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

Group = tuple[str, ...]
"""A group: its value in each of the columns that results are broken down by."""
Places = tuple[int, ...]
"""Some of these columns, numbered from 0."""

FEW = 30
"""How many values of each column are tried for a box before all of them are."""


class CellSwap(NamedTuple):
    """Groups at the corners of a box: what is added to each of `raised` could be taken from each of `lowered`.

    Each corner has one of two values in each column of the box, and all agree in the other columns. No sum over a
    column of the box changes, because it contains two corners or none.
    """

    raised: tuple[Group, ...]
    lowered: tuple[Group, ...]

    @property
    def corners(self) -> tuple[Group, ...]:
        """All its groups."""
        return self.raised + self.lowered

    def count_room(self, sizes: Mapping[Group, int]) -> int:
        """How many respondents could move, one way or the other, before a group is empty."""
        return min(sizes[group] for group in self.raised) + min(sizes[group] for group in self.lowered)


class CellSwaps:
    """The boxes of a table; `below` has the sums that runs by fewer columns hide, by those columns."""

    def __init__(self, sizes: Mapping[Group, int], below: Mapping[Places, Collection[Group]]) -> None:
        self._sizes = sizes
        self._below = below
        self._width = len(next(iter(sizes), ()))
        self._lines: dict[tuple[int, Group], list[str]] = {}
        self._lately: dict[int, dict[str, None]] = {place: {} for place in range(self._width)}
        for group in sorted(sizes, key=lambda group: (sizes[group], group)):
            for place in range(self._width):
                self._lines.setdefault((place, _drop_place(group, place)), []).append(group[place])

    def find_best(
        self, starts: Sequence[Group], within: Places, hidden: Collection[Group], room: int
    ) -> CellSwap | None:
        """The box that lets one of these groups, or a sum over the columns not `within`, vary by `room` or more.

        Of several, the one that hides the fewest further respondents; if none has enough room, the one with the most;
        None without a box. Its columns are some of those `within`.
        """
        found = self._find_cheapest(self._list_swaps(starts, within, FEW), hidden, room)
        if found is None or found.count_room(self._sizes) < room:
            found = self._find_cheapest(self._list_swaps(starts, within, None), hidden, room)
        for group in () if found is None else found.corners:
            if self._sizes[group] >= room:
                for place, value in enumerate(group):
                    self._lately[place][value] = None
        return found

    def _find_cheapest(self, boxes: Iterable[CellSwap], hidden: Collection[Group], room: int) -> CellSwap | None:
        found: CellSwap | None = None
        least: tuple[int, int] | None = None
        for box in boxes:
            cost = sum(self._sizes[group] for group in box.corners if group not in hidden)
            rank = (max(room - box.count_room(self._sizes), 0), cost)
            if least is None or rank < least:
                found, least = box, rank
            if rank == (0, 0):
                break
        return found

    def _list_swaps(self, starts: Sequence[Group], within: Places, few: int | None) -> Iterator[CellSwap]:
        for places in list_subsets(within):
            outside = [columns for columns in self._below if set(places) <= set(columns)]
            for start in starts:
                for others in product(*(islice(self._list_others(start, place), few) for place in places)):
                    box = _build_swap(start, dict(zip(places, others, strict=True)))
                    if self._is_open_to_move(box, outside) and box.count_room(self._sizes):
                        yield box

    def _list_others(self, group: Group, place: int) -> Iterator[str]:
        """The other values of a column for a group: first those of boxes found before, then the smallest groups."""
        lately = self._lately[place]
        line = self._lines[place, _drop_place(group, place)]
        yield from (
            value for value in lately if value != group[place] and _swap_value(group, place, value) in self._sizes
        )
        yield from (value for value in line if value != group[place] and value not in lately)

    def _is_open_to_move(self, box: CellSwap, outside: Sequence[Places]) -> bool:
        """Whether all its groups exist, and the sums that a move would change are hidden."""
        return all(group in self._sizes for group in box.corners) and all(
            project_group(group, columns) in self._below[columns] for group in box.corners for columns in outside
        )


def list_subsets(places: Places) -> Iterator[Places]:
    """All choices of one or more of these columns, the smallest first."""
    for count in range(1, len(places) + 1):
        yield from combinations(places, count)


def project_group(group: Group, places: Places) -> Group:
    """A group's values in these columns only."""
    return tuple(group[place] for place in places)


def _drop_place(group: Group, place: int) -> Group:
    return group[:place] + group[place + 1 :]


def _swap_value(group: Group, place: int, value: str) -> Group:
    return (*group[:place], value, *group[place + 1 :])


def _build_swap(start: Group, others: Mapping[int, str]) -> CellSwap:
    sides: tuple[list[Group], list[Group]] = ([], [])
    for swapped in product((False, True), repeat=len(others)):
        swaps = [(place, value) for (place, value), is_on in zip(others.items(), swapped, strict=True) if is_on]
        corner = start
        for place, value in swaps:
            corner = _swap_value(corner, place, value)
        sides[len(swaps) % 2].append(corner)
    return CellSwap(tuple(sides[0]), tuple(sides[1]))
