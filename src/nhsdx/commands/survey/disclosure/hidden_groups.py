"""Small numbers protected: what of a table of groups may be told, so that nothing hidden can be worked out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from nhsdx.commands.survey.disclosure.cell_swaps import CellSwaps, Group, Places, list_subsets, project_group

Key = Group
"""A group: its value of each of the columns that groups are made by."""


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
    """The groups of which nothing may be told, and so that it does not follow from what is told.

    Those that are smaller than the minimum, and further ones beside them. Of one table with its total, the size
    of each hidden group could be anything from 0 to all that is hidden, the minimum or more. Given in addition
    all that the tables by fewer of the columns tell, wherever the table has the groups for it, each hidden group
    is a corner of a box of hidden groups: the minimum or more could have moved between them, and all sums that
    are told would be the same (the hypercube method). A table with gaps
    may lack them; then each of these sums at least has two hidden parts or none, of the minimum or more together.
    All this holds for readers who are not told which of the hidden groups are the small ones.
    """
    sums = {places: _group_by_sum(sizes, places) for places in _list_fewer_places(sizes)}
    below = {
        places: find_hidden_groups({one: sum(sizes[key] for key in parts) for one, parts in table.items()}, minimum)
        for places, table in sums.items()
    }
    open_ = [parts for places, table in sums.items() for one, parts in table.items() if one not in below[places]]
    # To hide what tables by fewer columns tell protects nothing from readers who have those.
    known = {parts[0] for parts in open_ if len(parts) == 1}
    hidden = {key for key, size in sizes.items() if size < minimum}
    boxes = CellSwaps(sizes, below)
    for places, table in sums.items():
        for one in sorted(below[places]):
            box = boxes.best(table[one], places, hidden, minimum)
            fit = [key for key in table[one] if key not in known]
            hidden.update(_find_smallest(fit, sizes) if box is None else box.corners)
    every = tuple(range(_count_columns(sizes)))
    for key in sorted(hidden):
        box = boxes.best([key], every, hidden, minimum)
        hidden.update(() if box is None else box.corners)
    open_ += [list(sizes)] if sum(sizes.values()) >= minimum else []
    unknown = [[key for key in parts if key not in known] for parts in open_]
    _hide_more_groups(sizes, hidden, [*unknown, *(parts for parts in open_ if len(parts) > 1)], minimum)
    return frozenset(hidden)


def _hide_more_groups(sizes: Mapping[Key, int], hidden: set[Key], sums: Sequence[Sequence[Key]], minimum: int) -> None:
    """Hides more groups, the smallest first, until each sum has two hidden parts or none, large enough together."""
    before = -1
    while before < len(hidden):
        before = len(hidden)
        for parts in sums:
            while further := _find_next_to_hide(parts, sizes, hidden, minimum):
                hidden.update(further)


def _find_next_to_hide(
    parts: Sequence[Key], sizes: Mapping[Key, int], hidden: Collection[Key], minimum: int
) -> list[Key]:
    """The next part of a sum to hide, if it needs one and has one."""
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
    """The counts of a group that is not hidden, as they may be told; None for a hidden one.

    Where one alone would be hidden the smallest of the others is as well, for the size of the group is told.
    """
    hidden = [place for place, count in enumerate(counts) if 0 < count <= protection.hidden]
    others = [place for place, count in enumerate(counts) if count > protection.hidden]
    if len(hidden) == 1 and others:
        hidden.append(min(others, key=lambda place: counts[place]))
    return tuple(None if place in hidden else round_count(count, protection) for place, count in enumerate(counts))


def round_count(count: int, protection: Protection) -> int:
    """A count to the nearest multiple, halves upwards."""
    return (count * 2 + protection.multiple) // (2 * protection.multiple) * protection.multiple
