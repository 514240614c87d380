"""Small teams merged until a cluster may be published, so that intervals reveal no small team."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nhsdx.commands.survey.disclosure.hidden_groups import Key
from nhsdx.commands.survey.intervals import Cluster

Teams = Mapping[Key, Mapping[str, Cluster]]
"""The answers of each team of each group."""
EVERYONE: Key = ()
"""All respondents together."""


@dataclass(slots=True)
class _TeamPool:
    """Teams that count as one, and how many respondents they have in each shown group; None is all other groups."""

    names: list[str]
    sizes: Counter[Key | None]

    def add(self, other: _TeamPool) -> None:
        self.names += other.names
        self.sizes += other.sizes

    def is_enough(self, minimum: int) -> bool:
        """Whether each group has none or enough of their respondents."""
        return all(size >= minimum for size in self.sizes.values())


def build_clusters(teams: Teams, hidden: Collection[Key], minimum: int) -> dict[Key, list[Cluster]]:
    """For each shown group, and for all respondents together, teams merged into clusters of the minimum or more.

    Small teams are merged in the order of their names, and the same ones in every group, so all published figures
    follow from sums of enough respondents. Where teams answer independently of each other, merging them does not
    change the expected design effect (random groups; Wolter, 2007, Introduction to Variance Estimation, 2).
    """
    counted, shown = _select_teams(teams, hidden, minimum)
    found = _gather_clusters(counted, shown, list(_merge_teams(counted, shown, minimum)))
    return {key: [sum_clusters(answers) for _, answers in sorted(parts.items())] for key, parts in found.items()}


def _select_teams(teams: Teams, hidden: Collection[Key], minimum: int) -> tuple[Teams, set[Key]]:
    """The teams with respondents, and the shown groups; teams of other groups count if they are enough together."""
    counted: Teams = {key: _drop_empty_teams(group) for key, group in teams.items()}
    sizes = {key: sum_clusters(group.values()).size for key, group in counted.items()}
    shown = {key for key, size in sizes.items() if key not in hidden and size >= minimum}
    if sum(sizes.values()) - sum(sizes[key] for key in shown) < minimum:
        counted = {key: group for key, group in counted.items() if key in shown}
    return counted, shown


def _drop_empty_teams(group: Mapping[str, Cluster]) -> dict[str, Cluster]:
    return {name: one for name, one in group.items() if one.size}


def _gather_clusters(
    teams: Teams, shown: Collection[Key], merged: Sequence[Sequence[str]]
) -> dict[Key, dict[int, list[Cluster]]]:
    """For each shown group and for all respondents, the teams that are merged, by their place."""
    places = {name: place for place, names in enumerate(merged) for name in names}
    found: dict[Key, dict[int, list[Cluster]]] = {EVERYONE: {}}
    for key, group in teams.items():
        for name, answers in group.items():
            for line in {EVERYONE, key} if key in shown else {EVERYONE}:
                found.setdefault(line, {}).setdefault(places[name], []).append(answers)
    return found


def sum_clusters(parts: Iterable[Cluster]) -> Cluster:
    """Several clusters as one."""
    known = list(parts)
    return Cluster(
        sum(part.size for part in known),
        math.fsum(part.total for part in known),
        math.fsum(part.squares for part in known),
    )


def _merge_teams(teams: Teams, shown: Collection[Key], minimum: int) -> Iterator[list[str]]:
    """The names of teams to merge: none or enough respondents in each shown group, and in the others together."""
    pools: list[_TeamPool] = []
    for team in _sort_teams(teams, shown):
        if pools and not pools[-1].is_enough(minimum) and pools[-1].sizes.keys() & team.sizes.keys():
            pools[-1].add(team)
        else:
            pools.append(team)
    kept: list[_TeamPool] = []
    for pool in pools:
        kept.append(pool)
        # A pool that is too small is merged with the one before it; the first, with the one after it.
        while len(kept) > 1 and not all(pool.is_enough(minimum) for pool in kept[-2:]):
            last = kept.pop()
            kept[-1].add(last)
    yield from (pool.names for pool in kept)


def _sort_teams(teams: Teams, shown: Collection[Key]) -> list[_TeamPool]:
    """Each team with its size in each group, sorted by groups, then by name."""
    found: dict[str, _TeamPool] = {}
    for key, group in teams.items():
        for name, answers in group.items():
            found.setdefault(name, _TeamPool([name], Counter())).sizes[key if key in shown else None] += answers.size
    return sorted(found.values(), key=lambda team: (sorted(map(str, team.sizes)), team.names))
