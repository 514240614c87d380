"""Rules about gates, and about profiles that omit what a gate needs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.reach import find_highest_scores, find_lowest_scores, find_possible_gates
from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import ChecklistCriterion, Condition, Rubric, list_simple_parts
from nhsdx.scoring import GateFacts, Scale, build_nodes, compare_rounded, find_known_nodes, is_met


def _group_gates_by_subject(rubric: Rubric) -> dict[str, list[str]]:
    """The gates that depend on each criterion or dimension."""
    subjects: dict[str, list[str]] = {}
    for name, gate in rubric.gates.items():
        for subject in {part.subject: None for part in list_simple_parts(gate.when)}:
            subjects.setdefault(subject, []).append(name)
    return subjects


def _find_gates_never_triggered(rubric: Rubric) -> Iterator[Hit]:
    able = find_possible_gates(rubric, Scale.of(rubric.levels))
    for name in rubric.gates:
        if name not in able:
            yield Hit(("gates", name, "when"), "this condition is never true, whatever the answers")


def _find_gates_always_triggered(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    best = GateFacts(scale, find_highest_scores(rubric, scale), find_lowest_scores(rubric, scale), {})
    for name, gate in rubric.gates.items():
        if is_met(gate.when, best):
            yield Hit(("gates", name, "when"), "this condition is true even with the best answers")


def _find_gates_that_may_be_left_out(rubric: Rubric) -> Iterator[Hit]:
    subjects = _group_gates_by_subject(rubric)
    for name, criterion in rubric.criteria.items():
        if name in subjects and criterion.may_be_left_out:
            statuses = " or ".join(criterion.may_be_left_out)
            message = f"with the answer {statuses}, this criterion never triggers {_format_gates(subjects[name])}"
            yield Hit(("criteria", name, "may-be-left-out"), message)


def _find_caps_that_never_lower(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    highest = find_highest_scores(rubric, scale)
    for name, gate in rubric.gates.items():
        for node, level in gate.cap.items():
            ceiling = min(highest.get(node, math.inf), _find_ceiling(gate.when, node, scale))
            if compare_rounded(scale.scores[level], ceiling) >= 0:
                message = f"a cap at level {rubric.name_level(level)} can never lower the score"
                yield Hit(("gates", name, "cap", node), message)


def _find_ceiling(condition: Condition, node: str, scale: Scale) -> float:
    """An upper bound for the node's score if the condition is true; infinite if the condition is about another node."""
    if condition.dimension == node and condition.below is not None:
        return condition.below
    if condition.dimension == node and condition.at_most is not None:
        return (*scale.scores, math.inf)[condition.at_most + 1]
    return math.inf


def _find_gates_of_several_causes(rubric: Rubric) -> Iterator[Hit]:
    for name, gate in rubric.gates.items():
        causes = _count_causes(rubric, gate.when)
        if causes > 1:
            yield Hit(("gates", name, "remedy"), f"this is the only remedy for {causes} different causes")


def _count_causes(rubric: Rubric, condition: Condition) -> int:
    """How many separate causes can trigger a gate.

    The parts of `all` must be true together, so they count as one cause.
    """
    if condition.any_of is not None:
        return sum(_count_causes(rubric, part) for part in condition.any_of)
    if condition.all_of is not None:
        return max(_count_causes(rubric, part) for part in condition.all_of)
    if condition.missing is not None:
        return len(condition.missing)
    criterion = rubric.criteria.get(condition.criterion or "")
    if condition.at_most is None or not isinstance(criterion, ChecklistCriterion):
        return 1
    # A single item of the next level is enough to keep a checklist at this level.
    return max(1, sum(item.level in (None, condition.at_most + 1) for item in criterion.items.values()))


def _find_duplicate_gates(rubric: Rubric) -> Iterator[Hit]:
    first: dict[Condition, str] = {}
    for name, gate in rubric.gates.items():
        other = first.setdefault(gate.when, name)
        if other != name:
            yield Hit(("gates", name, "when"), f"the gate {other} has the same condition")


def _find_profiles_that_drop_gates(rubric: Rubric) -> Iterator[Hit]:
    nodes, subjects = build_nodes(rubric), _group_gates_by_subject(rubric)
    known = find_known_nodes(nodes, rubric.criteria)
    for profile in rubric.profiles:
        kept = find_known_nodes(nodes, rubric.select_criteria(profile))
        for subject, gates in subjects.items():
            if subject in known - kept:
                yield Hit(
                    ("profiles", profile),
                    f"the profile leaves out {subject}, which is needed by {_format_gates(gates)}",
                )


def _find_profiles_that_empty_dimensions(rubric: Rubric) -> Iterator[Hit]:
    nodes = build_nodes(rubric)
    known = find_known_nodes(nodes, rubric.criteria)
    for profile in rubric.profiles:
        emptied = known - find_known_nodes(nodes, rubric.select_criteria(profile))
        for name, dimension in rubric.dimensions.items():
            if name in emptied and dimension.parent not in emptied and not dimension.advisory:
                yield Hit(("profiles", profile), f"the profile leaves no criterion in the dimension {name}")


def _format_gates(names: list[str]) -> str:
    return f"the gate{'s' if len(names) > 1 else ''} {', '.join(names)}"


GATE_CHECKS: Checks = {
    "gate-never-triggered": _find_gates_never_triggered,
    "gate-always-triggered": _find_gates_always_triggered,
    "gate-may-be-left-out": _find_gates_that_may_be_left_out,
    "gate-cap-never-lowers": _find_caps_that_never_lower,
    "gate-remedy-for-several": _find_gates_of_several_causes,
    "duplicate-gate": _find_duplicate_gates,
    "profile-drops-gate": _find_profiles_that_drop_gates,
    "profile-empties-dimension": _find_profiles_that_empty_dimensions,
}
