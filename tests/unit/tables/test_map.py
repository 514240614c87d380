"""A table map is refused if it is ambiguous or fits no question of the rubric."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx.model.finding import InvalidInputError
from nhsdx.tables.cell_rules import find_cell_form_problems
from nhsdx.tables.map import BatchMap, find_batch_map_problems, load_batch_map
from tests.support.build import Table, flat_rubric, level_criterion, rubric_from

ITEMS = {"owner": {"text": "Owner", "level": 1}, "date": {"text": "Date", "level": 2}}
GRADES = [{"id": "said", "label": "Said", "supports": 2}]
CRITERIA: Table = {
    "safety": {**level_criterion(), "may-be-left-out": ["not-due"]},
    "plan": {"kind": "checklist", "items": ITEMS},
    "months": {"kind": "measure", "unit": "months", "minimum": 0, "linear": {"worst": 0, "best": 10}},
}
RUBRIC = rubric_from({**flat_rubric(CRITERIA), "evidence-grades": GRADES})
HEAD = 'format = "nhsdx.batch-map/1"\n'


def find_problems(**parts: object) -> list[tuple[tuple[str | int, ...], str]]:
    """The places and codes of the problems of a map with these parts."""
    data: Table = {"format": "nhsdx.batch-map/1", **{name.replace("_", "-"): part for name, part in parts.items()}}
    translation = BatchMap.model_validate(data)
    return [(problem.path, problem.code) for problem in find_batch_map_problems(translation, RUBRIC)]


def test_a_correct_map_has_no_problems() -> None:
    """Each answer column may have its own words, and all columns together some more."""
    words = {
        "safety": {"Low": 1, "High": "Level 4", "-8": "not-due", "-9": "unknown"},
        "plan.owner": {"Low": "no"},
        "months": {"a year": 12, "0.5 years": 6},
        "safety.evidence": {"Board paper": "said"},
        "safety.seen": {"never": "unknown"},
        "*": {"Ja": "yes", "none yet": 0, "?": "unknown"},
    }
    assert find_problems(columns={"Q1": "safety", "Q2": "plan.owner"}, words=words, nothing=["N/A", "-99"]) == []


def test_columns_and_words_for_unknown_questions_are_refused() -> None:
    """A typing error must not leave answers unread."""
    found = find_problems(columns={"Q1": "safty"}, words={"safty": {"Low": 1}})
    assert found == [(("columns", "Q1"), "unknown-reference"), (("words", "safty"), "unknown-reference")]


def test_a_map_with_two_spellings_of_one_heading_is_refused() -> None:
    """A table has one column for both, so one of them would be read as the other's answers."""
    columns = {"Share": "safety", "share ": "months"}
    assert find_problems(columns=columns) == [(("columns", "share "), "duplicate")]


def test_a_map_with_a_blank_word_is_refused() -> None:
    """No cell would have it: an empty cell never means an answer."""
    assert find_problems(words={"safety": {" \u00a0": 1}}) == [(("words", "safety", " \u00a0"), "bad-text")]


def test_a_map_lists_words_under_the_name_of_the_answer_column_and_not_under_the_heading_in_the_table(
    tmp_path: Path,
) -> None:
    """The error for a heading of the table gives the question that it is mapped to."""
    (tmp_path / "map.toml").write_text(f'{HEAD}columns = {{ Q1 = "safety" }}\nwords.Q1 = {{ Low = 1 }}\n')
    with pytest.raises(InvalidInputError) as raised:
        load_batch_map(str(tmp_path / "map.toml"), RUBRIC)
    assert [one.remedy for one in raised.value.findings] == ["expected the name from [columns]: [words.safety]"]


def test_two_columns_cannot_answer_the_same_question() -> None:
    """Only one of two different answers could count."""
    assert find_problems(columns={"Q1": "safety", "Q2": "safety"}) == [(("columns", "Q2"), "duplicate")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Don’t know", "don't know"), ("High", " HIGH "), ("1", "1.0"), ("1", "01"), ("1", "+1"), ("10", "1e1")],
)
def test_in_a_map_one_word_cannot_have_two_meanings(first: str, second: str) -> None:
    """Spellings that a table treats as equal are one word; both may be listed if they have the same meaning."""
    assert find_problems(words={"safety": {first: 1, second: 2}}) == [(("words", "safety", second), "duplicate")]
    assert find_problems(words={"safety": {first: 1, second: 1}}) == []


def test_spellings_of_a_number_are_read_by_the_rules_of_the_map() -> None:
    """With a decimal comma, 1,0 is 1."""
    parts = {"words": {"safety": {"1": 1, "1,0": 2}}}
    assert find_problems(**parts) == []
    assert find_problems(numbers={"decimal": ","}, **parts) == [(("words", "safety", "1,0"), "duplicate")]
    thousands = {"words": {"months": {"1000": 1, "1,000": 2}}, "numbers": {"thousands": ","}}
    assert find_problems(**thousands) == [(("words", "months", "1,000"), "duplicate")]


@pytest.mark.parametrize(
    ("target", "meaning"),
    [
        ("safety", 6),
        ("safety", "Hihg"),
        ("safety", "not-applicable"),
        ("plan.owner", 1),
        ("plan.owner", "true"),
        ("plan", 1),
        ("months", -1),
        ("months", "yes"),
        ("safety.evidence", "said so"),
        ("safety.seen", "2026-01-01"),
        ("*", "perhaps"),
    ],
)
def test_a_meaning_that_no_cell_can_have_is_refused(target: str, meaning: object) -> None:
    """Otherwise every cell with this word would be rejected."""
    assert find_problems(words={target: {"word": meaning}}) == [(("words", target, "word"), "unknown-reference")]


@pytest.mark.parametrize(
    ("target", "word", "meaning"),
    [
        ("safety", "Level 5", 0),
        ("safety", "level 1", "Level 2"),
        ("safety", "Unknown", 5),
        ("plan.owner", "YES", "no"),
        ("plan.owner", "unknown", "yes"),
        ("months", "unknown", 7),
        ("*", "No", "yes"),
    ],
)
def test_a_word_for_one_answer_cannot_be_mapped_to_another(target: str, word: str, meaning: object) -> None:
    """No answer becomes its opposite. Numbers may count levels in their own way."""
    assert find_problems(words={target: {word: meaning}}) == [(("words", target, word), "duplicate")]
    assert find_problems(words={"safety": {"1": 0, "2": 1, "Level 3": 3, "level 2": "Level 2"}}) == []


@pytest.mark.parametrize("word", ["0", "5.0", "Level 2", "YES", "said", "not-due"])
def test_a_word_that_is_an_answer_cannot_mean_no_answer(word: str) -> None:
    """A word that means no answer in one column could be an answer in another."""
    assert find_problems(nothing=["N/A", word]) == [(("nothing", 1), "duplicate")]


def test_a_word_that_means_no_answer_cannot_have_another_meaning() -> None:
    """The word may be listed again with the same meaning."""
    words = {"safety": {"-9.0": 1, "n/a": "unknown"}}
    assert find_problems(nothing=["N/A", "-9"], words=words) == [(("words", "safety", "-9.0"), "duplicate")]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ('dates = "dd/mm/yyyy"', "2:9: not-allowed: this is not a date format\nexpected a date format"),
        ('dates = ["d/m/Y", "m/d/Y"]', '2:19: duplicate: "01/02/2003" means one day in d/m/Y and a different day in'),
        ('dates = ["d/m/Y", "d/m/Y"]', "2:19: duplicate: this date format is listed twice\nkeep one of them"),
        ('dates = "Y-d-m"', '2:9: duplicate: "2003-02-01" means one day in Y-m-d and a different day in Y-d-m\n2026'),
        ("dates = 5", '2:9: wrong-type: "dates" has the wrong type\nexpected a list in [brackets]'),
        ('numbers = { thousands = "_" }', "2:25: not-allowed: this is not a separator in numbers\nexpected one of"),
        ('numbers = { decimal = "," , thousands = "," }', "2:41: duplicate: the same character separates thousands"),
        ('numbers = { thousands = "." }', "2:25: duplicate: the same character separates thousands and decimals"),
        ("numbers = { percents = true }", '2:13: unknown-key: "percents" is not a key here\nexpected one of: percent'),
        ('numbers = { percent = "yes" }', '2:23: wrong-type: "percent" has the wrong type'),
        ('nothing = "N/A"', '2:11: wrong-type: "nothing" has the wrong type\nexpected a list in [brackets]'),
        ("[words.safety]\nLow = 9", '3:7: unknown-reference: "9" has no meaning in the column safety\nexpected'),
    ],
)  # fmt: skip
def test_every_problem_of_a_map_has_its_place_and_its_remedy(tmp_path: Path, parts: str, expected: str) -> None:
    """The error gives line and column, says what is wrong, and what to write."""
    name = tmp_path / "map.toml"
    name.write_text(f"{HEAD}{parts}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_batch_map(str(name), RUBRIC)
    (one,) = caught.value.findings
    assert f"{one.where}: {one.code}: {one.message}\n{one.remedy}".startswith(f"{name}:{expected}")


@pytest.mark.parametrize(("text", "meant"), [("excel h:m", "excel H:M"), ("Excel H:MM:ss", "Excel H:M:S")])
def test_the_time_in_a_date_format_must_be_in_capitals(text: str, meant: str) -> None:
    """The word `excel` may be in any case, and the time after it has the same form as in every date format."""
    remedy = f'expected a date format such as "d/m/Y", "d-b-y" or "excel"; did you mean "{meant}"?'
    (one,) = find_cell_form_problems(None, [text])
    assert (one.path, one.code, one.remedy) == (("dates",), "not-allowed", remedy)
    assert list(find_cell_form_problems(None, [meant])) == []
