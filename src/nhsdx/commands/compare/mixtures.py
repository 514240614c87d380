"""Mixes two cases, to show how many points each part of a change contributes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from nhsdx.analysis.carry_over import carry_over, carry_over_context
from nhsdx.analysis.case import Case
from nhsdx.commands.compare.model import MovementPart
from nhsdx.model import Answer, BaseCriterion, Dimension, Result, Rubric
from nhsdx.scoring import Instrument, build_nodes, compute_shapley, score_with

Weighted = TypeVar("Weighted", BaseCriterion, Dimension)


def split_change(
    causes: Sequence[MovementPart], find_score: Callable[[frozenset[MovementPart]], float | None], gates: float
) -> Mapping[MovementPart, float] | None:
    """The points that each part adds to a change; parts that did not change get 0.

    `find_score` gives the score of a mixture without any gate. Each cause gets its Shapley share of the change. `gates`
    is how many points the gates add to the change.
    """
    shares = compute_shapley(causes, find_score)
    if shares is None:
        return None
    return {part: shares.get(part, 0.0) for part in MovementPart} | {MovementPart.GATES: gates}


@dataclass(slots=True)
class CaseMixtures:
    """Scores mixtures of two cases: some parts of the new case and all others of the old one.

    `not_carried` collects the criteria with an answer or evidence that is not valid in the rubric used.
    """

    old: Case
    new: Case
    results: dict[frozenset[MovementPart], Result] = field(default_factory=dict)
    not_carried: set[str] = field(default_factory=set)

    def score_without_gates(self, switched: frozenset[MovementPart]) -> Result:
        """The result of a mixture without any gate; each mixture is scored only once."""
        if switched not in self.results:
            self.results[switched] = self.score(switched, with_gates=False)
        return self.results[switched]

    def score(self, switched: Collection[MovementPart], *, with_gates: bool = True) -> Result:
        """The result of a mixture."""
        own = self._choose_side(MovementPart.RUBRIC, switched)
        instrument = apply_weights(own.instrument, self._choose_side(MovementPart.WEIGHTS, switched).instrument.rubric)
        evidence = self._choose_side(MovementPart.EVIDENCE, switched)
        values = self._choose_side(MovementPart.ANSWERS, switched)
        answers, context = self._mix_answers(own, values, evidence), self._carry_context(own, values)
        # Its date is the last day on which evidence can have been seen.
        assessment = own.assessment._replace(about=evidence.assessment.about, answers=answers, context=context)
        mixed = instrument if with_gates else instrument.drop_gates()
        return score_with(mixed, assessment, profile=own.profile, as_of=evidence.as_of)

    def _choose_side(self, part: MovementPart, switched: Collection[MovementPart]) -> Case:
        return self.new if part in switched else self.old

    def _carry_context(self, own: Case, values: Case) -> Mapping[str, str]:
        """The facts of one case that decide what is asked, as far as the rubric of `own` asks for them."""
        context = values.assessment.context
        return context if self.old.is_scored_like(self.new) else carry_over_context(context, own.instrument.answerable)

    def _mix_answers(self, own: Case, values: Case, evidence: Case) -> dict[str, Answer]:
        """The answers of one case with the evidence of another, as far as they are valid in the rubric of `own`."""
        proofs = evidence.assessment.answers
        given = {name: mix_answer(answer, proofs.get(name)) for name, answer in values.assessment.answers.items()}
        if self.old.is_scored_like(self.new):
            # Keys outside the digest, such as the statuses that are allowed, change no number, so no answer is dropped.
            return given
        found = carry_over(given, values.instrument.answerable, own.instrument.answerable)
        self.not_carried |= found.not_carried
        return found.answers


def mix_answer(value: Answer, evidence: Answer | None) -> Answer:
    """The value of one answer with the evidence of another; if either has no value, the first answer unchanged."""
    if evidence is None or not value.is_known or not evidence.is_known:
        return value
    return value.model_copy(update={"evidence": evidence.evidence, "seen": evidence.seen})


def apply_weights(instrument: Instrument, other: Rubric) -> Instrument:
    """An instrument with the weights of another rubric, for the dimensions and criteria that both rubrics have.

    If all children of a node would have a weight of 0, the children keep their own weights, so that the node can be
    scored.
    """
    rubric = instrument.rubric
    if other is rubric:
        return instrument
    dimensions = _replace_weights(rubric.dimensions, other.dimensions)
    criteria = _replace_weights(rubric.criteria, other.criteria)
    made = rubric.model_copy(update={"dimensions": dimensions, "criteria": criteria})
    pairs = zip(build_nodes(made), instrument.nodes, strict=True)
    return instrument._replace(rubric=made, nodes=tuple(node if node.children else own for node, own in pairs))


def _replace_weights(nodes: Mapping[str, Weighted], others: Mapping[str, Weighted]) -> dict[str, Weighted]:
    shared = {name: others[name].weight for name in nodes if name in others}
    return {name: node.model_copy(update={"weight": shared.get(name, node.weight)}) for name, node in nodes.items()}
