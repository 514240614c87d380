"""The tree of a plan: the rule for each node's score, and the children that only have a cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.facts import FactBook
from nhsdx.analysis.plan.solve import Bound, Fact, PlanNode, PlanStage, make_exact
from nhsdx.errors import NhsdxError
from nhsdx.model import OVERALL, Rubric, list_simple_parts, read_decimal
from nhsdx.scoring import Node


@dataclass(frozen=True, slots=True)
class TreeBuilder:
    """Builds the nodes of the planning problem, and notes the facts that their stages depend on."""

    case: Case
    goal: str
    book: FactBook

    def build(self) -> tuple[PlanNode, ...]:
        """All nodes, each with all its children.

        Children that do not count are kept, because their steps have a cost.
        """
        below: dict[str, list[str]] = {}
        rubric = self.case.rubric
        for name, criterion in rubric.criteria.items():
            below.setdefault(criterion.dimension, []).append(name)
        for name, dimension in rubric.dimensions.items():
            below.setdefault(dimension.parent or OVERALL, []).append(name)
        spine = list_above(rubric, self.goal)
        return tuple(self._build_node(node, below.get(node.id, []), spine) for node in self.case.instrument.nodes)

    def _build_node(self, node: Node, below: list[str], spine: list[str]) -> PlanNode:
        if node.id in spine and node.id != self.goal:
            passed = spine[spine.index(node.id) - 1]
            return PlanNode(node.id, "pass", ((passed, Fraction(1)),), tuple(one for one in below if one != passed))
        if node.stages:
            return self._build_staged(node, below)
        counted = tuple((child.id, read_decimal(child.weight)) for child in node.children)
        names = {name for name, _ in counted}
        others = tuple(one for one in below if one not in names)
        coverage = read_decimal(node.minimum_coverage)
        return PlanNode(node.id, node.rule, counted, others, node.minimum_known, coverage)

    def _build_staged(self, node: Node, below: list[str]) -> PlanNode:
        if node.is_limited:
            raise NhsdxError(
                f"`{node.id}` has stages and requires more than one known answer: plans do not support this yet",
                code="plan-limits",
            )
        scores = self.case.instrument.scale.scores
        stages = [PlanStage(make_exact(scores[0]), None)]
        first: list[tuple[Fact, ...]] = []
        for stage in node.stages:
            formula = None if stage.asks_nothing else self.book.note_stage(stage)
            stages.append(PlanStage(make_exact(scores[stage.level]), formula))
            subjects = dict.fromkeys(part.subject for part in list_simple_parts(stage))
            first.append(tuple(map(self.book.note_known, subjects)))
        looked_at = tuple(facts for facts in first if facts)
        return PlanNode(node.id, node.rule, (), tuple(below), stages=tuple(stages), looked_at=looked_at)


def list_above(rubric: Rubric, name: str) -> list[str]:
    """A node or criterion, and everything above it."""
    found = [name]
    while found[-1] != OVERALL:
        last = found[-1]
        criterion = rubric.criteria.get(last)
        found.append(rubric.dimensions[last].parent or OVERALL if criterion is None else criterion.dimension)
    return found


def expect_no_hidden_stages(nodes: Sequence[PlanNode]) -> None:
    """Refuses stages in or below a node with `minimum-coverage`, which plans do not support yet."""
    tracked: set[str] = set()
    for node in reversed(nodes):
        if node.minimum_coverage or node.id in tracked:
            tracked |= {node.id, *(name for name, _ in node.counted)}
        if node.stages and node.id in tracked:
            cause = f"`{node.id}` has stages, and it or a node above it has `minimum-coverage`"
            raise NhsdxError(f"{cause}: plans do not support this yet", code="plan-limits")


def expect_goal_below(nodes: Sequence[PlanNode], bounds: Iterable[Bound], goal: str) -> None:
    """Refuses a plan for a node if a gate tests the score of a node above it."""
    above = {node.id for node in nodes if node.rule == "pass"}
    for bound in bounds:
        if bound.node in above:
            raise NhsdxError(
                f"a gate depends on the score of `{bound.node}`, so nhsdx cannot make a plan for `{goal}` only",
                hint=f"plan for `{bound.node}`",
                code="plan-limits",
            )
