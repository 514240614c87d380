"""The law of checks with local rubrics: an assessment passes only if it also passes with the national rubric."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import Demands
from nhsdx.commands.check.model import Verdict, find_worst_verdict
from nhsdx.commands.check.policy.shape import Threshold
from nhsdx.commands.check.settings import CheckSettings
from nhsdx.commands.check.verdict import ActiveWaivers, find_unmet, judge_case
from nhsdx.model.reading import Reading
from nhsdx.scoring.instrument import Instrument
from tests.support.build import assessment_from
from tests.support.laws.local_cases import LocalCase, both_of, known, local_cases
from tests.support.laws.strategies import laws

DEMANDS = st.builds(
    Demands,
    thresholds=st.lists(st.builds(Threshold, st.just("overall"), st.none(), st.floats(0, 100)), max_size=1).map(tuple),
    fail_on_gate=st.booleans(),
    require_complete=st.booleans(),
    on=st.none() | st.sampled_from(Reading),
)


def checked(case: Case, demands: Demands) -> Verdict:
    """The verdict of a check on a case without waivers."""
    return find_worst_verdict(
        one.verdict for one in judge_case(case, None, CheckSettings(demands=demands), ActiveWaivers({}, set())).remarks
    )


@laws
@given(local_cases(), DEMANDS)
def test_the_verdict_of_a_check_is_that_of_the_worse_score(case: LocalCase, demands: Demands) -> None:
    """No overlay, with or without a departure, passes a check that fails with the national rubric alone."""
    result = case.result
    alone = replace(result, both=None)
    verdicts = [one.verdict for part in (alone, both_of(result).national) for one in find_unmet(part, demands)]
    assert find_worst_verdict(one.verdict for one in find_unmet(result, demands)) is find_worst_verdict(verdicts)

    local = case.local
    assessment = case.assess(local.answerable)
    shared = case.profile if case.profile in case.base.rubric.profiles else None
    plain = assessment_from(case.base.rubric, known(case, case.base), case.date, shared, case.context)
    national = checked(Case.of("a", Instrument.of(case.base.rubric), plain), demands)
    own = checked(Case.of("a", Instrument.of(local.rubric), assessment), demands)
    assert checked(Case.of("a", local.instrument, assessment), demands) is find_worst_verdict([national, own])
