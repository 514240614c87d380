"""What changed from one case to another or over a series, and why the scores moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from operator import attrgetter

from nhsdx.analysis.carry_over import CarryOver, carry_over, carry_over_context
from nhsdx.analysis.case import Case
from nhsdx.analysis.common import score_on_common
from nhsdx.analysis.gaps import list_by_status
from nhsdx.commands.compare.mixtures import CaseMixtures, split_change
from nhsdx.commands.compare.model import Comparison, CriterionChange, GateChange, Movement, MovementPart, Trend
from nhsdx.errors import NhsdxError
from nhsdx.model import (
    OVERALL,
    CriterionResult,
    CriterionStatus,
    Finding,
    ParentResult,
    Reading,
    Result,
)
from nhsdx.scoring import compare_rounded

OF_THE_CASE = (MovementPart.ANSWERS, MovementPart.EVIDENCE)
OF_THE_RUBRIC = (MovementPart.RUBRIC, MovementPart.WEIGHTS)


def compare(old: Case, new: Case, *, rescore: bool = False) -> Comparison:
    """What changed, and how much of each node's change comes from answers, evidence, rubric, weights and gates.

    Two cases can be compared if their scoring digests and profiles are equal. If two cases cannot be compared,
    NhsdxError is raised with the code `incomparable`, unless `rescore` allows scoring the old answers with the new
    rubric and profile. Different voices are compared on the criteria that both answered.
    """
    if not is_comparable(old, new) and not rescore:
        raise make_incomparable_error(old, new)
    published = old.result.overall, new.result.overall
    if old.result.assessment.voice == new.result.assessment.voice:
        return _compare_cases(old, new, None, published)
    (was, now), common = score_on_common((old, new))
    return _compare_cases(was, now, common, published)


def _compare_cases(
    old: Case, new: Case, common: tuple[str, ...] | None, published: tuple[ParentResult, ParentResult]
) -> Comparison:
    is_same = is_comparable(old, new)
    mixtures = CaseMixtures(old, new)
    rescored = old.result if is_same else mixtures.score(OF_THE_RUBRIC)
    shared = [name for name in new.result.dimensions if name in old.result.dimensions]
    causes = OF_THE_CASE if is_same else (*OF_THE_CASE, *OF_THE_RUBRIC)
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
        common=common,
        published=published,
        old_rescored=rescored,
        findings=tuple(_list_findings(old.result, new.result, common)),
    )


def is_comparable(old: Case, new: Case) -> bool:
    """Whether two cases have the same criteria and were scored by the same arithmetic."""
    return old.is_scored_like(new) and old.profile == new.profile


def make_incomparable_error(old: Case, new: Case) -> NhsdxError:
    """The error for two cases that cannot be compared as they are, with advice on what to do."""
    hint = "use --rescore to score both using the rubric and profile of the last file"
    if old.is_scored_like(new):
        message = f"the two were scored with different profiles: {old.profile or 'none'} and {new.profile or 'none'}"
    else:
        names = f"{old.instrument.rubric.reference} and {new.instrument.rubric.reference}"
        message = f"the two were scored with rubrics whose scoring rules differ: {names}"
    return NhsdxError(message, f"{old.name} and {new.name}", hint, code="incomparable")


def _compute_movement(mixtures: CaseMixtures, node: str, causes: Sequence[MovementPart], rescored: Result) -> Movement:
    old, new = mixtures.old.result.find_node(node), mixtures.new.result.find_node(node)
    first, last = (
        mixtures.score_without_gates(frozenset(switched)).find_node(node).scores for switched in ((), causes)
    )

    def parts(reading: Reading) -> Mapping[MovementPart, float] | None:
        def find_score(switched: frozenset[MovementPart]) -> float | None:
            return mixtures.score_without_gates(switched).find_node(node).scores[reading]

        was, now = (_subtract(side.scores[reading], free[reading]) for side, free in ((old, first), (new, last)))
        return split_change(causes, find_score, now - was)

    return Movement(
        id=node,
        title=new.title,
        old=old.scores,
        rescored=rescored.find_node(node).scores,
        new=new.scores,
        old_without_gates=first,
        new_without_gates=last,
        old_levels=old.level_numbers,
        new_levels=new.level_numbers,
        parts={reading: parts(reading) for reading in Reading},
    )


def _subtract(score: float | None, without_gates: float | None) -> float:
    """How many points the gates add to a score: 0 or less, and 0 if there is no score."""
    return 0.0 if score is None or without_gates is None else score - without_gates


def _list_criteria(old: Result, new: Result) -> list[str]:
    """Every criterion that either rubric has; those of the new rubric come first."""
    return list(dict.fromkeys([*new.criteria, *old.criteria]))


def _compare_criteria(old: Result, rescored: Result, new: Result) -> Iterator[CriterionChange]:
    """The criteria that changed.

    If both rubrics have a criterion, its old and new answers are both scored with the new rubric.
    """
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
    return was != now if was is None or now is None else compare_rounded(was, now) != 0


def _compare_gates(old: Result, rescored: Result, new: Result) -> Iterator[GateChange]:
    """The gates that changed.

    If both rubrics have a gate, its states before and now are both worked out with the new rubric.
    """
    published, before, after = ({gate.id: gate.state for gate in one.gates} for one in (old, rescored, new))
    for name in dict.fromkeys([*after, *published]):
        was = (before if name in published and name in after else published).get(name)
        if was is not after.get(name):
            yield GateChange(id=name, old=was, new=after.get(name))


def _find_changed_status(old: Result, new: Result, now: CriterionStatus, *, was_unknown: bool) -> tuple[str, ...]:
    """The criteria with the status `now` that were unknown before, or that were not if `was_unknown` is false."""
    before = {criterion.id for criterion in list_by_status(old, CriterionStatus.UNKNOWN)}
    return tuple(one.id for one in list_by_status(new, now) if (one.id in before) is was_unknown)


def _list_findings(old: Result, new: Result, common: Sequence[str] | None) -> Iterator[Finding]:
    """Warnings for the reader: different subjects or voices, or dates in the wrong order."""
    if old.assessment.subject != new.assessment.subject:
        message = "the two assessments have different subjects, so a difference is not necessarily a change"
        remedy = "to see what changed, compare assessments with the same subject"
        yield Finding("other-subject", "warning", message, "assessment.subject", remedy)
    if common is not None:
        count = f"{len(common)} criteri{'on' if len(common) == 1 else 'a'}"
        what = f"only the {count} that both answered are compared"
        message = f"the two assessments have different voices, so {what}, and a difference is not necessarily a change"
        remedy = "to see what changed, compare assessments with the same voice"
        yield Finding("other-voice", "warning", message, "assessment.voice", remedy)
    if old.assessment.date > new.assessment.date:
        message, remedy = "the first assessment is dated after the second", "give the older one first"
        yield Finding("reversed-dates", "warning", message, "assessment.date", remedy)


def compute_trend(cases: Sequence[Case], *, rescore: bool = False) -> Trend:
    """The cases in order of date and date of ageing, and the change from each case to the next.

    Raises NhsdxError with the code `incomparable` if rubrics or profiles differ, unless `rescore` allows scoring all
    cases using the rubric and profile of the last case.
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
        published=tuple(case.result.overall for case in ordered),
        is_rescored=bool(others),
        not_carried=_list_lost_criteria(others, last),
        steps=steps,
        findings=tuple(dict.fromkeys(chain.from_iterable(step.findings for step in steps))),
    )


def _make_comparable(case: Case, last: Case) -> Case:
    """The case as it is, or its valid answers scored using the rubric and profile of the last case."""
    if is_comparable(case, last):
        return case
    # If the last has no profile, the case's own must not replace it.
    assessment = case.assessment._replace(
        answers=_carry_over(case, last).answers, context=_carry_context(case, last), profile=last.profile
    )
    return Case.of(case.name, last.instrument, assessment, profile=last.profile, as_of=case.as_of)


def _carry_over(case: Case, last: Case) -> CarryOver:
    if case.is_scored_like(last):
        return CarryOver(dict(case.assessment.answers), frozenset())
    return carry_over(case.assessment.answers, case.instrument.answerable, last.instrument.answerable)


def _carry_context(case: Case, last: Case) -> Mapping[str, str]:
    context = case.assessment.context
    if case.is_scored_like(last):
        return context
    return carry_over_context(context, last.instrument.answerable)


def _list_lost_criteria(cases: Sequence[Case], last: Case) -> tuple[str, ...]:
    """The criteria of the last rubric for which at least one case has an answer that is not valid."""
    lost = frozenset().union(*(_carry_over(case, last).not_carried for case in cases))
    return tuple(name for name in last.instrument.rubric.criteria if name in lost)
