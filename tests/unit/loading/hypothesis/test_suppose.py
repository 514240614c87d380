"""Answers changed with `--what-if`: they are checked like answers in a file, and the old answers are listed too."""

from __future__ import annotations

import datetime

import pytest

from nhsdx.loading.hypothesis.suppose import mark_supposed, suppose
from nhsdx.model import Assessment, Finding, InvalidInputError
from nhsdx.scoring.engine import score_with
from nhsdx.scoring.instrument import Instrument
from tests.support.build import Table, assessment_from, flat_rubric, rubric_from
from tests.support.samples import FOUR_KINDS, FOUR_KINDS_ANSWERS

GRADES: Table = {
    "evidence-grades": [{"id": "said", "label": "Said", "supports": 1}, {"id": "record", "label": "R", "supports": 5}]
}
CONTEXT: Table = {"context": {"stage": {"title": "Stage", "options": ["early", "late"]}}}
OPINION: Table = {
    "opinion": {
        "title": "Opinion",
        "kind": "survey",
        "options": ["no", "yes"],
        "scores": [0, 100],
        "statements": {"one": {"text": "It helps."}, "two": {"text": "It is fast."}},
    }
}
STRICT: Table = {name: FOUR_KINDS[name] | {"may-be-left-out": []} for name in ("leader", "basics")}
OPTIONAL: Table = {"optional": FOUR_KINDS["leader"]}
RUBRIC = rubric_from(flat_rubric(FOUR_KINDS | STRICT | OPINION | OPTIONAL) | GRADES | CONTEXT)
INSTRUMENT = Instrument.of(RUBRIC)
ASSESSMENT = assessment_from(RUBRIC, FOUR_KINDS_ANSWERS, context={"stage": "early"})


def find_changes(*options: str) -> list[tuple[str, str | None, str | None]]:
    """The changes made by options: the key, and the answer before and after."""
    made = suppose(INSTRUMENT, ASSESSMENT, options)
    return [(change.key, change.before, change.after) for change in made.hypothetical]


def find_problems(*options: str) -> list[Finding]:
    """The problems of wrong options."""
    with pytest.raises(InvalidInputError) as caught:
        suppose(INSTRUMENT, ASSESSMENT, options)
    return list(caught.value.findings)


@pytest.mark.parametrize(
    ("option", "before", "after"),
    [
        ("basics.test=yes", "no", "yes"),
        ("basics.plan=unknown", "yes", "unknown"),
        ("basics=unknown", "1 yes, 1 no", "unknown"),
        ("shares.two=no", "partly", "no"),
        ("leader=5", "3", "5"),
        ("leader=unknown", "3", "unknown"),
        ("optional=not-due", "unknown", "not-due"),
        ("leader.evidence=record", None, "record"),
        ("leader.seen=2026-09-01", None, "2026-09-01"),
        ("leader.evidence=unknown", None, None),
        ("funding=2.5", "7", "2.5"),
        ("view.option.1=9", "4", "9"),
        ("view.invited=40", None, "40"),
        ("view=unknown", "4, 12", "unknown"),
        ("context.stage=late", "early", "late"),
        ("context.stage=unknown", "early", "unknown"),
        (" basics.test = yes ", "no", "yes"),
    ],
)
def test_each_option_changes_one_answer_and_the_result_records_which(
    option: str, before: str | None, after: str | None
) -> None:
    """The keys are the same as a table's columns, so there is only one way to name an answer."""
    key = option.partition("=")[0].strip()
    assert find_changes(option) == [(key, before, after)]


def test_a_level_given_for_a_checklist_answers_yes_to_items_up_to_this_level_and_no_to_items_above_it() -> None:
    """Its items are changed, because a checklist has no answer of its own."""
    assert find_changes("basics=2") == [("basics.test", "no", "yes")]
    assert find_changes("basics=0") == [("basics.plan", "yes", "no")]
    assert find_changes("basics=0", "basics.test=yes") == [("basics.plan", "yes", "no"), ("basics.test", "no", "yes")]
    assert all(before == after for _, before, after in find_changes("basics=1"))


def test_a_mean_needs_the_number_of_respondents_and_counts_need_every_option() -> None:
    """A missing value does not count as zero."""
    assert find_changes("opinion.mean=70", "opinion.respondents=20") == [
        ("opinion.mean", "unknown", "70"),
        ("opinion.respondents", "unknown", "20"),
    ]
    assert [one.code for one in find_problems("opinion.mean=70")] == ["answer-form"]
    unanswered = ASSESSMENT._replace(answers={})
    with pytest.raises(InvalidInputError, match="1 problem") as caught:
        suppose(INSTRUMENT, unanswered, ["view.option.1=4"])
    assert "view.option.2" in caught.value.findings[0].remedy


def test_the_order_of_the_what_if_options_changes_no_score() -> None:
    """Only the list of changes has the order in which the options were given."""
    options = ["leader=5", "basics=unknown", "basics.plan=yes", "context.stage=late", "optional=2"]
    made = [suppose(INSTRUMENT, ASSESSMENT, order) for order in (options, options[::-1])]
    assert made[0]._replace(hypothetical=()) == made[1]._replace(hypothetical=())
    assert list(made[1].answers) == [name for name in RUBRIC.criteria if name in made[1].answers]


def test_a_hypothetical_result_never_has_the_digest_of_a_real_one() -> None:
    """This is true even if nothing changes, because hypothetical answers are part of the case that was scored."""
    plain = ASSESSMENT._replace(answers=suppose(INSTRUMENT, ASSESSMENT, ["leader=5"]).answers)
    results = [score_with(INSTRUMENT, one) for one in (plain, suppose(INSTRUMENT, ASSESSMENT, ["leader=5"]))]
    assert results[0].overall == results[1].overall
    assert results[0].assessment.digest != results[1].assessment.digest
    same = suppose(INSTRUMENT, ASSESSMENT, ["leader=3"])
    assert [change.is_real for change in same.hypothetical] == [False]
    assert score_with(INSTRUMENT, same).assessment.digest != score_with(INSTRUMENT, ASSESSMENT).assessment.digest


def test_further_answers_can_be_changed_in_a_hypothetical_assessment() -> None:
    """The record has the changes of both."""
    first: Assessment = suppose(INSTRUMENT, ASSESSMENT, ["leader=5"])
    keys = [change.key for change in suppose(INSTRUMENT, first, ["basics.test=yes"]).hypothetical]
    assert keys == ["leader", "basics.test"]


@pytest.mark.parametrize(
    ("option", "code", "words"),
    [
        ("basics", "usage", "KEY=ANSWER"),
        ("=yes", "usage", "KEY=ANSWER"),
        ("basics.test=", "usage", "KEY=ANSWER"),
        ("basic.test=yes", "unknown-reference", 'did you mean "basics.test"'),
        ("basics.tests=yes", "unknown-reference", 'did you mean "test"'),
        ("test=yes", "unknown-reference", 'did you mean "basics.test"'),
        ("overall=60", "unknown-reference", "change an answer"),
        ("all-of-it=60", "unknown-reference", "change an answer"),
        ("context.stag=late", "unknown-reference", 'did you mean "stage"'),
        ("context.stage=middle", "unknown-reference", "early"),
        ("basics.test=maybe", "not-allowed", "partly"),
        ("basics=9", "level-out-of-scale", "0 to 5"),
        ("shares=2", "answer-form", "CRITERION.one"),
        ("leader=6", "level-out-of-scale", "0 to 5"),
        ("leader=2.5", "level-out-of-scale", "0 to 5"),
        ("leader=not-due", "may-not-be-left-out", "unknown"),
        ("leader.evidence=records", "not-allowed", 'did you mean "record"'),
        ("leader.seen=yesterday", "wrong-type", "2026-10-01"),
        ("funding=-1", "out-of-bounds", "at least 0"),
        ("funding=nan", "wrong-type", "a number"),
        ("funding=1e999", "wrong-type", "a number"),
        ("view.option.1=1.5", "wrong-type", "12"),
        ("view.option.1=-1", "out-of-range", "0"),
        ("view.invited=3", "count-mismatch", "people who answered"),
        ("view.option.3=1", "unknown-reference", "option.1"),
    ],
)
def test_the_error_for_a_wrong_option_says_what_was_expected(option: str, code: str, words: str) -> None:
    """The place of the finding is the option itself, as it was typed."""
    (found,) = find_problems(option)
    assert (found.code, found.where) == (code, f"--what-if {option}")
    assert words in found.remedy


def test_all_wrong_options_are_reported_together() -> None:
    """An answer that is changed twice is also refused, because it is unclear which option was meant."""
    options = ["basic=1", "leader=9", "basics.test=maybe", "basics.test=yes", "context.stage=x"]
    found = find_problems("leader.evidence=said", *options)
    assert sorted(one.where.removeprefix("--what-if ") for one in found) == sorted(options)
    assert [one.code for one in found if one.where.endswith("basics.test=yes")] == ["duplicate"]


def test_changed_evidence_counts_from_its_date() -> None:
    """Evidence and its date are two options, as they are two keys of an answer."""
    made = suppose(INSTRUMENT, ASSESSMENT, ["leader.evidence=record", "leader.seen=2026-09-01"])
    answer = made.answers["leader"]
    assert (answer.evidence, answer.seen) == ("record", datetime.date(2026, 9, 1))


def test_answers_changed_by_a_plan_are_marked_with_every_part_that_differs() -> None:
    """A plan makes its own answers, and its result is as hypothetical as one from an option."""
    options = ["leader=5", "leader.evidence=record", "basics.test=yes", "funding=9", "optional=1"]
    made = suppose(INSTRUMENT, ASSESSMENT, options)
    marked = mark_supposed(RUBRIC, ASSESSMENT, made._replace(hypothetical=()))
    assert set(marked.hypothetical) == set(made.hypothetical)
    assert mark_supposed(RUBRIC, ASSESSMENT, ASSESSMENT).hypothetical == ()
