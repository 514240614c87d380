"""Which bytes of a TOML text make each key, each value, each statement and each entry of an inline table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nhsdx.files.toml_positions import KEY_TYPES, VALUE_NOISE, parse_document, split_key

if TYPE_CHECKING:
    from tree_sitter import Node

KeyPath: TypeAlias = tuple[str, ...]


class Span(NamedTuple):
    """The bytes, from `start` to before `end`, that stand for a path."""

    path: KeyPath
    start: int
    end: int


class Entry(NamedTuple):
    """An entry of an inline table: its own bytes, those to cut with its comma, and where its statement starts."""

    path: KeyPath
    start: int
    end: int
    cut: tuple[int, int]
    statement: int


@dataclass(slots=True)
class Spans:
    """The spans of one text; a place in a list of tables has the path of the list.

    A statement is a header, or a key with its value outside inline tables. `is_sure` is whether the parser knows
    all that stands there; if not, nothing of it is told.
    """

    source: bytes
    is_sure: bool = True
    keys: list[Span] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)
    statements: list[Span] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def text(self, start: int, end: int) -> str:
        """The text of some bytes."""
        return self.source[start:end].decode()


def find_toml_spans(source: bytes) -> Spans:
    """The spans of a text that is TOML, without a byte order mark; its line ends may be of either kind."""
    root = parse_document(source)
    found = Spans(source, is_sure=not root.has_error)
    for node in root.children if found.is_sure else ():
        if node.type == "pair":
            _read_statement(found, node, ())
        elif node.type in ("table", "table_array_element"):
            _read_table(found, node)
    return found


def _read_table(found: Spans, node: Node) -> None:
    path: KeyPath = ()
    closing = node.start_byte
    for child in node.children:
        if child.type in KEY_TYPES:
            path = _read_keys(found, child, ())
        elif child.type in ("]", "]]"):
            closing = child.end_byte
    found.statements.append(Span(path, node.start_byte, closing))
    for child in node.children:
        if child.type == "pair":
            _read_statement(found, child, path)


def _read_statement(found: Spans, node: Node, above: KeyPath) -> None:
    path, value = _read_pair(found, node, above, node.start_byte)
    found.statements.append(Span(path, node.start_byte, value.end_byte))


def _read_pair(found: Spans, node: Node, above: KeyPath, statement: int) -> tuple[KeyPath, Node]:
    key = next(child for child in node.children if child.type in KEY_TYPES)
    value = next(child for child in node.children if child.type not in VALUE_NOISE)
    path = _read_keys(found, key, above)
    found.values.append(Span(path, value.start_byte, value.end_byte))
    if value.type == "inline_table":
        _read_inline_table(found, value, path, statement)
    return path, value


def _read_inline_table(found: Spans, table: Node, above: KeyPath, statement: int) -> None:
    """The entries of an inline table; each is cut with the comma after it, the last with the one before."""
    pairs = [child for child in table.children if child.type == "pair"]
    ends: list[tuple[KeyPath, int, int]] = []
    for pair in pairs:
        path, value = _read_pair(found, pair, above, statement)
        ends.append((path, pair.start_byte, value.end_byte))
    for number, (path, start, end) in enumerate(ends):
        if number + 1 < len(ends):
            cut = (start, ends[number + 1][1])
        else:
            cut = (ends[number - 1][2] if number else start, end)
        found.entries.append(Entry(path, start, end, cut, statement))


def _read_keys(found: Spans, node: Node, above: KeyPath) -> KeyPath:
    path = above
    for part, key in split_key(node):
        path = (*path, part)
        found.keys.append(Span(path, key.start_byte, key.end_byte))
    return path
