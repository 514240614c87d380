"""Finds where each key, value, statement and inline table entry is in a TOML text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from nhsdx.files.positions import Positions, parse_tree
from nhsdx.model import Path

if TYPE_CHECKING:
    from tree_sitter import Node

GRAMMAR = "tree_sitter_toml"
KEY_TYPES = {"bare_key", "quoted_key", "dotted_key"}
VALUE_NOISE = {"[", "]", "{", "}", ",", "=", "comment", *KEY_TYPES}


class ByteSpan(NamedTuple):
    """The bytes of a path, from `start` to just before `end`."""

    path: Path
    start: int
    end: int


class Entry(NamedTuple):
    """An entry of an inline table: its bytes, the bytes to cut (with a comma), and where the statement starts."""

    path: Path
    start: int
    end: int
    cut: tuple[int, int]
    statement: int


@dataclass(slots=True)
class TomlSpans:
    """The spans in a text, in the order of the text.

    A statement is a header, or a key with its value outside inline tables. `is_sure` says whether the parser
    understands the whole text. The path of a table in an array of tables has a key for the array, and a key for the
    table's place in the array.
    """

    source: bytes
    is_sure: bool
    keys: list[ByteSpan] = field(default_factory=list)
    values: list[ByteSpan] = field(default_factory=list)
    statements: list[ByteSpan] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    scalars: set[Path] = field(default_factory=set)
    newest: dict[Path, int] = field(default_factory=dict)
    """The position of the table that was added last, for each array of tables."""

    def text(self, start: int, end: int) -> str:
        """The text of the bytes from `start` to just before `end`."""
        return self.source[start:end].decode()


def find_toml_positions(text: str) -> Positions:
    """Finds every key and value. The parser is loaded only for files that have problems."""
    found = Positions.none_in(text)
    spans = find_toml_spans(found.source)
    if spans is None:
        found.is_known = False
        return found
    # The first place of a path counts.
    found.keys = {span.path: span.start for span in reversed(spans.keys)}
    found.values = {span.path: span.start for span in reversed(spans.values)}
    found.scalars = spans.scalars
    return found


def find_toml_spans(source: bytes) -> TomlSpans | None:
    """The spans in a TOML text without a byte order mark; None if no parser is installed."""
    root = parse_tree(GRAMMAR, source)
    if root is None:
        return None
    found = TomlSpans(source, is_sure=not root.has_error)
    for node in root.children:
        if node.type == "pair":
            found.statements.append(_read_pair(found, node, (), node.start_byte))
        elif node.type in ("table", "table_array_element"):
            _read_table(found, node)
    return found


def _read_table(found: TomlSpans, node: Node) -> None:
    path: Path = ()
    closing = node.start_byte
    for child in node.children:
        if child.type in KEY_TYPES:
            path = _read_header(found, child, is_array=node.type == "table_array_element")
        elif child.type in ("]", "]]"):
            closing = child.end_byte
    found.statements.append(ByteSpan(path, node.start_byte, closing))
    for child in node.children:
        if child.type == "pair":
            found.statements.append(_read_pair(found, child, path, child.start_byte))


def _read_header(found: TomlSpans, header: Node, *, is_array: bool) -> Path:
    """The path of a header.

    Each part that is the name of an array of tables refers to the latest table in the array.
    """
    path: Path = ()
    parts = list(_split_key(header))
    for number, (part, key) in enumerate(parts, start=1):
        path = (*path, part)
        found.keys.append(ByteSpan(path, key.start_byte, key.end_byte))
        if is_array and number == len(parts):
            found.newest[path] = found.newest.get(path, -1) + 1
        if path in found.newest:
            path = (*path, found.newest[path])
            found.keys.append(ByteSpan(path, key.start_byte, key.end_byte))
    return path


def _read_pair(found: TomlSpans, node: Node, above: Path, statement: int) -> ByteSpan:
    """Reads the key and the value of a pair, and returns the span of both together."""
    path, end = above, node.end_byte
    for child in node.children:
        if child.type in KEY_TYPES:
            for part, key in _split_key(child):
                path = (*path, part)
                found.keys.append(ByteSpan(path, key.start_byte, key.end_byte))
        elif child.type not in VALUE_NOISE:
            _read_value(found, child, path, statement)
            end = child.end_byte
    return ByteSpan(path, node.start_byte, end)


def _read_value(found: TomlSpans, node: Node, path: Path, statement: int) -> None:
    found.values.append(ByteSpan(path, node.start_byte, node.end_byte))
    if node.type == "inline_table":
        _read_inline_table(found, node, path, statement)
    elif node.type == "array":
        items = (child for child in node.children if child.type not in VALUE_NOISE)
        for position, child in enumerate(items):
            _read_value(found, child, (*path, position), statement)
    else:
        found.scalars.add(path)


def _read_inline_table(found: TomlSpans, table: Node, above: Path, statement: int) -> None:
    """Reads the entries of an inline table.

    Each entry is cut with the comma after it, except the last, which is cut with the comma before it.
    """
    pairs = [_read_pair(found, child, above, statement) for child in table.children if child.type == "pair"]
    for number, (path, start, end) in enumerate(pairs):
        if number + 1 < len(pairs):
            cut = (start, pairs[number + 1].start)
        else:
            cut = (pairs[number - 1].end if number else start, end)
        found.entries.append(Entry(path, start, end, cut, statement))


def _split_key(node: Node) -> Iterator[tuple[str, Node]]:
    """The parts of a key as TOML reads them, each with its place. For example, `a."b c".d` has three parts."""
    if node.type == "dotted_key":
        for child in node.children:
            if child.type in KEY_TYPES:
                yield from _split_key(child)
        return
    text = (node.text or b"").decode(errors="replace")
    if node.type == "quoted_key":
        import tomli

        text = next(iter(tomli.loads(f"{text} = 0")))
    yield text, node
