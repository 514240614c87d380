"""Small teams, merged until a cluster is large enough, so that confidence intervals reveal no small team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nhsdx.analysis.release_plan import Cell, Tally, add_tallies


@dataclass(slots=True)
class TeamCluster:
    """Teams that count as one: their cells in each block of the release plan, by the block's number."""

    cells: dict[int, list[Cell]] = field(default_factory=dict)
    sums: dict[int, Tally] = field(default_factory=dict)
    is_known: bool = False

    def add(self, number: int, cell: Cell, tally: Tally) -> None:
        """Counts the people in a cell."""
        self.cells.setdefault(number, []).append(cell)
        self.sums[number] = add_tallies([self.sums[number], tally]) if number in self.sums else tally
        self.is_known |= bool(cell[1])

    def merge(self, other: TeamCluster) -> None:
        """Adds the people of another cluster."""
        for number, cells in other.cells.items():
            self.cells.setdefault(number, []).extend(cells)
            tally = other.sums[number]
            self.sums[number] = add_tallies([self.sums[number], tally]) if number in self.sums else tally
        self.is_known |= other.is_known

    def is_enough(self, minimum: int) -> bool:
        """Whether every number of people in every block is 0 or at least `minimum`."""
        return all(not count or count >= minimum for tally in self.sums.values() for count in tally)


def build_clusters(blocks: Sequence[Sequence[Cell]], tallies: Mapping[Cell, Tally], minimum: int) -> list[TeamCluster]:
    """Teams merged into clusters, which are the same for every group, question and run.

    Small teams are merged in the order of their names. If teams answer independently of each other, merging them does
    not change the expected design effect (random groups; Wolter, 2007, Introduction to Variance Estimation, 2). People
    without a team are left out, unless there are so few of them that they must be merged with the first team.
    """
    clusters: list[TeamCluster] = []
    for cluster in _join_neighbours(_list_teams(blocks, tallies), minimum):
        clusters.append(cluster)
        # A cluster that is too small is merged with the one before it; the first, with the one after it.
        while len(clusters) > 1 and not all(one.is_enough(minimum) for one in clusters[-2:]):
            last = clusters.pop()
            clusters[-1].merge(last)
    return [cluster for cluster in clusters if cluster.is_known]


def _join_neighbours(teams: Iterable[TeamCluster], minimum: int) -> Iterator[TeamCluster]:
    """Teams in clusters: a cluster that is too small takes in the next team, if the two share a block."""
    before: TeamCluster | None = None
    for team in teams:
        if before is not None and not before.is_enough(minimum) and before.sums.keys() & team.sums.keys():
            before.merge(team)
            continue
        if before is not None:
            yield before
        before = team
    if before is not None:
        yield before


def _list_teams(blocks: Sequence[Sequence[Cell]], tallies: Mapping[Cell, Tally]) -> Iterator[TeamCluster]:
    """Each team, and the people without a team in each block; sorted by block, then by name."""
    found: dict[tuple[str, int], TeamCluster] = {}
    for number, block in enumerate(blocks):
        for cell in sorted(block):
            name = cell[1]
            found.setdefault((name, -1 if name else number), TeamCluster()).add(number, cell, tallies[cell])
    for _, team in sorted(found.items(), key=lambda item: (sorted(item[1].sums), item[0])):
        yield team
