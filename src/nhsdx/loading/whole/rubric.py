"""Checks a whole rubric: everything that the shape of its tables alone cannot show."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.loading.whole.criteria import find_criterion_problems
from nhsdx.loading.whole.gates import find_gate_problems, find_profile_problems, find_vector_problems
from nhsdx.model.base import OVERALL, RESERVED_IDS
from nhsdx.model.finding import Path, Problem
from nhsdx.model.problems import DEEPEST, build_level_problem, find_duplicates, find_reference_problem
from nhsdx.model.rubric import Dimension, Rubric
from nhsdx.model.suggest import quote_word


def find_rubric_problems(rubric: Rubric) -> Iterator[Problem]:
    """Everything wrong with a rubric whose tables have the right shape, in file order."""
    yield from _find_level_problems(rubric)
    yield from _find_grade_problems(rubric)
    for dimension_id, dimension in rubric.dimensions.items():
        yield from _find_dimension_problems(rubric, dimension_id, dimension)
    yield from _find_weight_problems(rubric)
    for criterion_id, criterion in rubric.criteria.items():
        yield from _find_id_problems(("criteria", criterion_id), criterion_id)
        yield from find_criterion_problems(rubric, criterion, ("criteria", criterion_id))
    for gate_id, gate in rubric.gates.items():
        yield from find_gate_problems(rubric, gate, ("gates", gate_id))
    for profile_id, profile in rubric.profiles.items():
        yield from find_profile_problems(rubric, profile, ("profiles", profile_id))
    for position, vector in enumerate(rubric.tests):
        yield from find_vector_problems(rubric, vector, ("tests", position))


def _find_level_problems(rubric: Rubric) -> Iterator[Problem]:
    labels: set[str] = set()
    steps = rubric.top_level
    reached = -1.0
    for number, level in enumerate(rubric.levels):
        if level.label.casefold() in labels:
            message = "two levels have the same label"
            remedy = "expected a different label for each level"
            yield Problem(("levels", number, "label"), "duplicate", message, remedy)
        labels.add(level.label.casefold())
        score = 100 * number / steps if level.score is None else level.score
        if score <= reached:
            found = f"{score:g}" if level.score is not None else f"{score:g} by default"
            message = f"level {number} scores {found}, no more than the level below ({reached:g})"
            remedy = "expected scores that rise from level to level"
            yield Problem(("levels", number, "score"), "level-scores", message, remedy)
        reached = score


def _find_grade_problems(rubric: Rubric) -> Iterator[Problem]:
    yield from find_duplicates(("evidence-grades",), (grade.id for grade in rubric.evidence_grades), "id")
    below = 0
    for position, grade in enumerate(rubric.evidence_grades):
        path = ("evidence-grades", position, "supports")
        if grade.supports > rubric.top_level:
            yield build_level_problem(path, rubric, grade.supports)
        if grade.supports < below:
            message = "this grade supports less than the one before it"
            yield Problem(path, "grade-order", message, "expected the weakest grade first")
        below = grade.supports


def _find_id_problems(path: Path, name: str) -> Iterator[Problem]:
    if name in RESERVED_IDS:
        message = f"{quote_word(name)} is reserved"
        remedy = f"expected an id other than {', '.join(sorted(RESERVED_IDS))}"
        yield Problem(path, "reserved-id", message, remedy, at_key=True)


def _find_dimension_problems(rubric: Rubric, dimension_id: str, dimension: Dimension) -> Iterator[Problem]:
    path = ("dimensions", dimension_id)
    yield from _find_id_problems(path, dimension_id)
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
        yield Problem((*path, "parent"), "cycle", message, "expected parents that end at a top dimension")
    elif len(ancestors) > DEEPEST:
        yield Problem((*path, "parent"), "too-deep", "dimensions nest too deeply", f"expected at most {DEEPEST} deep")


def _find_weight_problems(rubric: Rubric) -> Iterator[Problem]:
    """Nodes whose children all have the weight 0, so that they could never have a score."""
    weights: dict[str | None, list[float]] = {}
    for dimension in rubric.dimensions.values():
        if not dimension.advisory:
            weights.setdefault(dimension.parent, []).append(dimension.weight)
    for criterion in rubric.criteria.values():
        weights.setdefault(criterion.dimension, []).append(criterion.weight)
    for node, shares in weights.items():
        if not any(shares):
            path: Path = ("dimensions",) if node is None else ("dimensions", node)
            message = f"everything in {quote_word(node or OVERALL)} has the weight 0"
            yield Problem(path, "bad-weight", message, "expected at least one weight above 0")
