"""Finds what a gate's condition depends on: weights, aggregations, criteria, items, and the age of evidence."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from nhsdx.model import (
    OVERALL,
    ChecklistCriterion,
    Condition,
    Criterion,
    EvidenceGrade,
    Path,
    Rubric,
    find_criteria_in,
    find_nodes_in,
    is_upward,
    list_simple_parts,
)
from nhsdx.scoring import Node, build_nodes, find_highest_level

STRICTER = ("max", "inverted-geometric", "mean", "geometric", "min")
"""Aggregation rules, from the one that gives the highest score to the one that gives the lowest.

Stages may give any score, so they are not listed.
"""


class ItemsInput(NamedTuple):
    """The items of a checklist, and the highest level that it can reach.

    The level is None if the scoring is `share`.
    """

    ids: frozenset[str]
    highest: int | None

    @classmethod
    def of(cls, criterion: ChecklistCriterion) -> ItemsInput:
        """The items of a checklist."""
        is_staged = criterion.scoring == "staged"
        return cls(frozenset(criterion.items), find_highest_level(criterion) if is_staged else None)


Input: TypeAlias = float | str | ItemsInput
Inputs = Mapping[Path, Input]
"""The inputs of a condition, by path: each node's aggregation rule and weights, and criteria with their items."""


def is_stricter(path: Path, was: Inputs, now: Inputs) -> bool:
    """Whether a changed input can only lower scores: a stricter aggregation, or more items.

    Added items must leave the highest level of the checklist the same.
    """
    before, after = was.get(path), now.get(path)
    if isinstance(before, ItemsInput) and isinstance(after, ItemsInput):
        return after.highest is not None and after.highest == before.highest
    is_rule = path[-1] == "aggregate" and isinstance(before, str) and isinstance(after, str)
    if not is_rule or before not in STRICTER or after not in STRICTER:
        return False
    return STRICTER.index(after) > STRICTER.index(before)


def collect_inputs(rubric: Rubric, condition: Condition, asked: frozenset[str]) -> dict[Path, Input]:
    """The inputs of a condition if only the given criteria are asked. Other criteria do not count in any score."""
    inputs: dict[Path, Input] = {("criteria", name): "asked" for name in find_criteria_in(condition) & asked}
    parts = list_simple_parts(condition)
    compared = {part.criterion for part in parts if part.criterion is not None and part.missing is None}
    for node in find_nodes_beneath(rubric, condition):
        inputs |= _collect_node_inputs(rubric, node, asked)
        compared |= {child.id for child in node.children}
    for name in compared & asked:
        criterion = rubric.criteria[name]
        if isinstance(criterion, ChecklistCriterion):
            inputs["criteria", name, "items"] = ItemsInput.of(criterion)
    return inputs | dict(_list_deciding_items(rubric, find_criteria_in(condition) | compared))


def _list_deciding_items(rubric: Rubric, names: Collection[str]) -> Iterator[tuple[Path, Input]]:
    """The items of the checklists that decide whether criteria or items are asked.

    If a checklist decides whether something is asked, any difference in its items matters.
    """
    waiting, seen = [name for name in names if name in rubric.criteria], set[str]()
    while waiting:
        for decider in rubric.criteria[waiting.pop()].list_deciders():
            criterion = rubric.criteria[decider]
            if decider not in seen:
                seen.add(decider)
                waiting.append(decider)
                if isinstance(criterion, ChecklistCriterion):
                    yield ("criteria", decider, "items"), ", ".join(sorted(criterion.items))


def _collect_node_inputs(rubric: Rubric, node: Node, asked: frozenset[str]) -> dict[Path, Input]:
    """A node's aggregation rule, how much must be known, and the weights of its dimensions and asked criteria."""
    place: Path = ("rubric",) if node.id == OVERALL else ("dimensions", node.id)
    inputs: dict[Path, Input] = {
        (*place, "aggregate"): node.rule,
        (*place, "stages"): repr(node.stages),
        (*place, "minimum-known"): node.minimum_known,
        (*place, "minimum-coverage"): node.minimum_coverage,
    }
    inputs |= {("dimensions", one.id, "weight"): one.weight for one in node.children if one.id in rubric.dimensions}
    inputs |= {("criteria", one.id, "weight"): one.weight for one in node.children if one.id in asked}
    return inputs


def find_nodes_beneath(rubric: Rubric, condition: Condition) -> Iterator[Node]:
    """The nodes that a condition refers to, and every node that counts in one of these nodes."""
    reached = set(find_nodes_in(condition))
    for node in reversed(build_nodes(rubric) if reached else ()):
        if node.id in reached:
            reached |= {child.id for child in node.children}
            yield node


def find_ages_that_matter(base: Rubric, rubric: Rubric, condition: Condition) -> Iterator[str]:
    """The base's evidence grades whose changed age limit may make a condition false.

    A higher age limit raises scores, which may clear gates that low scores trigger. A lower age limit may clear gates
    that high scores trigger.
    """
    for (below, was), now in zip(pairwise(base.evidence_grades), rubric.evidence_grades[1:], strict=False):
        before, after = _read_greatest_age(was), _read_greatest_age(now)
        may_clear = after > before or (after < before and is_upward(condition))
        if may_clear and any(_is_decisive(base, part, below, was) for part in list_simple_parts(condition)):
            yield was.id


def _read_greatest_age(grade: EvidenceGrade) -> float:
    return math.inf if grade.max_age_months is None else grade.max_age_months


def _is_decisive(rubric: Rubric, part: Condition, below: EvidenceGrade, grade: EvidenceGrade) -> bool:
    """Whether part of a condition can be true with one of two evidence grades and false with the other."""
    named = rubric.criteria.get(part.criterion or "")
    watched = list(rubric.criteria.values()) if named is None else [named]
    bound = None if named is None else part.at_most
    return any(_is_between(one, bound, below, grade) for one in watched if one.evidence_ages)


def _is_between(criterion: Criterion, bound: int | None, below: EvidenceGrade, grade: EvidenceGrade) -> bool:
    """Whether the two grades support levels on different sides of a bound or, without a bound, different levels."""
    weaker, stronger = (criterion.evidence_supports.get(one.id, one.supports) for one in (below, grade))
    return weaker < stronger if bound is None else weaker <= bound < stronger
