"""Checks a whole rubric, with its gates, profiles and test vectors, after the shape of its tables has been checked."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.loading.whole.answers import find_problems_of_all, find_vector_answer_problems
from nhsdx.loading.whole.asked import find_asked_problems
from nhsdx.loading.whole.conditions import find_condition_problems
from nhsdx.loading.whole.criteria import find_criterion_problems
from nhsdx.loading.whole.levels import find_number_problems
from nhsdx.loading.whole.nodes import find_id_problems, find_node_problems
from nhsdx.loading.whole.requirements import find_requirement_problems
from nhsdx.model import (
    DEEPEST,
    OVERALL,
    ContextQuestion,
    Expectation,
    Gate,
    NodeExpectation,
    Path,
    Problem,
    Profile,
    Rubric,
    TestVector,
    build_level_problem,
    find_duplicates,
    find_reference_problem,
    is_upward,
)


def find_rubric_problems(rubric: Rubric) -> Iterator[Problem]:
    """Everything wrong, in file order, with a rubric whose tables have the right shape."""
    yield from _find_level_problems(rubric)
    yield from _find_grade_problems(rubric)
    yield from find_node_problems(rubric)
    for criterion_id, criterion in rubric.criteria.items():
        yield from find_id_problems(("criteria", criterion_id), criterion_id)
        yield from find_criterion_problems(rubric, criterion, ("criteria", criterion_id))
    yield from find_asked_problems(rubric)
    yield from find_requirement_problems(rubric)
    for gate_id, gate in rubric.gates.items():
        yield from find_gate_problems(rubric, gate, ("gates", gate_id))
    for context_id, question in rubric.context.items():
        yield from _find_context_problems(rubric, question, ("context", context_id))
    for profile_id, profile in rubric.profiles.items():
        yield from find_profile_problems(rubric, profile, ("profiles", profile_id))
    for position, vector in enumerate(rubric.tests):
        yield from find_vector_problems(rubric, vector, ("tests", position))


def _find_level_problems(rubric: Rubric) -> Iterator[Problem]:
    have_scores = all(level.score is not None for level in rubric.levels)
    yield from find_number_problems([level.number for level in rubric.levels], ("levels",), may_fall=have_scores)
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
            message = (
                f"the score of level {rubric.name_level(number)} is {found}, "
                f"not above the score of the level below, {reached:g}"
            )
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
            message = "this grade supports a lower level than the grade before it"
            yield Problem(path, "grade-order", message, "expected the weakest grade first")
        below = grade.supports


def find_gate_problems(rubric: Rubric, gate: Gate, path: Path) -> Iterator[Problem]:
    """Everything wrong with a gate."""
    yield from find_condition_problems(rubric, gate.when, (*path, "when"), DEEPEST)
    if bool(gate.cap) == gate.flag:
        message = 'a gate needs either "cap" or "flag"'
        yield Problem(path, "gate-effect", message, "expected one of: cap = { overall = 1 }, flag = true")
    elif gate.cap and is_upward(gate.when):
        message = "a gate that a high score or level triggers cannot have a cap: a better answer could lower a score"
        yield Problem((*path, "cap"), "gate-condition", message, 'expected flag = true instead of "cap"')
    for node, level in gate.cap.items():
        nodes = (OVERALL, *rubric.dimensions)
        yield from find_reference_problem((*path, "cap", node), node, nodes, "a node", at_key=True)
        if level > rubric.top_level:
            yield build_level_problem((*path, "cap", node), rubric, level)


def _find_context_problems(rubric: Rubric, question: ContextQuestion, path: Path) -> Iterator[Problem]:
    yield from find_duplicates((*path, "options"), question.options)
    if question.beside is not None:
        yield from find_reference_problem((*path, "beside"), question.beside, rubric.dimensions, "a dimension")


def find_profile_problems(rubric: Rubric, profile: Profile, path: Path) -> Iterator[Problem]:
    """Everything wrong with a profile."""
    if (profile.criteria is None) == (profile.without is None):
        message = 'a profile needs either "criteria" or "without"'
        yield Problem(path, "profile-form", message, "expected one of: criteria = […], without = […]")
    for key, listed in (("criteria", profile.criteria), ("without", profile.without)):
        for position, criterion in enumerate(listed or ()):
            yield from find_reference_problem((*path, key, position), criterion, rubric.criteria, "a criterion")
        yield from find_duplicates((*path, key), listed or ())


def find_vector_problems(rubric: Rubric, vector: TestVector, path: Path) -> Iterator[Problem]:
    """Everything wrong with a test vector."""
    if vector.profile is not None:
        yield from find_reference_problem((*path, "profile"), vector.profile, rubric.profiles, "a profile")
    if vector.evidence is not None:
        grades = [grade.id for grade in rubric.evidence_grades]
        yield from find_reference_problem((*path, "evidence"), vector.evidence, grades, "an evidence grade")
    yield from _find_vector_answer_problems(rubric, vector, (*path, "answers"))
    yield from find_expectation_problems(rubric, vector.expect, (*path, "expect"))


def _find_vector_answer_problems(rubric: Rubric, vector: TestVector, path: Path) -> Iterator[Problem]:
    for name, form in vector.answers.items():
        if name == "all":
            yield from find_problems_of_all(rubric, form, vector.answers, (*path, name))
        elif name in rubric.criteria:
            yield from find_vector_answer_problems(rubric, rubric.criteria[name], form, (*path, name))
        else:
            yield from find_reference_problem((*path, name), name, rubric.criteria, "a criterion", at_key=True)


def find_expectation_problems(rubric: Rubric, expect: Expectation, path: Path) -> Iterator[Problem]:
    """A problem for each expected value that no result of the rubric could have."""
    for node, wanted in expect.nodes.items():
        yield from _find_expected_node_problems(rubric, node, wanted, (*path, node))
    if expect.level is not None and expect.level > rubric.top_level:
        yield build_level_problem((*path, "level"), rubric, expect.level)
    for key in ("gates", "unproven", "undecided"):
        for position, gate in enumerate(getattr(expect, key) or ()):
            yield from find_reference_problem((*path, key, position), gate, rubric.gates, "a gate")


def _find_expected_node_problems(rubric: Rubric, node: str, wanted: NodeExpectation, path: Path) -> Iterator[Problem]:
    nodes = (OVERALL, *rubric.dimensions, *rubric.criteria)
    yield from find_reference_problem(path, node, nodes, "a node", at_key=True)
    for score in wanted.scores.values():
        shown = rubric.find_shown(node)
        if score is not None and not shown.can_show(score):
            remedy = f"expected a score from {shown.ends}"
            yield Problem(path, "out-of-range", f"a score cannot be {score:g}", remedy)
    if wanted.level is not None and wanted.level > rubric.top_level:
        yield build_level_problem((*path, "level"), rubric, wanted.level)
