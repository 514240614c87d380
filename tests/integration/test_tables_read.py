"""A table gives the same results on every engine, whichever program wrote it."""

from __future__ import annotations

import codecs
import csv
import datetime
import decimal
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nhsdx.model.base import OVERALL
from tests.support.engines import ENGINES
from tests.support.run import Run, nhsdx
from tests.support.samples import small_rubric, write
from tests.support.workbooks import (
    OWN_PERCENT,
    OWN_SIGN,
    PERCENT,
    TENTHS,
    Cell,
    Result,
    Styled,
    write_workbook,
)

HEAD = "place,skill,time,safety"
ROW = '"The ""Big"", Trust",3,2,4'
WHOLE = f"{HEAD}\n{ROW}\n"
engines = pytest.mark.parametrize("engine", ENGINES)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric of three criteria."""
    write(tmp_path / "rubric.toml", small_rubric())
    return tmp_path


def batch(here: Path, table: str, engine: str, *arguments: str) -> Run:
    """Scores a table on an engine; the summary is JSON."""
    options = ("--rubric", "rubric.toml", "--keep", "place", "--format", "json", "--engine", engine)
    return nhsdx("batch", table, *options, *arguments, cwd=here)


def summary(here: Path, table: str, engine: str, *arguments: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """The summary of a table, which must be readable."""
    run = batch(here, table, engine, *arguments)
    assert run.code == 0, run.err
    return json.loads(run.out)


def median(found: Any) -> float:  # noqa: ANN401 - JSON holds anything
    """The median of the overall score claimed."""
    return float(found["nodes"][OVERALL]["claimed"]["median"])


@engines
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WHOLE, "utf-8"),
        (WHOLE.replace("\n", "\r\n"), "utf-8-sig"),
        (WHOLE, "utf-16"),
        (WHOLE.replace(",", ";").replace("; Trust", ", Trust"), "utf-8"),
        (f"sep=;\n{WHOLE}".replace(",", ";").replace("; Trust", ", Trust"), "utf-8"),
        (WHOLE.replace(",", "\t").replace("\t Trust", ", Trust"), "utf-8"),
        (f"{HEAD}\n\n{ROW}\n,,,\n\n", "utf-8"),
        (f' place , Skill ,"time",safety \n{ROW}', "utf-8"),
        ('"place","skill","time","safety"\n"A\n""b"", c\r\nd","3","2","4"\n', "utf-8"),
        (f"{HEAD}\n#A,3.0,2, 4 \n", "utf-8"),
    ],
)
def test_every_dialect_of_csv_gives_the_same_rows(here: Path, engine: str, text: str, encoding: str) -> None:
    """Separators, marks, encodings, quotes, line breaks, blank rows and spaces change no number."""
    (here / "plain.csv").write_text(f"{HEAD}\nA,3,2,4\n", encoding="utf-8")
    (here / "table.csv").write_text(text, encoding=encoding, newline="")
    expected, found = summary(here, "plain.csv", "polars"), summary(here, "table.csv", engine)
    assert found["rows"] == 1
    assert (found["nodes"], found["rejected"]) == (expected["nodes"], {})


@engines
def test_blank_rows_are_counted_and_not_scored(here: Path, engine: str) -> None:
    """The page says how many rows have no cell."""
    (here / "table.csv").write_text(f"{HEAD}\nA,3,2,4\n , ,,\n\nB,9,2,4\n\n", encoding="utf-8")
    found = summary(here, "table.csv", engine, "--rejects", "rejects.csv")
    assert (found["rows"], found["blank_rows"]) == (2, 3)
    assert (here / "rejects.csv").read_text(encoding="utf-8") == "row,column\n4,skill\n"


@engines
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEAD}\nA,3,2\n", "table.csv:2:1: table-unreadable: this row has 3 cells, and there are 4 headings"),
        (f"{HEAD}\nA,3,2,4,\n", "table.csv:2:1: table-unreadable: this row has 5 cells"),
        (f"{HEAD}\nA,3,2,4\nB;3;2;4\n", "table.csv:3:1: table-unreadable: this row has 1 cell"),
        (f'{HEAD}\n"A,3,2,4\nB,3,2,4\n', "table.csv:2:1: table-unreadable: a quotation mark opens here and does not"),
        (f'{HEAD}\nA 5" screen,3,2,4\n', "table.csv:2:1: table-unreadable: there is a quotation mark inside a cell"),
        (f'{HEAD}\n"A 5" screen",3,2,4\n', "table.csv:2:1: table-unreadable: there is a quotation mark inside a cell"),
        (
            "place,skill,Skill,time\nA,1,2,3\n",
            'table.csv:1:1: duplicate: two columns have the heading "Skill": 2 and 3',
        ),
        ("place,skill;time,safety\n", "table.csv:1:1: table-unreadable: the headings have commas and semicolons"),
        (f"{HEAD}\rA,3,2,4\r", "table.csv:1:1: table-unreadable: few programs can read this line ending"),
        ("\n\n", "table.csv:1:1: table-unreadable: the file has no headings"),
        (f"{HEAD}\nA,3\0,2,4\n", "table.csv:2:1: not-utf8: the file has a character that text may not contain"),
    ],
)
def test_text_that_programs_may_read_in_different_ways_is_refused(
    here: Path, engine: str, text: str, message: str
) -> None:
    """The error gives the user's own file, the line and what to do."""
    (here / "table.csv").write_text(text, encoding="utf-8", newline="")
    run = batch(here, "table.csv", engine)
    assert run.code == 2
    assert run.err.startswith(message)
    assert "words" not in run.err
    assert "parquet" not in run.err


def test_every_row_with_the_wrong_number_of_cells_is_listed(here: Path) -> None:
    """All such lines are reported together, each with its remedy."""
    (here / "table.csv").write_text(f"{HEAD}\nA,3,2\nB;3;2;4\n", encoding="utf-8")
    assert batch(here, "table.csv", "polars").err.splitlines() == [
        "table.csv:2:1: table-unreadable: this row has 3 cells, and there are 4 headings",
        "  expected a cell for each heading; put a cell with a comma in quotation marks",
        "table.csv:3:1: table-unreadable: this row has 1 cell, and there are 4 headings",
        "  it has semicolons where the headings have commas",
        "2 problems",
    ]


@engines
def test_text_in_an_older_encoding_is_read_if_an_option_says_so(here: Path, engine: str) -> None:
    """Without the option, the message gives the line and what to do."""
    (here / "table.csv").write_bytes(f"{HEAD}\nA,3,2,4\nZoë’s,3,2,4\n".encode("cp1252"))
    run = batch(here, "table.csv", engine)
    assert run.code == 2
    assert run.err.startswith("table.csv:3:1: not-utf8: the file is not UTF-8 text\n")
    assert "--encoding cp1252" in run.err
    assert summary(here, "table.csv", engine, "--encoding", "cp1252")["rows"] == 2
    for last in ("Zoë", "Zoë\n"):
        (here / "table.csv").write_bytes(f"{HEAD}\n{last}".replace("Zoë", "B,3,2,4\nA,3,2,Zoë").encode("cp1252"))
        assert summary(here, "table.csv", engine, "--encoding", "cp1252")["rows"] == 2
    for codec in ("utf-16-le", "utf-16-be"):
        (here / "table.csv").write_bytes(f"{HEAD}\nA,3,2,4\n".encode(codec))
        assert summary(here, "table.csv", engine, "--encoding", "utf-16")["rows"] == 1
    (here / "table.csv").write_text(f"{HEAD}\nA,3,2,4\nZoë’s,3,2,4\n", encoding="utf-8")
    run = batch(here, "table.csv", engine, "--encoding", "cp1252")
    assert run.err.startswith("table.csv:3:1: not-utf8: the file is UTF-8 text, not cp1252")


@engines
def test_a_table_of_json_lines_has_a_column_for_each_key_of_any_row(here: Path, engine: str) -> None:
    """A criterion that is first answered late is not lost, and a column of numbers and words is one of words."""
    rows = [{"place": str(number), "skill": 5} for number in range(150)]
    rows += [{"place": "late", "skill": "5.0", "time": 0}, {"place": "last", "skill": "unknown", "safety": True}]
    (here / "table.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = summary(here, "table.jsonl", engine)
    assert found["rows"] == 152
    assert found["rejected"] == {"safety": 1}
    assert found["nodes"][OVERALL]["claimed"]["minimum"] < 100


@engines
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"skill": 1}\n{"skill": [1]}\n',
            'table.jsonl:2:1: table-unreadable: the value of "skill" is not a single value',
        ),
        ('{"skill": 1}\n{"skill": 1\n', "table.jsonl:2:12: table-unreadable: the text ends here"),
        ('{"skill": 1, "skill": 2}\n', "table.jsonl:1:1: duplicate: a key is given twice"),
        ("[1]\n", "table.jsonl:1:1: table-unreadable: this line is not an object"),
    ],
)
def test_json_lines_that_are_not_rows_are_refused(here: Path, engine: str, text: str, message: str) -> None:
    """The message gives the line."""
    (here / "table.jsonl").write_text(text, encoding="utf-8")
    run = batch(here, "table.jsonl", engine)
    assert run.code == 2
    assert run.err.startswith(message)


@engines
def test_a_workbook_is_read_as_a_table(here: Path, engine: str) -> None:
    """Whole numbers are whole, dates are dates, and a missing cell stays missing."""
    pytest.importorskip("python_calamine")
    day = datetime.date(2026, 3, 11)
    rows: list[list[Cell]] = [
        ["place", "skill", "time", "safety", "date"],
        ["A", 3.0, 2, "4", day],
        [],
        ["B", None, 1, None, day],
    ]
    write_workbook(here / "table.xlsx", {"Form1": rows, "Notes": []})
    (here / "table.csv").write_text(f"{HEAD},date\nA,3,2,4,2026-03-11\nB,,1,,2026-03-11\n", encoding="utf-8")
    found, expected = summary(here, "table.xlsx", engine), summary(here, "table.csv", engine)
    assert found.pop("blank_rows") == 1
    assert found == {key: value for key, value in expected.items() if key != "blank_rows"}


def test_a_workbook_with_several_sheets_is_read_only_if_a_sheet_is_named(here: Path) -> None:
    """The error lists them; an unknown one is refused."""
    pytest.importorskip("python_calamine")
    rows: list[list[Cell]] = [["place", "skill", "time", "safety"], ["A", 3, 2, 4]]
    write_workbook(here / "table.xlsx", {"2025": rows, "2026": [*rows, ["B", 1, 1, 1]]})
    run = batch(here, "table.xlsx", "polars")
    assert (run.code, "give one with --sheet: 2025, 2026" in run.err) == (2, True)
    assert summary(here, "table.xlsx", "polars", "--sheet", "2026")["rows"] == 2
    assert 'no sheet "2027"' in batch(here, "table.xlsx", "polars", "--sheet", "2027").err


@engines
def test_no_cell_of_a_workbook_is_silently_left_out(here: Path, engine: str) -> None:
    """An error is not an empty cell, unless the map says so; a formula counts with its result, and needs one."""
    head: list[Cell] = ["place", "skill", "time", "safety"]
    rows: list[list[Cell]] = [
        ["A", Result("n", "3", "1+2"), Result("str", "4", '"4"'), Result("e", "#N/A", "NA()")],
        ["B", Result("e", "#DIV/0!"), 1, None],
        ["C", None, None, Result("e", "#REF!")],
    ]
    write_workbook(here / "table.xlsx", {'Tom & Jerry\'s \u2013 "1"': [head, *rows]})
    assert summary(here, "table.xlsx", engine)["rejected"] == {"safety": 2, "skill": 1}
    (here / "map.toml").write_text('format = "nhsdx.batch-map/1"\nnothing = ["#N/A"]\n', encoding="utf-8")
    assert summary(here, "table.xlsx", engine, "--map", "map.toml")["rejected"] == {"safety": 1, "skill": 1}
    write_workbook(here / "new.xlsx", {"1": [head, ["A", Result("n", None, "1+2"), 1, 1]]})
    assert (
        "new.xlsx:2:2: table-unreadable: this cell has a formula without a result"
        in batch(here, "new.xlsx", engine).err
    )
    write_workbook(here / "wide.xlsx", {"1": [["Our trusts"], head, ["A", 3, 1, 1]]})
    run = batch(here, "wide.xlsx", engine)
    assert "wide.xlsx:2:1: table-unreadable: this row has cells to the right" in run.err
    assert "delete any title" in run.err
    write_workbook(here / "wide.xlsx", {"1": [head, ["A", 3, 1, 1], ["B", None, 1, 1]]}, merged="B2:B3")
    assert "wide.xlsx:2:2: table-unreadable: cells are merged here" in batch(here, "wide.xlsx", engine).err


@engines
def test_a_number_that_a_workbook_shows_as_a_percentage_is_read_as_shown(here: Path, engine: str) -> None:
    """3% is 3 if the map reads percent signs, as in CSV, and otherwise invalid; it is never read as 0.03."""
    head: list[Cell] = ["place", "skill", "time", "safety"]
    rows: list[list[Cell]] = [
        ["A", Styled("0.03", PERCENT), Styled("2.0000000000000001E-2", TENTHS), Styled("4", OWN_SIGN)],
        ["B", Styled("3", PERCENT), Styled("0.02", OWN_PERCENT), 4],
    ]
    write_workbook(here / "table.xlsx", {"Sheet1": [head, *rows]})
    assert summary(here, "table.xlsx", engine)["rejected"] == {"skill": 2, "time": 2}
    (here / "map.toml").write_text('format = "nhsdx.batch-map/1"\nnumbers = { percent = true }\n', encoding="utf-8")
    assert summary(here, "table.xlsx", engine, "--map", "map.toml")["rejected"] == {"skill": 1}
    (here / "map.toml").write_text(
        'format = "nhsdx.batch-map/1"\nnumbers = { percent = true, decimal = "," }\n', encoding="utf-8"
    )
    assert summary(here, "table.xlsx", engine, "--map", "map.toml")["rejected"] == {"skill": 1}


@engines
def test_all_parquet_files_of_a_folder_are_read_or_the_folder_is_refused(here: Path, engine: str) -> None:
    """The name of the folder does not matter; hidden files, such as those of macOS, are not part of the table."""
    folder, other = here / "data [1].v2", here / "data 1.v2"
    for name in (folder / "a.parquet", folder / "b.PARQUET", other / "c.parquet"):
        name.parent.mkdir(exist_ok=True)
        pl.DataFrame({"place": ["A"], "skill": [3]}).write_parquet(name)
    (folder / "._a.parquet").write_bytes(b"\0\5\x16\7")
    (folder / "_SUCCESS").write_bytes(b"")
    assert summary(here, folder.name, engine)["rows"] == 2
    assert summary(here, f"{folder.name}/*.parquet", engine)["rows"] == 1
    assert summary(here, "data ?.v2/*.parquet", engine)["rows"] == 1
    (folder / "c.parquet").write_bytes(b"")
    assert "data [1].v2/c.parquet: table-unreadable: this cannot be read" in batch(here, folder.name, engine).err
    (folder / "c.parquet").unlink()
    (folder / "year=2025").mkdir()
    (folder / "a.parquet").rename(folder / "year=2025" / "a.parquet")
    assert 'this folder also has Parquet files in its inner folder "year=2025"' in batch(here, folder.name, engine).err


MAP = """
format = "nhsdx.batch-map/1"
[words.skill]
"1" = 0
"2" = 5
"999" = "unknown"
"""


@engines
@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_two_spellings_of_a_number_are_read_as_the_same_number(here: Path, engine: str, name: str) -> None:
    """One missing cell makes a column of floats. Numbers that the map does not list are rejected."""
    (here / "map.toml").write_text(MAP, encoding="utf-8")
    frame = pl.DataFrame({"place": ["A"] * 5, "skill": [1.0, 2.0, 999.0, None, 3.0]})
    frame.write_csv(here / "table.csv") if name == "table.csv" else frame.write_parquet(here / name)
    found = summary(here, name, engine, "--map", "map.toml", "-o", "scores.jsonl")
    assert found["rejected"] == {"skill": 1}
    claimed = found["nodes"][OVERALL]["claimed"]
    assert (claimed["minimum"], claimed["maximum"], claimed["left_out"]) == (0, 100, 3)


@engines
@pytest.mark.parametrize("cell", ["It doesn’t – really…", "IT DOESN'T - REALLY...", "It\u00a0doesn‘t  —  really... "])
def test_words_with_changed_quotes_dashes_or_spaces_are_read_as_the_same_words(
    here: Path, engine: str, cell: str
) -> None:
    """Quotes, dashes, spaces and case are folded on both sides."""
    (here / "map.toml").write_text(
        'format = "nhsdx.batch-map/1"\n[words.skill]\n"It doesn\'t – really..." = 5\n', encoding="utf-8"
    )
    (here / "table.csv").write_text(f"place,skill\nA,{cell}\n", encoding="utf-8")
    found = summary(here, "table.csv", engine, "--map", "map.toml")
    assert (found["rejected"], median(found)) == ({}, 100)


@engines
def test_a_folder_of_parquet_files_has_the_columns_of_all_its_files(here: Path, engine: str) -> None:
    """Whole and other numbers go together; numbers and words are refused."""
    folder = here / "folder"
    folder.mkdir()
    pl.DataFrame({"place": ["A"], "skill": [5]}).write_parquet(folder / "a.parquet")
    pl.DataFrame({"place": ["B"], "time": [0], "skill": [5.0]}).write_parquet(folder / "b.parquet")
    pl.DataFrame({"place": ["C"], "safety": [0]}).write_parquet(folder / "c.parquet")
    found = summary(here, "folder", engine)
    assert found["rows"] == 3
    assert found["nodes"][OVERALL]["claimed"]["left_out"] == 0
    pl.DataFrame({"place": ["D"], "skill": ["5"]}).write_parquet(folder / "d.parquet")
    run = batch(here, "folder", engine)
    assert run.code == 2
    assert "d.parquet" in run.err
    assert '"skill"' in run.err


@engines
def test_files_of_a_folder_are_shown_with_the_path_that_was_given(here: Path, engine: str) -> None:
    """Types that do not go together are refused with the user's own names, not with those of the machine."""
    (here / "table").mkdir()
    pl.DataFrame({"place": ["A"], "skill": [3]}).write_parquet(here / "table" / "a.parquet")
    pl.DataFrame({"place": ["B"], "skill": ["x"]}).write_parquet(here / "table" / "b.parquet")
    run = batch(here, "table", engine)
    assert run.code == 2
    assert 'table/b.parquet: table-unreadable: column "skill" has text here, and numbers in table/a.parquet' in run.err
    assert str(here) not in run.err


@engines
@pytest.mark.parametrize("name", ["table.arrow", "table.arrows", "table.feather"])
@pytest.mark.parametrize("is_stream", [False, True])
def test_arrow_tables_are_read_as_files_and_as_streams(here: Path, engine: str, name: str, *, is_stream: bool) -> None:
    """The ending of its name makes no difference; a damaged file is refused."""
    frame = pl.DataFrame({"place": ["A", None], "skill": [3.0, None], "time": ["2", None], "safety": [4, None]})
    (frame.write_ipc_stream if is_stream else frame.write_ipc)(here / name)
    found = summary(here, name, engine)
    assert (found["rows"], found["blank_rows"], median(found)) == (1, 1, 57.5)
    (here / name).write_bytes((here / name).read_bytes()[:300])
    run = batch(here, name, engine)
    assert (run.code, f"{name}: table-unreadable" in run.err) == (2, True)


@engines
def test_columns_of_every_type_are_either_read_correctly_or_refused(here: Path, engine: str) -> None:
    """Blank rows are counted, days do not depend on the machine's zone, and no answer is a list."""
    day = datetime.datetime(2026, 3, 11, 23, 30, tzinfo=datetime.UTC)
    table = {"place": ["A", None, ""], "skill": [decimal.Decimal("3.00"), None, None], "skill.seen": [day, None, None]}
    pl.DataFrame(table).write_parquet(here / "table.parquet")
    found = summary(here, "table.parquet", engine, "--as-of", "2026-03-11")
    assert (found["rows"], found["blank_rows"], found["rejected"]) == (1, 2, {})
    for cells, what in (([[1]], "lists"), ([{"a": 1}], "tables"), ([b"3"], "bytes")):
        pl.DataFrame({"place": ["A"], "skill": cells}).write_parquet(here / "table.parquet")
        run = batch(here, "table.parquet", engine)
        refusal = f'table.parquet: table-unreadable: the column "skill" has {what}, which cannot be answers'
        assert (run.code, refusal in run.err) == (2, True)
    pl.DataFrame({"place": ["A"], "skill": [datetime.time(3)]}).write_parquet(here / "table.parquet")
    assert "table.parquet: table-unreadable" in batch(here, "table.parquet", engine).err


@engines
def test_two_headings_of_parquet_that_fold_to_the_same_word_are_refused(here: Path, engine: str) -> None:
    """This is true of one file; in several files of a folder, such headings are one column."""
    pl.DataFrame({"place": ["A"], "skill": [3], "Skill": [4]}).write_parquet(here / "table.parquet")
    assert "table.parquet: duplicate: two columns have the heading" in batch(here, "table.parquet", engine).err
    (here / "folder").mkdir()
    pl.DataFrame({"place": ["A"], "skill": [3]}).write_parquet(here / "folder" / "a.parquet")
    pl.DataFrame({"Place": ["B"], "Skill": [5.0]}).write_parquet(here / "folder" / "b.parquet")
    claimed = summary(here, "folder", engine)["nodes"][OVERALL]["claimed"]
    assert (claimed["minimum"], claimed["maximum"]) == (60, 100)


@engines
def test_csv_begins_with_a_byte_order_mark_for_excel_if_an_option_says_so(here: Path, engine: str) -> None:
    """Without it, Excel takes UTF-8 for an older encoding. What is written is read again."""
    (here / "table.csv").write_text(WHOLE.replace("Big", "Zoë").replace(",4\n", ",9\n"), encoding="utf-8")
    summary(here, "table.csv", engine, "-o", "out.csv", "--excel")
    out = here / "out.csv"
    (written,) = sorted(out.glob("*.csv")) if out.is_dir() else [out]
    assert written.read_bytes().startswith(codecs.BOM_UTF8 + b"place,")
    assert (here / "out.rejects.csv").read_bytes().startswith(codecs.BOM_UTF8 + b"row,")
    assert next(csv.DictReader(written.read_text("utf-8-sig").splitlines()))["place"] == 'The "Zoë", Trust'
    run = batch(here, "table.csv", engine, "--excel")
    assert (run.code, "only CSV can be marked for Excel" in run.err) == (2, True)


def test_utf_16_without_a_byte_order_mark_is_read_only_if_an_option_says_so(here: Path) -> None:
    """The encoding is not guessed."""
    (here / "table.csv").write_bytes(WHOLE.encode("utf-16-le"))
    assert "give --encoding utf-16" in batch(here, "table.csv", "polars").err
    assert summary(here, "table.csv", "polars", "--encoding", "utf-16")["rows"] == 1
    (here / "table.csv").write_bytes(codecs.BOM_UTF16_BE + WHOLE.encode("utf-16-be"))
    assert summary(here, "table.csv", "polars")["rows"] == 1
