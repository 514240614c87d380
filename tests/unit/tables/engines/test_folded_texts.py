"""Texts are folded in the same way in tables, in responses to surveys and in maps."""

from __future__ import annotations

import polars as pl
import pytest

from nhsdx.tables.answer_words import AnswerWords
from nhsdx.tables.cell_rules import NO_RULES
from nhsdx.tables.response_cells import ResponseCells
from nhsdx.tables.words import find_key, fold_word

SAME = (
    (
        "Fully met",
        "ＦＵＬＬＹ\u3000ＭＥＴ",
        "fully\u00a0met",
        " Ful\u00adly  met\u200b",
        "\u202aFULLY MET\u202c",
        "𝐅ully met",
    ),
    ("We didn't", "We didn’t", "WE DIDN‘T", "we didn´t", "We didn`t", "We didn＇t", "We didn′t"),
    ("So-so", "so‑so", "SO–SO", "So—so", "so−so", "ｓｏ－ｓｏ"),
    ('"Yes"', "“yes”", "„YES“", "«Yes»", "＂yes＂"),
    ("Ja, regelmäßig", "JA, REGELMÄSSIG", "ja, regelma\u0308ßig", "Ja, regelmäẞig"),
    ("Hiç", "HİÇ", "HIÇ", "hıc\u0327"),
    ("Office", "O\ufb03ce", "o\ufb00ice"),
    ("Yes…", "yes...", "YES…"),
    ("Llŷn", "LLŶN", "lly\u0302n"),
)
NUMBERS = ("5", "５", "5.0", "⑤", "\u00a05", "５．０", "＋5", "05")
NO_NUMBERS = ("5²", "3½", "²5", "5.²", "٥", "5①", "1⁄2")


@pytest.mark.parametrize("texts", SAME)
def test_texts_that_people_read_as_the_same_are_folded_to_one_word(texts: tuple[str, ...]) -> None:
    """Programs change quotation marks, dashes, spaces, case and forms of letters."""
    assert len(set(map(fold_word, texts))) == 1
    assert all(fold_word(fold_word(text)) == fold_word(text) for text in texts)


def test_numbers_written_in_other_digits_are_read_as_the_same_numbers() -> None:
    """A text that is not clearly a number, such as a number with a footnote mark, is not read as one."""
    assert {find_key(text) for text in NUMBERS} == {5.0}
    assert all(isinstance(find_key(text), str) for text in NO_NUMBERS)


def test_survey_responses_are_folded_like_the_words_of_a_map() -> None:
    """Each spelling of a word has its code."""
    for first, *others in (*SAME, NUMBERS):
        frame = pl.LazyFrame({"answer": [first, *others]})
        cells = ResponseCells.read(frame, ["answer"], NO_RULES, {})
        words = AnswerWords("Q", ("q",), {"option": 7}, {first: "option"})
        assert cells.frame.select(cells.code("answer", words)).collect().to_series().to_list() == [7] * (
            len(others) + 1
        )
