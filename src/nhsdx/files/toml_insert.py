"""Plans where new values go in a TOML text: beside related values, in the same notation.

All other bytes stay the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from nhsdx.files.toml_positions import ByteSpan, TomlSpans
from nhsdx.model import Path as KeyPath
from nhsdx.model import is_id

Rank: TypeAlias = Callable[[KeyPath], Any]
"""A function that gives the rank by which the keys of a table are sorted.

A new key goes below the keys with a lower rank.
"""
Entry: TypeAlias = tuple[KeyPath, str]
"""A path, and the value at the path as TOML."""


class Piece(NamedTuple):
    """The bytes to replace, from `start` to just before `end`, and the text to put in their place."""

    start: int
    end: int
    text: str


def is_under(path: KeyPath, above: Collection[KeyPath]) -> bool:
    """Whether a path is one of the paths in `above`, or is inside one of them."""
    return any(path[:length] in above for length in range(1, len(path) + 1))


def write_dotted_key(parts: KeyPath) -> str:
    """A path as a dotted key."""
    return ".".join(str(part) if is_id(str(part)) or str(part).isdecimal() else quote(str(part)) for part in parts)


def quote(text: str) -> str:
    """A text as a TOML basic string on one line."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(slots=True)
class Insertion:
    """Plans how to put values into a text.

    `gone` has paths whose statements may be replaced by new statements. `replaced` has the statements that are
    replaced, each with its new path.
    """

    spans: TomlSpans
    rank: Rank
    gone: Collection[KeyPath]
    owners: dict[ByteSpan, KeyPath] = field(default_factory=dict)
    replaced: dict[ByteSpan, KeyPath] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Finds the table to which each statement belongs."""
        owner: KeyPath = ()
        for statement in self.spans.statements:
            owner = statement.path if self._is_header(statement) else owner
            self.owners[statement] = owner

    @property
    def line_end(self) -> str:
        """The line ending of the text."""
        return find_line_end(self.spans.source)

    def plan(self, values: Mapping[KeyPath, str]) -> list[Piece]:
        """The pieces that put the given values, written as TOML, into the text."""
        places = {span.path: span for span in reversed(self.spans.values)}
        tables: dict[KeyPath, list[Entry]] = {}
        around: dict[KeyPath, list[Entry]] = {}
        for path, text in sorted(values.items(), key=lambda entry: self.rank(entry[0])):
            above = next((path[:length] for length in range(len(path), 0, -1) if path[:length] in places), None)
            group = tables if above is None else around
            group.setdefault(find_home(path) if above is None else above, []).append((path, text))
        for above, new in around.items():
            self._change_value(places[above], new)
        for home, new in tables.items():
            self._extend_table(home, new)
        return self.pieces

    def _change_value(self, span: ByteSpan, new: list[Entry]) -> None:
        """Replaces a value, adds entries to an inline table, or turns a bare value into a table."""
        if new[0][0] == span.path:
            self.pieces.append(Piece(span.start, span.end, new[0][1]))
        elif self.spans.source.startswith(b"{", span.start):
            self._extend_inline(span, new)
        else:
            self._replace_short(span, new)

    def _is_header(self, statement: ByteSpan) -> bool:
        return self.spans.source.startswith(b"[", statement.start)

    def _extend_inline(self, table: ByteSpan, new: list[Entry]) -> None:
        """Adds entries at the end of an inline table."""
        words = ", ".join(f"{write_dotted_key(path[len(table.path) :])} = {text}" for path, text in new)
        length = len(table.path)
        entries = (one for one in self.spans.entries if one.path[:length] == table.path)
        ends = [one.end for one in entries if table.start < one.start < table.end]
        if ends:
            self.pieces.append(Piece(max(ends), max(ends), f", {words}"))
        else:
            self.pieces.append(Piece(table.start, table.end, f"{{ {words} }}"))

    def _replace_short(self, value: ByteSpan, new: list[Entry]) -> None:
        """Puts a table in place of a bare value: as dotted keys or, inside an inline table, as another inline table."""
        statement = next((one for one in self.spans.statements if one.path == value.path), None)
        length = len(value.path)
        if statement is None:
            words = ", ".join(f"{write_dotted_key(path[length:])} = {text}" for path, text in new)
            self.pieces.append(Piece(value.start, value.end, f"{{ {words} }}"))
            return
        key = self.spans.text(statement.start, value.start).rpartition("=")[0].rstrip()
        lines = [f"{key}.{write_dotted_key(path[length:])} = {text}" for path, text in new]
        indent = self._find_indent(statement)
        self.pieces.append(Piece(statement.start, statement.end, f"{self.line_end}{indent}".join(lines)))

    def _extend_table(self, home: KeyPath, new: list[Entry]) -> None:
        """Adds lines to a table, each below the keys with a lower rank, or adds a new table at the end."""
        mine = [one for one in self.spans.statements if self._is_in(one, home)]
        room = [one for one in mine if is_under(one.path, self.gone) and not self._is_header(one)]
        homeless = [self._extend_by(mine, room, path, text) for path, text in new]
        lines = [f"{write_dotted_key(path[len(home) :])} = {text}" for path, text in filter(None, homeless)]
        if lines:
            self.pieces.append(build_last_piece(self.spans, [f"[{write_dotted_key(home)}]", *lines]))

    def _extend_by(self, mine: list[ByteSpan], room: list[ByteSpan], path: KeyPath, text: str) -> Entry | None:
        """Adds a line for a value beside a statement of the table; returns the value if there is no such statement."""
        fit = [one for one in mine if path[: len(self.owners[one])] == self.owners[one]]
        if not fit:
            return path, text
        if not self._use_room(room, fit, path, text):
            self._add_line(fit, path, text)
        return None

    def _use_room(self, room: list[ByteSpan], fit: list[ByteSpan], path: KeyPath, text: str) -> bool:
        """Puts a line in place of a removed line, and returns whether there was a removed line."""
        free = next((one for one in room if one in fit), None)
        if free is None:
            return False
        room.remove(free)
        self.replaced[free] = path
        line = f"{write_dotted_key(path[len(self.owners[free]) :])} = {text}"
        self.pieces.append(Piece(free.start, free.end, line))
        return True

    def _is_in(self, statement: ByteSpan, home: KeyPath) -> bool:
        """Whether a statement is in the given table or, if the path is empty, outside all tables."""
        return statement.path[: len(home)] == home if home else self.owners[statement] == ()

    def _add_line(self, fit: list[ByteSpan], path: KeyPath, text: str) -> None:
        """Adds a line below the statements with a lower rank or, if there are none, above all statements."""
        rank = self.rank(path)
        paths = {one: self.replaced.get(one, one.path) for one in fit}
        before = [one for one in fit if self._is_header(one) or self.rank(paths[one]) <= rank]
        anchor = before[-1] if before else fit[0]
        line = f"{self._find_indent(anchor)}{write_dotted_key(path[len(self.owners[anchor]) :])} = {text}"
        if not before:
            at = self.spans.source.rfind(b"\n", 0, anchor.start) + 1
            self.pieces.append(Piece(at, at, f"{line}{self.line_end}"))
            return
        end = self.spans.source.find(b"\n", anchor.end)
        if end < 0:
            self.pieces.append(Piece(len(self.spans.source), len(self.spans.source), f"{self.line_end}{line}"))
        else:
            self.pieces.append(Piece(end + 1, end + 1, f"{line}{self.line_end}"))

    def _find_indent(self, statement: ByteSpan) -> str:
        start = self.spans.source.rfind(b"\n", 0, statement.start) + 1
        return self.spans.text(start, statement.start)


def build_last_piece(spans: TomlSpans, lines: Sequence[str]) -> Piece:
    """The piece that puts lines at the end of a text, after an empty line."""
    source, end = spans.source, find_line_end(spans.source)
    lead = "" if not source.strip() else end if source.endswith(b"\n") else end + end
    return Piece(len(source), len(source), lead + end.join(lines) + end)


def find_line_end(source: bytes) -> str:
    """The line ending of a text."""
    return "\r\n" if b"\r\n" in source else "\n"


def find_home(path: KeyPath) -> KeyPath:
    """The table to which a value belongs: an answer, a document, an action, or another part of the file."""
    if path[0] in ("answers", "documents", "actions"):
        return path[:2]
    return path[:-1]


def list_lines_to_drop(spans: TomlSpans, gone: Collection[KeyPath]) -> Iterator[Piece]:
    """The pieces that remove the statements at or under the given paths, and any lines that are then empty."""
    source = spans.source
    for statement in spans.statements:
        if not is_under(statement.path, gone):
            continue
        start, end = source.rfind(b"\n", 0, statement.start) + 1, source.find(b"\n", statement.end)
        end = len(source) if end < 0 else end + 1
        rest = source[start : statement.start] + source[statement.end : end]
        if rest.strip():
            yield Piece(statement.start, statement.end, "")
            continue
        is_header = source.startswith(b"[", statement.start)
        blank = next((one for one in (b"\r\n", b"\n") if is_header and source[:start].endswith(b"\n" + one)), b"")
        yield Piece(start - len(blank), end, "")
