"""The expected words in place of a wrong one, and the one that was probably meant."""

from __future__ import annotations

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_OPTIONS
from nhsdx.model.suggest import (
    LONGEST_HEADING,
    LONGEST_WORD,
    expect_known,
    format_range,
    quote_heading,
    quote_word,
    suggest_one_of,
)


def test_a_typing_error_gets_the_word_that_was_meant() -> None:
    """Case makes no difference; a word that is like none of them gets no suggestion."""
    assert suggest_one_of("Fundng", ["funding", "safety"]) == (
        'expected one of: funding, safety; did you mean "funding"?'
    )
    assert suggest_one_of("xyz", ["funding", "safety"]) == "expected one of: funding, safety"
    assert suggest_one_of("fundng", []) == "the file does not define any"


def test_only_the_first_of_many_words_are_listed() -> None:
    """A message stays short: it says how many words there are."""
    words = [f"criterion-{number}" for number in range(20)]
    assert suggest_one_of("xyz", words, most=2) == "expected one of: criterion-0, criterion-1, … (20 in all)"


def test_a_very_long_word_gets_no_suggestion() -> None:
    """Comparing a whole text with every word would take long, and nobody mistypes that."""
    words = ["a" * LONGEST_WORD]
    assert "did you mean" in suggest_one_of("a" * LONGEST_WORD, words)
    assert "did you mean" not in suggest_one_of("a" * (LONGEST_WORD + 1), words)


def test_of_very_many_words_those_with_the_same_beginning_are_compared() -> None:
    """The word that was meant is found although it is far down the list."""
    words = [*(f"item-{number}" for number in range(MOST_OPTIONS)), "funding"]
    assert suggest_one_of("fundng", words).endswith('did you mean "funding"?')
    assert "did you mean" not in suggest_one_of("unding", words)


@pytest.mark.parametrize("word", ["free text of a person", "\x1b[31m", "=1+1", "a" * 65, ""])
def test_only_what_looks_like_an_id_is_repeated(word: str) -> None:
    """Free text may be confidential, and control characters would reach a terminal."""
    assert quote_word("funding") == '"funding"'
    assert quote_word(word) == "(text not shown)"


def test_a_heading_is_shown_and_shortened() -> None:
    """A heading is part of the shape of a table, not an answer."""
    assert quote_heading("Our plan is written") == '"Our plan is written"'
    assert quote_heading("a" * (LONGEST_HEADING + 1)) == f'"{"a" * LONGEST_HEADING}…"'


def test_a_range_with_equal_ends_is_one_number() -> None:
    """Nobody reads `1 to 1`."""
    assert (format_range(1, 4), format_range(1, 1)) == ("1 to 4", "1")


def test_an_unknown_word_is_refused_where_it_was_given() -> None:
    """The error says where, and what to give instead."""
    expect_known("funding", ["funding"], "a criterion", "--criterion")
    with pytest.raises(NhsdxError) as error:
        expect_known("fundng", ["funding"], "a criterion", "--criterion")
    assert (error.value.code, error.value.where) == ("unknown-reference", "--criterion")
    assert error.value.message == '"fundng" is not a criterion'
    assert error.value.hint == 'expected one of: funding; did you mean "funding"?'
