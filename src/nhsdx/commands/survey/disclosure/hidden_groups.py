"""Which groups of a table to hide so that nobody can work out small numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.commands.survey.disclosure.cell_swaps import CellSwaps, Group, Places, list_subsets, project_group

Key = Group
"""A group: its value in each of the columns that results are broken down by."""


class Protection(NamedTuple):
    """How small numbers are protected.

    Groups of fewer than `minimum` respondents are hidden. In the others, counts from 1 to `hidden` are hidden, and
    other counts are rounded to a multiple of `multiple`.
    """

    minimum: int
    hidden: int = 0
    multiple: int = 1


PROTECTIONS: Mapping[str, Protection] = {
    "staff-survey": Protection(11),
    "hospital-statistics": Protection(11, 7, 5),
}
"""By name: the rule of the NHS Staff Survey, and that of NHS hospital statistics below national level since 2018."""


def find_hidden_groups(sizes: Mapping[Key, int], minimum: int) -> frozenset[Key]:
    """The groups to hide: small ones, and others from which these could be worked out.

    From one table with its total, the size of each hidden group could be anything from 0 to everything that is
    hidden, which is the minimum or more. Readers may also have all tables by fewer of the columns. Wherever the table
    has the groups for it, each hidden group is then a corner of a box of hidden groups: the minimum or more
    could have moved between them without changing a published sum (the hypercube method). A table with gaps may lack
    such a box; then each of these sums at least has two hidden parts or none, with the minimum or more together.
    This is true for readers who do not know which of the hidden groups are small.
    """
    table = _Suppression.start(sizes, minimum)
    shown = table.list_shown_sums()
    # Hiding what tables by fewer columns show protects nothing from readers of those tables.
    known = {parts[0] for parts in shown if len(parts) == 1}
    swaps = CellSwaps(sizes, table.below)
    table.hide_parts_of_hidden_sums(swaps, known)
    table.hide_corners(swaps)
    if sum(sizes.values()) >= minimum:
        shown.append(list(sizes))
    unknown = [[key for key in parts if key not in known] for parts in shown]
    table.hide_parts_of_shown_sums([*unknown, *(parts for parts in shown if len(parts) > 1)])
    return frozenset(table.hidden)


@dataclass(slots=True)
class _Suppression:
    """A table of groups, its sums by fewer columns, which of these are hidden, and the groups hidden so far."""

    sizes: Mapping[Key, int]
    minimum: int
    sums: Mapping[Places, Mapping[Key, Sequence[Key]]]
    below: Mapping[Places, frozenset[Key]]
    hidden: set[Key]

    @classmethod
    def start(cls, sizes: Mapping[Key, int], minimum: int) -> _Suppression:
        """A table of which only the small groups are hidden."""
        sums = {places: _group_by_sum(sizes, places) for places in _list_fewer_places(sizes)}
        below = {
            places: find_hidden_groups({one: sum(sizes[key] for key in parts) for one, parts in table.items()}, minimum)
            for places, table in sums.items()
        }
        return cls(sizes, minimum, sums, below, {key for key, size in sizes.items() if size < minimum})

    def list_shown_sums(self) -> list[Sequence[Key]]:
        """The groups in each sum that a table by fewer columns shows."""
        return [
            parts
            for places, table in self.sums.items()
            for one, parts in table.items()
            if one not in self.below[places]
        ]

    def hide_parts_of_hidden_sums(self, swaps: CellSwaps, known: Collection[Key]) -> None:
        """Hides groups so that each sum that a table by fewer columns hides can vary."""
        for places, table in self.sums.items():
            for one in sorted(self.below[places]):
                swap = swaps.find_best(table[one], places, self.hidden, self.minimum)
                fit = [key for key in table[one] if key not in known]
                self.hidden.update(_find_smallest(fit, self.sizes) if swap is None else swap.corners)

    def hide_corners(self, swaps: CellSwaps) -> None:
        """Hides groups so that each hidden one is a corner of a hidden box, where the table has one."""
        every = tuple(range(_count_columns(self.sizes)))
        for key in sorted(self.hidden):
            swap = swaps.find_best([key], every, self.hidden, self.minimum)
            self.hidden.update(() if swap is None else swap.corners)

    def hide_parts_of_shown_sums(self, sums: Sequence[Sequence[Key]]) -> None:
        """Hides more groups, the smallest first, until each sum has two hidden parts or none, large enough together."""
        before = -1
        while before < len(self.hidden):
            before = len(self.hidden)
            for parts in sums:
                while further := _find_next_to_hide(parts, self.sizes, self.hidden, self.minimum):
                    self.hidden.update(further)


def _find_next_to_hide(
    parts: Sequence[Key], sizes: Mapping[Key, int], hidden: Collection[Key], minimum: int
) -> list[Key]:
    """The next part of a sum to hide, if one is needed and left."""
    inside = [sizes[key] for key in parts if key in hidden]
    if not inside or (len(inside) > 1 and sum(inside) >= minimum):
        return []
    return _find_smallest([key for key in parts if key not in hidden], sizes)


def _group_by_sum(sizes: Mapping[Key, int], places: Places) -> dict[Key, list[Key]]:
    """The groups in each sum, by its values of these columns."""
    sums: dict[Key, list[Key]] = {}
    for key in sizes:
        sums.setdefault(project_group(key, places), []).append(key)
    return sums


def _list_fewer_places(sizes: Mapping[Key, int]) -> list[Places]:
    """All choices of some of the columns, but not of all."""
    return [
        places for places in list_subsets(tuple(range(_count_columns(sizes)))) if len(places) < _count_columns(sizes)
    ]


def _count_columns(sizes: Mapping[Key, int]) -> int:
    return len(next(iter(sizes), ()))


def _find_smallest(keys: Sequence[Key], sizes: Mapping[Key, int]) -> list[Key]:
    """The smallest of these groups, if there are any."""
    return sorted(keys, key=lambda key: (sizes[key], key))[:1]


def suppress_small_counts(counts: Sequence[int], protection: Protection) -> tuple[int | None, ...]:
    """The counts of a group that is not hidden, as they may be published; None for a hidden count.

    Where only one count would be hidden, the smallest of the others is hidden too, because the group's size is shown.
    """
    hidden = [place for place, count in enumerate(counts) if 0 < count <= protection.hidden]
    others = [place for place, count in enumerate(counts) if count > protection.hidden]
    if len(hidden) == 1 and others:
        hidden.append(min(others, key=lambda place: counts[place]))
    return tuple(None if place in hidden else round_count(count, protection) for place, count in enumerate(counts))


def round_count(count: int, protection: Protection) -> int:
    """A count to the nearest multiple, with halves rounded up."""
    return (count * 2 + protection.multiple) // (2 * protection.multiple) * protection.multiple
