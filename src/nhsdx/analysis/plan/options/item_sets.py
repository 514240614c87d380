"""Which statements in a checklist should be met together: the cheapest statements for each level, or for each share."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from nhsdx.errors import NhsdxError
from nhsdx.model import ChecklistCriterion, ItemState, Reading, read_decimal
from nhsdx.scoring import find_highest_level

NO = (ItemState.NO, ItemState.PARTLY)
MOST_TRIED = 12
"""No more statements than this may depend on each other, because every combination of them is tried."""


_ShareKey: TypeAlias = tuple[Fraction, frozenset[str]]
_Share: TypeAlias = tuple[int, Fraction, frozenset[str]]
"""The cost of the chosen statements, the weight that is then met, and these statements."""


class OpenItem(NamedTuple):
    """A statement that is not met: its cost, and whether it is unknown."""

    id: str
    level: int
    cost: int
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class ItemSets:
    """Lists the sets of open statements in a checklist that the best plan might choose.

    `tagged` are the statements that are linked to other parts of the rubric. With `counts_known`, the number of known
    statements matters too. `requires` gives the statements that must be met before another statement. `bound` are the
    tagged statements that need something in another criterion. `further` are the other readings under which the level
    affects something outside the checklist.
    """

    criterion: ChecklistCriterion
    states: Mapping[str, ItemState]
    open: tuple[OpenItem, ...]
    tagged: frozenset[str]
    requires: Mapping[str, frozenset[str]]
    reading: Reading
    counts_known: bool = False
    further: tuple[Reading, ...] = ()
    bound: frozenset[str] = frozenset()

    def list_sets(self) -> Iterator[frozenset[str]]:
        """Every set that may be worth choosing; the first is empty."""
        found = self._list_staged() if self.criterion.scoring == "staged" else self._list_shares()
        yield from dict.fromkeys((frozenset(), *found))

    def list_single(self) -> Iterator[frozenset[str]]:
        """Each open statement with all that it requires.

        `--fix` may ask for a statement that improves nothing by itself.
        """
        return (self._close({item.id}) for item in self.open)

    def _list_staged(self) -> Iterator[frozenset[str]]:
        if self._has_choice() and (self.requires or self.counts_known):
            yield from self._list_all(self.open)
            return
        for forced in _list_subsets([item for item in self.open if item.id in self.tagged]):
            base = self._close({item.id for item in forced})
            yield base
            yield from self._free(base).climb(base)

    def _free(self, base: frozenset[str]) -> ItemSets:
        """A copy without the statements outside the base that require something in another criterion."""
        left_out = self.bound - base
        return replace(self, open=tuple(one for one in self.open if left_out.isdisjoint(self._close({one.id}))))

    def climb(self, base: frozenset[str]) -> Iterator[frozenset[str]]:
        """Sets that reach each level in turn, made from the base and from the larger bases that other readings need."""
        starts = [base, *(one for reading in self.further for one in self._list_chain(base, reading))]
        if self.reading.takes_unknown:
            starts += self._list_chain(base, Reading.CLAIMED)
        for start in dict.fromkeys(starts):
            yield start
            yield from self._list_chain(start, self.reading)

    def _list_chain(self, base: frozenset[str], reading: Reading) -> Iterator[frozenset[str]]:
        """For each level in turn, the base plus the cheapest statements needed to reach the level under a reading."""
        chosen = base
        for level in range(1, find_highest_level(self.criterion) + 1):
            filled = self._fill(level, chosen, reading)
            if filled is None:
                return
            chosen = self._close(filled)
            yield chosen

    def _fill(self, level: int, chosen: frozenset[str], reading: Reading) -> frozenset[str] | None:
        """The chosen statements and the cheapest others that together reach a level; None if no statements reach it."""
        here = [item for item in self.open if item.level == level and item.id not in chosen]
        states = self._list_states(level, chosen)
        ways = (way for way in _list_cheapest(here) if self._reaches(level, states, way, reading))
        cheapest = min(ways, key=_add_costs, default=None)
        return None if cheapest is None else chosen | {item.id for item in cheapest}

    def _list_states(self, level: int, chosen: frozenset[str]) -> list[ItemState]:
        """The states of the applicable statements at a level, if the chosen statements are met."""
        names = [name for name, item in self.criterion.items.items() if item.level == level]
        states = (ItemState.YES if name in chosen else self.states[name] for name in names)
        return [state for state in states if state is not ItemState.NOT_APPLICABLE]

    def _reaches(self, level: int, states: Sequence[ItemState], way: Sequence[OpenItem], reading: Reading) -> bool:
        """Whether a level is reached once the given open statements are met as well."""
        open_ones = states.count(ItemState.UNKNOWN) - sum(item.is_unknown for item in way)
        yes = states.count(ItemState.YES) + len(way)
        if reading is Reading.HIGH:
            yes, open_ones = yes + open_ones, 0
        counted = len(states) if reading is Reading.LOW else len(states) - open_ones
        needed = self.criterion.count_needed(level)
        enough = counted if needed is None else min(needed, counted)
        return yes >= enough and (counted > 0 or not states)

    def _list_shares(self) -> Iterator[frozenset[str]]:
        """The sets to choose from: any other set that counts in the same way costs more or meets less weight."""
        if self.requires or self.counts_known or self.further:
            yield from self._list_all(self.open)
            return
        kept: dict[_ShareKey, list[_Share]] = {(Fraction(0), frozenset()): [(0, Fraction(0), frozenset())]}
        for item in self.open:
            joined = {key: list(found) for key, found in kept.items()}
            for key, found in kept.items():
                joined.setdefault(self._move(key, item), []).extend(self._add(found, item))
            kept = {key: _drop_worse(found) for key, found in joined.items()}
        yield from (ids for found in kept.values() for _, _, ids in found)

    def _move(self, key: _ShareKey, item: OpenItem) -> _ShareKey:
        """The weight that counts, and the tagged items that are met, once one more item is met."""
        counted, tags = key
        is_new = item.is_unknown and not self.reading.takes_unknown
        return counted + is_new * self._weigh(item.id), tags | ({item.id} & self.tagged)

    def _add(self, found: Sequence[_Share], item: OpenItem) -> Iterator[_Share]:
        gain = self._weigh(item.id) * (1 - self._find_worth(item.id))
        return ((cost + item.cost, met + gain, ids | {item.id}) for cost, met, ids in found)

    def _weigh(self, item: str) -> Fraction:
        return read_decimal(self.criterion.items[item].weight)

    def _find_worth(self, item: str) -> Fraction:
        """The share, 0-1, of an open item that already counts as met."""
        if self.states[item] is ItemState.PARTLY:
            return read_decimal(self.criterion.partly_counts)
        return Fraction(self.states[item] is ItemState.UNKNOWN and self.reading is Reading.HIGH)

    def _list_all(self, items: Sequence[OpenItem]) -> Iterator[frozenset[str]]:
        if len(items) > MOST_TRIED:
            raise NhsdxError(
                "too many statements of one criterion depend on each other",
                hint="avoid some of them",
                code="plan-limits",
            )
        for chosen in _list_subsets(items):
            ids = frozenset(item.id for item in chosen)
            if self._close(ids) == ids:
                yield ids

    def _has_choice(self) -> bool:
        """Whether a level can be reached in several ways."""
        return bool(self.criterion.needs) or any(item.is_unknown for item in self.open)

    def _close(self, chosen: Collection[str]) -> frozenset[str]:
        """The given statements, and all statements that must be met before them."""
        found, waiting = set[str](), list(chosen)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self.requires.get(name, ())
        return frozenset(found & {item.id for item in self.open})


def _list_cheapest(items: Sequence[OpenItem]) -> Iterator[tuple[OpenItem, ...]]:
    """The cheapest statements, for every number of known and every number of unknown statements."""
    ordered = sorted(items, key=_rank)
    known, unknown = [one for one in ordered if not one.is_unknown], [one for one in ordered if one.is_unknown]
    for one, two in itertools.product(range(len(known) + 1), range(len(unknown) + 1)):
        yield (*known[:one], *unknown[:two])


def _add_costs(items: Sequence[OpenItem]) -> int:
    return sum(item.cost for item in items)


def _rank(item: OpenItem) -> int:
    return item.cost


def _list_subsets(items: Sequence[OpenItem]) -> Iterator[tuple[OpenItem, ...]]:
    for size in range(len(items) + 1):
        yield from itertools.combinations(items, size)


def _drop_worse(found: Sequence[_Share]) -> list[_Share]:
    kept: list[_Share] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or one[1] > kept[-1][1]:
            kept.append(one)
    return kept
