"""Tables as real programs write them, with the scores that they must give on every engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from nhsdx.commands.batch.run import open_batch
from nhsdx.tables.engines.engine import Native
from nhsdx.tables.frame import drop_blank_rows
from tests.support.build import Table, flat_rubric, level_criterion
from tests.support.run import ROOT
from tests.support.samples import write

CORPUS = ROOT / "tests" / "fuzz_corpus"
SCORE, REJECTED = "overall.claimed", "rejected"
NOTHING: Mapping[str, Any] = MappingProxyType({})
Frames = pl.DataFrame | str | Mapping[str, pl.DataFrame]


class RealInput(NamedTuple):
    """A table, its rubric and its map; how many rows have each score, and how many cells are invalid.

    The content is a text, a frame, or the frames of a folder; without any, it is the file of that name in the corpus.
    """

    case: str
    name: str
    rubric: Table
    scores: Mapping[float | None, int]
    rejected: int = 0
    content: Frames | None = None
    map: Mapping[str, Any] = NOTHING

    def open(self, folder: Path, engine: str) -> Native:
        """The scored rows on an engine, which are not computed yet."""
        rubric, map_ = write(folder / "rubric.toml", self.rubric), None
        if self.map:
            map_ = write(folder / "map.toml", {"format": "nhsdx.batch-map/1", **self.map})
        work = folder / "work"
        work.mkdir()
        found = open_batch(self._write_table(folder), rubric, map_, work, engine=engine)
        return found.scorer.score(found.native if found.row else drop_blank_rows(found.native))

    def _write_table(self, folder: Path) -> Path:
        path = folder / Path(self.name).name
        if self.content is None:
            path.write_bytes((CORPUS / self.name).read_bytes())
        elif isinstance(self.content, str):
            path.write_text(self.content, encoding="utf-8", newline="")
        elif isinstance(self.content, pl.DataFrame):
            _write_frame(self.content, path)
        else:
            path.mkdir()
            for name, frame in self.content.items():
                _write_frame(frame, path / name)
        return path

    def expect(self) -> tuple[Counter[float | None], int]:
        """The result that is required."""
        return Counter(self.scores), self.rejected


def _write_frame(frame: pl.DataFrame, path: Path) -> None:
    writers: dict[str, Callable[[Path], Any]] = {".parquet": frame.write_parquet, ".arrow": frame.write_ipc}
    writers[path.suffix](path)


def count_scores(rows: Iterable[Mapping[str, Any]]) -> tuple[Counter[float | None], int]:
    """How many rows have each score, and how many cells are invalid. A score of -0.0 would count separately."""
    listed = list(rows)
    assert "-0.0" not in {str(row[SCORE]) for row in listed}
    scores = Counter(None if row[SCORE] is None else round(row[SCORE], 9) for row in listed)
    return scores, sum(row[REJECTED] for row in listed)


def _measure(best: float, **parts: object) -> Table:
    return {"kind": "measure", "unit": "units", "linear": {"worst": 0, "best": best}, **parts}


SHARED: Table = {
    "kind": "checklist",
    "scoring": "share",
    "items": {"a": {"text": "The first"}, "b": {"text": "The second"}},
}
GRADES = [
    {"id": "word", "label": "Word", "supports": 1},
    {"id": "record", "label": "Record", "supports": 2, "max-age-months": 12},
]
SHAPES = flat_rubric(
    {
        "lead": level_criterion(3),
        "share": _measure(100, minimum=0, maximum=100),
        "staff": _measure(2000, minimum=0),
        "list": SHARED,
    },
    levels=3,
) | {"evidence-grades": GRADES}
ITEMS = {"columns": {"list.item.a": "list.a", "list.item.b": "list.b"}, "words": {"*": {"met": "yes", "not-met": "no"}}}
LEVELS = flat_rubric({"appointment": level_criterion(), "capability": level_criterion()})
LEVELS["levels"][2]["label"] = "Set up"
FROM_ONE = flat_rubric({name: level_criterion(5) for name in "abc"}, levels=[20, 40, 60, 80, 100])
FROM_ONE["levels"] = [{"number": place, **one} for place, one in enumerate(FROM_ONE["levels"], 1)]
FROM_ONE["dimensions"] = {"c1": {"title": "C1"}, "c2": {"title": "C2"}}
for _name, _one in FROM_ONE["criteria"].items():
    _one["dimension"] = "c2" if _name == "c" else "c1"
LOG = flat_rubric(
    {
        "a": level_criterion(2, weight=9),
        "days": {"kind": "measure", "unit": "days", "linear": {"worst": 3.3, "best": 0.001, "scale": "log"}},
    },
    levels=2,
    aggregate="geometric",
)
CODES = {"words": {"appointment": {"1": 0, "2": 5, "999": "unknown"}}}
FLOATS = pl.DataFrame({"place": list("ABCDE"), "appointment": [1.0, 2.0, 999.0, None, 3.0]})
NO_ANSWERS = "place,lead\nA,N/A\nB,2\nC,not available\n"
ODD_WORDS = """place,appointment
A,\uff33\uff25\uff34 \uff35\uff30
B,Set\u00a0up
C,Set\u200b up\ufeff
D,S\u00adet u\u00adp
E,\u202aSET\u3000UP\u202c
F,\U0001d412\U0001d41e\U0001d42d \U0001d42e\U0001d429
G,\uff12
H,\u2461
I,2\u00a0
J,\uff12\uff0e\uff10
K,W\u0302yn \u2014 'heb' ei wneud
L,\u0174YN - \u201bHEB\u2032 EI WNEUD
M,\uff37\u0302yn - heb ei wneud
N,\uff37\u0302yn - 'heb' ei wneud
O,\u2082
P,2\u2070
Q,\u2013
R,se\u1e6f up
S,\u207b
T,\u0663
"""
"""The same words and numbers with other spaces, signs, letters and marks; M, P, R and T have no answer."""
ODD_NUMBERS = pl.DataFrame(
    {
        "share": (
            *("50", "\uff15\uff10", "50\u00a0", "\u200b50", "\U0001d7d3\U0001d7d8", "5\u00ad0", "50\uff0e0"),
            *("\uff0b50", "\u22120", "\u221250", "5\u2070", "5\u00bd", "\u0665\u0660"),
        )
    }
)
REAL_INPUTS = (
    RealInput("quoted commas", "real/quote-comma.csv", SHAPES, {62.5: 12}, map=ITEMS),
    RealInput("spaces around headings", "real/padded-header.csv", SHAPES, {62.5: 12}, map=ITEMS),
    RealInput("days with midnight", "real/dates-time.csv", SHAPES, {62.5: 12}, map=ITEMS),
    RealInput("a key after row 100", "real/late-key.jsonl", SHAPES, {100: 100, 50: 100}),
    RealInput("levels from 1", "real/spar.csv", FROM_ONE, {55: 1, 100: 1, 20: 1}),
    RealInput("noise at bounds", "real/noise.csv", SHAPES, {100: 2, 0: 2}),
    RealInput("words without a map", "words.csv", SHAPES, {None: 2, 100: 1}, 2, NO_ANSWERS),
    RealInput(
        "words for nothing", "words.csv", SHAPES, {None: 2, 100: 1}, 0, NO_ANSWERS,
        {"nothing": ["N/A", "Not Available"]},
    ),
    RealInput(
        "words with a meaning", "words.csv", SHAPES, {None: 1, 100: 1, 50: 1}, 0, NO_ANSWERS,
        {"nothing": ["N/A"], "words": {"*": {"Not Available": 1}}},
    ),
    RealInput("blank rows", "blank.csv", SHAPES, {100: 1, 50: 1}, 0, "place,lead\n,\nA,2\n\n , \nB,1\n,\n"),
    RealInput("a key in the last row", "numbers/sparse_min.jsonl", LEVELS, {100: 100, 50: 1}),
    RealInput("numbers and words", "numbers/early.jsonl", LEVELS, {60: 2, 40: 2, 100: 1, None: 4}, 1),
    RealInput(
        "words after row 100", "late.jsonl", LEVELS, {100: 121, 40: 1}, 0,
        '{"appointment": 5}\n' * 120 + '{"appointment": "Set up"}\n{"appointment": "5.0"}\n',
    ),
    RealInput(
        "a folder with other columns", "folder", LEVELS, {100: 1, 50: 1, 0: 1}, 0,
        {
            "a.parquet": pl.DataFrame({"place": ["A"], "appointment": [5]}),
            "b.parquet": pl.DataFrame({"place": ["B"], "appointment": [5.0], "capability": [0]}),
            "c.parquet": pl.DataFrame({"place": ["C"], "capability": [0]}),
        },
    ),
    RealInput("codes of floats", "codes.parquet", LEVELS, {0: 1, 100: 1, None: 3}, 1, FLOATS, CODES),
    RealInput("codes as text", "codes.csv", LEVELS, {0: 1, 100: 1, None: 3}, 1, FLOATS.write_csv(), CODES),
    RealInput("apostrophes are no quotes", "numbers/q6.csv", LEVELS, {60: 1, 0: 1, 100: 1}),
    RealInput("at the worst of a log line", "numbers/log.csv", LOG, {0: 2}),
    RealInput(
        "words in other forms of Unicode", "forms.csv", LEVELS, {40: 14, None: 6}, 4, ODD_WORDS,
        {"words": {"*": {"\u0174yn \u2013 ‘heb’ ei wneud": 2}}, "nothing": ["\uff0d"]},
    ),
    RealInput("numbers in other forms of Unicode", "forms.parquet", SHAPES, {50: 8, 0: 1, None: 4}, 4, ODD_NUMBERS),
    RealInput("no minus zero", "zero.csv", SHAPES, {0: 3}, 0, "share,place\n-0.0,A\n-0,B\n0,C\n"),
    RealInput("an Arrow file", "floats.arrow", LEVELS, {20: 1, 40: 1, 60: 1, None: 2}, 1, FLOATS),
)  # fmt: skip
