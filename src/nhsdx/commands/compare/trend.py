"""How scores moved over a series of assessments."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import attrgetter

from nhsdx.analysis.carry_over import CarryOver, carry_over
from nhsdx.analysis.case import Case
from nhsdx.commands.compare.comparison import compare, is_comparable, make_incomparable_error
from nhsdx.commands.compare.model import Trend


def compute_trend(cases: Sequence[Case], *, rescore: bool = False) -> Trend:
    """The cases in the order of their dates and dates of ageing, and the change from each to the next.

    Raises NhsdxError with the code `incomparable` if rubrics or profiles differ, unless `rescore` allows scoring
    all with those of the last.
    """
    ordered = sorted(cases, key=_get_day)
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


def _get_day(case: Case) -> tuple[datetime.date, datetime.date]:
    return case.assessment.about.date, case.as_of


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
