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


def toml_positions(text: str) -> Positions:
    """Finds every key and value; the parser is loaded only for files that have problems."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    found = Positions.none_in(text)
    root = Parser(Language(tree_sitter_toml.language())).parse(found.source).root_node
    seen: dict[Path, int] = {}
    for node in root.children:
        if node.type == "pair":
            _pair(found, node, ())
        elif node.type in ("table", "table_array_element"):
            _table(found, node, seen)
    return found


def _table(found: Positions, node: Node, seen: dict[Path, int]) -> None:
    """A table's header; each part that names an array of tables means its newest element."""
    header = next((child for child in node.children if child.type in KEY_TYPES), None)
    if header is None:
        return
    parts = list(_key_parts(header))
    path: Path = ()
    for position, (part, offset) in enumerate(parts):
        path = (*path, part)
        found.keys.setdefault(path, offset)
        is_last = position == len(parts) - 1
        if is_last and node.type == "table_array_element":
            seen[path] = seen.get(path, -1) + 1
        if path in seen:
            path = (*path, seen[path])
    found.keys.setdefault(path, parts[-1][1])
    for child in node.children:
        if child.type == "pair":
            _pair(found, child, path)


def _pair(found: Positions, node: Node, above: Path) -> None:
    path = above
    for child in node.children:
        if child.type in KEY_TYPES:
            for part, offset in _key_parts(child):
                path = (*path, part)
                found.keys.setdefault(path, offset)
        elif child.type not in VALUE_NOISE:
            _value(found, child, path)


def _value(found: Positions, node: Node, path: Path) -> None:
    found.values.setdefault(path, node.start_byte)
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _pair(found, child, path)
    elif node.type != "array":
        found.scalars.add(path)
    else:
        items = (child for child in node.children if child.type not in VALUE_NOISE)
        for position, child in enumerate(items):
            _value(found, child, (*path, position))


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
