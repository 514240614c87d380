"""Compares a result with the figures that a file expects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nhsdx.model import NO_SCORE, OVERALL, Expectation, GateState, NodeExpectation, Path, Reading, Result
from nhsdx.scoring import compare_rounded


class Miss(NamedTuple):
    """An expectation that is not met: a sentence about it, and its path in the file of expectations."""

    path: Path
    message: str


def find_misses(result: Result, expect: Expectation) -> Iterator[Miss]:
    """Every expectation that a result does not meet; scores must agree to nine decimals, or within `tolerance`.

    Expected scores are on the scale on which the rubric shows them, and are not rounded.
    """
    for node, wanted in expect.nodes.items():
        yield from _check_node(result, node, wanted, expect)
    yield from _check_level(result, OVERALL, expect.level, expect.reading, ("level",))
    triggered = {gate.id for gate in result.gates if expect.reading in gate.triggered_under}
    yield from _check_gates("gates", f"gates that are triggered ({expect.reading})", expect.gates, triggered)
    yield from _check_gates(
        "unproven", "unproven gates", expect.unproven, _list_gates_in_state(result, GateState.UNPROVEN)
    )
    yield from _check_gates(
        "undecided", "undecided gates", expect.undecided, _list_gates_in_state(result, GateState.UNDECIDED)
    )


def _check_node(result: Result, node: str, wanted: NodeExpectation, expect: Expectation) -> Iterator[Miss]:
    for reading, score in wanted.scores.items():
        found = result.rubric.find_shown(node).convert_any(result.find_node(node).scores[reading])
        is_met = found is score if found is None or score is None else is_near(found, score, expect.tolerance)
        if not is_met:
            yield Miss((node, reading.value), f"{node} ({reading}): expected {_write(score)}, found {_write(found)}")
    yield from _check_level(result, node, wanted.level, expect.reading, (node, "level"))


def _write(score: float | None) -> str:
    return NO_SCORE if score is None else f"{score:.9g}"


def _check_level(result: Result, node: str, wanted: int | None, reading: Reading, path: Path) -> Iterator[Miss]:
    level = result.find_node(node).levels[reading]
    if wanted is not None and level != wanted:
        shown = "none" if level is None else result.scale[level].number
        yield Miss(path, f"{node} level ({reading}): expected {result.scale[wanted].number}, found {shown}")


def is_near(found: float, wanted: float, tolerance: float | None) -> bool:
    """Whether two scores agree to nine decimals, or within a tolerance in points if one is given."""
    return (
        compare_rounded(found, wanted) == 0
        if tolerance is None
        else compare_rounded(abs(found - wanted), tolerance) <= 0
    )


def _list_gates_in_state(result: Result, state: GateState) -> set[str]:
    return {gate.id for gate in result.gates if gate.state is state}


def _check_gates(key: str, what: str, wanted: Sequence[str] | None, found: set[str]) -> Iterator[Miss]:
    if wanted is not None and set(wanted) != found:
        expected, seen = (", ".join(sorted(names)) or "none" for names in (wanted, found))
        yield Miss((key,), f"{what}: expected {expected}, found {seen}")
