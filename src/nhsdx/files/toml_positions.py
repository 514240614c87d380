"""Where in a TOML file each key and value stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nhsdx.files.positions import Positions
from nhsdx.model.finding import Path

if TYPE_CHECKING:
    from tree_sitter import Node

KEY_TYPES = {"bare_key", "quoted_key", "dotted_key"}
VALUE_NOISE = {"[", "]", "{", "}", ",", "=", "comment", *KEY_TYPES}


def find_toml_positions(text: str) -> Positions:
    """Finds every key and value; the parser is loaded only for files that have problems."""
    found = Positions.none_in(text)
    seen: dict[Path, int] = {}
    for node in parse_document(found.source).children:
        if node.type == "pair":
            _read_pair(found, node, ())
        elif node.type in ("table", "table_array_element"):
            _read_table(found, node, seen)
    return found


def parse_document(source: bytes) -> Node:
    """The statements of a TOML text, as tables and pairs with their keys and values."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language())).parse(source).root_node


def _read_table(found: Positions, node: Node, seen: dict[Path, int]) -> None:
    """A table's header; each part that names an array of tables means its newest element."""
    header = next((child for child in node.children if child.type in KEY_TYPES), None)
    if header is None:
        return
    parts = list(split_key(header))
    path: Path = ()
    for position, (part, key) in enumerate(parts):
        path = (*path, part)
        found.keys.setdefault(path, key.start_byte)
        is_last = position == len(parts) - 1
        if is_last and node.type == "table_array_element":
            seen[path] = seen.get(path, -1) + 1
        if path in seen:
            path = (*path, seen[path])
    found.keys.setdefault(path, parts[-1][1].start_byte)
    for child in node.children:
        if child.type == "pair":
            _read_pair(found, child, path)


def _read_pair(found: Positions, node: Node, above: Path) -> None:
    path = above
    for child in node.children:
        if child.type in KEY_TYPES:
            for part, key in split_key(child):
                path = (*path, part)
                found.keys.setdefault(path, key.start_byte)
        elif child.type not in VALUE_NOISE:
            _read_value(found, child, path)


def _read_value(found: Positions, node: Node, path: Path) -> None:
    found.values.setdefault(path, node.start_byte)
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _read_pair(found, child, path)
    elif node.type != "array":
        found.scalars.add(path)
    else:
        items = (child for child in node.children if child.type not in VALUE_NOISE)
        for position, child in enumerate(items):
            _read_value(found, child, (*path, position))


def split_key(node: Node) -> Iterator[tuple[str, Node]]:
    """A key's parts as TOML reads them, each with its place: `a."b c".d` has three."""
    if node.type == "dotted_key":
        for child in node.children:
            if child.type in KEY_TYPES:
                yield from split_key(child)
        return
    text = (node.text or b"").decode(errors="replace")
    if node.type == "quoted_key":
        import tomli

        text = next(iter(tomli.loads(f"{text} = 0")))
    yield text, node
