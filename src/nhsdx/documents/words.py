"""The one wording of each fact: readings, levels, answers, evidence and its age, gates, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from nhsdx.documents.number_words import NOTHING, format_level, format_number, format_score
from nhsdx.documents.phrases import join_words, name_from_id, shorten, shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.model import (
    OVERALL,
    Certainty,
    Condition,
    CriterionResult,
    CriterionStatus,
    EvidenceGrade,
    Gate,
    GateResult,
    GateState,
    LeftOut,
    MeasureCriterion,
    NodeResult,
    Reading,
    Result,
    Rubric,
    Scores,
)

SHOWN_READINGS = (Reading.EVIDENCED, Reading.CLAIMED, Reading.LOW, Reading.HIGH)
"""The readings in the order in which every page shows them."""
READING_MEANINGS = {
    Reading.EVIDENCED: "as far as the evidence supports each answer; unknown answers left out",
    Reading.CLAIMED: "as answered; unknown answers left out",
    Reading.LOW: "as far as the evidence supports each answer; unknown answers at their lowest",
    Reading.HIGH: "as answered; unknown answers at their highest",
}
BAR_LEGEND = "█ evidenced   ▒ claimed beyond the evidence   ░ possible if every unknown answer is good"
LABEL = 32
"""The most characters of a level's label."""
NOT_COUNTED = "(not counted)"
OVERALL_TITLE = "Overall"
TOO_FEW = "too few respondents to show"
GATE_STATES = {
    GateState.TRIGGERED: "Triggered",
    GateState.UNPROVEN: "Unproven",
    GateState.UNDECIDED: "Undecided",
    GateState.CLEAR: "Clear",
}
GATE_MEANINGS = {
    GateState.TRIGGERED: "by the organisation's own answers",
    GateState.UNPROVEN: "the answer clears it, but the evidence does not",
    GateState.UNDECIDED: "it depends on an unanswered question",
    GateState.CLEAR: "under every reading",
}
RELATIONS = {
    "equal": "the same as the heading",
    "subset": "part of the heading",
    "superset": "all of the heading, and more",
    "intersect": "some of the heading, and more",
}
"""What a criterion asks about, compared with a heading of another framework."""
CERTAINTIES: dict[Certainty, str] = {
    "verified": "read in the original",
    "second-hand": "read about in another text",
    "from-memory": "not looked up",
}


def describe_relation(relation: str) -> str:
    """How much of a framework's heading a criterion asks about."""
    return RELATIONS[relation]


def describe_certainty(certainty: Certainty) -> str:
    """How the authors of the rubric know another text."""
    return f"{certainty} ({CERTAINTIES[certainty]})"


def describe_side(result: Result) -> str:
    """Which assessment a result belongs to: subject, date, voice, profile, date of ageing and rubric."""
    about, rubric = result.assessment, result.rubric
    words = (clean(about.subject), about.date.isoformat(), *list_circumstances(result))
    return ", ".join((*words, rubric.reference))


def list_circumstances(result: Result) -> list[str]:
    """The voice of an assessment, and its profile and date of ageing if it has its own."""
    about = result.assessment
    words = [f"voice {about.voice}"]
    if about.profile is not None:
        words.append(f"profile {about.profile}")
    if about.as_of != about.date:
        words.append(f"evidence as of {about.as_of.isoformat()}")
    return words


def describe_scoring(result: Result) -> str:
    """The rubric, the date and the circumstances of an assessment, on one line."""
    scored_with = f"{clean(result.rubric.title)} {result.rubric.version}"
    return " · ".join((scored_with, result.assessment.date.isoformat(), *list_circumstances(result)))


def name_node(node: NodeResult) -> str:
    """The title of a node as tables and charts show it; `Overall` for the whole."""
    return OVERALL_TITLE if node.id == OVERALL else clean(node.title)


def describe_level(result: Result, level: int | None) -> str:
    """A level's number and label, as in `2 Set up`; a dash if there is no level."""
    return NOTHING if level is None else f"{level} {shorten(result.scale[level].label, LABEL)}"


def describe_level_in_scale(result: Result, level: int | None) -> str:
    """A level in a sentence: `level 2 Set up (of 5)`."""
    return "no level" if level is None else f"level {describe_level(result, level)} (of {len(result.scale) - 1})"


def describe_range(scores: Scores) -> str:
    """The range of a node, from low to high."""
    return f"{format_score(scores[Reading.LOW])}–{format_score(scores[Reading.HIGH])}"


def describe_scores(scores: Scores) -> str:
    """Both headline scores in their order: `45.7 evidenced, 55.6 claimed`."""
    evidenced, claimed = (format_score(scores[one]) for one in (Reading.EVIDENCED, Reading.CLAIMED))
    return f"{evidenced} evidenced, {claimed} claimed"


def describe_readings(scores: Scores) -> str:
    """Both headline scores and the range: `45.7 evidenced, 55.6 claimed, range` and so on."""
    return f"{describe_scores(scores)}, range {describe_range(scores)}"


def describe_bar(label: str, scores: Scores) -> str:
    """The content of a range bar in words."""
    if scores[Reading.HIGH] is None:
        return f"{label}: no score, because nothing in it applies"
    if scores[Reading.CLAIMED] is None:
        return f"{label}: nothing is known; the range is {describe_range(scores)}"
    return f"{label}: {describe_readings(scores)}"


def describe_status(status: CriterionStatus) -> str:
    """A status in words: `not due`."""
    return name_from_id(status.value)


def describe_left_out(left_out: LeftOut) -> str:
    """How many criteria that were asked do not count, by status; empty where all count."""
    counts = (
        (left_out.unknown, "unknown"),
        (left_out.not_due, "not due"),
        (left_out.not_applicable, "not applicable"),
    )
    return ", ".join(f"{number} {words}" for number, words in counts if number)


def describe_answer(criterion: CriterionResult, unit: str = "") -> str:
    """An answer in a few words: a level, a value with its unit, counts, items by state, or the status."""
    if criterion.answer is not None and criterion.answer.is_known and criterion.status is CriterionStatus.UNKNOWN:
        return f"unknown ({TOO_FEW})"
    shown = criterion.shown_answer
    if shown is None:
        return describe_status(criterion.status)
    if isinstance(shown, dict):
        return "; ".join(f"{name_from_id(state)}: {', '.join(items) or 'none'}" for state, items in shown.items())
    if isinstance(shown, list):
        return f"{', '.join(map(str, shown))} respondents"
    if criterion.kind == "level":
        return f"level {shown}"
    return f"{format_number(shown)} {clean(unit)}".rstrip()


def describe_evidence(criterion: CriterionResult) -> str:
    """The evidence grade given for an answer, and the one that it counts as where it is too old."""
    if criterion.evidence is None:
        return "none"
    if criterion.counted_as == criterion.evidence:
        return name_from_id(criterion.evidence)
    return f"{name_from_id(criterion.evidence)} (too old: counts as {name_from_id(str(criterion.counted_as))})"


def describe_dated_evidence(criterion: CriterionResult) -> str:
    """The evidence of an answer, with its date where it has one: `governance record, seen 2026-08-31`."""
    seen = None if criterion.answer is None else criterion.answer.seen
    return describe_evidence(criterion) + ("" if seen is None else f", seen {seen.isoformat()}")


def describe_support(criterion: CriterionResult) -> str:
    """What an answer claims and what its evidence supports: `level 2 evidenced, 3 claimed (governance record)`."""
    return f"{describe_levels(criterion)} ({describe_evidence(criterion)})"


def describe_levels(node: NodeResult) -> str:
    """A node's level numbers: `level 2 evidenced, 3 claimed`."""
    evidenced, claimed = (format_level(node.levels[one]) for one in (Reading.EVIDENCED, Reading.CLAIMED))
    return f"level {evidenced} evidenced, {claimed} claimed"


def describe_grade(grade: EvidenceGrade) -> str:
    """An evidence grade's label up to its first comma or colon."""
    return shorten_title(clean(grade.label).split(",")[0].split(":")[0])


def describe_measure(criterion: MeasureCriterion) -> str:
    """The number that a measure asks for: its unit and its bounds."""
    bounds = [f"at least {criterion.minimum:g}"] if criterion.minimum is not None else []
    bounds += [f"at most {criterion.maximum:g}"] if criterion.maximum is not None else []
    return f"A number, in {clean(criterion.unit)}" + (f" ({', '.join(bounds)})" if bounds else "")


def name_gate(gate_id: str) -> str:
    """A gate's id as words in quotation marks."""
    return f"“{name_from_id(gate_id)}”"


def describe_gate(result: Result, gate: GateResult) -> str:
    """A gate's state, name, severity, what the state means, and what the gate does."""
    details = "; ".join((gate.severity, GATE_MEANINGS[gate.state], describe_gate_effect(result, gate)))
    return f"{GATE_STATES[gate.state]}: {name_gate(gate.id)} ({details})"


def describe_gate_effect(result: Result, gate: GateResult) -> str:
    """What a gate does when it is triggered."""
    titles = {name: result.find_node(name).title for name in gate.caps}
    return _describe_caps(titles, {name: describe_level(result, level) for name, level in gate.caps.items()})


def describe_gate_rule(rubric: Rubric, gate: Gate) -> str:
    """What a gate of a rubric does when it is triggered: `caps the overall score at 1 Claimed`."""
    titles = {name: rubric.dimensions[name].title for name in gate.cap if name != OVERALL}
    levels = {name: f"{level} {shorten(rubric.levels[level].label, LABEL)}" for name, level in gate.cap.items()}
    return _describe_caps(titles, levels)


def _describe_caps(titles: Mapping[str, str], levels: Mapping[str, str]) -> str:
    """The levels at which nodes are capped; without any, the gate only warns."""
    names = {name: "the overall score" if name == OVERALL else shorten_title(titles[name]) for name in levels}
    caps = [f"{names[name]} at {level}" for name, level in levels.items()]
    return f"caps {join_words(caps)}" if caps else "raises a warning"


def describe_gate_state(state: GateState | None) -> str:
    """A gate's state in a sentence; `not in the rubric` for None."""
    return "not in the rubric" if state is None else state.value


def describe_condition(rubric: Rubric, condition: Condition) -> str:
    """When a gate is triggered, with the titles of the criteria and dimensions it watches."""
    if condition.any_of is not None:
        return "any of these: " + "; ".join(describe_condition(rubric, part) for part in condition.any_of)
    if condition.all_of is not None:
        return "all of these: " + "; ".join(describe_condition(rubric, part) for part in condition.all_of)
    bound = f"at level {condition.at_most} or lower" if condition.at_most is not None else f"below {condition.below:g}"
    return f"{_name_watched(rubric, condition)} is {bound}"


def _name_watched(rubric: Rubric, condition: Condition) -> str:
    if condition.criterion is not None:
        return clean(rubric.criteria[condition.criterion].title)
    if condition.dimension == OVERALL:
        return "the overall score"
    return clean(rubric.dimensions[str(condition.dimension)].title)
