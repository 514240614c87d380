"""Invalid cells of one form give the line that the map needs to read them, and no text that could be free text."""

from __future__ import annotations

import pytest

from nhsdx.tables.cell_rules import NO_RULES, CellRules
from nhsdx.tables.hints.cells import ColumnCells, Hint, Least
from nhsdx.tables.hints.find import SharedCells, find_hints, find_option_hints
from nhsdx.tables.hints.words import find_near_word
from nhsdx.tables.meanings import ColumnKind
from nhsdx.tables.number_forms import NumberForms

LEAST = Least(forms=2, texts=5)
WORDS = ("An IT project", "A change to how we care", "Agree", "Disagree", "Likely", "Unlikely", "More often", "Level 3")


def find(column: ColumnCells, rules: CellRules = NO_RULES) -> list[tuple[str, ...]]:
    """The lines of the hints of a column."""
    return [hint.lines for hint in find_hints([column], rules, frozenset(), LEAST)]


def numbers(wrong: dict[str, int], right: dict[str, int] | None = None) -> ColumnCells:
    """A column of numbers, in which every digit is written as 1."""
    return ColumnCells("Rate", ColumnKind.NUMBERS, (), ("words", "rate"), wrong=wrong, right=right or {})


def words(rejected: dict[str, int], kind: ColumnKind = ColumnKind.WORDS) -> ColumnCells:
    """A column of words or dates."""
    return ColumnCells("Seen as", kind, WORDS, ("words", "seen-as"), rejected)


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        ({"11.1%": 2}, {}, "numbers = { percent = true }"),
        ({"1,111": 2, "11,111.1": 1}, {"1.1": 9}, 'numbers = { thousands = "," }'),
        ({"1 111": 2}, {}, 'numbers = { thousands = " " }'),
        ({"11,1": 2}, {"11": 9}, 'numbers = { decimal = "," }'),
        ({"11,1": 2}, {"1.111": 9}, 'numbers = { thousands = ".", decimal = "," }'),
        ({"1 out of 11": 2, "1/1": 1}, {}, "numbers = { out-of = true }"),
        ({"1,1%": 2}, {}, 'numbers = { percent = true, decimal = "," }'),
    ],
)
def test_if_all_numbers_have_the_same_form_the_map_line_for_it_is_suggested(
    wrong: dict[str, int], right: dict[str, int], line: str
) -> None:
    """Valid numbers must stay valid; too few cells give no hint."""
    assert find(numbers(wrong, right))[0] == (line,)
    assert find(numbers(dict.fromkeys(wrong, 0), right))[:1] in ([], [()])


@pytest.mark.parametrize("wrong", [{"111": 9}, {"about 11": 9}, {"-1": 9}])
def test_no_map_line_is_suggested_for_cells_that_no_number_format_could_read(wrong: dict[str, int]) -> None:
    """No form of number could read these cells."""
    assert find(numbers(wrong)) == []


def test_for_numbers_that_can_be_read_in_two_ways_both_map_lines_are_suggested() -> None:
    """1,125 may be more than a thousand or a little more than one."""
    assert find(numbers({"1,111": 5})) == [('numbers = { thousands = "," }',), ('numbers = { decimal = "," }',)]


@pytest.mark.parametrize(
    ("texts", "words_"),
    [
        (["1.111", "11,1"], "with a decimal comma and with a decimal point"),
        (["11%", "0.1"], "with and without a percent sign"),
        (["1 out of 11", "1"], "such as 3 out of 10 with numbers such as 3"),
    ],
)
def test_a_column_with_numbers_written_in_several_ways_is_reported(texts: list[str], words_: str) -> None:
    """This is reported for valid and for invalid cells."""
    percent = CellRules(numbers=NumberForms.model_validate({"percent": True, "out-of": True}))
    for rules in (NO_RULES, percent):
        hints = find_hints([numbers({}, dict.fromkeys(texts, 1))], rules, frozenset(), LEAST)
        assert any(words_ in hint.message for hint in hints)
    grouped = CellRules(numbers=NumberForms(thousands=".", decimal=","))
    assert find_hints([numbers({}, {"1.111": 1, "11,1": 1})], grouped, frozenset(), LEAST) == ()


@pytest.mark.parametrize(
    ("texts", "forms", "lines"),
    [
        (["25/12/2026", "01/10/2026"], (), [('dates = "d/m/Y"',)]),
        (["01/10/2026", "02/10/2026"], (), [('dates = "d/m/Y"',), ('dates = "m/d/Y"',)]),
        (["12/25/2026"], (), [('dates = "m/d/Y"',)]),
        (["11-mar-26"], (), [('dates = "d-b-y"',)]),
        (["46092"], (), [('dates = "excel"',)]),
        (["46092.5"], (), [('dates = "excel H:M"',)]),
        (["46092", "25/12/2026"], (), [('dates = ["d/m/Y", "excel"]',)]),
        (["25/12/2026"], ("excel",), [('dates = ["excel", "d/m/Y"]',)]),
        (["25/12/2026"], ("m/d/Y",), [('dates = "d/m/Y"',)]),
        (["2026-03-11 14:30"], (), [('dates = "Y-m-d H:M"',)]),
        (["soon", "2026-02-30"], (), []),
    ],
)
def test_if_all_dates_have_the_same_format_the_map_line_for_it_is_suggested(
    texts: list[str], forms: tuple[str, ...], lines: list[tuple[str, ...]]
) -> None:
    """The line also has the forms of the map, unless they contradict it; a day with two meanings gives both lines."""
    rules = CellRules.build(None, forms, ())
    assert find(words(dict.fromkeys(texts, 3), ColumnKind.DATES), rules) == lines


def test_a_map_line_lists_words_that_often_mean_no_answer() -> None:
    """The words are added to those of the map, unless they are answers to the rubric."""
    column, rules = words({"n/a": 2, "-99": 3, "tbc": 1, "none": 9}), CellRules.build(None, (), ["?"])
    hints = find_hints([column], rules, frozenset({"none"}), LEAST)
    assert [hint.lines for hint in hints] == [('nothing = ["?", "-99", "n/a"]',)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a change to how we care!", "A change to how we care"),
        ("a chnage to how we care", "A change to how we care"),
        ("1 - an it project", "An IT project"),
        ("an it project (1)", "An IT project"),
        ("dissagree", "Disagree"),
        ("unlikley", "Unlikely"),
        ("most often", None),
        ("not likely", None),
        ("level 4", None),
        ("level 33", None),
        ("i hate this project", None),
    ],
)
def test_a_suggestion_never_turns_one_of_the_rubrics_answers_into_another(text: str, word: str | None) -> None:
    """Only a slip in a long word is corrected; opposites differ at their beginning or by a word."""
    assert find_near_word(text, WORDS) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("level 2", "2"), ("l2", "2"), ("stage: 2", "2"), ("level 3", None), ("level b", None)),
        *(("y", "Yes"), ("true", "Yes"), ("1", "Yes"), ("met", "Yes"), ("not met", "No"), ("0", "No")),
        *(("partially", None), ("not true", None), ("not partial", None)),
    ],
)
def test_levels_and_other_words_for_yes_and_no_are_recognised(text: str, word: str | None) -> None:
    """Only for answers that the column may have."""
    assert find_near_word(text, ("0 years", "2", "Yes", "No")) == word


def test_only_texts_that_many_cells_have_are_shown() -> None:
    """The text must also be nearly the wording of an answer."""
    column = words({"agree.": 5, "dissagree": 4, "dr smith is a fool": 99})
    assert find(column) == [("[words.seen-as]", '"agree." = "Agree"')]


@pytest.mark.parametrize(
    ("text", "unused", "line"),
    [
        ("ao04", ["Agree"], 'ao04 = "Agree"'),
        ("dr smith is a fool", ["Agree"], '"THE TEXT" = "Agree"'),
        ("ao04", ["Agree", "Disagree"], 'ao04 = "THE OPTION"'),
    ],
)
def test_a_hint_says_which_invalid_answer_may_mean_an_option_that_nobody_chose(
    text: str, unused: list[str], line: str
) -> None:
    """A code is shown; words that are unlike every option are not."""

    def find_hints_of(count: int, unused: list[str]) -> list[Hint]:
        options = tuple(words({}).words)
        chosen = tuple(0 if option in unused else 9 for option in options)
        own = {text: count}
        cells = SharedCells(
            ("words", "seen-as"), options, {"C": chosen}, {"C": sum(chosen)}, {"C": count}, {"C": own}, own
        )
        return list(find_option_hints(cells, LEAST))

    (hint,) = find_hints_of(5, unused)
    assert hint.lines == ("[words.seen-as]", line)
    assert "smith" not in hint.message
    (few,) = find_hints_of(4, unused)
    assert "one text is repeated in the invalid cells of C" in few.message
    assert text not in few.message + few.lines[1]
    assert find_hints_of(1, unused) == []
    assert find_hints_of(5, []) == []


def test_a_hint_suggests_lines_for_the_map_only_if_they_would_help() -> None:
    """Cells that have nothing in common give no hint."""
    assert find(words({"one": 1, "two": 1})) == []
    assert Hint("x").lines == ()


def test_a_column_whose_numbers_are_out_of_different_totals_is_reported() -> None:
    """3 out of 10 and 2 out of 5 are read as 3 and 2, which cannot be compared."""
    column = numbers({}, {"1 out of 11": 1, "1 out of 1": 1})
    rules = CellRules(numbers=NumberForms.model_validate({"out-of": True}))
    assert find_hints([column._replace(totals={"10": 3, "10.0": 1})], rules, frozenset(), LEAST) == ()
    (hint,) = find_hints([column._replace(totals={"10": 3, "5": 1})], rules, frozenset(), LEAST)
    assert hint.message.startswith("Rate has numbers out of different totals (5, 10), and totals are ignored")
