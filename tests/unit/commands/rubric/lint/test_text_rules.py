"""Whether two texts say the same thing, and which texts are placeholders."""

from __future__ import annotations

import pytest

from nhsdx.commands.rubric.lint.wording import list_content_words, say_the_same
from tests.support.clean_rubric import CLEAN, criterion, places


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("A plan is written.", "the PLAN was written"),
        ("The board discusses digital risk", "The board discuss digital risk"),
        ("The board's plans", "The boards\u2019 plan"),
        ("Is the", "is the"),
    ],
)
def test_texts_that_differ_only_in_case_or_punctuation_or_endings_count_as_the_same(left: str, right: str) -> None:
    """Case, punctuation, articles, tense of `be` and endings make no difference."""
    assert say_the_same(list_content_words(left), list_content_words(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Some wards use it", "All wards use it"),
        ("At least 50% of the wards use it", "At least 80% of the wards use it"),
        ("At least 500 wards use it", "At least 5000 wards use it"),
        ("The process is formal", "The process is informal"),
        ("A plan is written", "A plan is not written"),
        ("Written and approved", "Written or approved"),
        ("Done with clinicians", "Done without clinicians"),
        ("It is high", "It is higher"),
        ("", "A plan"),
    ],
)
def test_descriptors_that_differ_in_one_word_are_reported(left: str, right: str) -> None:
    """Graded wording, numbers and negations tell two levels apart."""
    assert not say_the_same(list_content_words(left), list_content_words(right))


def test_a_duplicate_is_reported_at_the_later_text() -> None:
    """If three descriptors are equal, the second and third point to the first."""
    levels = '["A plan is there.", "Plans are there.", "The plan is there"]'
    where = places("near-duplicate-descriptors", criterion("zeal", levels=levels))
    assert where == ["criteria.zeal.levels[1]", "criteria.zeal.levels[2]"]


def test_items_of_a_checklist_must_differ() -> None:
    """Two items with the same text count the same thing twice."""
    items = '{ a = { text = "A plan is there." }, b = { text = "The plan is there" } }'
    fragment = criterion("zeal", kind='"checklist"', scoring='"share"', items=items)
    assert places("near-duplicate-descriptors", fragment) == ["criteria.zeal.items.b"]


def test_criteria_may_share_their_descriptors() -> None:
    """One graded list of descriptors may serve several criteria."""
    assert places("near-duplicate-descriptors", criterion("zeal") + criterion("awe")) == []


def test_criteria_without_a_question_are_not_reported_as_having_the_same_question() -> None:
    """Two criteria without a question do not share one."""
    measure = {"kind": '"measure"', "unit": '"months"', "linear": "{ worst = 0, best = 24 }"}
    fragment = (criterion("zeal", **measure) + criterion("awe", **measure)).replace("question =", "why =")
    assert places("duplicate-criteria-text", fragment) == places("missing-question", fragment) == []


@pytest.mark.parametrize("text", ["TODO", "TBC: ask the board", "…", "??", " ", "[Lorem ipsum dolor]"])
def test_common_placeholders_are_recognised(text: str) -> None:
    """A text that starts with a mark of unfinished work, or has no letter or figure, is a placeholder."""
    assert places("placeholder-text", criterion("zeal", look_for=f'"{text}"')) == ["criteria.zeal.look-for"]


def test_a_placeholder_is_found_in_lists_and_tables() -> None:
    """Every text of the rubric is checked, and reported at its path in the file."""
    fragment = criterion(
        "zeal", red_flags='["Fine.", "FIXME"]', items='{ a = { level = 1, text = "XXX" } }', kind='"checklist"'
    )
    where = places("placeholder-text", fragment)
    assert where == ["criteria.zeal.red-flags[1]", "criteria.zeal.items.a.text"]


@pytest.mark.parametrize("text", ["To be confirmed by an owner marked 'TBC'.", "5", "Läuft", "已建立"])
def test_ordinary_texts_are_not_placeholders(text: str) -> None:
    """A mark inside a sentence, a bare figure and other scripts are texts."""
    assert places("placeholder-text", criterion("zeal", look_for=f'"{text}"')) == []


def test_a_descriptor_of_three_words_has_no_lint_finding() -> None:
    """A descriptor of three words is not thin, one of two is."""
    fragment = criterion("zeal", levels='["It never happens", "Not yet", "Always happens here"]')
    assert places("thin-descriptor", fragment) == ["criteria.zeal.levels[1]"]


def test_levels_that_are_all_explained_are_accepted() -> None:
    """A scale in which every level has a meaning is complete."""
    base = CLEAN.replace("[[levels]]", '[[levels]]\nmeaning = "A meaning."')
    assert places("level-without-meaning", "", base) == []
