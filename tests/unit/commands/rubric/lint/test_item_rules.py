"""Which statements of a checklist are hard to answer, to reach or to plan."""

from __future__ import annotations

import pytest

from tests.support.clean_rubric import criterion, findings_with, places
from tests.support.statements import JOINED, LUCKY, NEGATIVE, SOUND

FIRST = "items.first.text"


def statement(text: str, *, name: str = "zeal", **keys: object) -> str:
    """A checklist with this statement at level 1, and another at level 2."""
    items = (
        f'{{ first = {{ level = 1, text = "{text}" }}, second = {{ level = 2, text = "The plan guides the work." }} }}'
    )
    return criterion(name, kind='"checklist"', items=items, **keys)


@pytest.mark.parametrize(
    "text",
    [
        "No system is left out.",
        "The board has not refused a paper.",
        "Only trained staff use the system.",
        "The plan is written, but old.",
        "Staff work without a second log-in.",
        "Nobody waits for more than a day.",
        "The register isn\u2019t empty.",
    ],
)
def test_a_negative_statement_is_reported(text: str) -> None:
    """Negatives and limits make yes and no unclear."""
    assert places("negative-item", statement(text)) == [f"criteria.zeal.{FIRST}"]


@pytest.mark.parametrize(
    "text",
    [
        "The paper reached the board no later than a week before.",
        "The system is used by a not-for-profit partner.",
        "Wards hold a read-only copy of the records.",
        "A notice tells staff whom to ask.",
        "Another body has confirmed the results.",
    ],
)
def test_a_positive_statement_is_accepted(text: str) -> None:
    """A limit in time, a hyphened word and words that begin alike are not negatives."""
    assert places("negative-item", statement(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "A plan is written, and the board has seen it.",
        "A plan is written and is reviewed each year.",
        "A plan is written; it has a budget.",
        "A plan is written. The board has seen it.",
        "The plan names a leader as well as a deputy.",
    ],
)
def test_two_ideas_in_a_statement_are_reported(text: str) -> None:
    """Two ideas need two answers."""
    assert places("double-item", statement(text)) == [f"criteria.zeal.{FIRST}"]


@pytest.mark.parametrize(
    "text",
    [
        "Doctors, nurses and managers choose the changes.",
        "Staff and patients took part in the tests.",
        "The plan has a date, an owner and a budget.",
        "Paper no. 14 lists the systems, e.g. the pharmacy system.",
    ],
)
def test_a_list_in_a_statement_counts_as_one_idea(text: str) -> None:
    """People and things may be listed, and abbreviations have full stops."""
    assert places("double-item", statement(text)) == []


RULES = ("negative-item", "double-item", "level-needs-luck")


@pytest.mark.parametrize(
    ("rule", "text"),
    [(rule, text) for rule, texts in zip(RULES, (NEGATIVE, JOINED, LUCKY), strict=True) for text in texts],
)
def test_negative_and_double_statements_are_reported(rule: str, text: str) -> None:
    """Many forms of negative and double statements, and of statements that depend on luck, are recognised."""
    assert places(rule, statement(text)) == [f"criteria.zeal.{FIRST}"]


@pytest.mark.parametrize("text", SOUND)
def test_a_clear_positive_statement_has_no_lint_warning(text: str) -> None:
    """A warning about a good statement would make people ignore the next warning."""
    assert [rule for rule in RULES if places(rule, statement(text))] == []


def test_the_words_that_caused_a_finding_are_quoted() -> None:
    """A warning quotes the words that it is about."""
    messages = [
        finding.message
        for finding in findings_with(statement("The plan is written and reviewed each year."))
        if finding.code == "double-item"
    ]
    assert messages == ['the statement joins two ideas with "written and reviewed"']


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The plan has survived a crisis.", [f"criteria.zeal.{FIRST}"]),
        ("A dispute was settled by the written rule.", [f"criteria.zeal.{FIRST}"]),
        ("A real or rehearsed dispute was settled by the written rule.", []),
        ("Every delay of a month is reported to the board.", []),
        ("The register says how large an overrun could be.", []),
    ],
)
def test_a_level_that_can_only_be_reached_by_luck_is_reported(text: str, where: list[str]) -> None:
    """A rehearsal, a rule for any such event, and a forecast do not depend on luck."""
    assert places("level-needs-luck", statement(text)) == where


def test_a_low_level_may_describe_what_went_wrong() -> None:
    """Only in the upper levels can a descriptor make a level depend on luck."""
    levels = '["Delays are hidden.", "Delays are reported.", "A crisis was survived."]'
    assert places("level-needs-luck", criterion("zeal", levels=levels)) == ["criteria.zeal.levels[2]"]


def test_statements_of_checklists_scored_by_share_are_also_checked() -> None:
    """A statement of such a checklist is as hard to answer as one of a staged checklist."""
    items = '{ one = { text = "No plan is old." }, two = { text = "The plan is used." } }'
    fragment = criterion("zeal", kind='"checklist"', scoring='"share"', items=items)
    assert places("negative-item", fragment) == ["criteria.zeal.items.one.text"]


def test_the_effort_of_an_item_needs_a_reason() -> None:
    """An effort without a reason is reported; an item does not have to give an effort."""
    items = (
        '{ first = { level = 1, text = "A plan is written.", effort = 2, effort-reason = "Two days of writing." }, '
        'second = { level = 1, text = "The plan has a budget.", effort = 3 }, '
        'third = { level = 2, text = "The plan guides the work." } }'
    )
    fragment = criterion("zeal", kind='"checklist"', items=items)
    assert places("effort-without-reason", fragment) == ["criteria.zeal.items.second.effort"]
    assert places("uncosted-step", fragment) == []


def test_a_label_is_not_accepted_as_a_statement() -> None:
    """Two words cannot be answered yes or no."""
    assert places("thin-descriptor", statement("Safety officer")) == [f"criteria.zeal.{FIRST}"]


def test_a_checklist_needs_items_for_every_level() -> None:
    """The finding gives the levels without items."""
    items = '{ first = { level = 1, text = "A plan is written." } }'
    fragment = criterion("zeal", kind='"checklist"', items=items)
    assert places("unreachable-level", fragment) == ["criteria.zeal"]
