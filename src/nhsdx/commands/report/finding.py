"""The finding in three sentences made from the figures: what is supported, what is not, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.gaps import (
    find_unknown_items,
    find_unsupported,
    is_capped,
    is_counted,
    list_by_status,
    list_gates_not_clear,
)
from nhsdx.analysis.priorities import Priority
from nhsdx.documents.page import (
    GATE_MEANINGS,
    HEADLINES,
    NOT_COUNTED,
    Line,
    count_not_clear,
    count_words,
    describe_before_gates,
    describe_goals,
    describe_left_out,
    describe_out_of,
    describe_place,
    describe_readings,
    describe_scores,
    describe_spread,
    describe_uncounted,
    describe_unknown_items,
    describe_unrated_nodes,
    describe_weakest,
    format_score,
    has_grades,
    join_words,
    line_with_lead,
    list_headlines,
    name_gate,
    round_half_up,
    shorten_title,
)
from nhsdx.documents.parts import describe_doubts
from nhsdx.model import (
    OVERALL,
    CriterionResult,
    CriterionStatus,
    DimensionResult,
    GateResult,
    GateState,
    NodeResult,
    Reading,
    Result,
    Rubric,
)
from nhsdx.scoring import compare_rounded

LEADS = ("What the evidence supports:", "What falls short:", "What is unknown:")
LEAD_UNGRADED = "Where it stands:"
REASONED = (CriterionStatus.NOT_DUE, CriterionStatus.NOT_APPLICABLE)
"""The statuses for which an answer gives a reason."""
MOST_NEEDED = 3
"""How many of the criteria that a level needs are given by name."""
NAME = 60
"""The maximum number of characters of a weakest criterion's title that are shown."""


def build_main_finding(
    result: Result, rubric: Rubric, gates: Sequence[GateResult], priorities: Sequence[Priority] = ()
) -> tuple[Line, ...]:
    """Three sentences, each after a few words in bold. `gates` are the gates to mention because they are not clear."""
    needs = describe_goals(result, priorities, least=1, most=MOST_NEEDED)
    parts = (
        _describe_support(result),
        "; ".join([*_describe_problems(result, rubric, gates), *needs]) or _explain_no_problem(result),
        "; ".join(_describe_unknown(result)),
    )
    first, *others = LEADS
    leads = (first if has_grades(result) else LEAD_UNGRADED, *others)
    return tuple(line_with_lead(lead, f"{words}.") for lead, words in zip(leads, parts, strict=True))


def _describe_support(result: Result) -> str:
    """The overall score before and after gates, its place on the scale, criteria by level, and the best dimension."""
    overall, first = result.overall, list_headlines(result)[0]
    if overall.scores[Reading.CLAIMED] is None:
        return _explain_no_score(result)
    words = f"{describe_readings(result, overall.scores)} {describe_out_of(result.rubric.shown)}"
    if before := describe_before_gates(result, overall):
        words += f" ({before})"
    place = describe_place(result, overall.scores[first])
    how = f" {first}" if has_grades(result) else ""
    weakest = describe_weakest(result, overall, first, NAME)
    spread = f"{describe_spread(result, overall, first)}{how}, the weakest {weakest}"
    words = f"{words}, {place}{how}; {spread}"
    ends = _find_ends(result)
    if ends is not None:
        best = "best" if result.rubric.find_shown(ends[1].id).is_reversed else "highest"
        words += f"; {best} in {_describe_end(result, ends[1])}"
    return f"{words}; no gate is triggered" if result.gates and not count_not_clear(result) else words


def _explain_no_score(result: Result) -> str:
    if not any(one.status.applies for one in result.criteria.values()):
        return "there is no score, because every criterion is left out"
    if unrated := describe_unrated_nodes(result):
        return f"there is no score yet: {unrated}"
    return "there is no score yet, because no criterion that counts is answered"


def _find_ends(result: Result) -> tuple[DimensionResult, DimensionResult] | None:
    """The top-level dimensions with the lowest and the highest evidenced score, if these scores differ."""
    scored = [(score, one) for one in _list_top(result) if (score := one.scores[Reading.EVIDENCED]) is not None]
    if len({format_score(score, result.rubric.shown) for score, _ in scored}) < 2:  # noqa: PLR2004 - a single score is neither lowest nor highest
        return None
    return min(scored, key=lambda pair: pair[0])[1], max(scored, key=lambda pair: pair[0])[1]


def _list_top(result: Result) -> list[DimensionResult]:
    return [one for one in result.dimensions.values() if one.parent is None and not one.advisory and one.weight > 0]


def _describe_end(result: Result, node: NodeResult) -> str:
    first = list_headlines(result)[0]
    return (
        f"{shorten_title(node.title)} ({format_score(node.scores[first], result.rubric.find_shown(node.id))} {first})"
    )


def _describe_problems(result: Result, rubric: Rubric, gates: Sequence[GateResult]) -> Iterator[str]:
    """The gates that are triggered or unproven, and unsupported claims; if there are none, the lowest dimension."""
    yield from _describe_gates(result, gates)
    yield from _describe_claims(result, rubric)
    ends = None if find_unsupported(result) else _find_ends(result)
    if ends is not None:
        worst = "worst" if result.rubric.find_shown(ends[0].id).is_reversed else "lowest"
        yield f"{worst} in {_describe_end(result, ends[0])}"


def _explain_no_problem(result: Result) -> str:
    score = result.overall.scores[list_headlines(result)[0]]
    if score is None:
        return "nothing is claimed"
    return "nothing" if compare_rounded(score, result.scale[-1].score) >= 0 else "no dimension more than the others"


def _describe_gates(result: Result, gates: Sequence[GateResult]) -> Iterator[str]:
    """The gates that are triggered or unproven; undecided gates are described with the unknown answers."""
    yield from _describe_triggered(result, [gate for gate in gates if gate.state is GateState.TRIGGERED])
    unproven = [gate for gate in gates if gate.state is GateState.UNPROVEN]
    if unproven:
        many = "the answers clear them, but the evidence does not"
        meaning = GATE_MEANINGS[GateState.UNPROVEN] if len(unproven) == 1 else many
        yield f"{_name_gates(unproven)} unproven: {meaning}"


def _describe_triggered(result: Result, gates: Sequence[GateResult]) -> Iterator[str]:
    """The gates that cap the overall score, the gates that cap a dimension, and warnings."""
    capping, others = ([gate for gate in gates if gate.caps and (OVERALL in gate.caps) is one] for one in (True, False))
    warnings = [gate for gate in gates if not gate.caps]
    if capping:
        yield _describe_capping(result, capping)
    if others:
        yield f"{_name_gates(others)} triggered"
    if warnings:
        yield f"{_name_gates(warnings, 'warning')} raised"


def _name_gates(gates: Sequence[GateResult], what: str = "gate") -> str:
    """Gates by name, with the verb that follows: `the gate “a” is`."""
    names = join_words([name_gate(gate.id, gate.title) for gate in gates])
    return f"the {what} {names} is" if len(gates) == 1 else f"the {what}s {names} are"


def _describe_capping(result: Result, gates: Sequence[GateResult]) -> str:
    one = len(gates) == 1
    if not is_capped(result.overall):
        without = "it" if one else "them"
        return f"{_name_gates(gates)} triggered, but the overall score would be no higher without {without}"
    return f"{_name_gates(gates)} triggered and {'caps' if one else 'cap'} the overall score"


def _describe_claims(result: Result, rubric: Rubric) -> Iterator[str]:
    """How far the claims exceed the evidence, and the largest gap."""
    above = find_unsupported(result)
    claimed = result.overall.scores[Reading.CLAIMED]
    if claimed is None:
        return
    if not rubric.evidence_grades:
        return
    if not above:
        yield describe_doubts(result) or "no answer claims more than its evidence supports"
    elif round_half_up(_compute_gap(result.overall)) == "0.0":
        answers = count_words(len(above), "answer is", "answers are")
        score = "capped" if is_capped(result.overall) else "overall"
        yield f"{answers} not supported by the evidence (the {score} score is unaffected)"
    else:
        shown = result.rubric.shown
        evidenced, own = (format_score(result.overall.scores[reading], shown) for reading in HEADLINES)
        words = f"claims beyond the evidence: {evidenced} evidenced against {own} claimed"
        widest = max(_list_top(result), key=_compute_gap, default=None)
        if widest is not None and _compute_gap(widest) > 0:
            scores = describe_scores(widest.scores, result.rubric.find_shown(widest.id))
            words += f", most in {shorten_title(widest.title)} ({scores})"
        yield words


def _compute_gap(node: NodeResult) -> float:
    return (node.scores[Reading.CLAIMED] or 0.0) - (node.scores[Reading.EVIDENCED] or 0.0)


def _describe_unknown(result: Result) -> Iterator[str]:
    """How many criteria are not answered, the gates that depend on them, and what was left out of the score."""
    yield _describe_unanswered(result)
    gates = [gate for gate in list_gates_not_clear(result) if gate.state is GateState.UNDECIDED]
    if gates:
        meaning = GATE_MEANINGS[GateState.UNDECIDED] if len(gates) == 1 else "they depend on unanswered questions"
        yield f"{_name_gates(gates)} undecided: {meaning}"
    yield from _describe_rest_left_out(result)
    if unrated := describe_unrated_nodes(result):
        yield f"no score: {unrated}"


def _describe_rest_left_out(result: Result) -> Iterator[str]:
    """What is left out of the overall score apart from unknown answers, and how many criteria never count in it."""
    left_out = result.overall.left_out._replace(unknown=0, unknown_items=0)
    found = [one for status in REASONED for one in list_by_status(result, status)]
    uncounted = [one for one in found if not is_counted(result, one)]
    parts = [describe_left_out(left_out)] if any(left_out) else []
    if uncounted:
        parts.append(f"{count_words(len(uncounted), 'criterion', 'criteria')} {NOT_COUNTED}")
    if parts:
        yield f"left out: {'; '.join(parts)}"


def _describe_unanswered(result: Result) -> str:
    """How many criteria and items are not answered, and how this affects the score."""
    applicable = sum(one.status.applies for one in result.criteria.values())
    unknown = list_by_status(result, CriterionStatus.UNKNOWN)
    items = find_unknown_items(result)
    if not applicable:
        return "nothing, because no criterion applies"
    if not unknown and not items:
        return _describe_all_answered(applicable)
    unknown_items = describe_unknown_items(result)
    if not unknown:
        return f"every criterion is answered, but {unknown_items}, {_describe_unknown_effect(result)}"
    words = _describe_unknown_criteria(result, unknown, applicable)
    if items:
        words += f", and in the others {unknown_items}"
    return f"{words}, {_describe_unknown_effect(result)}"


def _describe_unknown_criteria(result: Result, unknown: Sequence[CriterionResult], applicable: int) -> str:
    """How many criteria are not answered, and how many of these do not count."""
    criteria = count_words(applicable, "applicable criterion", "applicable criteria")
    words = f"{len(unknown)} of {criteria} {'is' if len(unknown) == 1 else 'are'} not answered"
    return words + describe_uncounted(sum(not is_counted(result, one) for one in unknown))


def _describe_unknown_effect(result: Result) -> str:
    """How unknown answers alone affect the overall score; claims beyond the evidence are not included."""
    overall, first = result.overall, list_headlines(result)[0]
    scores = {reading: format_score(overall.scores[reading], result.rubric.shown) for reading in Reading}
    if overall.scores[Reading.CLAIMED] is None:
        return f"so the overall score could lie anywhere from {scores[Reading.LOW]} to {scores[Reading.HIGH]}"
    verbs = ("worsen", "improve") if result.rubric.shown.is_reversed else ("lower", "raise")
    changes = [
        f"{verb} the {reading} score from {scores[reading]} to {scores[end]}"
        for verb, reading, end in zip(verbs, (first, Reading.CLAIMED), (Reading.LOW, Reading.HIGH), strict=True)
        if scores[reading] != scores[end]
    ]
    if changes:
        return f"which could {' or '.join(changes)}"
    return f"which cannot change the overall score{' while a gate caps it' if is_capped(overall) else ''}"


def _describe_all_answered(applicable: int) -> str:
    """A sentence that says that all applicable criteria are answered."""
    if applicable == 1:
        return "nothing; the only applicable criterion is answered"
    return f"nothing; all {applicable} applicable criteria are answered"
