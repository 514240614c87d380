"""The plan for a whole file: which groups of people may be shown.

The plan depends only on who is in which group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Key = tuple[str, ...]
"""A person's values in the declared columns."""
Cell = tuple[Key, str]
"""A person's values, and the person's team, which is an empty string if the person has no team."""
Tally = tuple[int, ...]
"""The number of people, then how many of them answered each question."""

FEW = 10
"""A column counts as names only if more than this many of its values occur just once."""


class ShownGroups(NamedTuple):
    """The groups that may be shown, each with the numbers of its blocks, and how many other groups are hidden."""

    shown: Mapping[Key, tuple[int, ...]]
    hidden: int


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """Blocks of people.

    A group may be shown if it consists of whole blocks. If there are no blocks, nothing may be shown. Each block has
    enough people, and for each question either nobody or enough people in the block answered it. All figures that are
    shown, and their sums and differences, are therefore about whole blocks. Nothing inside a block is ever shown.
    """

    blocks: tuple[tuple[Key, ...], ...]

    def find_groups(self, places: Sequence[int]) -> ShownGroups:
        """The groups that people form by their values in the columns at the given places."""
        whole: dict[Key, list[int]] = {}
        divided: set[Key] = set()
        for number, block in enumerate(self.blocks):
            inside = {tuple(key[place] for place in places) for key in block}
            if len(inside) > 1:
                divided |= inside
            else:
                whole.setdefault(inside.pop(), []).append(number)
        shown = {key: tuple(whole[key]) for key in sorted(whole) if key not in divided}
        return ShownGroups(shown, len(divided | whole.keys()) - len(shown))


class _People(NamedTuple):
    """Some of the people: their combinations of values and their tally.

    `kinds` says how many combinations each count in the tally is made of.
    """

    keys: tuple[Key, ...]
    tally: Tally
    kinds: Tally

    @property
    def room(self) -> int:
        """The smallest difference between a count above 0 and the number of combinations that it is made of."""
        return min(count - kinds for count, kinds in zip(self.tally, self.kinds, strict=True) if count)

    @property
    def is_mixed(self) -> bool:
        """Whether these people have several combinations of values."""
        return len(self.keys) > 1

    def has_room(self, minimum: int) -> bool:
        """Whether there are enough people to be shown; if they have several combinations, one more person is needed."""
        return self.room >= minimum - 1 + self.is_mixed


def build_release_plan(tallies: Mapping[Key, Tally], minimum: int) -> ReleasePlan:
    """The plan for all people, who are counted by their values in all declared columns.

    People are divided by the column that has the fewest values among them. If several columns have equally few values,
    the one with the most values in the whole file is used; if they are equal in this too, they are used together. Each
    part that is shown is then divided in the same way, and all hidden parts are combined into one block.
    """
    if not tallies:
        return ReleasePlan(())
    widths = _count_values(tallies)
    everybody = _gather_people(tallies, tallies)
    waiting = [everybody] if everybody.has_room(minimum) else []
    blocks: list[Sequence[Key]] = []
    while waiting:
        people = waiting.pop()
        if not people.is_mixed:
            blocks.append(people.keys)
            continue
        parts = [_gather_people(keys, tallies) for keys in _divide_keys(people.keys, widths)]
        parts.sort(key=lambda part: part.room)
        hidden = _count_hidden(parts, minimum)
        waiting += parts[hidden:]
        if hidden:
            blocks.append([key for part in parts[:hidden] for key in part.keys])
    return ReleasePlan(tuple(sorted(tuple(sorted(block)) for block in blocks)))


def _gather_people(keys: Iterable[Key], tallies: Mapping[Key, Tally]) -> _People:
    """The people who have one of the given combinations of values."""
    chosen = tuple(keys)
    kinds = add_tallies(tuple(int(count > 0) for count in tallies[key]) for key in chosen)
    return _People(chosen, add_tallies(tallies[key] for key in chosen), kinds)


def _divide_keys(keys: Sequence[Key], widths: Sequence[int]) -> Iterable[list[Key]]:
    """The parts into which the given people are divided by the column (or columns) with the fewest values."""
    ranks = {place: (count, -widths[place]) for place, count in enumerate(_count_values(keys)) if count > 1}
    least = min(ranks.values())
    places = [place for place, rank in ranks.items() if rank == least]
    parts: dict[Key, list[Key]] = {}
    for key in keys:
        parts.setdefault(tuple(key[place] for place in places), []).append(key)
    return parts.values()


def _count_hidden(parts: Sequence[_People], minimum: int) -> int:
    """How many of the parts, sorted by room, are hidden: none if all parts have enough room.

    If not all parts have enough room, the first parts are hidden, at least until the room of a part exceeds the room of
    the first part by the minimum. Any hidden part could then be the smallest or the largest hidden part, so nobody can
    tell which of them are small.
    """
    first = parts[0].room
    if first >= minimum - 1 + any(part.is_mixed for part in parts):
        return 0
    hidden = parts[0]
    for number, (before, after) in enumerate(pairwise(parts), 1):
        if after.room > before.room >= first + minimum and hidden.room >= minimum:
            return number
        hidden = _People((), *map(add_tallies, ((hidden.tally, after.tally), (hidden.kinds, after.kinds))))
    return len(parts)


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """The sum of one or more tallies."""
    return tuple(map(sum, zip(*tallies, strict=True)))


def _count_values(keys: Iterable[Key]) -> list[int]:
    """How many different values each column has among these people."""
    return [len(set(values)) for values in zip(*keys, strict=True)]


def find_names(people: Iterable[tuple[Key, int]]) -> list[int]:
    """The places of columns in which most values occur only once, such as names, addresses and comments."""
    counts: list[Counter[str]] = []
    for key, count in people:
        counts = counts or [Counter() for _ in key]
        for values, value in zip(counts, key, strict=True):
            values[value] += count
    return [
        place
        for place, values in enumerate(counts)
        if sum(count == 1 for count in values.values()) > max(FEW, len(values) / 2)
    ]
