"""Scores one assessment with one rubric, under all four readings."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping

from nhsdx.model import Answer, AnswerTable, Assessment, AssessmentStamp, Reading, Result, Rubric, Step, Term
from nhsdx.scoring.asked import Leaves, read_leaves
from nhsdx.scoring.digest import compute_assessment_digest
from nhsdx.scoring.evidence import Days
from nhsdx.scoring.findings import list_result_findings
from nhsdx.scoring.gates import GateNetwork, ScoringRun, group_caps, score_reading
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.node_results import NodeResults, build_gate_result
from nhsdx.scoring.tree import Evaluation, Knowledge, Node, find_knowledge


def score(
    rubric: Rubric,
    assessment: Assessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
) -> Result:
    """An assessment's result; see `score_with`."""
    return score_with(Instrument.of(rubric), assessment, profile=profile, as_of=as_of)


def score_with(
    instrument: Instrument,
    assessment: Assessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
) -> Result:
    """An assessment's result: criteria first, then nodes and gates under each reading, then other figures.

    `profile` and `as_of` replace the assessment's own profile and date. The rubric and the answers must have passed the
    checks of `loading.whole`; nothing is checked again here.
    """
    rubric = instrument.rubric
    profile = profile if profile is not None else assessment.profile
    days = Days.of(assessment.about.date, as_of)
    leaves = read_leaves(instrument, assessment, profile, days)
    knowledge = _find_knowledge(instrument, leaves)
    network = GateNetwork.of(instrument.rubric, instrument.scale, instrument.nodes)
    runs = {reading: score_reading(network, leaves, knowledge, reading) for reading in Reading}
    results = NodeResults.of(instrument, leaves, runs, knowledge)
    answers = {name: _write_answer(instrument.answerable, name, one) for name, one in assessment.answers.items()}
    return Result(
        rubric=instrument.stamp,
        assessment=_build_stamp(assessment, answers, profile, days.as_of),
        scale=instrument.marks,
        overall=results.build_overall(),
        dimensions={name: results.build_dimension(name) for name in rubric.dimensions},
        criteria={name: results.build_criterion(name) for name in rubric.criteria},
        gates=tuple(build_gate_result(name, gate, runs, instrument.numbers) for name, gate in rubric.gates.items()),
        findings=tuple(list_result_findings(instrument, assessment, leaves, days, widened=results.find_widened())),
        context=dict(assessment.context),
        answers=answers,
        actions=assessment.actions,
        steps=tuple(_list_steps(instrument, leaves, runs)),
        hypothetical=assessment.hypothetical,
    )


def _find_knowledge(instrument: Instrument, leaves: Leaves) -> Knowledge:
    shares = {name: leaf.coverage for name, leaf in leaves.items()}
    return find_knowledge(instrument.nodes, shares, {name for name, leaf in leaves.items() if leaf.is_known})


def _list_steps(instrument: Instrument, leaves: Leaves, runs: Mapping[Reading, ScoringRun]) -> Iterator[Step]:
    """Every step of the arithmetic, from the answers up to the overall score."""
    for leaf in leaves.values():
        yield from leaf.steps
    yield from _list_node_steps(instrument, runs)


def _write_answer(rubric: Rubric, name: str, answer: Answer) -> AnswerTable:
    """An answer as data, with the number of its level.

    If the rubric does not have the criterion, the level stays as it is: a national rubric lacks some local criteria.
    """
    data = answer.build_data()
    if answer.level is None or name not in rubric.criteria:
        return data
    return data | {"level": rubric.name_levels(rubric.criteria[name])[answer.level]}


def _build_stamp(
    assessment: Assessment, answers: Mapping[str, AnswerTable], profile: str | None, as_of: datetime.date
) -> AssessmentStamp:
    about = assessment.about
    return AssessmentStamp(
        subject=about.subject,
        date=about.date,
        voice=about.voice,
        assessors=about.assessors,
        profile=profile,
        as_of=as_of,
        digest=compute_assessment_digest(about, answers, assessment.context, assessment.hypothetical),
    )


def _list_node_steps(instrument: Instrument, runs: Mapping[Reading, ScoringRun]) -> Iterator[Step]:
    """One step for each stage and for each node's aggregation, and another step if triggered gates cap the node."""
    scale, caps_by_node = instrument.scale, group_caps(instrument.rubric)
    for node in instrument.nodes:
        for reading, done in runs.items():
            evaluation = done.evaluations[node.id]
            for stage, truth in zip(node.stages, evaluation.truths, strict=False):
                level = Term("level", stage.level)
                yield Step(node.id, reading, f"stage-{truth.value}", (level,), scale.scores[stage.level])
            rule = node.rule if evaluation.counted else "left-out"
            yield Step(node.id, reading, rule, _list_terms(node, evaluation), evaluation.before_gates)
            caps = [cap for cap in caps_by_node.get(node.id, ()) if cap[0] in done.triggered]
            if caps and evaluation.before_gates is not None:
                limits = tuple(Term(gate, scale.scores[level]) for gate, level in caps)
                before = Term("before gates", evaluation.before_gates)
                yield Step(node.id, reading, "gate", (before, *limits), done.scores[node.id])


def _list_terms(node: Node, evaluation: Evaluation) -> tuple[Term, ...]:
    """A node's children with their weights and, in a mean, the points that each child adds."""
    total = math.fsum(child.weight for child, _ in evaluation.counted)
    is_mean = node.rule == "mean"
    return tuple(
        Term(child.id, value, child.weight, child.weight * value / total if is_mean else None)
        for child, value in evaluation.counted
    )
