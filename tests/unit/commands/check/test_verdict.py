"""What waivers excuse and for how long, and which waivers excuse nothing."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.analysis.case import Case
from nhsdx.commands.check.findings import CheckRemark, Demands
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.baseline import group_by_assessment
from nhsdx.commands.check.policy.shape import Threshold, Waiver
from nhsdx.commands.check.settings import CheckSettings
from nhsdx.commands.check.verdict import ActiveWaivers, CaseVerdict, check_waivers, is_expired, judge_case
from nhsdx.model.expectation import Expectation
from nhsdx.model.finding import Problem
from nhsdx.model.reading import Reading
from nhsdx.results.published import result_data
from tests.support.build import Table
from tests.support.cases import AUDIT, case_of, gate, two_questions

LAST_DAY = datetime.date(2026, 12, 31)
DAY = datetime.timedelta(days=1)
ANSWERS: Table = {"skill": {"level": 4} | AUDIT, "safety": {"level": 0} | AUDIT}


def waiver(**parts: str) -> Waiver:
    """A waiver by the CCIO until the end of the year."""
    return Waiver(owner="CCIO", reason="Until go-live.", expires=LAST_DAY, **parts)


def remark(code: str = "gate-not-clear", gate: str | None = None) -> CheckRemark:
    """A remark that fails the check."""
    return CheckRemark(code, "error", "it does not hold", "mend it", ("answers",), Verdict.FAILED, gate)


def waived(remarks: list[CheckRemark], *waivers: Waiver) -> tuple[list[bool], set[int]]:
    """The excused remarks, and the places of the waivers that excuse them."""
    used: set[int] = set()
    found = ActiveWaivers(dict(enumerate(waivers)), used).apply(remarks)
    return [one.waiver is not None for one in found], used


# ---- until when


@pytest.mark.parametrize(("today", "expected"), [(LAST_DAY - DAY, False), (LAST_DAY, False), (LAST_DAY + DAY, True)])
def test_a_waiver_applies_until_the_end_of_its_last_day(today: datetime.date, expected: bool) -> None:
    """On the day after its last day, a waiver excuses nothing, and this is reported whether it was needed or not."""
    one = waiver(gate="harm")
    assert is_expired(one, today) is expected
    for used in (set[int](), {0}):
        found = [problem.code for problem in check_waivers([one], today, used, judged=())]
        assert found == (["waiver-expired"] if expected else [])


# ---- what is excused


def test_a_waiver_excuses_a_gate_by_its_name() -> None:
    """Other gates, and findings without a gate, are not excused."""
    remarks = [remark(gate="harm"), remark(gate="other"), remark("regression")]
    assert waived(remarks, waiver(gate="harm")) == ([True, False, False], {0})


def test_a_waiver_excuses_a_finding_by_its_code() -> None:
    """Findings with the code are excused everywhere; findings with other codes and a gate with that name are not."""
    remarks = [remark("regression"), remark("below-threshold"), remark("regression"), remark(gate="regression")]
    assert waived(remarks, waiver(finding="regression")) == ([True, False, True, False], {0})


def test_a_waiver_is_shown_with_its_owner_and_reason_and_expiry_date() -> None:
    """A waived gate no longer fails the check but is still a warning; everything else is unchanged."""
    (found,) = ActiveWaivers({3: waiver(gate="harm")}, set()).apply([remark(gate="harm")])
    expected = remark(gate="harm")._replace(
        severity="warning", verdict=Verdict.PASSED, waiver="waived by CCIO until 2026-12-31: Until go-live."
    )
    assert found == expected


def test_a_waived_finding_of_severity_info_keeps_its_severity() -> None:
    """A finding for information keeps its severity."""
    note = remark("unknown-answer")._replace(severity="info", verdict=Verdict.PASSED)
    (found,) = ActiveWaivers({0: waiver(finding="unknown-answer")}, set()).apply([note])
    assert (found.severity, found.verdict) == ("info", Verdict.PASSED)


def test_without_waivers_all_findings_keep_their_verdicts() -> None:
    """The remarks are unchanged and in the same order."""
    remarks = [remark(gate="harm"), remark("regression")]
    assert ActiveWaivers({}, set()).apply(remarks) == remarks
    assert waived(remarks, waiver(gate="elsewhere")) == ([False, False], set())


def test_only_the_first_waiver_that_applies_counts_as_needed() -> None:
    """A second waiver for the same thing excuses nothing, and is reported as needless."""
    assert waived([remark(gate="harm")], waiver(gate="other"), waiver(gate="harm"), waiver(gate="harm")) == (
        [True],
        {1},
    )


# ---- wrong waivers


def problems(*waivers: Waiver, used: set[int], judged: set[int], today: datetime.date = LAST_DAY) -> list[Problem]:
    """What is wrong with the waivers of a policy."""
    return list(check_waivers(waivers, today, used, judged))


def test_a_waiver_that_excuses_nothing_is_needless() -> None:
    """It is reported if the files of the waiver were checked or no longer exist."""
    gates = [waiver(gate=name) for name in ("used", "needless", "not-seen")]
    assert problems(*gates, used={0}, judged={0, 1}) == [
        Problem(("waivers", 1), "waiver-needless", "the waiver of needless excuses nothing", "delete it")
    ]


def test_an_expired_waiver_is_reported_once_with_its_owner() -> None:
    """The finding is at the date in the file, and there is no second finding that it was not needed."""
    late, other = waiver(finding="regression"), waiver(gate="harm")
    found = problems(late, other, used=set(), judged={0, 1}, today=LAST_DAY + DAY)
    assert [(one.path, one.code, one.message) for one in found] == [
        (("waivers", 0, "expires"), "waiver-expired", "the waiver of regression expired on 2026-12-31"),
        (("waivers", 1, "expires"), "waiver-expired", "the waiver of harm expired on 2026-12-31"),
    ]
    assert str(found[0].remedy).startswith("CCIO: ")


# ---- verdicts with waivers


@pytest.fixture
def case() -> Case:
    """Safety at level 0 triggers a gate that caps 50 at 25, and another whose cap has no effect."""
    gates = {"harm": gate(), "idle": gate(cap={"overall": 4})}
    return case_of(two_questions(gates=gates), ANSWERS)


def judged(case: Case, *waivers: Waiver, used: set[int] | None = None, **asked: object) -> CaseVerdict:
    """The verdict on the case with these conditions and waivers."""
    excuses = ActiveWaivers(dict(enumerate(waivers)), set() if used is None else used)
    return judge_case(case, None, CheckSettings(demands=Demands(fail_on_gate=True, **asked)), excuses)  # type: ignore[arg-type]


def verdicts(found: CaseVerdict) -> dict[str | None, Verdict]:
    """The verdict of each finding, by gate or code."""
    return {one.gate: one.verdict for one in found.remarks}


def test_a_waived_gate_is_shown_with_the_scores_without_it(case: Case) -> None:
    """The waived gate is shown with both scores side by side, and passes. The other gate still fails."""
    used: set[int] = set()
    found = judged(case, waiver(gate="harm"), used=used)
    assert verdicts(found) == {"harm": Verdict.PASSED, "idle": Verdict.FAILED}
    assert found.without_waived is not None
    assert (case.result.overall.scores[Reading.CLAIMED], found.without_waived[Reading.CLAIMED]) == (25, 50)
    assert used == {0}


def test_only_one_score_is_shown_if_a_waived_gate_does_not_lower_the_score(case: Case) -> None:
    """There is no second score to show."""
    assert judged(case, waiver(gate="idle")).without_waived is None
    assert judged(case).without_waived is None


def test_thresholds_use_the_score_without_waived_gates(case: Case) -> None:
    """Otherwise the waiver would excuse the gate but not its effect."""
    asked = (Threshold("overall", None, 40.0),)
    assert verdicts(judged(case, thresholds=asked))[None] is Verdict.FAILED
    assert None not in verdicts(judged(case, waiver(gate="harm"), thresholds=asked))
    assert verdicts(judged(case, waiver(finding="below-threshold"), thresholds=asked))[None] is Verdict.PASSED


def test_a_waived_gate_is_not_a_regression(case: Case) -> None:
    """Neither a waived gate nor the points that it takes away fail as a regression."""
    whole = two_questions(gates={"harm": gate(), "idle": gate(cap={"overall": 4})})
    answers: Table = {"skill": {"level": 0} | AUDIT, "safety": {"level": 4} | AUDIT}
    baseline = group_by_assessment([result_data(case_of(whole, answers).result)])
    asked = CheckSettings(demands=Demands(), baseline=baseline)
    told = {
        names: [one.message for one in judge_case(case, None, asked, excuses).remarks if one.code == "regression"]
        for names, excuses in (
            ("none", ActiveWaivers({}, set())),
            ("both", ActiveWaivers({0: waiver(gate="harm"), 1: waiver(gate="idle")}, set())),
        )
    }
    assert "overall (evidenced) fell from 50 to 25" in told["none"]
    assert "gate harm was clear in the baseline, and is triggered now" in told["none"]
    assert told["both"] == []


def test_a_waiver_does_not_change_the_score_that_an_expected_result_is_compared_with(case: Case) -> None:
    """A waiver excuses a failed condition; it does not change the score."""
    excuses = ActiveWaivers({0: waiver(gate="harm")}, set())
    for score, is_met in ((25, True), (50, False)):
        found = judge_case(case, Expectation.model_validate({"overall": score}), CheckSettings(), excuses)
        assert ("expectation-missed" not in {one.code for one in found.remarks}) is is_met


def test_every_condition_of_a_check_is_judged_and_can_be_waived() -> None:
    """This includes expectations, unknown answers, the baseline, and findings that fail the check."""
    whole = two_questions(gates={"harm": gate()})
    baseline = group_by_assessment([result_data(case_of(whole, ANSWERS | {"skill": 4}).result)])
    poorer = case_of(whole, {"safety": {"level": 0} | AUDIT})
    asked = CheckSettings(
        demands=Demands((Threshold("overall", None, 90),), require_complete=True),
        fail_on_finding=frozenset({"unknown-answer"}),
        baseline=baseline,
    )
    expect = Expectation.model_validate({"overall": 90})
    codes = ("below-threshold", "unknown-answer", "expectation-missed", "regression")
    for waivers in ({}, {n: waiver(finding=code) for n, code in enumerate(codes)}):
        used: set[int] = set()
        found = judge_case(poorer, expect, asked, ActiveWaivers(waivers, used))
        worse = {one.code for one in found.remarks if one.verdict is not Verdict.PASSED}
        assert {one.code for one in found.remarks} == {"gate-not-clear", *codes}
        assert worse == (set() if waivers else set(codes))
        assert used == waivers.keys()
