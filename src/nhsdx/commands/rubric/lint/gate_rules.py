"""Rules about gates, and about profiles that omit what a gate needs."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.reach import find_highest_scores, find_lowest_scores
from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.model.rubric import Condition, Rubric
from nhsdx.scoring.gates import is_met
from nhsdx.scoring.scale import Scale, compare
from nhsdx.scoring.tree import build_nodes, find_known_nodes


def _list_simple_parts(condition: Condition) -> Iterator[Condition]:
    parts = condition.any_of or condition.all_of
    if not parts:
        yield condition
    for part in parts or ():
        yield from _list_simple_parts(part)


def _group_gates_by_subject(rubric: Rubric) -> dict[str, list[str]]:
    """The gates that depend on each criterion or dimension."""
    subjects: dict[str, list[str]] = {}
    for name, gate in rubric.gates.items():
        for subject in {part.criterion or part.dimension or "": None for part in _list_simple_parts(gate.when)}:
            subjects.setdefault(subject, []).append(name)
    return subjects


def _gate_never_triggered(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    able: frozenset[str] = frozenset()
    # The cap of one gate may trigger another one.
    while (more := _find_possible_gates(rubric, scale, able)) != able:
        able = more
    for name in rubric.gates:
        if name not in able:
            yield Hit(("gates", name, "when"), "no answers make this condition true")


def _find_possible_gates(rubric: Rubric, scale: Scale, capping: frozenset[str]) -> frozenset[str]:
    lowest = find_lowest_scores(rubric, scale, capping)
    return frozenset(name for name, gate in rubric.gates.items() if is_met(gate.when, lowest, scale))


def _gate_always_triggered(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    highest = find_highest_scores(rubric, scale)
    for name, gate in rubric.gates.items():
        if is_met(gate.when, highest, scale):
            yield Hit(("gates", name, "when"), "the best answers still make this condition true")


def _find_gates_allowing_not_applicable(rubric: Rubric) -> Iterator[Hit]:
    subjects = _group_gates_by_subject(rubric)
    for name, criterion in rubric.criteria.items():
        if name in subjects and criterion.not_applicable == "allowed":
            message = f"the answer not-applicable switches off {_format_gates(subjects[name])}"
            yield Hit(("criteria", name), message)


def _find_caps_that_never_lower(rubric: Rubric) -> Iterator[Hit]:
    scale = Scale.of(rubric.levels)
    highest = find_highest_scores(rubric, scale)
    for name, gate in rubric.gates.items():
        for node, level in gate.cap.items():
            ceiling = min(highest.get(node, math.inf), _find_ceiling(gate.when, node, scale))
            if compare(scale.scores[level], ceiling) >= 0:
                yield Hit(("gates", name, "cap", node), f"level {level} is no lower than the score can be anyway")


def _find_ceiling(condition: Condition, node: str, scale: Scale) -> float:
    """A score that the node is below whenever the condition is true; infinite if the condition is about another."""
    if condition.dimension == node and condition.below is not None:
        return condition.below
    if condition.dimension == node and condition.at_most is not None:
        return (*scale.scores, math.inf)[condition.at_most + 1]
    return math.inf


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


GATE_RULES = (
    Rule(
        code="gate-never-triggered",
        severity="error",
        title="No answers make a gate's condition true",
        why="The rubric promises a safeguard that does not exist.",
        example="""\
[gates.safety]
when = { criterion = "safety", below = 0 }
cap = { overall = 1 }
because = "An unsafe system harms patients, however good the rest is."
remedy = "The chief executive names a safety officer."
""",
        remedy="Raise `at-most` or `below` to a level or score that answers can have, or remove the gate.",
        check=_gate_never_triggered,
    ),
    Rule(
        code="gate-always-triggered",
        severity="error",
        title="Even the best answers make a gate's condition true",
        why="A safeguard that is always triggered shows nothing, and its cap becomes the top of the scale.",
        example="""\
[gates.safety]
when = { criterion = "safety", at-most = 2 }
cap = { overall = 1 }
because = "An unsafe system harms patients, however good the rest is."
remedy = "The chief executive names a safety officer."
""",
        remedy="Lower `at-most` or `below` until good answers clear the gate.",
        check=_gate_always_triggered,
    ),
    Rule(
        code="gate-allows-not-applicable",
        severity="error",
        title="A gate depends on a criterion that may be answered `not-applicable`",
        why="A criterion that does not apply never triggers a gate, so any excuse gets past the safeguard.",
        example="""\
[criteria.safety]
dimension = "leadership"
title = "Safety"
question = "Does somebody look after patient safety?"
levels = ["Nobody looks after it.", "An officer is named.", "The officer stops unsafe releases."]
not-applicable = "allowed"
claims = ["S1"]
""",
        remedy='Set not-applicable = "forbidden" on the criterion.',
        check=_find_gates_allowing_not_applicable,
    ),
    Rule(
        code="gate-cap-never-lowers",
        severity="error",
        title="A cap is no lower than the score can be when the gate is triggered",
        why="The gate is reported as triggered, but the score does not change.",
        example="""\
[gates.safety]
when = { criterion = "safety", at-most = 0 }
cap = { overall = 2 }
because = "An unsafe system harms patients, however good the rest is."
remedy = "The chief executive names a safety officer."
""",
        remedy="Cap at a lower level, or set flag = true if the gate should only warn.",
        check=_find_caps_that_never_lower,
    ),
    Rule(
        code="duplicate-gate",
        severity="warning",
        title="Two gates have the same condition",
        why="One fact is then reported as two failures, with two remedies that may contradict each other.",
        example="""\
[gates.safety-watch]
when = { criterion = "safety", at-most = 0 }
flag = true
because = "The officer's post is vacant."
remedy = "The medical director fills the post."
[[tests]]
name = "both are triggered"
answers = { all = 2, safety = 0 }
expect = { overall = 50, gates = ["safety", "safety-watch"] }
[[tests]]
name = "both are clear"
answers = { all = 2 }
expect = { overall = 100, gates = [] }
""",
        remedy="Put all caps into one gate, or give each gate its own condition.",
        check=_find_duplicate_gates,
    ),
    Rule(
        code="profile-drops-gate",
        severity="error",
        title="A profile leaves out something that a gate depends on",
        why="Under that profile the gate is never triggered, and an unsafe organisation passes with the shorter form.",
        example="""\
[profiles.short]
title = "Short form"
criteria = ["vision"]
""",
        remedy="Keep the criterion in the profile.",
        check=_find_profiles_that_drop_gates,
    ),
    Rule(
        code="profile-empties-dimension",
        severity="warning",
        title="A profile leaves no criteria in a dimension that counts",
        why="The overall score then has the same name as in other profiles, but another meaning.",
        example="""\
[dimensions.autonomy]
title = "Autonomy"
[criteria.decisions]
dimension = "autonomy"
title = "Local decisions"
question = "Who decides on local changes?"
levels = ["Nobody here may decide.", "A local board decides.", "The local board has changed a plan."]
claims = ["S1"]
[profiles.short]
title = "Short form"
without = ["decisions"]
""",
        remedy="Keep at least one criterion of each dimension that counts.",
        check=_find_profiles_that_empty_dimensions,
    ),
)
