"""The words that are expected in place of a wrong one, and the word that was probably meant."""

from __future__ import annotations

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_OPTIONS
from nhsdx.model.suggest import (
    LONGEST_QUOTED,
    LONGEST_WORD,
    describe_text,
    expect_known,
    format_range,
    quote_word,
    suggest_one_of,
)


def test_the_error_for_a_typing_mistake_suggests_the_word_that_was_meant() -> None:
    """Case makes no difference; a word that is unlike all of them gets no suggestion."""
    assert suggest_one_of("Fundng", ["funding", "safety"]) == (
        'expected one of: funding, safety; did you mean "funding"?'
    )
    assert suggest_one_of("xyz", ["funding", "safety"]) == "expected one of: funding, safety"
    assert suggest_one_of("fundng", []) == "the file does not define any"


def test_only_the_first_of_many_possible_words_are_listed() -> None:
    """A message stays short: it says how many words there are."""
    shown = "a-1, a-2, a-3, a-4, a-5, a-6, a-7, a-8"
    assert suggest_one_of("xyz", [*shown.split(", "), "a-9"]) == f"expected one of: {shown}, … (9 in all)"


def test_a_very_long_word_gets_no_suggestion() -> None:
    """Comparing a whole text with every word would take long, and nobody mistypes a word to such a length."""
    words = ["a" * LONGEST_WORD]
    assert "did you mean" in suggest_one_of("a" * (LONGEST_WORD - 1) + "b", words)
    assert "did you mean" not in suggest_one_of("a" * (LONGEST_WORD + 1), words)


def test_among_very_many_words_only_those_with_the_same_beginning_are_compared() -> None:
    """The word that was meant is found although it is far down the list."""
    words = [*(f"item-{number}" for number in range(MOST_OPTIONS)), "funding"]
    assert suggest_one_of("fundng", words).endswith('did you mean "funding"?')
    assert "did you mean" not in suggest_one_of("unding", words)


@pytest.mark.parametrize(
    ("word", "options"),
    [
        ("at-least", ["at-most", "below"]),
        ("at-leats", ["at-most", "below"]),
        ("minimum", ["maximum"]),
        ("exclude", ["include"]),
        ("yes", ["no", "not yes"]),
        ("known", ["unknown"]),
        ("knwon", ["unknown"]),
        ("applicable", ["not-applicable", "not-due"]),
        ("Disagree", ["Agree"]),
        ("no-fail-on-gat", ["fail-on-gate"]),
        ("median", ["mean", "geometric", "min"]),
        ("above", ["below"]),
        ("unsafe", ["safe"]),
        ("with staff", ["without staff"]),
    ],
)
def test_the_opposite_of_a_word_is_never_suggested(word: str, options: list[str]) -> None:
    """Following such a suggestion would reverse an answer or a rule."""
    assert "did you mean" not in suggest_one_of(word, options)


@pytest.mark.parametrize(
    ("word", "meant", "options"),
    [
        ("unknwon", "unknown", ["unknown", "not-due"]),
        ("not-aplicable", "not-applicable", ["not-applicable", "not-due"]),
        ("at-mots", "at-most", ["at-least", "at-most"]),
        ("Excluded", "exclude", ["include", "exclude"]),
        ("unsaef", "unsafe", ["safe", "unsafe"]),
    ],
)
def test_a_misspelt_negation_is_corrected(word: str, meant: str, options: list[str]) -> None:
    """A negation, and a word with an opposite, may be misspelt like any other word."""
    assert suggest_one_of(word, options).endswith(f'did you mean "{meant}"?')


@pytest.mark.parametrize("word", ["Which trust?\u00a0", "Which\u2009trust?", "Which tru\u200bst?", "Which tr\u057dst?"])
def test_a_suggested_word_never_looks_the_same_as_the_word_that_was_typed(word: str) -> None:
    """The two differ in invisible characters, or in letters of a different script."""
    assert "did you mean" not in suggest_one_of(word, ["Which trust?", "Your role?"])
    assert suggest_one_of(word, ["Which trust?", "Your role?"]).endswith(
        "copy it, because spaces or other characters differ"
    )


def test_a_key_that_the_table_already_has_is_not_suggested() -> None:
    """A key can be in a table only once."""
    assert suggest_one_of("levl", ["level", "value"], taken=["level"]) == "expected one of: level, value"


def test_suggested_words_with_spaces_or_commas_are_listed_in_quotes() -> None:
    """The quotation marks show where each word begins and ends."""
    assert suggest_one_of("x", ["Yes, mostly", "No"]) == 'expected one of: "Yes, mostly", "No"'


def test_words_from_a_file_are_shown_safely_and_shortened() -> None:
    """Keys, headings and options are the shape of a file, not answers."""
    assert quote_word("Our plan is written") == '"Our plan is written"'
    assert quote_word("a" * (LONGEST_QUOTED + 1)) == f'"{"a" * LONGEST_QUOTED}…"'


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("a secret", "this text of 8 characters"),
        ("x", "this text of 1 character"),
        ("2", "a number in quotes"),
        (3, "this"),
    ],
)
def test_a_confidential_answer_is_described_by_its_length(given: object, told: str) -> None:
    """Answers may be confidential."""
    assert describe_text(given) == told


def test_a_range_with_equal_ends_is_described_as_one_number() -> None:
    """`1 to 1` would be hard to read."""
    assert (format_range(1, 4), format_range(1, 1)) == ("1 to 4", "1")


def test_the_error_for_an_unknown_word_gives_its_place() -> None:
    """The error gives the place and the words to use instead."""
    expect_known("funding", ["funding"], "a criterion", "--criterion")
    with pytest.raises(NhsdxError) as error:
        expect_known("fundng", ["funding"], "a criterion", "--criterion")
    assert (error.value.code, error.value.where) == ("unknown-reference", "--criterion")
    assert error.value.message == '"fundng" is not a criterion'
    assert error.value.hint == 'did you mean "funding"?'
