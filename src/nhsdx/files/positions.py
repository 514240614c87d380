"""Where in a TOML file each key and value stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nhsdx.model.finding import Path

if TYPE_CHECKING:
    from tree_sitter import Node

KEY_TYPES = {"bare_key", "quoted_key", "dotted_key"}
VALUE_NOISE = {"[", "]", "{", "}", ",", "=", "comment", *KEY_TYPES}


@dataclass(slots=True)
class Positions:
    """The byte offset of the key and of the value at each path of one TOML text."""

    source: bytes
    line_starts: list[int]
    keys: dict[Path, int] = field(default_factory=dict)
    values: dict[Path, int] = field(default_factory=dict)
    scalars: set[Path] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> Positions:
        """Finds every key and value; the parser is loaded only for files that have problems."""
        import tree_sitter_toml
        from tree_sitter import Language, Parser

        source = text.encode()
        found = cls(source, [0, *(newline.end() for newline in re.finditer(b"\n", source))])
        tree = Parser(Language(tree_sitter_toml.language())).parse(found.source)
        found._document(tree.root_node)
        return found

    def find(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value (or key) at a path; of what holds it if it is not there."""
        for end in range(len(path), 0, -1):
            is_value = path[:end] in self.scalars or end == len(path)
            first, second = (self.values, self.keys) if is_value and not at_key else (self.keys, self.values)
            offset = first.get(path[:end], second.get(path[:end]))
            if offset is not None:
                return self._line_and_column(offset)
        return 1, 1

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, len(self.source[self.line_starts[line - 1] : offset].decode(errors="replace")) + 1

    def _document(self, root: Node) -> None:
        seen: dict[Path, int] = {}
        for node in root.children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node, seen)

    def _table(self, node: Node, seen: dict[Path, int]) -> None:
        """A table's header; each part that names an array of tables means its newest element."""
        header = next((child for child in node.children if child.type in KEY_TYPES), None)
        if header is None:
            return
        parts = list(_key_parts(header))
        path: Path = ()
        for position, (part, offset) in enumerate(parts):
            path = (*path, part)
            self.keys.setdefault(path, offset)
            is_last = position == len(parts) - 1
            if is_last and node.type == "table_array_element":
                seen[path] = seen.get(path, -1) + 1
            if path in seen:
                path = (*path, seen[path])
        self.keys.setdefault(path, parts[-1][1])
        for child in node.children:
            if child.type == "pair":
                self._pair(child, path)

    def _pair(self, node: Node, above: Path) -> None:
        path = above
        for child in node.children:
            if child.type in KEY_TYPES:
                for part, offset in _key_parts(child):
                    path = (*path, part)
                    self.keys.setdefault(path, offset)
            elif child.type not in VALUE_NOISE:
                self._value(child, path)

    def _value(self, node: Node, path: Path) -> None:
        self.values.setdefault(path, node.start_byte)
        if node.type == "inline_table":
            for child in node.children:
                if child.type == "pair":
                    self._pair(child, path)
        elif node.type != "array":
            self.scalars.add(path)
        else:
            items = (child for child in node.children if child.type not in VALUE_NOISE)
            for position, child in enumerate(items):
                self._value(child, (*path, position))


def _key_parts(node: Node) -> Iterator[tuple[str, int]]:
    """A key's parts as TOML reads them, each with its offset: `a."b c".d` has three."""
    if node.type == "dotted_key":
        for child in node.children:
            if child.type in KEY_TYPES:
                yield from _key_parts(child)
        return
    text = (node.text or b"").decode(errors="replace")
    if node.type == "quoted_key":
        import tomli

        text = next(iter(tomli.loads(f"{text} = 0")))
    yield text, node.start_byte
