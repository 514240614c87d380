"""The whole of scoring: one assessment against one rubric, under all four readings."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping

from nhsdx.model.assessment import Assessment
from nhsdx.model.reading import Reading
from nhsdx.model.result import AssessmentStamp, CriterionStatus, Result, Step, Term
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.digest import assessment_digest
from nhsdx.scoring.findings import findings_of
from nhsdx.scoring.gates import Run, caps_on, gate_result, run
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf, leaf_of, left_out
from nhsdx.scoring.results import NodeResults
from nhsdx.scoring.tree import Evaluation, Node, known_nodes


def score(
    rubric: Rubric,
    assessment: Assessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
) -> Result:
    """Everything there is to say about an assessment; see `score_with`."""
    return score_with(Instrument.of(rubric), assessment, profile=profile, as_of=as_of)


def score_with(
    instrument: Instrument,
    assessment: Assessment,
    *,
    profile: str | None = None,
    as_of: datetime.date | None = None,
) -> Result:
    """Leaves first, then nodes and gates under each reading, then the figures beside the scores.

    `profile` and `as_of` stand in for the assessment's own profile and date. The rubric and the answers
    must be whole (`rubric_problems`, `answer_problems`); nothing is checked again here.
    """
    rubric = instrument.rubric
    profile = profile if profile is not None else assessment.profile
    as_of = as_of or assessment.about.date
    leaves = _leaves(instrument, assessment, profile, as_of)
    runs = _runs(instrument, leaves)
    results = NodeResults.of(instrument, leaves, runs)
    return Result(
        rubric=instrument.stamp,
        assessment=_stamp(assessment, profile, as_of),
        scale=instrument.marks,
        overall=results.overall(),
        dimensions={name: results.dimension(name) for name in rubric.dimensions},
        criteria={name: results.criterion(name) for name in rubric.criteria},
        gates=tuple(gate_result(name, gate, runs) for name, gate in rubric.gates.items()),
        findings=tuple(findings_of(rubric, instrument.scale, leaves, as_of)),
        answers=assessment.answers,
        steps=tuple(_steps(instrument, leaves, runs)),
    )


def _leaves(
    instrument: Instrument, assessment: Assessment, profile: str | None, as_of: datetime.date
) -> dict[str, Leaf]:
    """Every criterion under each reading; those that the profile does not ask are left out."""
    rubric, scale = instrument.rubric, instrument.scale
    asked = rubric.criteria_of(profile)
    leaves: dict[str, Leaf] = {}
    for name in rubric.criteria:
        answer = assessment.answers.get(name)
        if name in asked:
            leaves[name] = leaf_of(rubric, scale, name, answer, as_of)
        else:
            leaves[name] = left_out(name, CriterionStatus.OUTSIDE_PROFILE, answer)
    return leaves


def _runs(instrument: Instrument, leaves: Mapping[str, Leaf]) -> dict[Reading, Run]:
    answered = {name for name, leaf in leaves.items() if leaf.status is CriterionStatus.ANSWERED}
    known = known_nodes(instrument.nodes, answered)
    return {
        reading: run(instrument, {name: leaf.scores[reading] for name, leaf in leaves.items()}, known, reading)
        for reading in Reading
    }


def _steps(instrument: Instrument, leaves: Mapping[str, Leaf], runs: Mapping[Reading, Run]) -> Iterator[Step]:
    """Every step, from the answers up."""
    for leaf in leaves.values():
        yield from leaf.steps
    yield from _node_steps(instrument, runs)


def _stamp(assessment: Assessment, profile: str | None, as_of: datetime.date) -> AssessmentStamp:
    about = assessment.about
    return AssessmentStamp(
        subject=about.subject,
        date=about.date,
        voice=about.voice,
        profile=profile,
        as_of=as_of,
        digest=assessment_digest(about, assessment.answers),
    )


def _node_steps(instrument: Instrument, runs: Mapping[Reading, Run]) -> Iterator[Step]:
    """A step for each aggregation, and one for each node that triggered gates cap."""
    rubric, scale = instrument.rubric, instrument.scale
    for node in instrument.nodes:
        for reading, done in runs.items():
            evaluation = done.evaluations[node.id]
            rule = node.rule if evaluation.counted else "left-out"
            yield Step(node.id, reading, rule, _terms(node, evaluation), evaluation.before_gates)
            caps = caps_on(rubric, node.id, done.triggered)
            if caps and evaluation.before_gates is not None:
                limits = tuple(Term(gate, scale.scores[level]) for gate, level in caps)
                before = Term("before gates", evaluation.before_gates)
                yield Step(node.id, reading, "gate", (before, *limits), done.scores[node.id])


def _terms(node: Node, evaluation: Evaluation) -> tuple[Term, ...]:
    """A node's children with their weights; in a mean also the points that each of them brings."""
    total = math.fsum(child.weight for child, _ in evaluation.counted)
    is_mean = node.rule == "mean"
    return tuple(
        Term(child.id, value, child.weight, child.weight * value / total if is_mean else None)
        for child, value in evaluation.counted
    )
