"""The position of each key and value in a JSON file, for error messages."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from nhsdx.files.positions import find_json_positions
from nhsdx.model.finding import Path
from tests.support.laws.strategies import laws

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(-1000, 1000) | st.floats(-1e9, 1e9) | TEXTS
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4))


def parts_of(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Every nested value, with its path."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, held in inner:
        yield from parts_of(held, (*path, part))


def rest_from(text: str, place: tuple[int, int] | None) -> str:
    """The text from this line and column onwards."""
    assert place is not None
    line, column = place
    lines = text.split("\n")[line - 1 :]
    return "\n".join([lines[0][column - 1 :], *lines[1:]])


@laws
@given(value=VALUES, indent=st.sampled_from([None, 1, 4]), is_ascii=st.booleans())
def test_every_key_and_value_is_found_at_its_position(value: object, indent: int | None, *, is_ascii: bool) -> None:
    """The text at the position of a value or key is that value or key."""
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    positions = find_json_positions(text)
    for path, held in parts_of(value):
        if path:
            assert json.JSONDecoder().raw_decode(rest_from(text, positions.find(path)))[0] == held
        if path and isinstance(path[-1], str):
            key, _ = json.JSONDecoder().raw_decode(rest_from(text, positions.find(path, at_key=True)))
            assert key == path[-1]
    assert positions.repeated == []


def test_a_missing_key_is_shown_at_its_table() -> None:
    """A missing key is reported at the key of its table, or at the start of the file."""
    positions = find_json_positions('{\n  "overall": {\n    "title": "x"\n  }\n}\n')
    assert positions.find(("overall", "claimed")) == (2, 3)
    assert positions.find(("digest",)) == (1, 1)


def test_the_error_for_a_duplicate_key_gives_both_positions() -> None:
    """The first key has the value that is used; the second key has to be deleted."""
    positions = find_json_positions('{"a": {"b": 1, "\\u0062": 2}, "é": 3, "a": 4}')
    assert positions.find(("a", "b")) == (1, 13)
    assert [(path, positions.find_line_and_column(offset)) for path, offset in positions.repeated] == [
        (("a",), (1, 38)),
        (("a", "b"), (1, 16)),
    ]


def test_invalid_json_has_no_positions() -> None:
    """The parser finds positions where it can, and never fails."""
    for text in ("", "{", '{"a"}', '{"a": }', "[1,", "}"):
        place = find_json_positions(text).find(("a",))
        assert place is not None
        assert place[0] == 1


def test_deeply_nested_json_is_read() -> None:
    """Deep nesting does not exhaust the stack."""
    assert len(find_json_positions("[" * 3000 + "]" * 3000).values) == 3000
