"""Large and repetitive files are read once. Each of these inputs would take hours if its text were searched again."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx.files.discovery import find_assessments
from nhsdx.files.json_source import parse_json
from nhsdx.files.positions import Positions
from nhsdx.files.source import TextFile
from nhsdx.files.toml_syntax import list_syntax_findings
from nhsdx.model import InvalidInputError

BODY = "\n".join(f"[answers.criterion-{number}]\nlevel = 3" for number in range(20_000))
FAULTS = "\n".join(f"fault-{number} = = 3" for number in range(25))


def places(text: str) -> list[str]:
    """The places of the syntax errors of a text."""
    return [finding.where for finding in list_syntax_findings("a.toml", text)]


@pytest.mark.parametrize("lines", ["\n" * 1_000_000, " \n" * 500_000, "[\n" * 300_000, " " * 1_000_000])
def test_a_file_with_only_empty_lines_is_not_an_assessment(tmp_path: Path, lines: str) -> None:
    """The empty lines of a file are read only once."""
    (tmp_path / "blank.toml").write_text(lines)
    assert find_assessments([str(tmp_path)]) == ((), 1)


def test_headings_with_spaces_around_their_names_are_found(tmp_path: Path) -> None:
    """Spaces may surround every part of a heading or key, and the ending of a file name may be in capitals."""
    (tmp_path / "a.toml").write_text("\n\n \trubric\t= 'x@1'\n  [ answers ]\n")
    (tmp_path / "B.TOML").write_text(" \t'format' \t= \t'nhsdx.rubric/1'\n [\tassessment ]\n")
    found = find_assessments([str(tmp_path)])
    assert (len(found.names), found.ignored) == (2, 0)


@pytest.mark.parametrize("text", [f"{FAULTS}\n{BODY}", f"{BODY}\n{FAULTS}"])
def test_many_errors_in_a_long_text_have_the_right_line_numbers(text: str) -> None:
    """The text after a faulty line is read without the text before it, and keeps its line numbers."""
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if line.startswith("fault")]
    assert [int(place.split(":")[1]) for place in places(text)] == lines[:20]


@pytest.mark.parametrize("fault", ["answers = = 3", "[answers] x = 1"])
def test_one_error_in_a_long_text_is_not_reported_as_several(fault: str) -> None:
    """The keys below a faulty line are not taken for keys of another table."""
    assert len(places(f"{BODY}\n{fault}\nlevel = 4\n[answers.last]\nlevel = 2\n")) == 1


def test_very_many_spaces_between_keys_do_not_slow_down_reading() -> None:
    """The repeated key of an inline table is found behind any number of blanks."""
    blanks = " " * 100_000
    assert places(f'a = {{ s = ",{blanks}", a = 1, a = 2 }}') == ["a.toml:1:100023"]


def test_a_number_with_too_many_digits_is_found_after_many_long_numbers() -> None:
    """Each number that is just short enough is read only once."""
    text = "\n".join(f"n{number} = {'1' * 3_999}" for number in range(1_000))
    assert places(f"{text}\nlast = {'1' * 5_000}") == ["a.toml:1001:8"]


def test_a_wrong_number_after_a_very_long_string_is_found() -> None:
    """Escapes and digits inside texts are not numbers."""
    text = '["' + r"NaN\"\n" * 200_000 + '", NaN]'
    with pytest.raises(InvalidInputError) as error:
        parse_json(TextFile("a.json", Path(), text))
    assert error.value.findings[0].where == f"a.json:1:{len(text) - 3}"


@pytest.mark.parametrize("sign", ["x", "é", "日", "😀"])
def test_columns_of_a_long_line_are_counted_in_characters(sign: str) -> None:
    """A column is right in any part of a line, on every line, however many bytes a character has."""
    text = f"{sign * 5_000}\n{sign * 20_000}"
    found = Positions.none_in(text)
    size = len(sign.encode())
    for characters in (0, 1, 4_095, 4_096, 12_288, 19_999):
        offset = size * 5_000 + 1 + size * characters
        assert found.find_line_and_column(offset) == (2, characters + 1)
