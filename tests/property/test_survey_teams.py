"""Attacks on intervals that allow for teams: tries all tables of teams that would look the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.commands.survey.disclosure.clusters import EVERYONE, build_clusters
from nhsdx.commands.survey.disclosure.hidden_groups import Key, Protection, find_hidden_groups
from nhsdx.commands.survey.intervals import Cluster
from nhsdx.commands.survey.summary import QuestionCounts, publish_counts
from tests.support.laws.strategies import laws

MINIMUM = 3
"""Small, so that all tables can be tried; the rule has no other number."""
Cell = tuple[str, str]
"""A group and a team."""
Said = tuple[int, int]
"""How many of a team chose each of two options."""
NESTED: tuple[Cell, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("B", "4"), ("B", "5"))
CROSSED: tuple[Cell, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("B", "1"), ("B", "2"))
ALONE: tuple[Cell, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("A", "4"))


def shared(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to share a number among a number of places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in shared(total - first, places - 1))


def question(table: dict[Cell, Said]) -> QuestionCounts:
    """The answers of a table of teams."""
    counts: dict[Key, tuple[int, ...]] = {}
    teams: dict[Key, dict[str, tuple[int, ...]]] = {}
    for (group, team), (no, yes) in table.items():
        before = counts.get((group,), (0, 0))
        counts[group,] = (before[0] + no, before[1] + yes)
        teams.setdefault((group,), {})[team] = (no, yes)
    return QuestionCounts("q", "Q", ("No", "Yes"), (0.0, 100.0), (1,), counts, teams, 1)


def publish(table: dict[Cell, Said]) -> tuple[object, ...]:
    """Everything published about a table; numbers are as exact as readers could tell apart."""
    lines = []
    for line in publish_counts(question(table), Protection(MINIMUM), {}):
        bounds = None if line.team_interval is None else tuple(round(bound, 10) for bound in line.team_interval)
        lines.append((line.key, line.hidden, line.counts, bounds, line.teams, line.few_teams))
    return tuple(lines)


@pytest.mark.parametrize(("cells", "most"), [(NESTED, 6), (CROSSED, 6), (ALONE, 8)], ids=["nested", "crossed", "alone"])
def test_no_small_team_can_be_worked_out(cells: tuple[Cell, ...], most: int) -> None:
    """In any small table, its size and answers do not follow from counts, intervals and numbers of teams."""
    for total in range(MINIMUM, most + 1):
        alike: dict[object, list[tuple[Said, ...]]] = defaultdict(list)
        for shares in shared(total, 2 * len(cells)):
            table = tuple(zip(shares[::2], shares[1::2], strict=True))
            alike[publish(dict(zip(cells, table, strict=True)))].append(table)
        for published, tables in alike.items():
            if any(line[3] for line in published):  # type: ignore[attr-defined]
                for place in range(len(cells)):
                    sizes = {sum(table[place]) for table in tables}
                    assert len(sizes) > 1 or not 0 < min(sizes) < MINIMUM, (published, tables[0])


@st.composite
def teams_of_groups(draw: st.DrawFn) -> dict[Key, dict[str, Cluster]]:
    """Teams, each in one group or in several."""
    groups = st.sampled_from(["A", "B", "C"])
    cells = draw(st.dictionaries(st.tuples(groups, st.sampled_from("123456789")), st.integers(0, 8), max_size=20))
    teams: dict[Key, dict[str, Cluster]] = {}
    for (group, team), size in cells.items():
        ones = draw(st.integers(0, size))
        teams.setdefault((group,), {})[team] = Cluster(size, ones, ones)
    return teams


@laws
@given(teams_of_groups(), st.integers(2, 11))
def test_every_cluster_is_large_enough(teams: dict[Key, dict[str, Cluster]], minimum: int) -> None:
    """The difference between all respondents and any group is also large enough."""
    sizes = {key: sum(said.size for said in group.values()) for key, group in teams.items()}
    hidden = find_hidden_groups(sizes, minimum)
    found = build_clusters(teams, hidden, minimum)
    assert not set(found) & hidden
    assert all(cluster.size >= minimum for parts in found.values() for cluster in parts)
    everyone = sum(cluster.size for cluster in found[EVERYONE])
    for key, parts in found.items():
        rest = everyone - sum(cluster.size for cluster in parts)
        assert rest == 0 or rest >= minimum or key == EVERYONE


@laws
@given(teams_of_groups())
def test_the_order_of_teams_and_groups_changes_nothing(teams: dict[Key, dict[str, Cluster]]) -> None:
    """The same input gives the same clusters, in any order in which an engine counts it."""
    turned = {key: dict(reversed(teams[key].items())) for key in reversed(teams)}
    assert build_clusters(turned, (), 5) == build_clusters(teams, (), 5)
