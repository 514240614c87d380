"""Parse texts into trees with places, if a parser is installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node


def parse_tree(grammar: str, source: bytes) -> Node | None:
    """The tree of a text; None if tree-sitter, or the package of the grammar, cannot be loaded."""
    try:
        from tree_sitter import Language, Parser

        parser = Parser(Language(import_module(grammar).language()))
    except (AttributeError, ImportError, OSError, TypeError, ValueError):
        return None  # not installed, without its compiled part, or of versions that do not fit together
    return parser.parse(source).root_node
