"""The wording of gates: their states, what they do, when they are triggered, and how many are not clear."""

from __future__ import annotations

from collections.abc import Mapping

from nhsdx.documents.phrases import count_words, join_words, name_from_id, shorten, shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words.levels import LABEL, describe_level, name_own_level
from nhsdx.model import (
    OVERALL,
    AskedWhen,
    ChecklistCriterion,
    Condition,
    Gate,
    GateResult,
    GateState,
    LevelCriterion,
    Result,
    Rubric,
)
from nhsdx.scoring import Scale, meets_bound

GATE_STATES = {
    GateState.TRIGGERED: "Triggered",
    GateState.UNPROVEN: "Unproven",
    GateState.UNDECIDED: "Undecided",
    GateState.CLEAR: "Clear",
}
GATE_MEANINGS = {
    GateState.TRIGGERED: "by the organisation's own answers",
    GateState.UNPROVEN: "the answer clears the gate, but the evidence does not",
    GateState.UNDECIDED: "it depends on an unanswered question",
    GateState.CLEAR: "under every reading",
}
NOT_ALL_WELL = "This is not a finding that all is well."
"""What every page says if no gate is triggered, because a gate checks only the criteria that it is about."""
BEFORE_REMEDY = {
    GateState.TRIGGERED: "",
    GateState.UNPROVEN: "Bring evidence; if there is no evidence: ",
    GateState.UNDECIDED: "Find out first; if the gate is triggered: ",
    GateState.CLEAR: "If it is triggered: ",
}
"""What comes before a gate's remedy, by state: only the remedy of a triggered gate is needed now."""
MOST_OWN = 2
"""The maximum number of a criterion's own levels that are listed in a condition."""
NOT_CLEAR = (GateState.TRIGGERED, GateState.UNPROVEN, GateState.UNDECIDED)


def count_not_clear(result: Result) -> int:
    """How many gates are not clear, counted in the same way on every page."""
    return sum(gate.state is not GateState.CLEAR for gate in result.gates)


def describe_gate_counts(result: Result) -> str:
    """How many gates are not clear, and in which states: `3 gates are not clear: 1 triggered, 2 undecided`."""
    total, found = len(result.gates), count_not_clear(result)
    if not total:
        return "the rubric has no gates"
    if not found:
        return "the only gate is not triggered" if total == 1 else f"none of the {total} gates is triggered"
    return f"{count_words(found, 'gate is', 'gates are')} not clear: {describe_gate_states(result)}"


def describe_gates_heading(result: Result) -> str:
    """The number of gates that are not clear, as the heading of a section."""
    words = describe_gate_counts(result)
    return words[:1].upper() + words[1:]


def describe_gate_states(result: Result) -> str:
    """How many gates are in each state that is not clear: `1 triggered, 2 undecided`."""
    counts = {state: sum(gate.state is state for gate in result.gates) for state in NOT_CLEAR}
    return ", ".join(f"{count} {state.value}" for state, count in counts.items() if count)


def name_gate(gate_id: str, title: str | None = None) -> str:
    """A gate's title in quotation marks, or its id as words if it has no title."""
    return f"“{shorten_title(title) if title else name_from_id(gate_id)}”"


def describe_gate(result: Result, gate: GateResult, *, with_id: bool = False) -> str:
    """A gate's state, name, severity and effect, and what the state means; with the gate's id if `with_id` is true."""
    parts = (gate.severity, GATE_MEANINGS[gate.state], describe_gate_effect(result, gate))
    details = "; ".join((gate.id, *parts) if with_id else parts)
    return f"{GATE_STATES[gate.state]}: {name_gate(gate.id, gate.title)} ({details})"


def describe_gate_effect(result: Result, gate: GateResult) -> str:
    """What a gate does when it is triggered."""
    titles = {name: result.find_node(name).title for name in gate.caps}
    return _describe_caps(titles, {name: describe_level(result, level) for name, level in gate.caps.items()})


def describe_gate_rule(rubric: Rubric, gate: Gate) -> str:
    """What a gate in a rubric does when it is triggered: `caps the overall score at 1 Claimed`."""
    titles = {name: rubric.dimensions[name].title for name in gate.cap if name != OVERALL}
    levels = {name: shorten(rubric.describe_level(level), LABEL) for name, level in gate.cap.items()}
    return _describe_caps(titles, levels)


def _describe_caps(titles: Mapping[str, str], levels: Mapping[str, str]) -> str:
    """What a gate does: which nodes it caps and at which levels, or that it raises a warning."""
    names = {name: "the overall score" if name == OVERALL else shorten_title(titles[name]) for name in levels}
    caps = [f"{names[name]} at {level}" for name, level in levels.items()]
    return f"caps {join_words(caps)}" if caps else "raises a warning"


def describe_gate_state(state: GateState | None) -> str:
    """A gate's state within a sentence; `not in the rubric` if the state is None."""
    return "not in the rubric" if state is None else state.value


NO_CONDITION = "has no condition"
"""The wording for a stage without a condition."""


def describe_condition(rubric: Rubric, condition: Condition) -> str:
    """When a gate is triggered, with the titles of the criteria and dimensions that the gate depends on."""
    if condition.any_of is not None:
        return "any of these: " + "; ".join(describe_condition(rubric, part) for part in condition.any_of)
    if condition.all_of is not None:
        return "all of these: " + "; ".join(describe_condition(rubric, part) for part in condition.all_of)
    if not condition.subject:
        return NO_CONDITION
    watched = _name_watched(rubric, condition)
    if condition.missing is None:
        return f"{watched} is {_describe_bound(rubric, condition)}"
    texts = [f"“{text}”" for text in _list_missing_texts(rubric, condition)]
    if len(texts) == 1:
        return f"this item of {watched} is not met: {texts[0]}"
    return f"any of these items of {watched} is not met: {'; '.join(texts)}"


def describe_asked(rubric: Rubric, condition: AskedWhen) -> str:
    """When a criterion or an item is asked, with the titles of the criteria and facts that decide this."""
    if condition.parts:
        joined = "; or " if condition.any_of else "; and "
        return joined.join(describe_asked(rubric, part) for part in condition.parts)
    if condition.context is None:
        return _describe_deciding_answer(rubric, condition)
    options = " or ".join(f"“{clean(option)}”" for option in condition.is_ or ())
    return f"“{clean(rubric.context[condition.context].title)}” is {options}"


def _describe_deciding_answer(rubric: Rubric, condition: AskedWhen) -> str:
    criterion = rubric.criteria[str(condition.criterion)]
    title = f"“{clean(criterion.title)}”"
    if condition.at_least is not None:
        bound = Condition.model_construct(criterion=condition.criterion, at_least=condition.at_least)
        return f"{title} is {_describe_bound(rubric, bound)}"
    items = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
    texts = [f"“{clean(items[item].text).removesuffix('.')}”" for item in condition.met or ()]
    return f"{'this is' if len(texts) == 1 else 'these are'} met in {title}: {'; '.join(texts)}"


def _describe_bound(rubric: Rubric, condition: Condition) -> str:
    """The levels or scores that make a condition true; for a criterion with its own levels, these levels."""
    if own := _list_own_levels(rubric, condition):
        return own
    if condition.at_most is not None:
        return f"at level {rubric.name_level(condition.at_most)} or lower"
    if condition.at_least is not None:
        return f"at level {rubric.name_level(condition.at_least)} or higher"
    shown = rubric.find_shown(condition.subject)
    bound = condition.above if condition.below is None else condition.below
    words = ("better than", "worse than") if shown.is_reversed else ("above", "below")
    return f"{words[condition.below is not None]} {shown.convert(float(bound or 0)):.9g}"


def _list_own_levels(rubric: Rubric, condition: Condition) -> str:
    """The criterion's own levels that make a condition true: `2 Largely or 3 Fully`; empty if there are none."""
    criterion = rubric.criteria.get(condition.criterion or "")
    if not isinstance(criterion, LevelCriterion) or not criterion.own_levels:
        return ""
    scale, own = Scale.of(rubric.levels), criterion.own_levels
    found = [at for at, level in enumerate(own) if meets_bound(condition, level.score, scale)]
    names = [name_own_level(criterion, at) for at in found]
    if len(names) <= MOST_OWN:
        return " or ".join(names)
    return f"{names[0]} or higher" if condition.is_high else f"{names[-1]} or lower"


def _list_missing_texts(rubric: Rubric, condition: Condition) -> list[str]:
    """The texts of the items that a condition is about, without their full stops."""
    criterion = rubric.criteria[str(condition.criterion)]
    items = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
    return [clean(items[name].text).removesuffix(".") for name in condition.missing or () if name in items]


def _name_watched(rubric: Rubric, condition: Condition) -> str:
    nodes = rubric.criteria if condition.dimension is None else rubric.dimensions
    node = condition.subject
    return "the overall score" if node == OVERALL else f"“{clean(nodes[node].title)}”"
