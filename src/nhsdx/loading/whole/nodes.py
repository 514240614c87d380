"""Checks the dimensions of a rubric, and how the score of each node is worked out from the node's children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nhsdx.loading.whole.conditions import find_condition_problems
from nhsdx.model import (
    DEEPEST,
    OVERALL,
    RESERVED_IDS,
    Condition,
    Criterion,
    Dimension,
    DisplayScale,
    Path,
    Problem,
    Rubric,
    RubricHeader,
    Stage,
    build_depth_problem,
    build_level_problem,
    find_reference_problem,
    format_range,
    list_simple_parts,
    quote_word,
)


def find_node_problems(rubric: Rubric) -> Iterator[Problem]:
    """Everything wrong with a rubric's dimensions, with their weights, and with how nodes are scored."""
    yield from _find_score_problems(rubric, OVERALL, ("rubric",))
    yield from _find_shown_problems(rubric.rubric.shown, ("rubric", "shown"))
    sections: dict[str, Mapping[str, Dimension | Criterion]]
    sections = {"dimensions": rubric.dimensions, "criteria": rubric.criteria}
    for section, parts in sections.items():
        for name, part in parts.items():
            yield from _find_shown_problems(part.shown, (section, name, "shown"))
    for dimension_id, dimension in rubric.dimensions.items():
        yield from _find_dimension_problems(rubric, dimension_id, dimension)
        yield from _find_score_problems(rubric, dimension_id, ("dimensions", dimension_id))
    yield from _find_weight_problems(rubric)


def find_id_problems(path: Path, name: str) -> Iterator[Problem]:
    """A problem if an id is reserved for something else."""
    if name in RESERVED_IDS:
        message = f"{quote_word(name)} is reserved"
        remedy = f"expected an id other than {', '.join(sorted(RESERVED_IDS))}"
        yield Problem(path, "reserved-id", message, remedy, at_key=True)


def _find_shown_problems(shown: DisplayScale | None, path: Path) -> Iterator[Problem]:
    """A problem if a scale would show every score as the same figure."""
    if shown is not None and shown.from_ == shown.to:
        message = "every score would be shown as the same figure"
        yield Problem((*path, "to"), "measure-bounds", message, "expected different values for from and to")


def _find_dimension_problems(rubric: Rubric, dimension_id: str, dimension: Dimension) -> Iterator[Problem]:
    path = ("dimensions", dimension_id)
    yield from find_id_problems(path, dimension_id)
    if dimension_id in rubric.criteria:
        message = f"{quote_word(dimension_id)} is also a criterion"
        yield Problem(path, "duplicate", message, "expected different ids", at_key=True)
    if dimension.parent is None:
        return
    yield from find_reference_problem((*path, "parent"), dimension.parent, rubric.dimensions, "a dimension")
    if dimension.parent in rubric.dimensions:
        yield from _find_ancestry_problems(rubric, dimension_id, path)


def _find_ancestry_problems(rubric: Rubric, dimension_id: str, path: Path) -> Iterator[Problem]:
    ancestors = [dimension_id]
    parent = rubric.dimensions[dimension_id].parent
    while parent in rubric.dimensions and parent not in ancestors:
        ancestors.append(parent)
        parent = rubric.dimensions[parent].parent
    if parent == dimension_id:
        message = f"the dimension is its own ancestor: {' < '.join([*ancestors, dimension_id])}"
        yield Problem((*path, "parent"), "cycle", message, "expected a chain of parents that ends at a top dimension")
    elif len(ancestors) > DEEPEST:
        yield build_depth_problem((*path, "parent"), "dimensions")


def _find_weight_problems(rubric: Rubric) -> Iterator[Problem]:
    """A problem for each node that can never have a score, because all its children have a weight of 0."""
    weights: dict[str | None, list[float]] = {}
    for dimension in rubric.dimensions.values():
        if not dimension.advisory:
            weights.setdefault(dimension.parent, []).append(dimension.weight)
    for criterion in rubric.criteria.values():
        weights.setdefault(criterion.dimension, []).append(criterion.weight)
    for node, shares in weights.items():
        if not any(shares):
            path: Path = ("dimensions",) if node is None else ("dimensions", node)
            message = f"everything in {quote_word(node or OVERALL)} has a weight of 0"
            yield Problem(path, "bad-weight", message, "expected at least one weight above 0")


def _find_score_problems(rubric: Rubric, node: str, path: Path) -> Iterator[Problem]:
    """Everything wrong with how a node's score is worked out."""
    given = rubric.find_aggregation(node)
    yield from _find_form_problems(given, path)
    counted = _list_counted(rubric, node) if given.stages or given.minimum_known is not None else set[str]()
    for position, stage in enumerate(given.stages):
        yield from _find_stage_problems(rubric, node, stage, counted, (*path, "stages", position))
        if position and stage.level <= given.stages[position - 1].level:
            message = f"level {stage.level} is not above the level of the stage before it"
            yield Problem((*path, "stages", position, "level"), "stages", message, "expected rising levels")
    count = len(counted)
    if given.minimum_known is not None and given.minimum_known > count:
        counting = "child counts" if count == 1 else "children count"
        message = f"only {count} {counting} here, so there would never be a score"
        yield Problem((*path, "minimum-known"), "minimum-known", message, f"expected {format_range(1, max(count, 1))}")


def _find_form_problems(given: RubricHeader | Dimension, path: Path) -> Iterator[Problem]:
    """A problem if stages are missing, have no effect, end without a condition, or are in an inverted node."""
    if given.aggregate == "staged" and not given.stages:
        remedy = 'expected stages = [{ level = 1, all = [{ criterion = "id", at-least = 2 }] }, …]'
        yield Problem((*path, "aggregate"), "stages", "the stages are missing", remedy)
    elif given.stages and given.aggregate != "staged":
        yield Problem((*path, "stages"), "stages", "these stages have no effect", 'expected aggregate = "staged"')
    if given.stages and given.stages[-1].asks_nothing:
        remedy = 'expected a condition, such as all = [{ criterion = "id", at-least = 2 }]'
        yield Problem((*path, "stages", len(given.stages) - 1), "stages", "the last stage has no condition", remedy)
    if given.invert and given.aggregate == "staged":
        yield Problem((*path, "invert"), "stages", "stages cannot be inverted", "expected no invert here")


def _list_counted(rubric: Rubric, node: str) -> set[str]:
    """The children that count in a node; if the node has stages, the criteria and dimensions that these depend on."""
    given = rubric.find_aggregation(node)
    if given.stages:
        return {part.subject for stage in given.stages for part in list_simple_parts(stage)}
    parents = {name: one.parent or OVERALL for name, one in rubric.dimensions.items()}
    parents |= {name: one.dimension for name, one in rubric.criteria.items()}
    return {name for name, parent in parents.items() if parent == node and _counts(rubric, name)}


def _find_stage_problems(rubric: Rubric, node: str, stage: Stage, counted: set[str], path: Path) -> Iterator[Problem]:
    if stage.level > rubric.top_level:
        yield build_level_problem((*path, "level"), rubric, stage.level)
    elif stage.level == 0:
        message = f"every node reaches level {rubric.name_level(0)}"
        remedy = f"expected a level from {rubric.name_level(1)} to {rubric.name_level(rubric.top_level)}"
        yield Problem((*path, "level"), "stages", message, remedy)
    if stage.asks_nothing:
        return
    found = list(find_condition_problems(rubric, stage, path, DEEPEST))
    yield from found
    if not found:
        for part in list_simple_parts(stage):
            yield from _find_subject_problems(rubric, node, part, counted, path)


def _find_subject_problems(
    rubric: Rubric, node: str, part: Condition, counted: set[str], path: Path
) -> Iterator[Problem]:
    """A problem if part of a stage is true for low scores, or depends on something that does not count in the node."""
    if not part.is_high:
        message = "a stage cannot require low scores or missing items: a better answer could undo the stage"
        yield Problem(path, "stages", message, "expected at-least or above")
    between = _list_up_to(rubric, part.subject, node)
    others = counted.intersection(between[1:])
    if not between:
        message = f"{quote_word(part.subject)} is not in this node"
        yield Problem(path, "stages", message, "expected a criterion or dimension that belongs to this node")
    elif any(not _counts(rubric, name) for name in between):
        message = f"{quote_word(part.subject)} does not count in this node"
        yield Problem(path, "stages", message, "expected a part that is not advisory and has a weight above 0")
    elif others:
        message = f"{quote_word(part.subject)} is part of {quote_word(min(others))}, which the stages depend on too"
        yield Problem(path, "stages", message, "expected one of the two")


def _list_up_to(rubric: Rubric, name: str, node: str) -> list[str]:
    """A criterion or dimension, then the dimensions above it, up to the node; empty if the node does not contain it."""
    found: list[str] = []
    while name != node and name not in found:
        if name == OVERALL:
            return []
        found.append(name)
        above = rubric.criteria[name].dimension if name in rubric.criteria else rubric.dimensions[name].parent
        name = OVERALL if above is None or above not in rubric.dimensions else above
    return found if name == node else []


def _counts(rubric: Rubric, name: str) -> bool:
    dimension = rubric.dimensions.get(name)
    return dimension.weight > 0 and not dimension.advisory if dimension else rubric.criteria[name].weight > 0
