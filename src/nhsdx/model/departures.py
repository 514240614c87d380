"""Whether a change loosens a gate that is shared."""

from __future__ import annotations

from collections.abc import Sequence

from nhsdx.model.rubric import Condition, Gate, Rubric, criteria_in

SEVERITIES = ("minor", "major", "critical")


def is_loosened(base: Gate, gate: Gate) -> bool:
    """Whether a gate may let pass what the base's gate holds: by its condition, its caps or its severity.

    A condition that cannot be seen to hold whenever the base's does counts as looser.
    """
    is_lighter = SEVERITIES.index(gate.severity) < SEVERITIES.index(base.severity)
    caps_less = any(node not in gate.cap or gate.cap[node] > level for node, level in base.cap.items())
    return is_lighter or caps_less or not _holds_whenever(gate.when, base.when)


def _holds_whenever(condition: Condition, base: Condition) -> bool:
    if condition == base:
        return True
    if (condition.criterion, condition.dimension) != (base.criterion, base.dimension):
        return False
    for own, other in ((condition.at_most, base.at_most), (condition.below, base.below)):
        if own is not None and other is not None:
            return own >= other
    return False


def unasked_gates(base: Rubric, rubric: Rubric, profile: str) -> Sequence[str]:
    """The shared gates that a profile both have no longer reaches, for it leaves out a criterion they hang on."""
    gone = base.criteria_of(profile) - rubric.criteria_of(profile)
    return [name for name, gate in rubric.gates.items() if name in base.gates and criteria_in(gate.when) & gone]
