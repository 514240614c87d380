"""Rules about weights, and about dimensions that are never scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import OVERALL, Aggregate, ChecklistCriterion, Criterion, Dimension, Path, Rubric
from nhsdx.scoring import build_nodes, find_known_nodes

DEFAULT_WEIGHT = 1
NEGLIGIBLE = 1 / 1000


@dataclass(frozen=True, slots=True)
class WeightedItem:
    """A dimension or criterion, how its node aggregates, and the weights above 0 in that node, its own included.

    Advisory dimensions count in no node, so they have no such weights.
    """

    path: Path
    item: Dimension | Criterion
    rule: Aggregate
    counted: tuple[float, ...]

    @property
    def why_idle(self) -> str | None:
        """Why the weight has no effect; None if it has one."""
        if isinstance(self.item, Dimension) and self.item.advisory:
            return "an advisory dimension never counts"
        if self.rule == "min":
            return "the node takes its lowest score, whatever the weights"
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
        rule = rubric.rubric.aggregate if node is None else rubric.dimensions[node].aggregate
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
                message = f"the weight {item.weight:g} has no effect: a staged checklist counts levels"
                yield Hit((*path, name, "weight"), message)


def _find_negligible_weights(rubric: Rubric) -> Iterator[Hit]:
    for weighed in _list_weighted_items(rubric):
        bound = NEGLIGIBLE * max(weighed.counted, default=0)
        if 0 < weighed.item.weight < bound and not weighed.why_idle:
            yield Hit(weighed.path, f"the weight {weighed.item.weight:g} is less than a thousandth of another one here")


def _find_empty_dimensions(rubric: Rubric) -> Iterator[Hit]:
    scored = find_known_nodes(build_nodes(rubric), rubric.criteria)
    for name in rubric.dimensions:
        if name not in scored:
            yield Hit(("dimensions", name), "no criterion counts in this dimension, so it never has a score")


def _find_unscored_overall(rubric: Rubric) -> Iterator[Hit]:
    if OVERALL not in find_known_nodes(build_nodes(rubric), rubric.criteria):
        yield Hit(("dimensions",), "no dimension counts, so there is never an overall score")


WEIGHT_CHECKS: Checks = {
    "weight-without-reason": _find_weights_without_reason,
    "zero-weight": _find_zero_weights,
    "weight-cannot-matter": _find_weights_that_cannot_matter,
    "negligible-weight": _find_negligible_weights,
    "empty-dimension": _find_empty_dimensions,
    "overall-never-scored": _find_unscored_overall,
}
