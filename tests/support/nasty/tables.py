"""Difficult tables in every format, and tables that must be refused."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Literal, NamedTuple

import polars as pl

from nhsdx.tables.readers.word_table import ReadOptions
from tests.support.nasty.cells import ANSWERS, HALF, Cell, NastyRow, make_row, write_cell
from tests.support.workbooks import write_workbook

PLACE = "place"
PLACES = (
    'The "Big"', "a,b;c\td", "line\nbreak", "#5", "=1+1", "'quoted'", '"', '""', "x\u00a0y", "Zoë", "–", "\\n", "N/A",
    "a.b", "sep=,", "\u2028", "é" * 40, "  inside  ", "0", "NULL", "ok\n\nok", "true", "2026-03-11", "*", "`",
)  # fmt: skip
KEPT = ("row", "*", "a.b", 'quo"te', "`tick`", "x0", "in0", "t0", "naïve", "SELECT", "c,d", "row_", "$1", "n e w")
"""Headings of other columns."""
NARROW: Literal["cp1252"] = "cp1252"


class NastyTable(NamedTuple):
    """A table: the name of its file, how to read it, its rows by their places, and how many rows are blank.

    The rows are None if it must be refused.
    """

    name: str
    options: ReadOptions
    rows: Mapping[str, NastyRow] | None
    blank: int = 0


class _Draft(NamedTuple):
    """A table before it is written: its headings, and its rows with the place first; a blank row has no cells."""

    random: Random
    columns: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[tuple[str, NastyRow] | None]

    def list_cells(self) -> list[list[Cell]]:
        """The cells in the order of the columns."""
        return [[self._find(row, column) for column in self.columns] for row in self.rows]

    def _find(self, row: tuple[str, NastyRow] | None, column: str) -> Cell:
        if row is None:
            return None
        place, answers = row
        return place if column == PLACE else answers.cells.get(column, "k" if column in KEPT else None)


def make_tables(seed: int, count: int, folder: Path) -> list[NastyTable]:
    """Some tables, written into a folder; the same for the same seed."""
    return [_make_table(Random(f"{seed} {number}"), folder, number) for number in range(count)]  # noqa: S311 - no secret


def _make_table(random: Random, folder: Path, number: int) -> NastyTable:
    kind = random.choice((*WRITERS, *("text",) * 5))
    is_typed = kind != "text"
    draft = _draft(random, number, is_typed=is_typed, is_narrow=number % 7 == 0)
    name, options = WRITERS[kind](draft, folder, f"t{number}")
    if number % 4 == 3 and (fault := FAULTS.get(kind)):
        random.choice(fault)(folder / name)
        return NastyTable(name, options, None)
    rows = dict(row for row in draft.rows if row is not None)
    return NastyTable(name, options, rows, sum(row is None for row in draft.rows))


def _draft(random: Random, number: int, *, is_typed: bool, is_narrow: bool) -> _Draft:
    answers = random.sample(ANSWERS, random.randint(1, len(ANSWERS)))
    kinds = {one: "words" if one.startswith("list") else random.choice(("words", "numbers")) for one in answers}
    columns = [PLACE, *answers, *random.sample(KEPT, random.randint(0, 3))]
    random.shuffle(columns)
    headings = [_spell_heading(random, one) for one in columns]
    rows: list[tuple[str, NastyRow] | None] = []
    for place in range(random.randint(1, 9)):
        text = f"{random.choice(PLACES)} {number}-{place}"
        text = text.encode(NARROW, "ignore").decode(NARROW) if is_narrow else text
        rows.append((text, make_row(random, kinds, is_typed=is_typed)))
    for _ in range(random.choice((0, 0, 1, 3))):
        rows.insert(random.randint(0, len(rows)), None)
    while is_typed and rows[-1] is None:
        rows.pop()  # no workbook has blank rows at its end
    return _Draft(random, columns, headings, rows)


def _spell_heading(random: Random, heading: str) -> str:
    if heading in KEPT or heading == PLACE:
        return heading
    return random.choice((heading, heading.upper(), f" {heading} ", heading.title(), f"{heading}\u00a0"))


def _write_text(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    random = draft.random
    separator = random.choice(",,;\t")
    name = stem + {"\t": ".tsv"}.get(separator, random.choice((".csv", ".txt")))
    lines = io.StringIO(newline="")
    end = random.choice(("\n", "\r\n"))
    quoting = random.choice(("few", "all"))
    writer = csv.writer(
        lines, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL if quoting == "all" else csv.QUOTE_MINIMAL
    )
    writer.writerow(draft.headings)
    for row in draft.list_cells():
        writer.writerow(row if any(row) else [random.choice(("", " ", "\u00a0"))] * len(row))
        lines.write(random.choice(("", "", "", end)) if row is None else "")
    text = f"sep={separator}{end}{lines.getvalue()}" if random.random() < HALF / 2 else lines.getvalue()
    codings: list[tuple[str, ReadOptions]] = [
        ("utf-8", ReadOptions()), ("utf-8-sig", ReadOptions()), ("utf-16", ReadOptions()),
        ("utf-16-le", ReadOptions("utf-16")),
    ]  # fmt: skip
    try:
        text.encode(NARROW)
        codings.append((NARROW, ReadOptions(NARROW)))
    except UnicodeEncodeError:
        pass
    coding, options = random.choice(codings)
    (folder / name).write_bytes(text.encode(coding))
    return name, options


def _write_lines(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    """Objects without the keys of empty cells, so that some keys come late."""
    listed = draft.list_cells()
    rows = []
    for place, row in enumerate(listed, 1):
        cells: dict[str, Cell] = {key: cell for key, cell in zip(draft.headings, row, strict=True) if cell is not None}
        cells |= dict.fromkeys(draft.headings) | cells if place == len(listed) else {}
        rows.append(json.dumps(cells, ensure_ascii=draft.random.random() < HALF) if cells else "")
    (folder / f"{stem}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    return f"{stem}.jsonl", ReadOptions()


def _write_workbook(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    rows: list[list[str | float | bool | datetime.date | None]] = [list(draft.headings)]
    rows += [list(row) for row in draft.list_cells()]
    write_workbook(folder / f"{stem}.xlsx", {"Sheet": rows})
    return f"{stem}.xlsx", ReadOptions()


def _build_frame(draft: _Draft) -> pl.DataFrame:
    cells = list(zip(*draft.list_cells(), strict=True))
    series = []
    for heading, column in zip(draft.headings, cells, strict=True):
        filled = [cell for cell in column if cell is not None]
        if filled and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in filled):
            kinds: list[Any] = [pl.Float64, pl.Float64, pl.Float32]
            kinds += [pl.Int16, pl.Int64, pl.Decimal(9, 2)] * 2 if all(int(cell) == cell for cell in filled) else []
            series.append(pl.Series(heading, column, dtype=pl.Float64).cast(draft.random.choice(kinds)))
        else:
            texts = [write_cell(cell) for cell in column]
            kind = draft.random.choice((pl.String, pl.String, pl.Categorical))
            series.append(pl.Series(heading, texts, dtype=pl.String).cast(kind if heading != PLACE else pl.String))
    return pl.DataFrame(series)


def _write_parquet(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    _build_frame(draft).write_parquet(folder / f"{stem}.parquet")
    return f"{stem}.parquet", ReadOptions()


def _write_arrow(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    frame = _build_frame(draft)
    name = stem + draft.random.choice((".arrow", ".feather", ".ipc", ".arrows"))
    (frame.write_ipc if draft.random.random() < HALF else frame.write_ipc_stream)(folder / name)
    return name, ReadOptions()


def _write_folder(draft: _Draft, folder: Path, stem: str) -> tuple[str, ReadOptions]:
    """Several files, each with the columns that are filled in it, and with types of its own."""
    frame = _build_frame(draft)
    (folder / stem).mkdir()
    for part in range(0, frame.height, 3):
        rows = frame.slice(part, 3)
        empty = [name for name in rows.columns if rows[name].null_count() == rows.height and name != PLACE]
        kept = rows.drop(empty[:-1] if len(empty) == rows.width else empty)
        numbers = [name for name in kept.columns if kept[name].dtype.is_integer()]
        if part % 2 and numbers:
            kept = kept.with_columns(pl.col(numbers[0]).cast(pl.Float64))
        kept.write_parquet(folder / stem / f"{part:03}.parquet")
    return stem, ReadOptions()


WRITERS: dict[str, Callable[[_Draft, Path, str], tuple[str, ReadOptions]]] = {
    "text": _write_text,
    "lines": _write_lines,
    "workbook": _write_workbook,
    "parquet": _write_parquet,
    "arrow": _write_arrow,
    "folder": _write_folder,
}


def _add(content: bytes) -> Callable[[Path], None]:
    """Adds a fault at the end of a file."""

    def spoil(path: Path) -> None:
        raw = path.read_bytes()
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw
        path.write_bytes(raw + (content.decode("latin-1").encode("utf-16-le") if wide else content))

    return spoil


def _repeat_heading(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(b"skill,Skill ,place\n1,2,x\n" if b"\0" not in raw else "skill;SKILL\n".encode("utf-16"))


def _cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def _mix_types(path: Path) -> None:
    pl.DataFrame({PLACE: ["x"], "skill": [3]}).write_parquet(path / "y.parquet")
    pl.DataFrame({PLACE: ["x"], "SKILL": ["3"]}).write_parquet(path / "z.parquet")


FAULTS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "text": (
        _add(b"a" + b",;\t" * 30 + b"\n"), _add(b'"open\n'), _add(b'a "b" c\n'), _add(b"x\0y\n"), _repeat_heading,
        _add(b'"a"b\n'), _add(b"a\rb\n"),
    ),
    "lines": (
        _add(b'{"skill": 1\n'), _add(b'{"skill": [1]}\n'), _add(b'{"skill": 1, "skill": 2}\n'), _add(b"[1]\n"),
        _add(b'{"Skill": 1, "skill": 2}\n'), _add(b"x\n"), _add(b'{"skill": "\\ud800"}\n'),
    ),
    "workbook": (_cut,),
    "parquet": (_cut,),
    "arrow": (_cut,),
    "folder": (_mix_types,),
}  # fmt: skip
"""Faults with which a table of each kind must be refused."""
