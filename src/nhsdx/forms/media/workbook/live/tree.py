"""Adds nodes and gates, each after the nodes and gates on which it depends."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from nhsdx.forms.media.workbook.live.book import LiveBook
from nhsdx.forms.media.workbook.live.conditions import add_gate
from nhsdx.forms.media.workbook.live.nodes import NodeBuilder
from nhsdx.model import list_simple_parts
from nhsdx.scoring.gates import group_caps

MOST_ROUNDS = 20
"""The maximum number of times that the nodes are calculated if gates depend on each other."""


def add_nodes(book: LiveBook) -> bool:
    """Adds the nodes and the gates, and returns False if too many gates depend on each other."""
    caps, gates = group_caps(book.rubric), book.rubric.gates
    nodes = {node.id: node for node in book.instrument.nodes}
    try:
        order = tuple(TopologicalSorter(_list_needs(book, caps)).static_order())
    except CycleError:
        return _add_rounds(book, caps)
    for kind, name in order:
        if kind == "gate":
            add_gate(book, name, gates[name].when)
        elif kind == "node":
            builder = NodeBuilder(book, nodes[name])
            builder.build()
            builder.put_scores(caps.get(name, ()))
    return True


def _list_needs(
    book: LiveBook, caps: Mapping[str, list[tuple[str, int]]]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The nodes and gates that must be calculated before each node and each gate."""
    names = {node.id for node in book.instrument.nodes}
    needs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for node in book.instrument.nodes:
        inside = [("node", child.id) for child in node.children if child.id in names]
        needs["node", node.id] = inside + [("gate", gate) for gate, _ in caps.get(node.id, ())]
    for name, gate in book.rubric.gates.items():
        subjects = (part.subject for part in list_simple_parts(gate.when))
        needs["gate", name] = [("node", one) for one in subjects if one in names]
    return needs


def _add_rounds(book: LiveBook, caps: Mapping[str, list[tuple[str, int]]]) -> bool:
    """Calculates all nodes once, and then once more for each gate with a cap.

    Returns False if too many gates have caps.
    """
    capping = [name for name, gate in book.rubric.gates.items() if gate.cap]
    if len(capping) >= MOST_ROUNDS:
        return False
    for number in range(len(capping) + 1):
        for node in book.instrument.nodes:
            builder = NodeBuilder(book, node)
            builder.build()
            builder.put_scores(caps.get(node.id, ()) if number else ())
        is_last = number == len(capping)
        for name in book.rubric.gates if is_last else capping:
            add_gate(book, name, book.rubric.gates[name].when)
    return True
