"""What is hidden with a small group, worked out by hand for the minimum of 11."""

from __future__ import annotations

import time

import pytest

from nhsdx.analysis.release_plan import Key, build_release_plan, find_names


def shown(sizes: dict[Key, int], *places: int, minimum: int = 11) -> set[str]:
    """The groups that are shown by some of the columns."""
    plan = build_release_plan({key: (size,) for key, size in sizes.items()}, minimum)
    return {" ".join(group) for group in plan.find_groups(places).shown}


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        # All groups are large enough, the smallest only just.
        ({"a": 11, "b": 11, "c": 40}, {"a", "b", "c"}),
        # The next larger group is hidden with b, and so is every group with up to 11 more than b.
        ({"a": 30, "b": 5, "c": 16, "d": 15}, {"a"}),
        # If only b and c were hidden, readers would know that each is smaller than a: 10 or less.
        ({"a": 11, "b": 10, "c": 10}, set()),
        # Groups of one size are shown or hidden together.
        ({"a": 3, "b": 14, "c": 14, "d": 15}, {"d"}),
        # Two hidden groups have 13 people together: each could be one person, or all but one.
        ({"a": 12, "b": 1}, set()),
    ],
)
def test_groups_by_one_column_are_shown_if_they_are_large_enough(sizes: dict[str, int], expected: set[str]) -> None:
    """The total is always shown here."""
    table: dict[Key, int] = {(name,): size for name, size in sizes.items()}
    assert shown(table, 0) == expected
    assert shown(table) == {""}


def test_the_total_of_all_groups_is_shown_only_if_it_does_not_reveal_a_small_group() -> None:
    """Each of two groups among 12 people could only have 1 to 11 people, which leaves less doubt than 11 people."""
    assert shown({("a",): 6, ("b",): 6}) == set()
    assert shown({("a",): 6, ("b",): 7}) == {""}
    assert shown({("a",): 11}, 0) == {"a"}
    assert shown({("a",): 10}) == set()
    assert build_release_plan({}, 11).blocks == ()


def test_a_small_trust_is_hidden_together_with_others_in_its_own_region() -> None:
    """Trusts c and d are hidden together inside their region, even if groups elsewhere are large."""
    sizes: dict[Key, int] = {("N", "a"): 16, ("N", "b"): 40, ("S", "c"): 4, ("S", "d"): 39}
    assert shown(sizes, 0) == {"N", "S"}
    assert shown(sizes, 1) == {"a", "b"}
    assert shown(sizes, 0, 1) == shown({key[::-1]: size for key, size in sizes.items()}, 1, 0) == {"N a", "N b"}


def test_results_by_two_columns_are_shown_if_every_combination_is_large_enough() -> None:
    """Roles are fewer than trusts, so people are divided by role first. Trust b has small parts, so it is hidden."""
    sizes: dict[Key, int] = {
        ("a", "n"): 40,
        ("b", "n"): 30,
        ("c", "n"): 60,
        ("a", "d"): 40,
        ("b", "d"): 5,
        ("c", "d"): 60,
    }
    assert shown(sizes, 1) == {"d", "n"}
    assert shown(sizes, 0, 1) == {"a n", "b n", "c n", "c d"}
    assert shown(sizes, 0) == {"c"}


def test_columns_with_the_same_number_of_values_are_hidden_or_shown_together() -> None:
    """Neither column comes first, whatever its place or name."""
    sizes: dict[Key, int] = {("x", "1"): 40, ("x", "2"): 40, ("y", "1"): 40, ("y", "2"): 5}
    assert shown(sizes, 0) == shown(sizes, 1) == set()
    assert shown(sizes, 0, 1) == set()
    assert shown({**sizes, ("y", "2"): 12}, 0, 1) == {"x 1", "x 2", "y 1", "y 2"}


@pytest.mark.parametrize(("answers", "expected"), [((20, 40, 50), "abc"), ((0, 40, 50), "abc"), ((3, 40, 50), "c")])
def test_a_group_is_hidden_if_too_few_of_its_members_answered_one_question(
    answers: tuple[int, ...], expected: str
) -> None:
    """A question that nobody answered hides no group."""
    plan = build_release_plan({(name,): (60, count) for name, count in zip("abc", answers, strict=True)}, 11)
    assert "".join(name for (name,) in plan.find_groups([0]).shown) == expected
    assert plan.find_groups([0]).hidden == 3 - len(expected)


def test_columns_of_names_are_recognised() -> None:
    """Most values of such a column occur only once. A few such values are not enough."""
    people = [((f"person {number}", f"trust {number % 3}"), 1) for number in range(40)]
    assert find_names(people) == [0]
    assert find_names([*people[:10], (("person 1", "trust 1"), 1)]) == []
    assert find_names([]) == []


def test_the_release_plan_for_a_large_file_is_made_quickly() -> None:
    """The files have 6,500 practices, and 220 trusts by 30 roles; the time limit allows for a busy machine."""
    start = time.perf_counter()
    build_release_plan({(str(number),): (number % 50 + 1,) for number in range(6_500)}, 11)
    build_release_plan({(str(trust), str(role)): (trust % 40 + 1,) for trust in range(220) for role in range(30)}, 11)
    assert time.perf_counter() - start < 5
