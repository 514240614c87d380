"""What changed from one case to another or over a series, and why the scores moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from operator import attrgetter
from typing import TypeVar

from nhsdx.analysis.carry_over import CarryOver, carry_over
from nhsdx.analysis.case import Case
from nhsdx.analysis.gaps import list_by_status
from nhsdx.commands.compare.model import Comparison, CriterionChange, GateChange, Movement, MovementPart, Trend
from nhsdx.errors import NhsdxError
from nhsdx.model import (
    OVERALL,
    Answer,
    BaseCriterion,
    CriterionResult,
    CriterionStatus,
    Dimension,
    Finding,
    Reading,
    Result,
    Rubric,
)
from nhsdx.scoring import Instrument, build_nodes, compute_shapley, score_with
from nhsdx.scoring import compare as compare_numbers

OF_THE_RUBRIC = frozenset({MovementPart.RUBRIC, MovementPart.WEIGHTS})
Weighted = TypeVar("Weighted", BaseCriterion, Dimension)


def compare(old: Case, new: Case, *, rescore: bool = False) -> Comparison:
    """What changed, with the change of every node split into answers, evidence, rubric and weights.

    Two cases can be compared if their scoring digests and profiles are equal. If not, NhsdxError is raised with the
    code `incomparable`, unless `rescore` allows scoring the old answers with the new rubric and profile.
    """
    is_same = is_comparable(old, new)
    if not is_same and not rescore:
        raise make_incomparable_error(old, new)
    mixtures = CaseMixtures(old, new)
    causes = (MovementPart.ANSWERS, MovementPart.EVIDENCE) if is_same else tuple(MovementPart)
    rescored = old.result if is_same else mixtures.result(OF_THE_RUBRIC)
    shared = [name for name in new.result.dimensions if name in old.result.dimensions]
    nodes = {name: _compute_movement(mixtures, name, causes, rescored) for name in (OVERALL, *shared)}
    return Comparison(
        old=old.result,
        new=new.result,
        is_rescored=not is_same,
        nodes=nodes,
        criteria=tuple(_compare_criteria(old.result, rescored, new.result)),
        gates=tuple(_compare_gates(old.result, rescored, new.result)),
        newly_unknown=_find_changed_status(rescored, new.result, CriterionStatus.UNKNOWN, was_unknown=False),
        newly_known=_find_changed_status(rescored, new.result, CriterionStatus.ANSWERED, was_unknown=True),
        not_carried=tuple(name for name in _list_criteria(old.result, new.result) if name in mixtures.not_carried),
        findings=tuple(_list_findings(old.result, new.result)),
    )


def is_comparable(old: Case, new: Case) -> bool:
    """Whether two cases were scored by the same arithmetic and asked the same criteria."""
    return _get_arithmetic(old) == _get_arithmetic(new)


def _get_arithmetic(case: Case) -> tuple[str, str | None]:
    return case.instrument.stamp.scoring_digest, case.profile


def make_incomparable_error(old: Case, new: Case) -> NhsdxError:
    """The error for two cases that cannot be compared as they are, with advice on what to do."""
    hint = "use --rescore to score both with the rubric and profile of the last file"
    if old.instrument.stamp.scoring_digest == new.instrument.stamp.scoring_digest:
        message = f"they were scored with different profiles: {old.profile or 'none'} and {new.profile or 'none'}"
    else:
        names = f"{old.instrument.rubric.reference} and {new.instrument.rubric.reference}"
        message = f"they were scored with rubrics that score differently: {names}"
    return NhsdxError(message, f"{old.name} and {new.name}", hint, code="incomparable")


def _compute_movement(mixtures: CaseMixtures, node: str, causes: Sequence[MovementPart], rescored: Result) -> Movement:
    old, new = mixtures.old.result.find_node(node), mixtures.new.result.find_node(node)

    def parts(reading: Reading) -> Mapping[MovementPart, float] | None:
        return split_change(causes, lambda switched: mixtures.result(switched).find_node(node).scores[reading])

    return Movement(
        id=node,
        title=new.title,
        old=old.scores,
        rescored=rescored.find_node(node).scores,
        new=new.scores,
        old_levels=old.levels,
        new_levels=new.levels,
        parts={reading: parts(reading) for reading in Reading},
    )


def split_change(
    causes: Sequence[MovementPart], value: Callable[[frozenset[MovementPart]], float | None]
) -> Mapping[MovementPart, float] | None:
    """The points that each part adds to a change, by the Shapley average; causes that did not change get 0."""
    shares = compute_shapley(causes, value)
    return None if shares is None else {part: shares.get(part, 0.0) for part in MovementPart}


def _list_criteria(old: Result, new: Result) -> list[str]:
    """The criteria of both rubrics, those of the new one first."""
    return list(dict.fromkeys([*new.criteria, *old.criteria]))


def _compare_criteria(old: Result, rescored: Result, new: Result) -> Iterator[CriterionChange]:
    """The criteria that changed. Where both rubrics have one, both sides are scored with the new rubric."""
    for name in _list_criteria(old, new):
        is_shared = name in old.criteria and name in new.criteria
        was, now = (rescored if is_shared else old).criteria.get(name), new.criteria.get(name)
        parts = tuple(_find_changed_parts(was, now))
        if parts:
            known = now or was
            yield CriterionChange(id=name, title=known.title if known else name, old=was, new=now, parts=parts)


def _find_changed_parts(was: CriterionResult | None, now: CriterionResult | None) -> Iterator[str]:
    """The parts of a criterion that changed."""
    if was is None or now is None:
        yield "added" if was is None else "dropped"
        return
    if was.status is not now.status:
        yield "status"
    if was.shown_answer != now.shown_answer:
        yield "answer"
    if (was.evidence, was.counted_as) != (now.evidence, now.counted_as):
        yield "evidence"
    if any(_has_moved(was.scores[reading], now.scores[reading]) for reading in Reading):
        yield "score"


def _has_moved(was: float | None, now: float | None) -> bool:
    return was != now if was is None or now is None else compare_numbers(was, now) != 0


def _compare_gates(old: Result, rescored: Result, new: Result) -> Iterator[GateChange]:
    """The gates that changed. Where both rubrics have one, both sides are judged with the new rubric."""
    published, before, after = ({gate.id: gate.state for gate in one.gates} for one in (old, rescored, new))
    for name in dict.fromkeys([*after, *published]):
        was = (before if name in published and name in after else published).get(name)
        if was is not after.get(name):
            yield GateChange(id=name, old=was, new=after.get(name))


def _find_changed_status(old: Result, new: Result, now: CriterionStatus, *, was_unknown: bool) -> tuple[str, ...]:
    """The criteria that have a status now, and were unknown before, or were not."""
    before = {criterion.id for criterion in list_by_status(old, CriterionStatus.UNKNOWN)}
    return tuple(one.id for one in list_by_status(new, now) if (one.id in before) is was_unknown)


def _list_findings(old: Result, new: Result) -> Iterator[Finding]:
    """Warnings for the reader: different subjects or voices, or dates in the wrong order."""
    for what in ("subject", "voice"):
        if getattr(old.assessment, what) != getattr(new.assessment, what):
            message = f"the two assessments have different {what}s, so a difference may not be a change"
            remedy = f"to see what changed, compare assessments with the same {what}"
            yield Finding(f"other-{what}", "warning", message, f"assessment.{what}", remedy)
    if old.assessment.date > new.assessment.date:
        message, remedy = "the first assessment is dated after the second", "give the older one first"
        yield Finding("reversed-dates", "warning", message, "assessment.date", remedy)


def compute_trend(cases: Sequence[Case], *, rescore: bool = False) -> Trend:
    """The cases in the order of their dates and dates of ageing, and the change from each to the next.

    Raises NhsdxError with the code `incomparable` if rubrics or profiles differ, unless `rescore` allows scoring
    all with those of the last.
    """
    ordered = sorted(cases, key=lambda case: (case.assessment.about.date, case.as_of))
    last = ordered[-1]
    others = [case for case in ordered if not is_comparable(case, last)]
    if others and not rescore:
        raise make_incomparable_error(others[0], last)
    scored = [_make_comparable(case, last) for case in ordered]
    steps = tuple(compare(before, after) for before, after in pairwise(scored))
    return Trend(
        points=tuple(case.result for case in scored),
        names=tuple(map(attrgetter("name"), ordered)),
        published=tuple(case.result.overall.scores for case in ordered),
        is_rescored=bool(others),
        not_carried=_list_lost_criteria(others, last),
        steps=steps,
        findings=tuple(dict.fromkeys(chain.from_iterable(step.findings for step in steps))),
    )


def _make_comparable(case: Case, last: Case) -> Case:
    """The case, or its answers scored with the rubric and profile of the last, as far as they are valid there."""
    if is_comparable(case, last):
        return case
    # If the last has no profile, the case's own must not replace it.
    assessment = case.assessment._replace(answers=_carry_over(case, last).answers, profile=last.profile)
    return Case.of(case.name, last.instrument, assessment, profile=last.profile, as_of=case.as_of)


def _carry_over(case: Case, last: Case) -> CarryOver:
    if case.instrument.stamp.scoring_digest == last.instrument.stamp.scoring_digest:
        return CarryOver(dict(case.assessment.answers), frozenset())
    return carry_over(case.assessment.answers, case.instrument.answerable, last.instrument.answerable)


def _list_lost_criteria(cases: Sequence[Case], last: Case) -> tuple[str, ...]:
    """The criteria of the last rubric for which an answer of any case is not valid."""
    lost = frozenset().union(*(_carry_over(case, last).not_carried for case in cases))
    return tuple(name for name in last.instrument.rubric.criteria if name in lost)


@dataclass(slots=True)
class CaseMixtures:
    """Scores every mixture of two cases once.

    `not_carried` collects the criteria with an answer or evidence that is not valid in the rubric used.
    """

    old: Case
    new: Case
    results: dict[frozenset[MovementPart], Result] = field(default_factory=dict)
    not_carried: set[str] = field(default_factory=set)

    def result(self, switched: frozenset[MovementPart]) -> Result:
        """The result with some parts of the new case and all others of the old one."""
        if switched not in self.results:
            self.results[switched] = self._compute_result(switched)
        return self.results[switched]

    def _compute_result(self, switched: Collection[MovementPart]) -> Result:
        own = self._choose_side(MovementPart.RUBRIC, switched)
        instrument = apply_weights(own.instrument, self._choose_side(MovementPart.WEIGHTS, switched).instrument.rubric)
        evidence = self._choose_side(MovementPart.EVIDENCE, switched)
        answers = self._mix_answers(own, self._choose_side(MovementPart.ANSWERS, switched), evidence)
        assessment = own.assessment._replace(answers=answers)
        return score_with(instrument, assessment, profile=own.profile, as_of=evidence.as_of)

    def _choose_side(self, part: MovementPart, switched: Collection[MovementPart]) -> Case:
        return self.new if part in switched else self.old

    def _mix_answers(self, own: Case, values: Case, evidence: Case) -> dict[str, Answer]:
        """The answers of one case with the evidence of another, as far as they are valid in the rubric of `own`."""
        proofs = evidence.assessment.answers
        given = {name: mix_answer(answer, proofs.get(name)) for name, answer in values.assessment.answers.items()}
        if self.old.instrument.stamp.scoring_digest == self.new.instrument.stamp.scoring_digest:
            # What is outside the digest, such as a measure's bounds, changes no number, so no answer is dropped for it.
            return given
        found = carry_over(given, values.instrument.answerable, own.instrument.answerable)
        self.not_carried |= found.not_carried
        return found.answers


def mix_answer(value: Answer, evidence: Answer | None) -> Answer:
    """The value of one answer with the evidence of another; if either has no value, the first as it is."""
    if evidence is None or not value.is_known or not evidence.is_known:
        return value
    return value.model_copy(update={"evidence": evidence.evidence, "seen": evidence.seen})


def apply_weights(instrument: Instrument, other: Rubric) -> Instrument:
    """An instrument with the weights of another rubric, on the dimensions and criteria that both have.

    If that would give all children of a node the weight 0, they keep their own weights: the node could not be scored.
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
