"""The position of each key and value in a TOML file, for error messages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhsdx.files.toml_positions import find_toml_positions
from nhsdx.model.finding import Path

Place: TypeAlias = tuple[int, int]


def key(text: str, *path: str | int) -> Place | None:
    """Line and column of the key at a path."""
    return find_toml_positions(text).find(path, at_key=True)


def value(text: str, *path: str | int) -> Place | None:
    """Line and column of the value at a path."""
    return find_toml_positions(text).find(path)


def paths_in(data: object, above: Path = ()) -> Iterator[Path]:
    """Every path that leads to a key or to an entry of a list."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, held in parts:
        yield (*above, part)
        yield from paths_in(held, (*above, part))


# ---- Keys


def test_a_key_and_its_value_each_have_a_place() -> None:
    """A wrong key is shown at the key, a wrong value at the value."""
    text = "# first\n  weight  =  2\n"
    assert key(text, "weight") == (2, 3)
    assert value(text, "weight") == (2, 14)


def test_each_part_of_a_dotted_key_has_its_own_place() -> None:
    """In `dimensions.people.wieght` the message points at the last word."""
    text = "dimensions.people.wieght = 2\n"
    assert key(text, "dimensions") == (1, 1)
    assert key(text, "dimensions", "people") == (1, 12)
    assert key(text, "dimensions", "people", "wieght") == (1, 19)
    assert value(text, "dimensions", "people", "wieght") == (1, 28)


def test_each_part_of_a_heading_has_its_own_place() -> None:
    """In `[criteria.Skill]` the message points at the id."""
    text = "[criteria.Skill]\ntitle = 'Skill'\n"
    assert key(text, "criteria") == (1, 2)
    assert key(text, "criteria", "Skill") == (1, 11)
    assert key(text, "criteria", "Skill", "title") == (2, 1)


def test_a_section_without_its_own_heading_is_found() -> None:
    """A misspelt `[criterias.skill]` is not reported at the top of the file."""
    text = "format = 'x'\n\n[criterias.skill]\ntitle = 'Skill'\n"
    assert key(text, "criterias") == (3, 2)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("'the leader'", "the leader"),
        ('"the leader"', "the leader"),
        (r'"caf\u00e9"', "café"),
        (r'"a \"b\" c"', 'a "b" c'),
        ("'a \"b\"'", 'a "b"'),
        ('"a.b"', "a.b"),
        ('""', ""),
        ('"é🏥"', "é🏥"),
        ("2026-10-01", "2026-10-01"),
        ("true", "true"),
        ("1e5", "1e5"),
        ("-", "-"),
    ],
)
def test_a_key_is_found_in_every_notation(written: str, read: str) -> None:
    """Quotes, escapes and keys that look like values are found under the name that the parser reads."""
    text = f"first = 1\n{written} = 2\nlast = 3\n"
    assert read in tomllib.loads(text)
    assert key(text, read) == (2, 1)
    assert value(text, read) == (2, len(written) + 4)
    assert key(text, "last") == (3, 1)


def test_columns_are_counted_in_characters() -> None:
    """Columns are right for an editor, also after é and 🏥."""
    text = "answer = { why = 'très élevé 🏥', levl = 2 }\n"
    assert key(text, "answer", "levl") == (1, text.index("levl") + 1)
    assert value(text, "answer", "levl") == (1, text.index("2 }") + 1)


# ---- Tables


def test_tables_of_an_array_have_separate_positions() -> None:
    """A fault in the second `[[levels]]` is not shown in the first."""
    text = "[[levels]]\nlabel = 'No'\n\n[[levels]]\nlabel = 'Yes'\n"
    assert value(text, "levels", 0, "label") == (2, 9)
    assert value(text, "levels", 1, "label") == (5, 9)
    assert key(text, "levels") == (1, 3)
    assert key(text, "levels", 1) == (4, 3)


def test_arrays_of_tables_inside_arrays_of_tables_are_counted_from_the_start() -> None:
    """The inner list of the second element counts from 0 again, and subtables belong to the last element."""
    text = "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[a.b.c]\ny = 3\n[[a]]\n[[a.b]]\nx = 4\n[a.d]\nz = 5\n"
    assert value(text, "a", 0, "b", 0, "x") == (3, 5)
    assert value(text, "a", 0, "b", 1, "x") == (5, 5)
    assert value(text, "a", 0, "b", 1, "c", "y") == (7, 5)
    assert value(text, "a", 1, "b", 0, "x") == (10, 5)
    assert value(text, "a", 1, "d", "z") == (12, 5)


def test_a_table_may_come_after_its_subtable() -> None:
    """`[a.b]` before `[a]` is TOML, and both are found."""
    text = "[a.b]\nx = 1\n[a]\ny = 2\n"
    assert value(text, "a", "b", "x") == (2, 5)
    assert value(text, "a", "y") == (4, 5)


def test_inline_tables_in_a_list_have_separate_positions() -> None:
    """A fault in the second band is shown in the second band."""
    text = "bands = [{ from = 0, level = 0 }, { from = 6, levl = 2 }]\n"
    assert value(text, "bands", 1) == (1, 35)
    assert value(text, "bands", 0, "level") == (1, 30)
    assert key(text, "bands", 1, "levl") == (1, 47)


def test_dotted_keys_in_inline_tables_are_found() -> None:
    """`{ a.b = 1 }` is a table inside a table."""
    text = "x = { a.b = 1, a.'c d' = [ { e.f = 2 } ] }\n"
    assert value(text, "x", "a", "b") == (1, 13)
    assert key(text, "x", "a", "c d") == (1, 18)
    assert value(text, "x", "a", "c d", 0, "e", "f") == (1, 36)


# ---- Values over several lines


def test_entries_of_a_list_over_several_lines_are_found() -> None:
    """Comments, blank lines and a last comma do not count as entries."""
    text = "levels = [ # lowest first\n  'none', # nothing\n\n  # between\n  3,\n]\nnext = 1\n"
    assert value(text, "levels", 0) == (2, 3)
    assert value(text, "levels", 1) == (5, 3)
    assert key(text, "next") == (7, 1)


def test_toml_inside_a_string_is_read_as_text() -> None:
    """A heading or key inside a multi-line string is ignored."""
    text = 'why = """\n[criteria.skill]\nlevel = 9\n"quoted" """\nnote = \'\'\'\nlevel = 8\'\'\'\nlevel = 7\n'
    assert key(text, "level") == (7, 1)
    assert value(text, "note") == (5, 8)
    assert find_toml_positions(text).keys.keys() == {("why",), ("note",), ("level",)}


def test_toml_inside_a_comment_is_read_as_a_comment() -> None:
    """A commented-out answer is not read as an answer."""
    text = "# level = 1\n[answers] # level = 2\n  # level = 3\nlevel = 4 # level = 5\n"
    assert value(text, "answers", "level") == (4, 9)


def test_nested_lists_are_found_entry_by_entry() -> None:
    """Nested and empty lists are counted correctly."""
    text = "a = [[1, 2], [], [\n3]]\n"
    assert value(text, "a", 0, 1) == (1, 10)
    assert value(text, "a", 1) == (1, 14)
    assert value(text, "a", 2, 0) == (2, 1)


# ---- Missing keys


def test_a_missing_key_is_shown_at_the_table_that_lacks_it() -> None:
    """`title` is missing from this criterion, not from the first one."""
    text = "[criteria.one]\ntitle = 'One'\n[criteria.two]\nweight = 1\n"
    assert value(text, "criteria", "two", "title") == (3, 11)


def test_the_short_form_of_an_answer_has_the_position_of_its_parts() -> None:
    """A problem with the level in `leader = 9` is at the 9."""
    assert value("[answers]\nleader = 9\n", "answers", "leader", "level") == (2, 10)


def test_a_problem_of_the_whole_file_is_shown_at_its_start() -> None:
    """A problem of the whole file is at its start."""
    assert value("a = 1\n", "b", "c") == (1, 1)
    assert value("", "b") == (1, 1)
    assert value("a = 1\n") == (1, 1)


# ---- Generated documents

WORDS = st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,3})?", fullmatch=True)
QUOTED = st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="'\"\\"), max_size=6)
KEYS = WORDS | QUOTED.map(lambda word: f"'{word}'")
SCALARS = st.one_of(
    st.integers(-99, 99).map(str),
    st.booleans().map(lambda truth: str(truth).lower()),
    QUOTED.map(lambda word: f'"{word}"'),
    QUOTED.map(lambda word: f"'''\n{word}\n[x]\ny = 1'''"),
    st.dates().map(str),
)
GAPS = st.sampled_from(["", " ", "  ", "\t"])
LINES = st.sampled_from(["", "\n", "# é = 1\n", "  # [x]\n\n"])


class Writer:
    """Writes TOML and notes where each key and value begins."""

    def __init__(self) -> None:
        self.text = ""
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}

    def here(self) -> Place:
        """Line and column of what is written next."""
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")


def name_of(written: str) -> str:
    """A key as the parser reads it."""
    return written.strip("'")


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    """Documents of keys, tables and arrays of tables, with the positions where they were written."""
    made = Writer()
    write_pairs(draw, made, (), 0)
    for head in draw(st.lists(KEYS, max_size=4, unique_by=name_of)):
        if (name_of(head),) in made.keys:
            continue
        repeats = draw(st.integers(0, 2))
        for number in range(max(repeats, 1)):
            made.text += draw(LINES) + draw(GAPS) + ("[[" if repeats else "[")
            path: Path = (name_of(head), number) if repeats else (name_of(head),)
            made.keys[path] = made.here()
            made.text += head + ("]]" if repeats else "]") + draw(st.sampled_from(["\n", " # note\n"]))
            write_pairs(draw, made, path, 0)
    return made


def write_pairs(draw: st.DrawFn, made: Writer, above: Path, depth: int) -> None:
    """Lines of `key = value`."""
    for word in draw(st.lists(KEYS, max_size=4, unique_by=name_of)):
        made.text += draw(LINES) + draw(GAPS)
        write_pair(draw, made, word, above, depth)
        made.text += draw(st.sampled_from(["\n", " # note = 1\n"]))


def write_pair(draw: st.DrawFn, made: Writer, word: str, above: Path, depth: int) -> None:
    """One key, its sign and its value."""
    path = (*above, name_of(word))
    made.keys[path] = made.here()
    made.text += word + draw(GAPS) + "=" + draw(GAPS)
    write_value(draw, made, path, depth)


def write_value(draw: st.DrawFn, made: Writer, path: Path, depth: int) -> None:
    """A scalar, a list that may run over several lines, or an inline table."""
    made.values[path] = made.here()
    form = draw(st.sampled_from(["scalar", "list", "table"] if depth < 2 else ["scalar"]))
    if form == "scalar":
        made.text += draw(SCALARS)
    elif form == "list":
        made.text += "["
        for number in range(draw(st.integers(0, 3))):
            made.text += draw(LINES) + draw(GAPS)
            write_value(draw, made, (*path, number), depth + 1)
            made.text += ","
        made.text += draw(LINES) + "]"
    else:
        made.text += "{ "
        for number, word in enumerate(draw(st.lists(KEYS, max_size=3, unique_by=name_of))):
            made.text += ", " if number else ""
            write_pair(draw, made, word, path, depth + 1)
        made.text += " }"


@given(documents())
def test_every_key_and_value_is_found_where_it_was_written(made: Writer) -> None:
    """In any document, positions are where keys and values were written."""
    positions = find_toml_positions(made.text)
    for path, place in made.keys.items():
        assert positions.find(path, at_key=True) == place, (path, made.text)
    for path, place in made.values.items():
        assert positions.find(path) == place, (path, made.text)


@given(documents())
def test_every_path_in_the_data_has_a_position(made: Writer) -> None:
    """Positions exist exactly for the paths that the parser reads."""
    positions = find_toml_positions(made.text)
    assert positions.keys.keys() | positions.values.keys() == set(paths_in(tomllib.loads(made.text)))
