"""Rules about how nodes are scored: weights, stages and minimums, and dimensions that are never scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nhsdx.commands.rubric.lint.reach import find_highest_scores
from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import (
    OVERALL,
    Aggregate,
    ChecklistCriterion,
    Criterion,
    Dimension,
    Path,
    Rubric,
    RubricHeader,
)
from nhsdx.scoring import Child, GateFacts, Node, Scale, build_nodes, find_known_nodes, is_met

NOT_WEIGHTED: dict[str, str] = {
    "min": "the node takes its lowest score, whatever the weights",
    "max": "the node takes its highest score, whatever the weights",
    "staged": "the stages of the node do not use weights",
}
DEFAULT_WEIGHT = 1
NEGLIGIBLE = 1 / 1000


@dataclass(frozen=True, slots=True)
class WeightedItem:
    """A dimension or criterion, the rule of the node above it, and all weights above 0 in that node.

    Advisory dimensions do not count in any node, so they have no weights in a node.
    """

    path: Path
    item: Dimension | Criterion
    rule: Aggregate
    counted: tuple[float, ...]

    @property
    def why_idle(self) -> str | None:
        """Why the weight has no effect; None if it has an effect."""
        if isinstance(self.item, Dimension) and self.item.advisory:
            return "an advisory dimension never counts"
        if self.rule in NOT_WEIGHTED:
            return NOT_WEIGHTED[self.rule]
        return "nothing else counts in the node" if len(self.counted) == 1 else None


def _list_weighted_items(rubric: Rubric) -> Iterator[WeightedItem]:
    families: dict[str | None, list[float]] = {}
    members: list[tuple[Path, Dimension | Criterion, str | None]] = [
        *((("dimensions", name, "weight"), item, item.parent) for name, item in rubric.dimensions.items()),
        *((("criteria", name, "weight"), item, item.dimension) for name, item in rubric.criteria.items()),
    ]
    for _, item, node in members:
        counts = item.weight > 0 and not (isinstance(item, Dimension) and item.advisory)
        families.setdefault(node, []).extend([item.weight] if counts else [])
    for path, item, node in members:
        rule = rubric.find_aggregation(node or OVERALL).aggregate
        yield WeightedItem(path, item, rule, tuple(families[node]))


def _list_checklists(rubric: Rubric, scoring: str) -> Iterator[tuple[Path, ChecklistCriterion]]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion) and criterion.scoring == scoring:
            yield ("criteria", name, "items"), criterion


def _find_weights_without_reason(rubric: Rubric) -> Iterator[Hit]:
    for weighed in _list_weighted_items(rubric):
        item, differ = weighed.item, len(set(weighed.counted)) > 1
        if differ and item.weight not in (0, DEFAULT_WEIGHT) and item.weight_reason is None and not weighed.why_idle:
            yield Hit(weighed.path, f"the weight {item.weight:g} differs from the others and has no reason")


def _find_zero_weights(rubric: Rubric) -> Iterator[Hit]:
    for weighed in _list_weighted_items(rubric):
        if weighed.item.weight == 0 and weighed.item.weight_reason is None:
            yield Hit(weighed.path, "this is asked and shown, but never counted")
    for path, criterion in _list_checklists(rubric, "share"):
        for name, item in criterion.items.items():
            if item.weight == 0:
                yield Hit((*path, name, "weight"), "the item is asked, but never counted")


def _find_weights_that_cannot_matter(rubric: Rubric) -> Iterator[Hit]:
    for weighed in _list_weighted_items(rubric):
        if weighed.item.weight not in (0, DEFAULT_WEIGHT) and weighed.why_idle:
            yield Hit(weighed.path, f"the weight {weighed.item.weight:g} has no effect: {weighed.why_idle}")
    for path, criterion in _list_checklists(rubric, "staged"):
        for name, item in criterion.items.items():
            if item.weight != DEFAULT_WEIGHT:
                message = f"the weight {item.weight:g} has no effect: a staged checklist does not use weights"
                yield Hit((*path, name, "weight"), message)


def _find_negligible_weights(rubric: Rubric) -> Iterator[Hit]:
    for weighed in _list_weighted_items(rubric):
        bound = NEGLIGIBLE * max(weighed.counted, default=0)
        if 0 < weighed.item.weight < bound and not weighed.why_idle:
            message = f"the weight {weighed.item.weight:g} is less than a thousandth of another weight here"
            yield Hit(weighed.path, message)


def _find_empty_dimensions(rubric: Rubric) -> Iterator[Hit]:
    scored = find_known_nodes(build_nodes(rubric), rubric.criteria)
    for name in rubric.dimensions:
        if name not in scored:
            yield Hit(("dimensions", name), "no criterion counts in this dimension, so it never has a score")


def _find_unscored_overall(rubric: Rubric) -> Iterator[Hit]:
    if OVERALL not in find_known_nodes(build_nodes(rubric), rubric.criteria):
        yield Hit(("dimensions",), "no dimension counts, so there is never an overall score")


def list_node_places(rubric: Rubric) -> Iterator[tuple[Path, RubricHeader | Dimension]]:
    """The places where the rubric sets how a node combines its children, with the values set there."""
    yield ("rubric",), rubric.rubric
    yield from ((("dimensions", name), one) for name, one in rubric.dimensions.items())


def _find_stages_out_of_reach(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    best = GateFacts(scale, {}, find_highest_scores(rubric, scale), {})
    for path, node in list_node_places(rubric):
        for position, stage in enumerate(node.stages):
            if not stage.asks_nothing and not is_met(stage, best):
                yield Hit((*path, "stages", position), "the best answers do not reach this stage")


def _find_gaps_in_stages(rubric: Rubric) -> Iterator[Hit]:
    """Levels for which a node has no stage, although the node has a stage for a higher level."""
    for path, node in list_node_places(rubric):
        levels = {stage.level for stage in node.stages}
        for level in sorted(set(range(1, max(levels, default=0))) - levels):
            yield Hit((*path, "stages"), f"there is no stage for level {rubric.name_level(level)}")


def _find_parts_passed_over(rubric: Rubric) -> Iterator[Hit]:
    """Nodes that take the lowest score of their parts, although a part may have a range but no score."""
    nodes = {node.id: node for node in build_nodes(rubric)}
    for path, given in list_node_places(rubric):
        if given.aggregate != "min" or given.minimum_known is not None:
            continue
        parts = nodes[OVERALL if path == ("rubric",) else str(path[-1])].children
        unsure = _find_unsure(parts, nodes)
        if unsure is not None and len(parts) > 1:
            found = f"the lowest score leaves out {unsure} if {unsure} has no score"
            yield Hit((*path, "aggregate"), f"{found}; minimum-known = {len(parts)} would require all parts")


def _find_unsure(parts: Sequence[Child], nodes: Mapping[str, Node]) -> str | None:
    """The first part that can have a range but no score."""
    return next((part.id for part in parts if part.id in nodes and nodes[part.id].may_be_unrated), None)


def _find_criteria_outside_stages(rubric: Rubric) -> Iterator[Hit]:
    for node in build_nodes(rubric):
        looked_at = {child.id for child in node.children}
        for name in rubric.criteria if node.stages else ():
            path = _list_up_to(rubric, name, node.id)
            if path and looked_at.isdisjoint(path):
                yield Hit(
                    ("criteria", name),
                    f"no stage of {node.id} depends on this criterion, so the criterion does not count there",
                )


def _list_up_to(rubric: Rubric, criterion: str, node: str) -> list[str]:
    """A criterion, and the dimensions between it and a node above; empty if the criterion does not count there."""
    found, above = [criterion], rubric.criteria[criterion].dimension
    if rubric.criteria[criterion].weight == 0:
        return []
    while above != node:
        dimension = rubric.dimensions.get(above)
        if dimension is None or dimension.advisory or dimension.weight == 0:
            return []
        found.append(above)
        above = dimension.parent or OVERALL
    return found


def _find_profiles_below_minimum(rubric: Rubric) -> Iterator[Hit]:
    """The profiles that ask too few criteria for a node's minimum, so that the node never has a score."""
    nodes = build_nodes(rubric)
    for profile in rubric.profiles:
        asked = find_known_nodes(nodes, rubric.select_criteria(profile))
        for node in nodes:
            count = sum(child.id in asked for child in node.children)
            if 0 < count < node.minimum_known:
                message = f"the profile asks only {count} of the {node.minimum_known} children that {node.id} needs"
                yield Hit(("profiles", profile), message)


WEIGHT_CHECKS: Checks = {
    "weight-without-reason": _find_weights_without_reason,
    "zero-weight": _find_zero_weights,
    "weight-cannot-matter": _find_weights_that_cannot_matter,
    "negligible-weight": _find_negligible_weights,
    "empty-dimension": _find_empty_dimensions,
    "overall-never-scored": _find_unscored_overall,
    "stage-out-of-reach": _find_stages_out_of_reach,
    "stage-gap": _find_gaps_in_stages,
    "part-passed-over": _find_parts_passed_over,
    "outside-stages": _find_criteria_outside_stages,
    "profile-below-minimum": _find_profiles_below_minimum,
}
