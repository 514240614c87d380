"""Find the place of each key and value of a JSON file, and the duplicate keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nhsdx.files.positions import Positions, parse_tree
from nhsdx.model.finding import Path

if TYPE_CHECKING:
    from tree_sitter import Node


def find_json_positions(text: str) -> Positions:
    """The place of every key and value of valid JSON. The parser is only loaded for files that have problems."""
    found = Positions.none_in(text)
    root = parse_tree("tree_sitter_json", found.source)
    if root is None:
        found.is_known = False
        return found
    # Without recursion: the text decides how deep it nests.
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


def _list_entries(found: Positions, node: Node, path: Path) -> list[tuple[Node, Path]]:
    """The values of an object with their paths; the first one of a duplicate key."""
    entries: list[tuple[Node, Path]] = []
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None:
            continue
        place = (*path, str(json.loads((key.text or b"").decode())))
        if place in found.keys:
            found.repeated.append((place, key.start_byte))
        else:
            found.keys[place] = key.start_byte
            entries.append((value, place))
    return entries
