"""Results compared as closely as floats allow."""

from __future__ import annotations

from collections.abc import Iterable

from nhsdx.model.nodes import NodeResult, ParentResult
from nhsdx.model.reading import Reading
from nhsdx.model.result import Result
from tests.support.build import Table
from tests.support.laws.oracle import OVERALL

CLOSE = 1e-9


def nodes_of(rubric: Table) -> list[str]:
    """The ids of every node: the overall, dimensions and criteria."""
    return [OVERALL, *rubric["dimensions"], *rubric["criteria"]]


def assert_close(found: float | None, expected: float | None, what: object) -> None:
    """Both are None, or both are numbers that agree to 1e-9."""
    assert (found is None) == (expected is None), (what, found, expected)
    if found is not None and expected is not None:
        assert abs(found - expected) <= CLOSE, (what, found, expected)


def assert_same_figures(one: NodeResult, other: NodeResult) -> None:
    """Two results of a node agree in every figure."""
    for reading in one.scores:
        assert_close(one.scores[reading], other.scores[reading], (one.id, reading))
    assert dict(one.levels) == dict(other.levels), one.id
    assert_close(one.coverage, other.coverage, (one.id, "coverage"))
    if isinstance(one, ParentResult) and isinstance(other, ParentResult):
        for reading in one.scores:
            assert_close(one.before_gates[reading], other.before_gates[reading], (one.id, reading, "before gates"))
        assert dict(one.spread) == dict(other.spread), one.id


def assert_same(one: Result, other: Result, nodes: Iterable[str]) -> None:
    """Two results agree in every figure of the nodes and in every gate that both have."""
    for node in nodes:
        assert_same_figures(one.find_node(node), other.find_node(node))
        for reading in Reading:
            what = (node, reading, "contribution")
            assert_close(contribution(one, node, reading), contribution(other, node, reading), what)
    states = {gate.id: (gate.state, gate.triggered_under) for gate in other.gates}
    assert all(
        states.get(gate.id, (gate.state, gate.triggered_under)) == (gate.state, gate.triggered_under)
        for gate in one.gates
    )


def contribution(result: Result, node: str, reading: Reading = Reading.CLAIMED) -> float | None:
    """What a dimension or criterion contributes to the overall score."""
    if node == OVERALL:
        return None
    return (result.dimensions[node] if node in result.dimensions else result.criteria[node]).contribution[reading]
