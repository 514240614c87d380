"""Attacks on intervals that allow for teams: tries all tables of teams that would look the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.analysis.release_plan import Cell, Tally
from nhsdx.commands.survey.disclosure.clusters import build_clusters
from nhsdx.commands.survey.disclosure.protection import Protection
from nhsdx.commands.survey.disclosure.public_groups import ReleasedCells
from nhsdx.commands.survey.summary import QuestionCounts, publish_counts
from tests.support.laws.strategies import laws

MINIMUM = 3
"""Small, so that all tables can be tried; the rule has no other number."""
Said = tuple[int, int]
"""How many of a team chose each of two options."""
Pair = tuple[str, str]
"""A group and a team."""
NESTED: tuple[Pair, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("B", "4"), ("B", "5"))
CROSSED: tuple[Pair, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("B", "1"), ("B", "2"))
ALONE: tuple[Pair, ...] = (("A", "1"), ("A", "2"), ("A", "3"), ("A", "4"))


def shared(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to share a number among a number of places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in shared(total - first, places - 1))


def publish(table: dict[Pair, Said]) -> tuple[object, ...]:
    """Everything published about a table; numbers are as exact as readers could distinguish."""
    counts: dict[Cell, tuple[int, ...]] = {((group,), team): said for (group, team), said in table.items() if sum(said)}
    question = QuestionCounts("q", "Q", ("No", "Yes"), (0.0, 100.0), (1,), counts)
    tallies = {cell: (size, size) for cell, size in question.sizes.items()}
    released = ReleasedCells(tallies, MINIMUM, has_teams=True).find_groups([0])
    lines = []
    for line in publish_counts(question, released.groups, Protection(MINIMUM), {}):
        bounds = None if line.team_interval is None else tuple(round(bound, 10) for bound in line.team_interval)
        lines.append((line.key, line.hidden, line.counts, bounds, line.teams, line.few_teams))
    return (released.hidden, *lines)


@pytest.mark.parametrize(("cells", "most"), [(NESTED, 6), (CROSSED, 6), (ALONE, 8)], ids=["nested", "crossed", "alone"])
def test_no_small_team_can_be_worked_out_from_the_published_figures(cells: tuple[Pair, ...], most: int) -> None:
    """In any small table, its size and answers do not follow from counts, intervals and numbers of teams."""
    for total in range(MINIMUM, most + 1):
        alike: dict[object, list[tuple[Said, ...]]] = defaultdict(list)
        for shares in shared(total, 2 * len(cells)):
            table = tuple(zip(shares[::2], shares[1::2], strict=True))
            alike[publish(dict(zip(cells, table, strict=True)))].append(table)
        for published, tables in alike.items():
            if any(line[3] for line in published[1:]):  # type: ignore[index]
                for place in range(len(cells)):
                    sizes = {sum(table[place]) for table in tables}
                    assert len(sizes) > 1 or not 0 < min(sizes) < MINIMUM, (published, tables[0])


@st.composite
def teams_of_blocks(draw: st.DrawFn) -> tuple[list[list[Cell]], dict[Cell, Tally], int]:
    """Blocks of enough people and answers, their teams (each in one block or in several), and the minimum."""
    minimum = draw(st.integers(2, 11))
    blocks: list[list[Cell]] = []
    tallies: dict[Cell, Tally] = {}
    for number in range(draw(st.integers(1, 4))):
        teams = draw(st.sets(st.sampled_from(["", *"123456789"]), min_size=1))
        cells: list[Cell] = [((str(number),), team) for team in sorted(teams)]
        for cell in cells:
            people = draw(st.integers(1, 8))
            tallies[cell] = (people, draw(st.integers(0, people)))
        # The last team brings the block to the minimum, or nobody has answered.
        people, answers = (minimum - sum(tallies[cell][place] for cell in cells) for place in (0, 1))
        before = tallies[cells[-1]]
        tallies[cells[-1]] = (before[0] + max(people, answers, 0), before[1] + max(answers, 0))
        blocks.append(cells)
    return blocks, tallies, minimum


@laws
@given(teams_of_blocks())
def test_every_cluster_is_large_enough(drawn: tuple[list[list[Cell]], dict[Cell, Tally], int]) -> None:
    """A cluster has none or enough of the people and answers in each block; so do the people outside all clusters."""
    blocks, tallies, minimum = drawn
    clusters = build_clusters(blocks, tallies, minimum)
    for number, block in enumerate(blocks):
        parts = [cluster.cells.get(number, []) for cluster in clusters]
        rest = [cell for cell in block if not any(cell in part for part in parts)]
        assert not any(team for _, team in rest)
        for part in filter(None, [*parts, rest]):
            sums = list(map(sum, zip(*(tallies[cell] for cell in part), strict=True)))
            assert all(count == 0 or count >= minimum for count in sums)


@laws
@given(teams_of_blocks())
def test_the_order_of_teams_makes_no_difference(drawn: tuple[list[list[Cell]], dict[Cell, Tally], int]) -> None:
    """The same input gives the same clusters, in any order in which an engine counts it."""
    blocks, tallies, minimum = drawn
    turned = [block[::-1] for block in blocks]
    assert build_clusters(turned, dict(reversed(tallies.items())), minimum) == build_clusters(blocks, tallies, minimum)
