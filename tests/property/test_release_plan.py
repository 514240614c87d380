"""Attacks on the plan of groups: by a solver that knows all runs, and by a reader who knows the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.analysis.release_plan import Key, build_release_plan
from tests.support.attacks.tables import Table, draw_table
from tests.support.laws.strategies import laws

TABLES = 200
"""How many random tables are attacked here; `benchmarks/small_numbers.py` attacks as many as you like."""


@pytest.mark.parametrize("part", range(10))
def test_several_runs_together_reveal_no_hidden_count(part: int) -> None:
    """For all choices of columns, with one minimum or three, no hidden count is known to within the minimum."""
    pytest.importorskip("scipy", reason="the solver is one of the test dependencies")
    from tests.support.attacks.solver import Knowledge

    for seed in range(part, TABLES, 10):
        random = Random(seed)  # noqa: S311 - no secret
        minimum = random.choice([5, 11])
        table = draw_table(random, minimum)
        knowledge = Knowledge(table, [minimum, minimum + 1, 2 * minimum] if seed % 2 else [minimum])
        for doubt in knowledge.find_doubts():
            assert not doubt.is_narrow(minimum), (seed, minimum, table, doubt)


FLAT = (("a",), ("b",), ("c",), ("d",))
NESTED = (("N", "a"), ("N", "b"), ("S", "c"), ("S", "d"), ("S", "e"))
UNEVEN = (("N", "a"), ("N", "b"), ("S", "c"), ("U", "d"), ("U", "e"))
CROSSED = (("x", "1"), ("x", "2"), ("y", "1"), ("y", "2"), ("y", "3"))
GAPS = (("x", "1"), ("x", "2"), ("y", "2"), ("y", "3"))


@pytest.mark.parametrize(
    ("cells", "minimum", "most"),
    [(FLAT, 3, 20), (NESTED, 2, 13), (UNEVEN, 3, 15), (CROSSED, 2, 12), (CROSSED, 3, 14), (GAPS, 3, 18)],
    ids=["flat", "nested", "uneven", "crossed", "crossed-3", "gaps"],
)
def test_a_reader_who_knows_the_rule_learns_no_hidden_count(cells: Sequence[Key], minimum: int, most: int) -> None:
    """Among all tables from which all runs show the same, each hidden count differs by the minimum or more."""
    for total in range(minimum, most + 1):
        alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for people in share_out(total, len(cells)):
            table = {key: (count,) for key, count in zip(cells, people, strict=True) if count}
            alike[publish(table, minimum)].append(people)
        for published, tables in alike.items():
            for group in list_hidden(cells, published):
                counts = [sum(people[place] for place in group) for people in tables]
                assert max(counts) == 0 or max(counts) - min(counts) >= minimum, (published, group)


@pytest.mark.parametrize(
    ("cells", "minimum", "most"),
    [(FLAT[:3], 3, 12), (NESTED[:3], 2, 10), (CROSSED[:3], 2, 9), (GAPS, 2, 8)],
    ids=["flat", "nested", "crossed", "gaps"],
)
def test_a_reader_who_knows_the_rule_learns_no_hidden_answers(cells: Sequence[Key], minimum: int, most: int) -> None:
    """The same is true of how many people answered a question that some left out."""
    for total in range(minimum, most + 1):
        alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
        for people in share_out(total, len(cells)):
            for answers in product(*(range(count + 1) for count in people)):
                rows = zip(cells, people, answers, strict=True)
                table = {key: (count, said) for key, count, said in rows if count}
                alike[publish(table, minimum)].append(answers)
        for published, tables in alike.items():
            for group in list_hidden(cells, published):
                counts = [sum(answers[place] for place in group) for answers in tables]
                inside = [sum(answers[place] for place in list_inside(cells, published, group)) for answers in tables]
                is_known = counts == inside
                assert is_known or max(counts) - min(counts) >= minimum, (published, group)


def share_out(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to share people among some places."""
    if places == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in share_out(total - first, places - 1))


def publish(table: Table, minimum: int) -> object:
    """What all runs show of a table, and how many hidden groups each of them reports."""
    plan = build_release_plan(table, minimum)
    runs = []
    for places in choose(len(next(iter(table)))):
        found = plan.find_groups(places)
        shown = tuple(
            (
                group,
                tuple(map(sum, zip(*(table[key] for number in numbers for key in plan.blocks[number]), strict=True))),
            )
            for group, numbers in found.shown.items()
        )
        runs.append((places, shown, found.hidden))
    return tuple(runs)


def choose(width: int) -> list[tuple[int, ...]]:
    """All choices of some columns, in order."""
    return [one for count in range(width + 1) for one in combinations(range(width), count)]


def list_hidden(cells: Sequence[Key], published: object) -> Iterator[list[int]]:
    """The places of the cells of each group that is not shown, if anything is shown."""
    assert isinstance(published, tuple)
    for places, shown, _ in published if any(shown for _, shown, _ in published) else ():
        names = {group for group, _ in shown}
        for group in {tuple(key[place] for place in places) for key in cells} - names:
            yield [number for number, key in enumerate(cells) if tuple(key[place] for place in places) == group]


def list_inside(cells: Sequence[Key], published: object, group: Sequence[int]) -> set[int]:
    """The places of the cells of a hidden group that are in groups which are shown and lie wholly in it."""
    assert isinstance(published, tuple)
    found: set[int] = set()
    for places, shown, _ in published:
        for name, _ in shown:
            parts = {number for number, key in enumerate(cells) if tuple(key[place] for place in places) == name}
            found |= parts if parts <= set(group) else set()
    return found


# ---- the plan depends only on the people


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, int]:
    """A table and its minimum."""
    random = Random(draw(st.integers(0, 10**9)))  # noqa: S311 - no secret
    minimum = draw(st.sampled_from([5, 11]))
    return draw_table(random, minimum), minimum


def list_blocks(table: Table, minimum: int) -> set[frozenset[Key]]:
    """The blocks of a plan."""
    return {frozenset(block) for block in build_release_plan(table, minimum).blocks}


@laws
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_and_names_of_groups_make_no_difference(drawn: tuple[Table, int], random: Random) -> None:
    """Neither the order of rows and columns nor the names of values changes what is shown."""
    table, minimum = drawn
    order = list(range(len(next(iter(table)))))
    random.shuffle(order)
    values = [sorted({key[place] for key in table}) for place in order]
    names = [dict(zip(column, random.sample(column, len(column)), strict=True)) for column in values]

    def rename(key: Key) -> Key:
        return tuple(name[key[place]] for name, place in zip(names, order, strict=True))

    rows = random.sample(sorted(table), len(table))
    renamed = list_blocks({rename(key): table[key] for key in rows}, minimum)
    assert renamed == {frozenset(map(rename, block)) for block in list_blocks(table, minimum)}


@laws
@given(tables(), st.integers(1, 12))
def test_a_higher_minimum_hides_more(drawn: tuple[Table, int], more: int) -> None:
    """Each block of a plan lies in one of the plan for a higher minimum, so the higher one shows nothing else."""
    table, minimum = drawn
    fine, coarse = list_blocks(table, minimum), list_blocks(table, minimum + more)
    assert all(sum(block <= one for one in coarse) == 1 for block in fine) or not coarse
    assert all(any(one <= block for one in fine) for block in coarse)


@laws
@given(tables())
def test_each_published_group_has_enough_people_and_answers(drawn: tuple[Table, int]) -> None:
    """A group has enough people, and none or enough answers to each question; the blocks are all people, or none."""
    table, minimum = drawn
    blocks = build_release_plan(table, minimum).blocks
    for block in blocks:
        people, *answers = map(sum, zip(*(table[key] for key in block), strict=True))
        assert people >= minimum
        assert all(count == 0 or count >= minimum for count in answers)
    assert not blocks or sorted(key for block in blocks for key in block) == sorted(table)
