"""The arithmetic behind scores: each step, and what each part adds to a score under each reading."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from nhsdx.documents.blocks import Block, Cell, Column, Paragraph, Style, Table
from nhsdx.documents.number_words import NOTHING, describe_out_of, format_number, format_score
from nhsdx.documents.phrases import make_cell, make_label, make_line, make_row, name_from_id
from nhsdx.documents.words import format_left_out, list_readings, name_gate, name_node
from nhsdx.model import ParentResult, Reading, Result, Scores, Step, Term
from nhsdx.scoring import round_half_up

PARENT_RULES = {
    "mean": "The weighted mean: sum of weight × score, divided by the sum of weights.",
    "geometric": "The weighted geometric mean: exp(sum of weight × ln(score) / sum of weights).",
    "inverted-geometric": "100 minus the weighted geometric mean of how far each part falls short of 100.",
    "min": "The lowest of the parts' scores.",
    "max": "The highest of the parts' scores.",
    "staged": "The score of the highest level up to which all stages are reached.",
}
WEIGHTED = ("mean", "geometric", "inverted-geometric")
"""The aggregation rules that use weights."""
RULES = {
    "survey-mean": "the mean score of the respondents: sum of respondents × score, divided by all respondents:",
    "level": "level {0}, which scores",
    "checklist-staged": "the items reach level {0}, which scores",
    "checklist-share": "100 × {0} (weight met) / {1} (weight applicable) =",
    "bands": "{0} is in the band from {1}, which scores",
    "bands-above": "{0} is in the band above {1}, which scores",
    "linear": "100 × ({0} - {1}) / ({2} - {1}), limited to 0 to 100 =",
    "log": "100 × (ln {0} - ln {1}) / (ln {2} - ln {1}), limited to 0 to 100 =",
    "survey-top": "100 × {0} in the top options / {1} respondents =",
    "survey-scale": "the mean score of {0} respondents is",
    "not-applicable-counts": "it does not apply, which counts as",
    "unknown-lowest": "unknown; the lowest score that an answer could have is",
    "unknown-highest": "unknown; the highest score that an answer could have is",
    "left-out": "left out: no score",
}
PLACES = 3
POINTS = "Each cell gives a score, then the points that it adds: weight × score / sum of weights."
POINTS_BELOW = (
    "Points: what each answer adds to the overall score before gates. "
    "A dash: the answer adds nothing, because it is left out or not counted."
)
SCORES = "Each cell gives a score."
NOT_ONLY_MEANS = "Answers have no points if a score above them is not a weighted mean."


def describe_step(result: Result, step: Step) -> str:
    """One step in the calculation of a criterion's score, with its figures."""
    if step.rule == "evidence":
        claimed, ceiling = step.terms
        return (
            f"evidence ({name_from_id(ceiling.name)}): the lower of {format_figure(claimed.value)} "
            f"and the score that it supports, {format_figure(ceiling.value)} = {format_figure(step.output)}"
        )
    level = result.find_level_number(step)
    figures = [format_number(term.value) for term in step.terms] if level is None else [str(level)]
    words = RULES[step.rule].format(*figures)
    return words if step.output is None else f"{words} {format_figure(step.output)}"


def build_arithmetic_note(result: Result, node: str) -> Iterator[Block]:
    """What the figures in the arithmetic mean, if the rubric shows scores on a scale other than 0 to 100."""
    shown = result.rubric.find_shown(node)
    if not shown.is_plain:
        elsewhere = f"Elsewhere, scores are shown {describe_out_of(shown)}."
        words = f"Figures with three decimals are scores from 0 to 100. {elsewhere}"
        yield Paragraph(make_line(words), Style.NOTE)


def build_points_note(result: Result) -> Iterator[Block]:
    """What the points beside answers mean, and which answers have no points."""
    has_others = any(step.rule in PARENT_RULES and step.rule != "mean" for step in result.steps)
    yield Paragraph(make_line(f"{POINTS_BELOW} {NOT_ONLY_MEANS}" if has_others else POINTS_BELOW), Style.NOTE)


def format_figure(value: float | None) -> str:
    """A figure in the arithmetic, with three decimals; a dash for None."""
    return NOTHING if value is None else round_half_up(value, PLACES)


def build_parts(result: Result, node: ParentResult) -> Iterator[Block]:
    """How a node's score under each reading follows from the node's parts, and how gates change the score."""
    steps = _find_steps(result, node, PARENT_RULES)
    if not steps:
        yield Paragraph(make_line("There is no score, because none of the parts has a score."))
        return
    gates = _find_steps(result, node, ("gate",))
    rule = next(iter(steps.values())).rule
    yield Paragraph(make_line(PARENT_RULES[rule] + (" Gates can only lower this score." if gates else "")))
    shown = list_readings(result)
    rows = [*_list_parts(result, steps), *_list_caps(result, node, gates), _build_row("Score", node.scores, shown)]
    if not result.rubric.find_shown(node.id).is_plain:
        figures = (format_score(node.scores[reading], result.rubric.find_shown(node.id)) for reading in shown)
        rows.append(make_row("Score as shown", "", *figures))
    columns = (
        Column("Part", share=4),
        Column("Weight", is_number=True),
        *(Column(reading.capitalize(), is_number=True) for reading in shown),
    )
    yield Table(f"{name_node(node)}: its parts under each reading", columns, tuple(rows), has_total=True)
    yield Paragraph(make_line(POINTS if rule == "mean" else SCORES), Style.NOTE)
    yield from build_arithmetic_note(result, node.id)


def _find_steps(result: Result, node: ParentResult, rules: Collection[str]) -> dict[Reading, Step]:
    """A node's calculation step under each reading, if this step follows one of the given rules."""
    return {step.reading: step for step in result.steps if step.node == node.id and step.rule in rules}


def _list_parts(result: Result, steps: Mapping[Reading, Step]) -> Iterator[tuple[Cell, ...]]:
    """A row for each part that counts under at least one reading, and a row with the sum of the weights."""
    terms, shown = {term.name: term for step in steps.values() for term in step.terms}, list_readings(result)
    for name, term in terms.items():
        cells = (_build_term(_find_term(steps.get(reading), name)) for reading in shown)
        node = result.find_node(name)
        left_out = format_left_out(node.left_out) if isinstance(node, ParentResult) else ""
        yield (make_label(name_node(node), left_out), make_cell(format_number(term.weight or 0)), *cells)
    if any(step.rule in WEIGHTED for step in steps.values()):
        yield make_row("Sum of weights", "", *(_add_weights(steps.get(reading)) for reading in shown))


def _add_weights(step: Step | None) -> str:
    """The sum of the weights of the parts that count under a reading."""
    return NOTHING if step is None else format_number(math.fsum(term.weight or 0.0 for term in step.terms))


def _find_term(step: Step | None, name: str) -> Term | None:
    terms: Sequence[Term] = () if step is None else step.terms
    return next((term for term in terms if term.name == name), None)


def _build_term(term: Term | None) -> Cell:
    if term is None:
        return make_cell(NOTHING)
    return make_cell(format_figure(term.value), "" if term.part is None else format_figure(term.part))


def _list_caps(result: Result, node: ParentResult, steps: Mapping[Reading, Step]) -> Iterator[tuple[Cell, ...]]:
    """A row with the score before gates, and a row for each gate that caps the score."""
    if not steps:
        return
    shown = list_readings(result)
    yield _build_row("Before gates", node.before_gates, shown)
    for gate in result.gates:
        terms = {reading: _find_term(step, gate.id) for reading, step in steps.items()}
        if any(terms.values()):
            caps = {reading: None if (term := terms.get(reading)) is None else term.value for reading in Reading}
            yield _build_row(f"Cap by {name_gate(gate.id, gate.title)}", caps, shown)


def _build_row(label: str, scores: Scores, shown: Sequence[Reading]) -> tuple[Cell, ...]:
    return make_row(label, "", *(format_figure(scores[reading]) for reading in shown))
