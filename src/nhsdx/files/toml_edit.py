"""Changes parts of a TOML text without changing any other byte."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib.util import find_spec
from itertools import accumulate
from operator import attrgetter, itemgetter

from nhsdx.errors import NhsdxError
from nhsdx.extras import build_missing_error
from nhsdx.files.toml_insert import Insertion, Rank, build_last_piece, is_under, list_lines_to_drop, quote
from nhsdx.files.toml_positions import Entry, TomlSpans, find_toml_spans
from nhsdx.model import Path as KeyPath
from nhsdx.model import format_path

PARSER = ("tree_sitter", "tree_sitter_toml")


class TomlEdit:
    """A valid TOML text, with either kind of line ending, that can be changed key by key and value by value.

    `is_sure` is false for a text with TOML 1.1 syntax, in which the positions are not known for certain.
    """

    def __init__(self, text: str) -> None:
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.spans = _find_spans(text.removeprefix("\ufeff").encode())
        self.is_sure = self.spans.is_sure

    @property
    def text(self) -> str:
        """The text with all changes that have been made so far."""
        return self.mark + self.spans.source.decode()

    def change(self, keys: Mapping[KeyPath, str], values: Mapping[KeyPath, str]) -> None:
        """Renames the last part of each path in `keys`, and replaces each value in `values`.

        The kind of quotation marks stays the same.
        """
        found = self.spans
        pieces = [
            (span.start, span.end, requote(found.text(span.start, span.end), keys[span.path]))
            for span in found.keys
            if span.path in keys
        ]
        pieces += [
            (span.start, span.end, requote(found.text(span.start, span.end), values[span.path], is_value=True))
            for span in found.values
            if span.path in values
        ]
        self._replace(pieces)

    def put(self, values: Mapping[KeyPath, str], gone: Collection[KeyPath], rank: Rank) -> None:
        """Sets values, each written as TOML, and removes everything at or under the paths in `gone`.

        A new value goes into the table that it belongs to, in the notation of the values around it. The
        new value goes below the values with a lower `rank`, or in the place of a value that is removed.
        """
        left = [path for path in gone if path not in values]
        self._replace(Insertion(self.spans, rank, left).plan(values))
        self._replace(list(list_lines_to_drop(self.spans, left)))
        while entries := [one for one in self.spans.entries if is_under(one.path, left)]:
            self._replace([(*min(entries, key=attrgetter("start")).cut, "")])

    def append_table(self, header: str, lines: Sequence[str]) -> None:
        """Adds a table, or a table in an array of tables, at the end of the text."""
        self._replace([build_last_piece(self.spans, [header, *lines])])

    def expect_sure(self, name: str) -> None:
        """Raises NhsdxError for a text whose positions are not known for certain."""
        if not self.is_sure:
            message = "this file uses TOML 1.1 in a way that nhsdx can read but not rewrite"
            hint = (
                "write inline tables on one line without a final comma, write times with seconds, "
                "and use no \\e or \\x in strings"
            )
            raise NhsdxError(message, name, hint, code="layout")

    def note(self, paths: Collection[KeyPath]) -> None:
        """Copies each of the given values into a comment above the line with the value."""
        found = self.spans
        keys = {span.path: span.start for span in found.keys}
        pieces = []
        for value in found.values:
            if value.path in paths:
                statement = next(one for one in found.statements if one.start <= value.start < one.end)
                pieces.append(self._build_note(value.path, keys[value.path], value.end, statement.start))
        self._replace(pieces)

    def comment_out(self, paths: Iterable[KeyPath]) -> None:
        """Turns everything at or under the given paths into comments, line by line.

        An entry of an inline table is cut out of the table and becomes a comment above the line.
        """
        wanted = frozenset(paths)
        if not wanted:
            return
        self._comment_statements(wanted)
        # The outermost comes first, because its entries are removed with it.
        while entries := [one for one in self.spans.entries if is_under(one.path, wanted)]:
            self._cut(min(entries, key=attrgetter("start")))

    def _comment_statements(self, paths: Collection[KeyPath]) -> None:
        lines = self.spans.source.split(b"\n")
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        inside = [span for span in self.spans.statements if is_under(span.path, paths)]
        numbers = {
            number
            for span in inside
            for number in range(bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1))
        }
        commented = (b"# " + line if number in numbers else line for number, line in enumerate(lines))
        self.spans = _find_spans(b"\n".join(commented))

    def _cut(self, entry: Entry) -> None:
        """Moves an entry of an inline table into a comment above the line."""
        note = self._build_note(entry.path, entry.start, entry.end, entry.statement)
        self._replace([note, (*entry.cut, "")])

    def _build_note(self, path: KeyPath, start: int, end: int, statement: int) -> tuple[int, int, str]:
        """A comment with the text at a path, to be inserted above the line on which `statement` begins."""
        source = self.spans.source
        line = source.rfind(b"\n", 0, statement) + 1
        line_end = "\r\n" if source[:line].endswith(b"\r\n") else "\n"
        text = f"{format_path(path[:-1])}: {self.spans.text(start, end)}"
        return line, line, "".join(f"# {part}{line_end}" for part in text.splitlines())

    def _replace(self, pieces: Collection[tuple[int, int, str]]) -> None:
        if not pieces:
            return
        made, source = b"", self.spans.source
        last = 0
        for start, end, text in sorted(pieces, key=itemgetter(0, 1)):
            made += source[last:start] + text.encode()
            last = end
        self.spans = _find_spans(made + source[last:])


def _find_spans(source: bytes) -> TomlSpans:
    """The spans in a text.

    Raises NhsdxError if there is no parser, because nhsdx does not guess where to rewrite a file.
    """
    spans = find_toml_spans(source)
    if spans is None:
        missing = next((one for one in PARSER if find_spec(one) is None), PARSER[-1])
        raise build_missing_error(missing, "tree-sitter tree-sitter-toml")
    return spans


def requote(old: str, new: str, *, is_value: bool = False) -> str:
    """The new text as TOML, with the same kind of quotation marks as the old text. A bare key stays bare."""
    if old.startswith("'") and not old.startswith("'''") and "'" not in new:
        return f"'{new}'"
    if is_value or old.startswith('"'):
        return quote(new)
    return new
