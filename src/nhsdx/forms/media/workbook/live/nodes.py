"""Formulas for each dimension and the whole rubric: how much is known, and the scores before and after gates."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.forms.media.workbook.formulas.formula import (
    CellFormula,
    add_products,
    add_up,
    all_of,
    choose,
    find_least,
    find_most,
    find_most_in,
    raise_e,
    read_number,
    round_off,
    take_log,
)
from nhsdx.forms.media.workbook.live.book import SHORT, LiveBook
from nhsdx.forms.media.workbook.live.conditions import judge_stages, see_part
from nhsdx.model import Reading
from nhsdx.scoring.tree import Node, Rule

GEOMETRIC = ("geometric", "inverted-geometric")
ENDS = {Reading.LOW: find_least, Reading.HIGH: find_most}
CLEAR = 1000
"""The value that replaces a cap if the gate is not triggered. No score is this high."""


class NodeBuilder:
    """Adds one node: its children, and its scores before gates."""

    def __init__(self, book: LiveBook, node: Node) -> None:
        """Adds rows for the node and its children. The children's own rows must already exist."""
        self.book, self.node = book, node
        self.children, self.nodes = book.grids["children"], book.grids["nodes"]
        self.rows = [self._add_child(child.id, child.weight) for child in node.children]
        self.row = self.nodes.add_row()
        book.nodes[node.id] = self.row
        self.nodes.put(self.row, "Node", node.id)

    def _add_child(self, name: str, weight: float) -> int:
        """Adds a row for a child, with the figures that are needed to score its node."""
        grid, row = self.children, self.children.add_row()
        grid.put(row, "Node", self.node.id)
        grid.put(row, "Child", name)
        grid.put(row, "Weight", weight)
        share = see_part(self.book, name, "Coverage")
        grid.put(row, "Apply", choose(share.equals(""), 0, 1))
        grid.put(row, "Share known", read_number(share))
        grid.put(row, "Known", see_part(self.book, name, "Known"))
        for short in SHORT.values():
            score = see_part(self.book, name, f"Score {short}")
            grid.put(row, f"Has {short}", choose(score.equals(""), 0, 1))
            number = grid.put(row, f"Score {short}", read_number(score))
            if self.node.rule in GEOMETRIC:
                self._put_log(row, short, number)
        return row

    def _put_log(self, row: int, short: str, number: CellFormula) -> None:
        """Fills in the logarithm for a geometric mean, and whether the score makes the whole mean 0."""
        base = number if self.node.rule == "geometric" else round_off(100 - number)
        grid = self.children
        zero = grid.put(row, f"Zero {short}", choose(base <= 0, 1, 0))
        grid.put(row, f"Log {short}", choose(zero.equals(1), 0, take_log(base)))

    def _span(self, heading: str) -> CellFormula:
        return self.children.span(self.rows, heading)

    def build(self) -> None:
        """Fills in how much of the node is known, and its scores before gates."""
        if not self.rows:
            self._put_nothing()
            return
        known, weights = self._span("Known"), self._span("Weight")
        count = self.nodes.put(self.row, "Known children", add_up(known))
        applicable = add_products(self._span("Apply") * weights)
        shares = add_products(self._span("Apply") * weights * self._span("Share known"))
        coverage = self.nodes.put(self.row, "Coverage", choose(applicable > 0, shares / applicable, ""))
        stages = judge_stages(self.book, self.node, self.rows)
        tests = [count >= self.node.minimum_known]
        if self.node.minimum_coverage:
            tests.append(round_off(read_number(coverage)) >= round(self.node.minimum_coverage, 9))
        tests += [] if stages is None else [stages.blocked.equals(0)]
        enough = self.nodes.put(self.row, "Enough known", choose(all_of(*tests), 1, 0))
        for reading, short in SHORT.items():
            has_any = add_up(self._span(f"Has {short}")) > 0
            test = has_any if reading.takes_unknown else all_of(enough.equals(1), has_any)
            score = self._score(reading, short) if stages is None else stages.scores[reading]
            self.nodes.put(self.row, f"Before gates {short}", choose(test, score, ""))

    def _put_nothing(self) -> None:
        """Fills in a node without children."""
        self.nodes.put(self.row, "Known children", 0)
        self.nodes.put(self.row, "Enough known", 0)

    def _score(self, reading: Reading, short: str) -> CellFormula:
        known = self._span("Known")
        if not reading.takes_unknown:
            return self._aggregate(known * self._span(f"Has {short}"), short)
        if self.node.rule in ("min", "max"):
            return self._find_end(reading, short)
        end = ENDS[reading]
        unknown = self._span(f"Has {short}") * (1 - known)
        for row in self.rows:
            self._put_with(row, reading, short, unknown)
        of_known = choose(add_up(known) > 0, self._aggregate(known * 1, short), "")
        base = self.nodes.put(self.row, f"Of known {short}", of_known)
        return end(self._span(f"With this {short}"), base)

    def _put_with(self, row: int, reading: Reading, short: str, unknown: CellFormula) -> None:
        """Fills in what the node's score would be if this unknown child counted.

        In that case, unknown children with more extreme scores would count too.
        """
        grid = self.children
        scores, own = round_off(self._span(f"Score {short}")), round_off(grid.see(row, f"Score {short}"))
        as_far = scores <= own if reading is Reading.LOW else scores >= own
        joined = self._aggregate(self._span("Known") + unknown * as_far, short)
        is_unknown = all_of(grid.see(row, f"Has {short}").equals(1), grid.see(row, "Known").equals(0))
        grid.put(row, f"With this {short}", choose(is_unknown, joined, ""))

    def _find_end(self, reading: Reading, short: str) -> CellFormula:
        """The lowest or highest score: an unknown child counts if it widens the range, or if no child is known."""
        known, has = self._span("Known") * 1, self._span(f"Has {short}") * 1
        if (self.node.rule, reading) in (("min", Reading.LOW), ("max", Reading.HIGH)):
            return self._aggregate(has, short)
        other: Rule = "max" if self.node.rule == "min" else "min"
        return choose(
            add_up(self._span("Known")) > 0, self._aggregate(known, short), self._aggregate(has, short, other)
        )

    def _aggregate(self, mask: CellFormula, short: str, rule: Rule | None = None) -> CellFormula:
        """The score from only the children that have a 1 in the mask."""
        rule, scores, weights = rule or self.node.rule, self._span(f"Score {short}"), self._span("Weight")
        total = add_products(mask * weights)
        match rule:
            case "min":
                return 101 - find_most_in(mask * (101 - scores))
            case "max":
                return find_most_in(mask * (scores + 1)) - 1
            case "mean":
                return add_products(mask * weights * scores) / total
            case "geometric" | "inverted-geometric":
                zeros, logs = self._span(f"Zero {short}"), self._span(f"Log {short}")
                mean = raise_e(add_products(mask * weights * logs) / total)
                found = choose(add_products(mask * zeros) > 0, 0, mean)
                return found if rule == "geometric" else 100 - found
            case "staged":
                raise ValueError(rule)

    def put_scores(self, caps: Sequence[tuple[str, int]]) -> None:
        """Fills in the scores after gates. `caps` has the gates that cap the node, each with the level of its cap."""
        gates, marks = self.book.grids["gates"], self.book.instrument.scale.scores
        for short in SHORT.values():
            before = self.nodes.see(self.row, f"Before gates {short}")
            score = before
            if caps:
                tests = [
                    choose(gates.see(self.book.gates[gate], f"Triggered {short}").equals(1), marks[level], CLEAR)
                    for gate, level in caps
                ]
                cap = self.nodes.put(self.row, f"Cap {short}", find_least(*tests))
                score = choose(before.equals(""), "", find_least(before, cap))
            self.nodes.put(self.row, f"Score {short}", score)
