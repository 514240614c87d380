"""Which groups of people may be shown: one plan for a whole file, from who is in which group and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Key = tuple[str, ...]
"""A person's values in the declared columns."""
Cell = tuple[Key, str]
"""The same values, and the person's team: an empty text if there is none."""
Tally = tuple[int, ...]
"""The number of people, then how many of them answered each question."""

SPARE = 2
"""How many more people a group with hidden parts needs: a part could be one person, or everybody but one."""
FEW = 10
"""How many values of a column may occur only once, whatever the share of such values."""


class ShownGroups(NamedTuple):
    """The groups by some columns that may be shown, each with the numbers of its blocks, and how many are hidden."""

    shown: Mapping[Key, tuple[int, ...]]
    hidden: int


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """Blocks of people. A group may be shown if it consists of whole blocks; without a block, nothing may be shown.

    Each block has enough people, and either none or enough of them answered each question. All figures shown, and
    their sums and differences, are therefore about whole blocks. How a block is made up is never shown.
    """

    blocks: tuple[tuple[Key, ...], ...]

    def find_groups(self, places: Sequence[int]) -> ShownGroups:
        """The groups by some of the columns, given by their places."""
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


def build_plan(tallies: Mapping[Key, Tally], minimum: int) -> ReleasePlan:
    """The plan for all people, who are counted by their values in all declared columns.

    People are divided by the column that has the fewest values among them; of several such columns, by the one with
    the most values in the whole file, or by all of these at once. Each part that is shown is then divided in the same
    way. Where a part is too small, it stays in one block with all parts up to a size that is at least the minimum
    larger than the smallest, so that nobody can tell which of them is small.
    """
    everybody = sorted(tallies)
    need = minimum + SPARE * (len(everybody) > 1)
    if not everybody or not has_enough(add_tallies(tallies.values()), need):
        return ReleasePlan(())
    widths = _count_values(everybody)
    blocks: list[list[Key]] = []
    waiting = [everybody]
    while waiting:
        parts = _divide_people(waiting.pop(), widths)
        shown, block = _hide_parts(parts, tallies, minimum)
        blocks += [block] if block else []
        for part in shown:
            (waiting if len(part) > 1 else blocks).append(part)
    return ReleasePlan(tuple(sorted(tuple(sorted(block)) for block in blocks)))


def _divide_people(keys: Sequence[Key], widths: Sequence[int]) -> list[list[Key]]:
    """The parts by the column with the fewest values among these people; one part, if they differ in no column."""
    here = _count_values(keys)
    ranks = {place: (count, -widths[place]) for place, count in enumerate(here) if count > 1}
    places = [place for place, rank in ranks.items() if rank == min(ranks.values())]
    parts: dict[Key, list[Key]] = {}
    for key in keys:
        parts.setdefault(tuple(key[place] for place in places), []).append(key)
    return list(parts.values())


def _hide_parts(
    parts: Sequence[list[Key]], tallies: Mapping[Key, Tally], minimum: int
) -> tuple[list[list[Key]], list[Key]]:
    """The parts that are shown, and everybody in the others."""
    if len(parts) == 1:
        return [*parts], []
    sums = [add_tallies(tallies[key] for key in part) for part in parts]
    limit = _find_limit(sums, minimum, minimum + SPARE * any(len(part) > 1 for part in parts))
    shown = [part for part, (people, *_) in zip(parts, sums, strict=True) if people > limit]
    return shown, [key for part, (people, *_) in zip(parts, sums, strict=True) if people <= limit for key in part]


def _find_limit(sums: Collection[Tally], minimum: int, need: int) -> int:
    """The size up to which parts are hidden: 0 where each has enough people, that of the largest if all are hidden."""
    ordered = sorted(sums)
    bad = [part[0] for part in ordered if not has_enough(part, need)]
    if not bad:
        return 0
    least = max(bad[-1], ordered[0][0] + minimum)
    hidden = (0,) * len(ordered[0])
    for part, after in zip(ordered, [*ordered[1:], None], strict=True):
        hidden = add_tallies((hidden, part))
        is_last_of_size = after is None or after[0] > part[0]
        if is_last_of_size and part[0] >= least and has_enough(hidden, minimum + SPARE):
            return part[0]
    return ordered[-1][0]


def has_enough(tally: Tally, need: int) -> bool:
    """Whether none or enough of the people answered each question."""
    return all(not count or count >= need for count in tally)


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """The sums of one tally or more."""
    return tuple(map(sum, zip(*tallies, strict=True)))


def _count_values(keys: Iterable[Key]) -> list[int]:
    """How many values each column has among these people."""
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
