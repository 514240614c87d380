"""The finding in three sentences, made from the figures: what holds, what does not, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.analysis.gaps import find_unsupported, is_capped, list_by_status, list_gates_not_clear, remove_repeats
from nhsdx.documents.blocks import Line, Span
from nhsdx.documents.number_words import format_score, round_half_up
from nhsdx.documents.phrases import count_words, join_words, shorten_title
from nhsdx.documents.words import describe_level_in_scale, describe_range, name_gate
from nhsdx.model.base import OVERALL
from nhsdx.model.reading import Reading
from nhsdx.model.result import CriterionStatus, DimensionResult, GateResult, GateState, NodeResult, Result
from nhsdx.model.rubric import Rubric


def build_finding(result: Result, rubric: Rubric) -> tuple[Line, ...]:
    """Three sentences, each led by what it is about."""
    return (
        _build_sentence("What holds:", describe_support(result, rubric)),
        _build_sentence("What does not:", describe_problems(result, rubric)),
        _build_sentence("What is unknown:", describe_unknown(result)),
    )


def _build_sentence(lead: str, words: str) -> Line:
    return (Span(f"{lead} ", strong=True), Span(f"{words}."))


def describe_support(result: Result, rubric: Rubric) -> str:
    """How far the evidence goes, and where it goes furthest."""
    overall = result.overall
    if overall.scores[Reading.CLAIMED] is None:
        return _explain_no_score(result)
    score, level = format_score(overall.scores[Reading.EVIDENCED]), overall.levels[Reading.EVIDENCED]
    giver = "the evidence supports" if rubric.evidence_grades else "the answers give"
    words = f"{giver} {score} out of 100, which is {describe_level_in_scale(result, level)}"
    ends = _find_ends(result)
    if ends is not None:
        words += f", and most in {shorten_title(ends[1].title)} ({format_score(ends[1].scores[Reading.EVIDENCED])})"
    return f"{words}; every gate is clear" if result.gates and not list_gates_not_clear(result) else words


def _explain_no_score(result: Result) -> str:
    """Why there is no score at all."""
    applying = sum(one.status.applies for one in result.criteria.values())
    if not applying:
        return "nothing is scored, for every criterion is left out"
    return "nothing can be said yet, for no criterion that counts has an answer"


def _find_ends(result: Result) -> tuple[DimensionResult, DimensionResult] | None:
    """The dimensions directly below the top with the lowest and the highest score supported, where they differ."""
    scored = [(score, one) for one in _list_parts(result) if (score := one.scores[Reading.EVIDENCED]) is not None]
    if len({format_score(score) for score, _ in scored}) < 2:  # noqa: PLR2004 - one score has no ends
        return None
    return min(scored, key=lambda pair: pair[0])[1], max(scored, key=lambda pair: pair[0])[1]


def _list_parts(result: Result) -> list[DimensionResult]:
    return [one for one in result.dimensions.values() if one.parent is None and not one.advisory and one.weight > 0]


def describe_problems(result: Result, rubric: Rubric) -> str:
    """Which gates are shut, how far the claim goes beyond its evidence, or else what is lowest."""
    words = [*_describe_gates(result, rubric), *_describe_claim(result, rubric)]
    ends = None if find_unsupported(result) else _find_ends(result)
    if ends is not None:
        words.append(f"lowest is {shorten_title(ends[0].title)} ({format_score(ends[0].scores[Reading.EVIDENCED])})")
    return "; ".join(words) or "nothing is claimed"


def _describe_gates(result: Result, rubric: Rubric) -> Iterator[str]:
    """Which gates are triggered and which are unproven; what is undecided belongs to what is unknown."""
    shut = remove_repeats(list_gates_not_clear(result), rubric)
    triggered = [gate for gate in shut if gate.state is GateState.TRIGGERED]
    capping = [gate for gate in triggered if OVERALL in gate.caps]
    if capping:
        yield _describe_capping(result, capping)
    others = [gate for gate in triggered if gate.caps and gate not in capping]
    if others:
        yield f"{_format_gates(others)} {'is triggered' if len(others) == 1 else 'are triggered'}"
    warnings = [gate for gate in triggered if not gate.caps]
    if warnings:
        yield f"{_format_gates(warnings, 'warning')} {'is' if len(warnings) == 1 else 'are'} raised"
    unproven = [gate for gate in shut if gate.state is GateState.UNPROVEN]
    if unproven:
        which = "is" if len(unproven) == 1 else "are"
        yield f"{_format_gates(unproven)} {which} unproven, for the answer clears it and the evidence does not"


def _format_gates(gates: list[GateResult], what: str = "gate") -> str:
    return f"the {what if len(gates) == 1 else f'{what}s'} {join_words([name_gate(gate.id) for gate in gates])}"


def _describe_capping(result: Result, gates: list[GateResult]) -> str:
    verb = "is triggered" if len(gates) == 1 else "are triggered"
    after, before = (one[Reading.CLAIMED] for one in (result.overall.scores, result.overall.before_gates))
    if format_score(after) == format_score(before):
        return f"{_format_gates(gates)} {verb}, though the score is no higher without {'it' if len(gates) == 1 else 'them'}"
    holds_down = "holds" if len(gates) == 1 else "hold"
    return f"{_format_gates(gates)} {verb} and {holds_down} the score down to {format_score(after)} from {format_score(before)}"


def _describe_claim(result: Result, rubric: Rubric) -> Iterator[str]:
    """By how much the claim exceeds the evidence, and where most."""
    above = find_unsupported(result)
    if result.overall.scores[Reading.CLAIMED] is None:
        return
    if not rubric.evidence_grades:
        yield "this rubric grades no evidence, so every claim stands as it was made"
    elif not above:
        yield "no claim goes beyond its evidence"
    elif round_half_up(_compute_gap(result.overall)) == "0.0":
        verb = "claims" if len(above) == 1 else "claim"
        yield f"{count_words(len(above), 'answer')} {verb} more than the evidence supports, though the score is the same"
    else:
        yield _describe_unsupported(result)


def _describe_unsupported(result: Result) -> str:
    claimed = format_score(result.overall.scores[Reading.CLAIMED])
    words = (
        f"{round_half_up(_compute_gap(result.overall))} points of the {claimed} claimed are not supported by evidence"
    )
    widest = max(_list_parts(result), key=_compute_gap, default=None)
    return words if widest is None or _compute_gap(widest) <= 0 else f"{words}, most of all in {_describe_both(widest)}"


def _describe_both(node: NodeResult) -> str:
    claimed, evidenced = (format_score(node.scores[one]) for one in (Reading.CLAIMED, Reading.EVIDENCED))
    return f"{shorten_title(node.title)} ({claimed} claimed, {evidenced} supported)"


def _compute_gap(node: NodeResult) -> float:
    return (node.scores[Reading.CLAIMED] or 0.0) - (node.scores[Reading.EVIDENCED] or 0.0)


def describe_unknown(result: Result) -> str:
    """How much has no answer, what hangs on it, and what was left out."""
    applying = sum(one.status.applies for one in result.criteria.values())
    unknown = len(list_by_status(result, CriterionStatus.UNKNOWN))
    words = [
        _describe_unknown_share(result, unknown, applying),
        *_describe_undecided(result),
        *_describe_left_out(result),
    ]
    return "; ".join(words)


def _describe_unknown_share(result: Result, unknown: int, applying: int) -> str:
    if not applying:
        return "there is nothing to know, for no criterion applies"
    if not unknown:
        return f"nothing that was asked, for {_describe_all(applying)} an answer"
    verb = "has" if unknown == 1 else "have"
    words = f"{unknown} of the {count_words(applying, 'criterion', 'criteria')} that apply {verb} no answer"
    if format_score(result.overall.scores[Reading.LOW]) != format_score(result.overall.scores[Reading.HIGH]):
        return f"{words}, and the score could lie anywhere from {describe_range(result.overall.scores)}"
    held = " while a gate holds it" if is_capped(result.overall) else ""
    return f"{words}, which cannot move the overall score{held}"


def _describe_all(applying: int) -> str:
    return "the one criterion that applies has" if applying == 1 else f"all {applying} criteria that apply have"


def _describe_undecided(result: Result) -> Iterator[str]:
    """Gates for which the answer is missing."""
    gates = [gate for gate in list_gates_not_clear(result) if gate.state is GateState.UNDECIDED]
    if gates:
        yield f"{_format_gates(gates)} {'hangs' if len(gates) == 1 else 'hang'} on an answer that nobody has"


def _describe_left_out(result: Result) -> Iterator[str]:
    """What was not asked because it does not apply, or not yet."""
    counts = [(len(list_by_status(result, status)), words) for status, words in LEFT_OUT.items()]
    told = [f"{number} more {words[number != 1]}" for number, words in counts if number]
    if told:
        verb = "is" if sum(number for number, _ in counts) == 1 else "are"
        yield f"{join_words(told)}, and {verb} left out"


LEFT_OUT = {
    CriterionStatus.NOT_DUE: ("is not yet due", "are not yet due"),
    CriterionStatus.NOT_APPLICABLE: ("does not apply", "do not apply"),
}
