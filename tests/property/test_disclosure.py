"""Attacks on a published table with small groups: all tables that would look the same are tried."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from nhsdx.commands.survey.disclosure.hidden_groups import (
    PROTECTIONS,
    Key,
    find_hidden_groups,
    round_count,
    suppress_small_counts,
)
from tests.support.laws.strategies import laws

MINIMUM = 3
"""Small, so that all tables can be tried; the rule has no other number."""
Table = dict[Key, int]
Sum = tuple[frozenset[Key], int]
"""Groups, and how many respondents they have together."""


def runs(sizes: Table) -> dict[tuple[int, ...], Table]:
    """The sizes of the groups by each choice of the columns, as runs of the command count them."""
    width = len(next(iter(sizes)))
    found = {}
    for places in (one for count in range(width + 1) for one in combinations(range(width), count)):
        table: Table = {}
        for key, size in sizes.items():
            short = tuple(key[place] for place in places)
            table[short] = table.get(short, 0) + size
        found[places] = table
    return found


def parts(sizes: Table, places: Sequence[int], short: Key) -> frozenset[Key]:
    """The groups that make up a group by fewer columns."""
    return frozenset(key for key in sizes if tuple(key[place] for place in places) == short)


def published(sizes: Table) -> tuple[list[Sum], list[frozenset[Key]]]:
    """What all runs publish, and the groups whose size they hide."""
    shown, kept = [], []
    for places, table in runs(sizes).items():
        hidden = find_hidden_groups(table, MINIMUM)
        for short, size in table.items():
            groups = parts(sizes, places, short)
            if short in hidden:
                kept.append(groups)
            else:
                shown.append((groups, size))
    return shown, kept


def fits(sums: Sequence[Sum], most: int) -> bool:
    """Whether any whole numbers from 0 have these sums; all are tried."""
    if any(total < 0 or (total and not groups) for groups, total in sums):
        return False
    open_ = [one for one in sums if one[0]]
    if not open_:
        return True
    groups, total = min(open_, key=lambda one: (len(one[0]), one[1]))
    group = min(groups)
    values = [total] if len(groups) == 1 else range(min(total, most) + 1)
    return any(
        fits([(names - {group}, rest - value if group in names else rest) for names, rest in open_], most)
        for value in values
    )


def possible(shown: Sequence[Sum], target: frozenset[Key], most: int) -> list[int]:
    """All sizes that a hidden group could have for all that readers know."""
    return [size for size in range(most + 1) if fits([*shown, (target, size)], most)]


def tables(sizes: st.SearchStrategy[int], *lengths: tuple[int, int]) -> st.SearchStrategy[Table]:
    """Tables with a column for each pair of bounds on its number of values, and a group for each combination."""

    def filled(counts: tuple[int, ...]) -> st.SearchStrategy[Table]:
        keys = list(product(*([f"{place}{value}" for value in range(count)] for place, count in enumerate(counts))))
        return st.lists(sizes, min_size=len(keys), max_size=len(keys)).map(
            lambda all_: dict(zip(keys, all_, strict=True))
        )

    return st.tuples(*(st.integers(*one) for one in lengths)).flatmap(filled)


SIZES = st.integers(MINIMUM, 9) | st.integers(0, 9)


@given(tables(SIZES, (1, 7)))
@example({("a",): 1, ("b",): 3, ("c",): 9})
@example({("a",): 2, ("b",): 2, ("c",): 9})
@example({("a",): 1, ("b",): 1, ("c",): 1})
def test_a_hidden_group_could_have_any_size(sizes: Table) -> None:
    """With groups by one column and their total, the size could be anything from 0 to everything hidden."""
    shown, kept = published(sizes)
    total = sum(sizes.values())
    for target in kept if total >= MINIMUM else ():
        found = possible(shown, target, total)
        assert found == list(range(found[-1] + 1))
        assert found[-1] >= MINIMUM


@settings(laws)
@given(tables(SIZES, (2, 3), (2, 4)))
def test_no_hidden_group_follows_from_runs_by_fewer_columns(sizes: Table) -> None:
    """Groups by two columns, with runs by one of them and by none: the minimum or more remains uncertain."""
    total = sum(sizes.values())
    assume(total >= MINIMUM)
    shown, kept = published(sizes)
    for target in kept:
        found = possible(shown, target, total)
        assert found[-1] - found[0] >= MINIMUM


@settings(laws, max_examples=30)
@given(tables(st.integers(1, 9), (2, 2), (2, 2), (2, 3)))
def test_no_hidden_group_of_three_columns_follows(sizes: Table) -> None:
    """This is true even if readers have all runs by one and by two of the columns."""
    shown, _ = published(sizes)
    for key in find_hidden_groups(sizes, MINIMUM):
        assert len(possible(shown, frozenset([key]), sum(sizes.values()))) > 1


@settings(laws)
@given(tables(SIZES, (2, 3), (2, 4)), st.data())
def test_a_table_with_gaps_reveals_no_hidden_group(sizes: Table, data: st.DataObject) -> None:
    """If not all combinations exist, a hidden group could still have any size."""
    there = data.draw(st.sets(st.sampled_from(sorted(sizes)), min_size=1))
    few = {key: size for key, size in sizes.items() if key in there}
    hidden = find_hidden_groups(few, MINIMUM)
    total = sum(few.values())
    assume(total >= MINIMUM)
    shown = [(frozenset(few), total), *((frozenset([key]), few[key]) for key in few if key not in hidden)]
    for key in hidden:
        found = possible(shown, frozenset([key]), total)
        assert found == list(range(found[-1] + 1))
        assert found[-1] >= MINIMUM


@given(tables(st.integers(MINIMUM, 9), (2, 3), (2, 4)), st.data())
def test_one_small_group_hides_no_more_than_three_others(sizes: Table, data: st.DataObject) -> None:
    """Nothing is hidden without a small group; with one, a box of four that changes no row and no column."""
    assert not find_hidden_groups(sizes, MINIMUM)
    key = data.draw(st.sampled_from(sorted(sizes)))
    hidden = find_hidden_groups({**sizes, key: MINIMUM - 1}, MINIMUM)
    assert key in hidden
    assert len(hidden) == 4


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        # Wards lie in one trust only: the next ward of the same trust is hidden with a small one.
        (
            {("a", "1"): 5, ("a", "2"): 20, ("a", "3"): 30, ("b", "4"): 40, ("b", "5"): 60},
            {("a", "1"), ("a", "2")},
        ),
        # Runs by ward hide ward 4 with ward 1; here ward 2 is hidden too, because readers may have the sums by trust.
        (
            {("a", "1"): 5, ("a", "2"): 20, ("a", "3"): 30, ("b", "4"): 15, ("b", "5"): 60},
            {("a", "1"), ("a", "2"), ("b", "4"), ("b", "5")},
        ),
        # Trust a is itself hidden with b, so their nurses can be hidden without anybody else.
        (
            {("a", "n"): 5, ("b", "n"): 20, ("b", "d"): 30, ("c", "n"): 40, ("c", "d"): 60},
            {("a", "n"), ("b", "n")},
        ),
        # Runs by the second column alone show b's n: hiding it would protect nothing.
        ({("a", "m"): 5, ("b", "m"): 15, ("b", "n"): 16, ("c", "m"): 90}, {("a", "m"), ("b", "m")}),
        # Nothing is shown, not even the total.
        ({("a",): 5, ("b",): 5}, {("a",), ("b",)}),
        ({(): 10}, {()}),
        ({(): 11}, set()),
        ({}, set()),
    ],
)
def test_what_is_hidden_with_a_small_group(sizes: Table, expected: set[Key]) -> None:
    """The hidden groups were worked out by hand for the minimum of 11."""
    assert find_hidden_groups(sizes, 11) == expected


HOSPITAL = PROTECTIONS["hospital-statistics"]


@pytest.mark.parametrize("options", [2, 3])
def test_no_hidden_count_follows_from_the_others(options: int) -> None:
    """All groups of 11 to 22 are tried: a hidden count has different values among those that look the same."""
    alike: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = {}
    for counts in product(range(24), repeat=options):
        if HOSPITAL.minimum <= sum(counts) < 23:
            alike.setdefault((round_count(sum(counts), HOSPITAL), suppress_small_counts(counts, HOSPITAL)), []).append(
                counts
            )
    assert len(alike) > options
    for (_, shown), groups in alike.items():
        for place in (place for place, count in enumerate(shown) if count is None):
            assert len({counts[place] for counts in groups}) > 1


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_counts_are_hidden_and_rounded_by_the_rule(counts: list[int]) -> None:
    """1 to 7 is hidden, 0 is shown, others are rounded to 5, unless one is hidden with a small one."""
    shown = suppress_small_counts(counts, HOSPITAL)
    for count, number in zip(counts, shown, strict=True):
        assert number in ((None,) if 0 < count <= 7 else (round_count(count, HOSPITAL), None if count else 0))
        assert number is None or (number % 5 == 0 and abs(number - count) <= 2)
    assert sum(number is None for number in shown) <= max(2, sum(0 < count <= 7 for count in counts))
    assert suppress_small_counts(counts, PROTECTIONS["staff-survey"]) == tuple(counts)
