"""Teams joined until what they say together may be told, so that how alike teams answer gives no small one away."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from nhsdx.commands.survey.disclosure.hidden_groups import Key
from nhsdx.commands.survey.intervals import Cluster

Teams = Mapping[Key, Mapping[str, Cluster]]
"""What each team of each group said."""
EVERYONE: Key = ()
"""Stands for all respondents together."""


@dataclass(slots=True)
class _TeamPool:
    """Teams that count as one, and how many they are in each group that is told; None stands for all the others."""

    names: list[str]
    sizes: Counter[Key | None]

    def add(self, other: _TeamPool) -> None:
        self.names += other.names
        self.sizes += other.sizes

    def is_enough(self, minimum: int) -> bool:
        """Whether there are no or enough of them in each group."""
        return all(size >= minimum for size in self.sizes.values())


def build_clusters(teams: Teams, hidden: Collection[Key], minimum: int) -> dict[Key, list[Cluster]]:
    """By group that is told, and for all respondents together, teams joined into clusters of the minimum or more.

    Small teams are joined in the order of their names, and the same ones for every group, so that all that is told
    follows from sums of so many respondents. Where teams answer independently of each other, joining them leaves
    the expected design effect as it is (random groups; Wolter, 2007, Introduction to Variance Estimation, 2).
    """
    counted = {key: {name: said for name, said in group.items() if said.size} for key, group in teams.items()}
    told = {key for key, group in counted.items() if key not in hidden and _count_respondents(group) >= minimum}
    if sum(_count_respondents(group) for key, group in counted.items() if key not in told) < minimum:
        counted = {key: counted[key] for key in counted if key in told}
    places = {name: place for place, names in enumerate(_join_teams(counted, told, minimum)) for name in names}
    found: dict[Key, dict[int, list[Cluster]]] = {EVERYONE: {}}
    for key, group in counted.items():
        for name, said in group.items():
            for line in {EVERYONE, key} if key in told else {EVERYONE}:
                found.setdefault(line, {}).setdefault(places[name], []).append(said)
    return {key: [sum_clusters(said) for _, said in sorted(parts.items())] for key, parts in found.items()}


def sum_clusters(parts: Iterable[Cluster]) -> Cluster:
    """What several say together."""
    known = list(parts)
    return Cluster(
        sum(part.size for part in known),
        math.fsum(part.total for part in known),
        math.fsum(part.squares for part in known),
    )


def _join_teams(teams: Teams, told: Collection[Key], minimum: int) -> Iterator[list[str]]:
    """Names of teams that are joined; with none or enough of them in each group, and in all not told together."""
    pools: list[_TeamPool] = []
    for team in _sort_teams(teams, told):
        if pools and not pools[-1].is_enough(minimum) and pools[-1].sizes.keys() & team.sizes.keys():
            pools[-1].add(team)
        else:
            pools.append(team)
    kept: list[_TeamPool] = []
    for pool in pools:
        kept.append(pool)
        # What is too small joins what is before it; a first one that is, what follows.
        while len(kept) > 1 and not all(pool.is_enough(minimum) for pool in kept[-2:]):
            last = kept.pop()
            kept[-1].add(last)
    yield from (pool.names for pool in kept)


def _sort_teams(teams: Teams, told: Collection[Key]) -> list[_TeamPool]:
    """Each team with its size in each group; those of the same groups beside each other, then by name."""
    found: dict[str, _TeamPool] = {}
    for key, group in teams.items():
        for name, said in group.items():
            found.setdefault(name, _TeamPool([name], Counter())).sizes[key if key in told else None] += said.size
    return sorted(found.values(), key=lambda team: (sorted(map(str, team.sizes)), team.names))


def _count_respondents(group: Mapping[str, Cluster]) -> int:
    return sum(said.size for said in group.values())
