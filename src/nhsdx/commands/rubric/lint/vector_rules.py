"""Rules about the rubric's own test vectors."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.model.expectation import Expectation
from nhsdx.model.rubric import Rubric


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
    """Whether the vector lists the triggered gates, and this gate is in none of its lists."""
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
            yield Hit(("tests", position, "name"), f"this has the same name as tests[{other}]")


VECTOR_RULES = (
    Rule(
        code="gate-without-trip-test",
        severity="warning",
        title="No test vector expects a gate to be triggered",
        why="A safeguard that was never tested may not work: a mistake in its condition would go unnoticed.",
        example="""\
[[tests]]
name = "the best answers clear the gate"
answers = { all = 2 }
expect = { overall = 100, gates = [] }
""",
        remedy="Add [[tests]] with answers that only just trigger the gate, and list it in expect.gates.",
        check=_find_gates_without_trip_test,
    ),
    Rule(
        code="gate-without-clear-test",
        severity="warning",
        title="No test vector expects a gate to be clear",
        why="Only two tests, one on each side, show where the gate's threshold is.",
        example="""\
[[tests]]
name = "the worst answers trigger the gate"
answers = { all = 0 }
expect = { overall = 0, gates = ["safety"] }
""",
        remedy="Add [[tests]] with answers that only just clear the gate, and leave it out of expect.gates.",
        check=_find_gates_without_clear_test,
    ),
    Rule(
        code="test-proves-nothing",
        severity="warning",
        title="A test vector expects nothing",
        why="It passes whatever the rubric does, but counts as a test.",
        example="""\
[[tests]]
name = "the worst answers trigger the gate"
answers = { all = 0 }
expect = { overall = 0, gates = ["safety"] }
[[tests]]
name = "the best answers clear the gate"
answers = { all = 2 }
expect = { overall = 100, gates = [] }
[[tests]]
name = "answers in the middle"
answers = { all = 1 }
expect = {}
""",
        remedy="Expect at least one score, the level or the gates.",
        check=_find_tests_that_prove_nothing,
    ),
    Rule(
        code="duplicate-test-name",
        severity="info",
        title="Two test vectors have the same name",
        why="When one of them fails, the report does not show which.",
        example="""\
[[tests]]
name = "the gate"
answers = { all = 0 }
expect = { overall = 0, gates = ["safety"] }
[[tests]]
name = "the gate"
answers = { all = 2 }
expect = { overall = 100, gates = [] }
""",
        remedy="Name each test vector after what it shows.",
        check=_find_duplicate_test_names,
    ),
)
