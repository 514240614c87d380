"""The table of rules: each rule's example, its texts, and the order of findings."""

from __future__ import annotations

import re

import pytest

from nhsdx.commands.rubric.lint.linter import RULES, lint
from nhsdx.commands.rubric.lint.rule import Rule
from nhsdx.model.rubric import RubricFile
from tests.support.clean_rubric import MEASURES_ONLY, criterion, findings_with, rubric_with


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_triggers_exactly_this_rule(rule: Rule) -> None:
    """The documented example of a rule, put into a clean rubric, is found by that rule and by no other."""
    assert {finding.code for finding in findings_with(rule.example)} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_lint_rule_is_documented(rule: Rule) -> None:
    """A rule has a kebab-case code, a one-line title, and a reason and a remedy that are sentences."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.code)
    assert rule.title
    assert "\n" not in rule.title
    assert rule.why.endswith(".")
    assert rule.remedy.endswith((".", '."'))


def test_codes_of_lint_rules_are_unique() -> None:
    """No two rules share a code."""
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) >= 15


def test_a_clean_rubric_has_no_findings() -> None:
    """A small rubric of levels with one gate and its two tests is clean."""
    assert findings_with() == ()


def test_a_rubric_of_measures_alone_has_no_lint_findings() -> None:
    """An index of measures alone does not need gates, evidence, claims, questions or a statement of use."""
    assert findings_with(base=MEASURES_ONLY) == ()


def test_an_assessment_beside_the_rubric_is_not_linted() -> None:
    """In a one-file assessment, only the texts of the rubric are checked."""
    rubric = rubric_with().model_dump()
    about = {"assessment": {"subject": "…", "date": "2026-10-01"}}
    assert lint(RubricFile.model_validate({**rubric, **about}, strict=False)) == ()


def test_findings_are_in_the_order_of_the_rules_and_then_of_the_file() -> None:
    """All findings of an earlier rule come before those of a later one, and each rule follows the file."""
    fragment = criterion("zeal", weight=0) + criterion("awe", weight=0, title='"The zeal"')
    found = [(finding.code, finding.where) for finding in findings_with(fragment)]
    assert found == [
        ("duplicate-criteria-text", "criteria.awe.title"),
        ("zero-weight", "criteria.zeal.weight"),
        ("zero-weight", "criteria.awe.weight"),
    ]


def test_a_finding_has_the_severity_and_remedy_of_its_rule() -> None:
    """A finding says how much it matters, what is wrong, where, and what to do."""
    rule = next(rule for rule in RULES if rule.code == "gate-always-triggered")
    [finding] = findings_with(rule.example)
    assert (finding.severity, finding.where, finding.remedy) == ("error", "gates.safety.when", rule.remedy)
    assert finding.message == "this condition is true even with the best answers"


def test_lint_findings_do_not_repeat_free_text() -> None:
    """Messages do not repeat free text from the rubric."""
    fragment = criterion("zeal", question='"[red]Is it?"') + criterion("awe", question='"[red]Is it?"')
    [finding] = findings_with(fragment)
    assert "red" not in finding.message
