"""Rules about the rubric's own test vectors."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import Expectation, Rubric


def _find_gates_without_trip_test(rubric: Rubric) -> Iterator[Hit]:
    tripped = {gate for vector in rubric.tests for gate in vector.expect.gates or ()}
    for name in rubric.gates:
        if name not in tripped:
            yield Hit(("gates", name), "no test vector expects this gate to be triggered")


def _find_gates_without_clear_test(rubric: Rubric) -> Iterator[Hit]:
    for name in rubric.gates:
        if not any(_is_expected_clear(vector.expect, name) for vector in rubric.tests):
            yield Hit(("gates", name), "no test vector expects this gate to be clear")


def _is_expected_clear(expect: Expectation, gate: str) -> bool:
    """Whether the vector lists the triggered gates but does not have this gate in any of its lists."""
    if expect.gates is None:
        return False
    return gate not in (*expect.gates, *(expect.unproven or ()), *(expect.undecided or ()))


def _find_tests_that_prove_nothing(rubric: Rubric) -> Iterator[Hit]:
    for position, vector in enumerate(rubric.tests):
        if vector.expect.is_empty:
            yield Hit(("tests", position, "expect"), "the test vector expects nothing, so it cannot fail")


def _find_duplicate_test_names(rubric: Rubric) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for position, vector in enumerate(rubric.tests):
        other = first.setdefault(vector.name.casefold(), position)
        if other != position:
            yield Hit(("tests", position, "name"), f"this test vector has the same name as tests[{other}]")


VECTOR_CHECKS: Checks = {
    "gate-without-trip-test": _find_gates_without_trip_test,
    "gate-without-clear-test": _find_gates_without_clear_test,
    "test-proves-nothing": _find_tests_that_prove_nothing,
    "duplicate-test-name": _find_duplicate_test_names,
}
