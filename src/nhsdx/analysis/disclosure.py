"""Small numbers protected: what of a table of groups may be told, so that nothing hidden can be worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

Key = tuple[str, ...]
"""A group: its value of each of the columns that groups are made by."""


class Protection(NamedTuple):
    """How small numbers are protected.

    Groups of fewer than `minimum` respondents are hidden; of the others counts from 1 to `hidden` are, and the
    rest rounded to a multiple of `multiple`.
    """

    title: str
    minimum: int
    hidden: int = 0
    multiple: int = 1


PROTECTIONS: Mapping[str, Protection] = {
    "staff-survey": Protection("groups of fewer than 11 respondents are hidden", 11),
    "hospital-statistics": Protection(
        "groups of fewer than 11 respondents and counts from 1 to 7 are hidden, the rest rounded to 5", 11, 7, 5
    ),
}
"""By name: as the NHS Staff Survey does it, and as counts below national level in hospital statistics since 2018."""


def hidden_groups(sizes: Mapping[Key, int], minimum: int) -> frozenset[Key]:
    """The groups of which nothing may be told, though the sums over any of the columns were known.

    Those that are smaller than the minimum and, so that none of these can be worked out from a sum and the
    groups beside it, further ones, the smallest first: wherever a sum has hidden parts there are at least two,
    of the minimum or more together, and no hidden one follows from the sums.
    """
    hidden = {key for key, size in sizes.items() if size < minimum}
    while (further := _further(sizes, hidden, minimum)) is not None:
        hidden.add(further)
    return frozenset(hidden)


def _further(sizes: Mapping[Key, int], hidden: Collection[Key], minimum: int) -> Key | None:
    """The next group to hide as well; None if all that are hidden are safe."""
    weak = [parts for parts in _sums(sizes) if not _is_safe(parts, sizes, hidden, minimum)]
    exposed = set() if weak else _recoverable(sizes, hidden)
    weak += [parts for parts in _sums(sizes) if exposed & set(parts)]
    for parts in weak:
        open_ = [key for key in parts if key not in hidden]
        if open_:
            return min(open_, key=lambda key: (sizes[key], key))
    return None


def _is_safe(parts: Sequence[Key], sizes: Mapping[Key, int], hidden: Collection[Key], minimum: int) -> bool:
    inside = [key for key in parts if key in hidden]
    if not inside or sum(sizes[key] for key in parts) < minimum:
        # A sum that is itself too small is not told.
        return True
    return len(inside) > 1 and sum(sizes[key] for key in inside) >= minimum


def _sums(sizes: Mapping[Key, int]) -> Iterator[tuple[Key, ...]]:
    """The groups in each sum: those that share their values of some of the columns, of none first."""
    width = len(next(iter(sizes), ()))
    for count in range(width):
        for places in combinations(range(width), count):
            together: dict[Key, list[Key]] = {}
            for key in sizes:
                together.setdefault(tuple(key[place] for place in places), []).append(key)
            yield from map(tuple, together.values())


def _recoverable(sizes: Mapping[Key, int], hidden: Collection[Key]) -> set[Key]:
    """The hidden groups whose size follows from the sums, by elimination in exact fractions."""
    order = {key: place for place, key in enumerate(sorted(hidden))}
    rows = []
    for parts in _sums(sizes):
        row = [Fraction(0)] * len(order)
        for key in parts:
            if key in order:
                row[order[key]] = Fraction(1)
        rows.append(row)
    reduced = _reduced(rows)
    alone = [row for row in reduced if sum(map(bool, row)) == 1]
    return {key for key, place in order.items() if any(row[place] for row in alone)}


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in reduced echelon form: a variable that they determine stands alone in one."""
    done: list[list[Fraction]] = []
    for row in rows:
        for other in done:
            lead = next(place for place, value in enumerate(other) if value)
            row = _less(row, other, row[lead])  # noqa: PLW2901 - reduced step by step
        if any(row):
            lead = next(place for place, value in enumerate(row) if value)
            row = [value / row[lead] for value in row]  # noqa: PLW2901 - as above
            done = [_less(other, row, other[lead]) for other in done]
            done.append(row)
    return done


def _less(row: list[Fraction], other: list[Fraction], times: Fraction) -> list[Fraction]:
    return [value - times * taken for value, taken in zip(row, other, strict=True)] if times else row


def told(counts: Sequence[int], protection: Protection) -> tuple[int | None, ...]:
    """The counts of a group that is not hidden, as they may be told; None for a hidden one."""
    return tuple(None if 0 < count <= protection.hidden else rounded(count, protection) for count in counts)


def rounded(count: int, protection: Protection) -> int:
    """A count to the nearest multiple, halves upwards."""
    return (count * 2 + protection.multiple) // (2 * protection.multiple) * protection.multiple
