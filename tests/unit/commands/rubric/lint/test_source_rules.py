"""Rules about claims, sources, evidence and test vectors."""

from __future__ import annotations

import pytest

from tests.support.clean_rubric import CLEAN, criterion, places

GRADES = """
[[evidence-grades]]
id = "assertion"
label = "Said"
supports = 1
[[evidence-grades]]
id = "record"
label = "On record"
supports = 2
"""
SURVEY = {"kind": '"survey"', "options": '["No", "Partly", "Yes"]', "top": "1"}
UNTRACED = "\n".join(line for line in CLEAN.splitlines() if not line.startswith("claims"))


def test_claims_are_required_only_if_a_criterion_makes_one() -> None:
    """A rubric without any claims or sources does not have to add them."""
    assert places("untraced-criterion", "", UNTRACED) == []
    assert places("untraced-criterion", criterion("zeal"), UNTRACED) == ["criteria.vision", "criteria.safety"]


def test_a_source_can_replace_a_claim_as_the_basis_of_a_criterion() -> None:
    """Either claims or sources are enough."""
    fragment = '[sources.study]\ntitle = "A study"\nyear = 2020\n'
    fragment += criterion("zeal", claims="[]", sources='["study"]')
    assert places("untraced-criterion", fragment) == places("uncited-source", fragment) == []


@pytest.mark.parametrize("key", ['author = "Somebody"', "year = 2020", 'url = "https://example.org"'])
def test_a_source_needs_only_one_fact_besides_its_title(key: str) -> None:
    """An author, a year or an address is enough to look a source up."""
    assert places("unidentifiable-source", f'[sources.study]\ntitle = "A study"\n{key}\n') == []


def test_one_source_that_was_looked_up_is_enough() -> None:
    """Sources cited from memory are accepted beside one that was read."""
    fragment = '[sources.study]\ntitle = "A study"\ncertainty = "from-memory"\n[sources.report]\ntitle = "A report"\n'
    fragment += criterion("zeal", sources='["study"]') + criterion("awe", sources='["study", "report"]')
    assert places("unchecked-sources", fragment) == ["criteria.zeal.sources"]


def test_only_judgements_need_a_list_of_evidence_in_a_rubric_with_evidence_grades() -> None:
    """Surveys are data themselves, and without grades nobody asks for evidence."""
    fragment = criterion("zeal", evidence="[]") + criterion("awe", **SURVEY, evidence="[]")
    assert places("no-evidence-asked", fragment) == []
    assert places("no-evidence-asked", GRADES + fragment) == ["criteria.zeal"]


def test_criteria_answered_by_data_may_have_a_default_evidence_grade() -> None:
    """A survey may start from a strong grade, and a judgement from the weakest."""
    fragment = criterion("zeal", **SURVEY, evidence_default='"record"') + criterion(
        "awe", evidence_default='"assertion"'
    )
    assert places("evidence-assumed", GRADES + fragment) == []


def test_the_strongest_grade_may_support_the_highest_level() -> None:
    """One grade that supports the top level is enough."""
    assert places("no-grade-supports-top", GRADES) == []


def test_evidence_must_be_able_to_support_the_highest_level_of_every_criterion() -> None:
    """A criterion may give grades other levels, but the strongest must reach the top."""
    fragment = GRADES + criterion("zeal", evidence_supports="{ assertion = 0, record = 1 }")
    assert places("no-grade-supports-top", fragment) == ["criteria.zeal.evidence-supports.record"]
    assert places("no-grade-supports-top", GRADES + criterion("zeal", evidence_supports="{ assertion = 2 }")) == []


def test_a_default_evidence_grade_that_ages_needs_a_date() -> None:
    """A grade without an age limit, evidence that never ages and a survey need no date."""
    ageing = GRADES.replace("supports = 2", "supports = 2\nmax-age-months = 12")
    measure = {"kind": '"measure"', "unit": '"months"', "linear": "{ worst = 0, best = 24 }"}
    fragment = criterion("awe", **SURVEY, evidence_default='"record"')
    fragment += criterion("zeal", **measure, evidence_default='"record"')
    assert places("evidence-default-ages", GRADES + fragment) == []
    assert places("evidence-default-ages", ageing + fragment) == ["criteria.zeal.evidence-default"]
    assert places("evidence-default-ages", ageing + fragment + "evidence-ages = false\n") == []


def test_a_rubric_with_sources_must_say_when_they_were_checked() -> None:
    """A rubric without sources has nothing to check."""
    source = '[sources.study]\ntitle = "A study"\nyear = 2020\n'
    fragment = source + criterion("zeal", sources='["study"]')
    assert places("no-check-date", criterion("zeal")) == []
    assert places("no-check-date", fragment) == ["rubric"]
    assert places("no-check-date", "[rubric]\nchecked = 2026-11-01\n" + fragment) == []


def test_a_test_vector_without_expected_gates_does_not_count_as_a_test_of_a_clear_gate() -> None:
    """A gate counts as clear if a list of triggered gates leaves it out, and no other state is expected for it."""
    tests = '[[tests]]\nname = "t"\nanswers = { all = 2 }\nexpect = '
    assert places("gate-without-clear-test", tests + "{ overall = 100 }") == ["gates.safety"]
    assert places("gate-without-clear-test", tests + '{ gates = [], unproven = ["safety"] }') == ["gates.safety"]
    assert places("gate-without-clear-test", tests + '{ gates = [], undecided = ["safety"] }') == ["gates.safety"]
    assert places("gate-without-clear-test", tests + "{ gates = [] }") == []


@pytest.mark.parametrize("expected", ["overall = 100", "level = 2", "gates = []", "unproven = []", "undecided = []"])
def test_a_test_vector_that_expects_a_score_or_level_or_gates_has_no_finding(expected: str) -> None:
    """One score, level or list of gates makes a test of a vector; a reading or tolerance alone does not."""
    tests = '[[tests]]\nname = "t"\nanswers = { all = 2 }\nexpect = '
    assert places("test-proves-nothing", f"{tests}{{ {expected} }}") == []
    assert places("test-proves-nothing", tests + '{ reading = "low", tolerance = 1 }') == ["tests[0].expect"]


def test_rubrics_that_ask_for_judgement_need_a_statement_of_use() -> None:
    """One survey is enough for a rubric to need a statement of use."""
    assert places("no-limits", "[rubric.use]\n") == ["rubric.use"]
