"""The places of the keys and values in a file of any format, found by a parser if it is installed."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from nhsdx.model import Path

if TYPE_CHECKING:
    from tree_sitter import Node

Place: TypeAlias = tuple[int, int]
BLOCK = 4096
CONTINUATION = bytes(range(0x80, 0xC0))
"""The UTF-8 bytes that continue a character."""


def parse_tree(grammar: str, source: bytes) -> Node | None:
    """The syntax tree of a text; None if tree-sitter, or the package with the grammar, cannot be loaded."""
    try:
        from tree_sitter import Language, Parser

        parser = Parser(Language(import_module(grammar).language()))
    except (AttributeError, ImportError, OSError, TypeError, ValueError):
        return None  # not installed, without its compiled part, or of versions that do not fit together
    return parser.parse(source).root_node


@dataclass(slots=True)
class Positions:
    """The byte offsets of the key and the value at each path in a text."""

    source: bytes
    line_starts: list[int]
    keys: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, int] = field(default_factory=dict)
    scalars: set[Path] = field(default_factory=set)
    repeated: list[tuple[Path, int]] = field(default_factory=list)
    """Duplicate keys with their offsets, but only for formats whose reader accepts them."""
    is_known: bool = True
    """Whether the parser that finds places is installed."""
    counts: list[int] = field(default_factory=list)
    """How many characters come before each block of the source. The count is made when a place is first asked for."""

    @classmethod
    def none_in(cls, text: str) -> Positions:
        """Positions for a text in which no key or value has been found yet."""
        source = text.encode()
        return cls(source, [0, *(newline.end() for newline in re.finditer(b"\n", source))])

    def find(self, path: Path, *, at_key: bool = False) -> Place | None:
        """Line and column, counted from 1, of the value (or key) at a path.

        For a missing value, this is the place of the table around it. The result is None if the parser is not
        installed.
        """
        if not self.is_known:
            return None
        for end in range(len(path), 0, -1):
            is_value = path[:end] in self.scalars or end == len(path)
            first, second = (self.values, self.keys) if is_value and not at_key else (self.keys, self.values)
            offset = first.get(path[:end], second.get(path[:end]))
            if offset is not None:
                return self.find_line_and_column(offset)
        return 1, 1

    def find_line_and_column(self, offset: int) -> Place:
        """Line and column, counted from 1, of a byte. Columns are counted in characters."""
        line = bisect_right(self.line_starts, offset)
        return line, self._count_characters(offset) - self._count_characters(self.line_starts[line - 1]) + 1

    def _count_characters(self, offset: int) -> int:
        """How many characters come before a byte. To find a place on a long line, only a part of the line is read."""
        if not self.counts:
            blocks = range(0, len(self.source), BLOCK)
            self.counts = [0, *accumulate(_count_starts(self.source[at : at + BLOCK]) for at in blocks)]
        block = offset // BLOCK
        return self.counts[block] + _count_starts(self.source[block * BLOCK : offset])


def _count_starts(part: bytes) -> int:
    """How many UTF-8 characters start in a part of a text."""
    return len(part) if part.isascii() else len(part.translate(None, CONTINUATION))


def find_json_positions(text: str) -> Positions:
    """The place of every key and value in valid JSON. The parser is loaded only for files that have problems."""
    found = Positions.none_in(text)
    root = parse_tree("tree_sitter_json", found.source)
    if root is None:
        found.is_known = False
        return found
    # This uses no recursion, because the text decides how deep it is nested.
    waiting: list[tuple[Node, Path]] = [(node, ()) for node in root.named_children[:1]]
    while waiting:
        node, path = waiting.pop()
        found.values.setdefault(path, node.start_byte)
        if node.type == "object":
            waiting.extend(_list_entries(found, node, path))
        elif node.type == "array":
            waiting.extend((child, (*path, position)) for position, child in enumerate(node.named_children))
        else:
            found.scalars.add(path)
    return found


def _read_key(written: bytes) -> str:
    """A key without its quotation marks. The parser is only used for a key with escapes."""
    return str(json.loads(written)) if b"\\" in written else written[1:-1].decode()


def _list_entries(found: Positions, node: Node, path: Path) -> list[tuple[Node, Path]]:
    """The values of an object with their paths. For a duplicate key, only its first value is listed."""
    entries: list[tuple[Node, Path]] = []
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None:
            continue
        place = (*path, _read_key(key.text or b""))
        if place in found.keys:
            found.repeated.append((place, key.start_byte))
        else:
            found.keys[place] = key.start_byte
            entries.append((value, place))
    return entries
