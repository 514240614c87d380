"""Tables from strangers run no code, open no other file, and lose no row."""

from __future__ import annotations

import http.server
import json
import os
import struct
import threading
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import duckdb
import polars as pl
import pytest
import tomli_w

from nhsdx.errors import NhsdxError
from nhsdx.files import source
from nhsdx.tables.engines import duck
from tests.support.run import ROOT, Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write
from tests.support.surveys import survey_rubric
from tests.support.workbooks import write_workbook

ENGINES = ["polars", "duckdb"]
VIEWS = {
    "file": "select '3' as skill, content as stolen from read_text('{secret}')",
    "csv": "select '3' as skill, * from '{secret}'",
    "list": "select '3' as skill, file as stolen from glob('{folder}/*')",
    "numbers": "select '3' as skill, range as stolen from range(10)",
    "settings": "select '3' as skill, name as stolen from duckdb_settings()",
    "values": "select * from (values ('3', 'x')) as t(skill, stolen)",
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with two rubrics."""
    write(tmp_path / "rubric.toml", small_rubric())
    write(tmp_path / "seen.toml", survey_rubric())
    return tmp_path


def batch(here: Path, table: str, *arguments: str) -> Run:
    """Runs `batch` on a table."""
    return nhsdx("batch", table, "--rubric", "rubric.toml", *arguments, cwd=here)


def count_rows(here: Path, table: str, *arguments: str) -> int:
    """How many rows `batch` scores."""
    run = batch(here, table, "--format", "json", *arguments)
    assert run.code == 0, run.err
    return int(json.loads(run.out)["rows"])


def ask(here: Path, responses: str, column: str = "Q") -> Run:
    """Runs `survey` on a file of responses, with a column for the only question."""
    text = 'format = "nhsdx.questionnaire/1"\nsource = "plain"\nrubric = "seen.toml"\n'
    text += f"[criteria.care]\ncolumn = {json.dumps(column)}\n"
    (here / "map.toml").write_text(text, encoding="utf-8")
    return nhsdx("survey", responses, "--map", "map.toml", "--format", "json", cwd=here)


def count_people(here: Path, responses: str, column: str = "Q") -> int:
    """How many people answered the only question."""
    run = ask(here, responses, column)
    assert run.code == 0, run.err
    return int(json.loads(run.out)["questions"]["care"]["groups"][0]["respondents"])


# ---- databases


def make_database(here: Path) -> Path:
    """A database with a table, a harmless view, and views that read something else."""
    secret = here / "secret.csv"
    secret.write_text("s3cret\nmore\n", encoding="utf-8")
    place = here / "data.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute("create table good as select '3' as skill, '2' as time, '4' as safety")
        connection.execute("create view harmless as select skill, safety from good where skill <> ''")
        for name, query in VIEWS.items():
            connection.execute(f'create view "{name}" as {query.format(secret=secret, folder=here)}')
    return place


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_can_read_no_file(here: Path, view: str) -> None:
    """A database may come from a stranger, so its views may not read the user's files."""
    make_database(here)
    run = batch(here, "data.duckdb", "--table", view, "-o", "out.csv")
    assert (run.code, "table-unreadable" in run.err, "s3cret" in run.err) == (2, True, False)
    assert not (here / "out.csv").exists()


CALLS = (
    "current_setting('temp_directory')",
    "system.main.current_setting('home_directory')",
    "\"current_setting\"('allowed_paths')",
    "'secret_directory'.current_setting()",
    "current_database()",
    "current_user",
    "current_timestamp",
    "current_query()",
    "getvariable('x')",
    "now()",
    "random()",
    "uuid()",
    "version()",
    "pg_sleep(1)",
    "sleep_ms(1)",
    "write_log('x')",
    "repeat('a', 2000000000)",
    "printf('%s', 'x')",
    "nextval('counter')",
    "txid_current()",
    "json_serialize_plan('select 1')",
    "(select current_setting('temp_directory'))",
    "(select value from duckdb_settings() limit 1)",
    "(select name from duckdb_secrets() limit 1)",
    "(select file from glob('*') limit 1)",
    "(select content from read_text('rubric.toml') limit 1)",
    "(select content from read_blob('rubric.toml') limit 1)",
    "(select any_value(t) from pragma_database_size() t)",
    "(select any_value(t) from pragma_table_info('good') t)",
    "(select table_name from information_schema.tables limit 1)",
    "(select name from duckdb_variables() limit 1)",
    "list_transform([skill], lambda x: current_setting('temp_directory'))[1]",
)
"""Everything other than the cells of its tables that a view could show."""
NESTED = (
    "select '3' as skill, {call} as shown from good",
    "select skill from good where skill <> {call}::varchar",
    "select skill from good order by {call}",
    "with a as (select '3' as skill, {call} as shown from good) select * from a",
    "select skill from good group by all having any_value({call}::varchar) is not null",
    "select skill from good union all select {call}::varchar from good",
)


def test_a_view_may_call_only_functions_that_work_with_cells(here: Path) -> None:
    """Settings, variables, the clock, the catalogue, files and secrets are refused in a view or in one below it."""
    views: dict[str, str] = {}
    with duckdb.connect(str(here / "data.duckdb")) as connection:
        connection.execute("create table good as select '3' as skill")
        connection.execute("create sequence counter")
        for number, call in enumerate(CALLS):
            for query in (NESTED[number % len(NESTED)], NESTED[(number + 1) % len(NESTED)]):
                name = f"v{len(views)}"
                with suppress(duckdb.Error):
                    connection.execute(f"create view {name} as {query.format(call=call)}")
                    connection.execute(f'create view "Ab {name}" as from good union by name from {name}')
                    views[f"Ab {name}"] = call
    assert set(views.values()) == set(CALLS)
    for view, call in views.items():
        with pytest.raises(NhsdxError) as error:
            duck.DuckEngine.start(view, here).open(str(here / "data.duckdb"))
        assert error.value.code == "table-unreadable", call
    run = batch(here, "data.duckdb", "--table", "v0", "-o", "out.csv")
    assert (run.code, 'calls the function "current_setting"' in run.err) == (2, True)
    assert not (here / "out.csv").exists()


def test_computed_columns_and_macros_may_call_only_the_functions_that_views_may_call(here: Path) -> None:
    """This is true of a computed column, and of a function that the file defines under any name."""
    with duckdb.connect(str(here / "column.duckdb")) as connection:
        connection.execute("create table t (n int, skill varchar generated always as (current_setting('threads')))")
    with duckdb.connect(str(here / "macro.duckdb")) as connection:
        connection.execute("create table good as select '3' as skill")
        connection.execute("create macro lower(x) as current_setting('temp_directory')")
        connection.execute("create view t as select lower(skill) as skill from good")
    for name in ("column", "macro"):
        run = batch(here, f"{name}.duckdb", "--table", "t")
        assert (run.code, "this view calls the function" in run.err) == (2, True), run.err
    assert count_rows(here, "macro.duckdb", "--table", "good") == 1


def test_a_view_may_transform_the_cells_of_its_tables(here: Path) -> None:
    """Harmless views choose, rename, join, count, cast and clean cells."""
    with duckdb.connect(str(here / "data.duckdb")) as connection:
        connection.execute('create table good (skill varchar, "current_setting" int, "now (x)" date)')
        connection.execute("insert into good values (' 3 ', 1, '2026-01-01'), ('4', 2, null)")
        connection.execute(
            """create view v (skill, a, b, c, d, e) as with t as (select * from good as g(skill, n, day))
            select trim(lower(skill)), case when n in (1, 2) then (n) else -(n) end, try_cast(skill as decimal(3, 1)),
            coalesce(strftime(day, '%Y'), 'now()'), row_number() over (partition by n order by skill),
            (select count(*) from good where "current_setting" > 0) from t where not (n between (5) and (6))"""
        )
        connection.execute("create schema other")
        connection.execute(
            "create view w as select skill from v where skill like '%3%' or extract(year from date '2026-01-01') > 1"
        )
    assert count_rows(here, "data.duckdb", "--table", "v") == 2
    assert count_rows(here, "data.duckdb", "--table", "w") == 2


@pytest.mark.parametrize("table", ["good", "harmless", "HARMLESS"])
def test_a_table_or_a_view_over_tables_is_scored(here: Path, table: str) -> None:
    """Ordinary uses of a database still work."""
    make_database(here)
    assert count_rows(here, "data.duckdb", "--table", table) == 1


def make_slow_database(here: Path) -> None:
    """A database with a view that never ends, a view that takes long, and a column that takes long to compute."""
    with duckdb.connect(str(here / "data.duckdb")) as connection:
        connection.execute("create table good as select '3' as skill")
        connection.execute("create view endless as select '3' as skill from good, range(1000000000000)")
        connection.execute("create table many as select range as n from range(100000)")
        rows = "select '3' as skill from good a, many b, many c, many d where (b.n * c.n + d.n) % 1000003 = -1"
        connection.execute(f"create view long as {rows}")
        tens = f"'a', '{'a' * 30}'"
        longer = f"right(replace(replace(replace(concat(n, 'aaaa'), {tens}), {tens}), {tens}), 1)"
        connection.execute(f"create table worked_out (n bigint, skill varchar generated always as ({longer}) virtual)")
        connection.execute("insert into worked_out select range from range(20000)")


def test_an_endless_view_is_stopped(here: Path) -> None:
    """A view over generated rows is refused at once, and one over tables after the time for a view.

    A table with computed columns counts as such a view, too.
    """
    make_slow_database(here)
    began = time.monotonic()
    assert batch(here, "data.duckdb", "--table", "endless").code == 2
    with patch.object(duck, "LONGEST_VIEW", 0.5):
        assert batch(here, "data.duckdb", "--table", "long").code == 2
        assert batch(here, "data.duckdb", "--table", "worked_out").code == 2
    assert time.monotonic() - began < 30


def test_the_name_of_a_table_that_does_not_exist_is_not_read_as_a_file(here: Path) -> None:
    """DuckDB reads a file whose name is given in place of a table, unless it is stopped."""
    place = make_database(here)
    (here / "other.csv").write_text("skill\n3\n", encoding="utf-8")
    assert batch(here, place.name, "--table", "other.csv").code == 2


def test_duckdb_cannot_load_extensions(here: Path) -> None:
    """Extensions are native code."""
    pl.DataFrame({"skill": [3]}).write_parquet(here / "t.parquet")
    engine = duck.DuckEngine.start(None, here / "work")
    engine.open(str(here / "t.parquet"))
    for statement in ("LOAD httpfs", "INSTALL httpfs", "SET enable_external_access = true"):
        with pytest.raises(duckdb.Error):
            engine.connection.execute(statement)


# ---- names


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
@pytest.mark.parametrize("name", ["a[1]", "a*", "a?"])
def test_the_name_of_an_existing_file_is_not_read_as_a_pattern(here: Path, engine: str, ending: str, name: str) -> None:
    """Browsers give downloads such names: the named file is read, never another one."""
    for stem, cell in ((name, "5"), ("a1", "1")):
        frame, place = pl.DataFrame({"skill": [cell]}), here / f"{stem}.{ending}"
        getattr(frame, {"csv": "write_csv", "parquet": "write_parquet", "jsonl": "write_ndjson"}[ending])(place)
    run = batch(here, f"{name}.{ending}", "--engine", engine, "-o", "out.jsonl")
    assert run.code == 0, run.err
    assert json.loads((here / "out.jsonl").read_text(encoding="utf-8"))["people.claimed"] == 100


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["~/t.parquet", "file:{here}/t.parquet", "~/t.arrow", "~/t.duckdb"])
def test_a_folder_name_is_never_read_as_the_home_folder_of_the_user(
    here: Path, monkeypatch: pytest.MonkeyPatch, engine: str, name: str
) -> None:
    """Engines give `~` and `file:` at the beginning of a name a special meaning."""
    monkeypatch.setenv("HOME", str(here))
    named = name.format(here=here)
    for place, rows in ((here / Path(named).name, 20), (Path(f"{here}/{named}"), 3)):
        place.parent.mkdir(parents=True, exist_ok=True)
        frame = pl.DataFrame({"skill": ["3"] * rows})
        if place.suffix == ".duckdb":
            made = duckdb.connect(str(place.parent / "made"))
            made.execute("CREATE TABLE t AS SELECT * FROM frame")
            made.close()
            (place.parent / "made").rename(place)
        else:
            getattr(frame, {".parquet": "write_parquet", ".arrow": "write_ipc"}[place.suffix])(place)
    table = ("--table", "t") if named.endswith(".duckdb") else ("--engine", engine)
    assert count_rows(here, named, *table) == 3


def test_a_survey_reads_only_the_file_that_is_given_even_if_its_name_looks_like_a_pattern(here: Path) -> None:
    """The same is true of files of responses."""
    (here / "r1.csv").write_text("Q\n" + "Care\n" * 20, encoding="utf-8")
    (here / "r[1].csv").write_text("Q\n" + "IT\n" * 12, encoding="utf-8")
    assert count_people(here, "r[1].csv") == 12


def test_a_pattern_is_used_to_find_several_files_if_no_file_has_that_name(here: Path) -> None:
    """A pattern is used if no file has that name."""
    for number in (1, 2):
        pl.DataFrame({"skill": ["3"]}).write_parquet(here / f"p{number}.parquet")
    assert [count_rows(here, "p*.parquet", "--engine", engine) for engine in ENGINES] == [2, 2]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_no_network_address_is_opened(here: Path, engine: str, ending: str) -> None:
    """A server that listens hears nothing."""
    heard: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle(self) -> None:
            heard.append(str(self.client_address))

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        run = batch(here, f"http://127.0.0.1:{server.server_port}/x.{ending}", "--engine", engine)
        server.shutdown()
    assert (run.code, "this is an address" in run.err, heard) == (2, True, [])


# ---- CSV


FAULTS = {
    "unquoted mark": ('Q,C\nIT,fine\nIT,the 5" screens\nIT,fine\n', 3, "inside a cell"),
    "quoted mark": ('Q,C\nIT,"the 5" screens"\n', 2, "inside a cell"),
    "open mark": ('Q,C\nIT,fine\nIT,"cut off\nIT,x\n', 3, "does not close"),
    "mark in a heading": ('Q"x,C\nIT,fine\n', 1, "inside a cell"),
    "old line ends": ("Q,C\rIT,fine\r", 1, "this line ending"),
    "too many cells": ("Q,C\nIT,a,b\n", 2, "3 cells"),
    "too few cells": ("Q,C\nIT\n", 2, "1 cell,"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_no_row_is_left_out_silently(here: Path, fault: str) -> None:
    """Every engine, and the survey, gives the same line of the user's own file."""
    text, line, words = FAULTS[fault]
    (here / "t.csv").write_bytes(text.replace("Q", "skill").encode())
    (here / "r.csv").write_bytes(text.encode())
    for engine in ENGINES:
        run = batch(here, "t.csv", "--engine", engine)
        assert (run.code, run.err.startswith(f"t.csv:{line}:1: table-unreadable"), words in run.err) == (2, True, True)
    assert ask(here, "r.csv").err.startswith(f"r.csv:{line}:1: table-unreadable")


def test_a_table_that_is_not_utf8_is_reported(here: Path) -> None:
    """Excel's "CSV" is Latin-1."""
    (here / "t.csv").write_bytes("skill,place\n3,Müllerhaus\n".encode("latin-1"))
    for engine in ENGINES:
        run = batch(here, "t.csv", "--engine", engine)
        assert (run.code, run.err.startswith("t.csv:2:1: not-utf8")) == (2, True)


def test_an_endless_line_is_refused_without_reading_it_all(here: Path) -> None:
    """A sparse file of gigabytes has no line that fits into memory."""
    with (here / "r.csv").open("wb") as file:
        file.truncate(3_000_000_000)
    assert ask(here, "r.csv").err.startswith("r.csv:1:1: not-utf8")
    (here / "r.csv").write_bytes(b"Q,C\n" + b"x" * 10_000_000)
    assert "longer than 2 MB" in ask(here, "r.csv").err


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_reads_well_formed_cells_in_the_same_way(here: Path, engine: str) -> None:
    """Quoted commas, marks and line ends, a byte order mark, Windows' line ends and blank lines at the end."""
    text = '\ufeffskill,place\r\n3,"a, ""b""\r\nc"\r\n4,""\r\n\r\n\r\n'
    (here / "t.csv").write_bytes(text.encode())
    run = batch(here, "t.csv", "--engine", engine, "-o", "out.jsonl")
    assert run.code == 0, run.err
    rows = [json.loads(line) for line in (here / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["people.claimed"] for row in rows] == [60, 80]
    assert rows[0]["place"].replace("\r", "") == 'a, "b"\nc'


@pytest.mark.parametrize("engine", ENGINES)
def test_a_column_may_have_any_name(here: Path, engine: str) -> None:
    """A column may have a name that the engines or nhsdx use themselves, a pattern, or quotation marks."""
    headings = ["row", "column", "*", "^.*$", "in0", 'a "b"', "a.b", "skill"]
    cells = [*map(str, range(7)), "9"]
    lines = (",".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in row) for row in (headings, cells))
    (here / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run = batch(here, "t.csv", "--engine", engine, "-o", "out.jsonl")
    assert run.code == 0, run.err
    (row,) = [json.loads(line) for line in (here / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row[heading] for heading in headings[:-1]] == cells[:-1]
    assert (here / "out.rejects.csv").read_text(encoding="utf-8").splitlines() == ["row,column", "1,skill"]


def test_a_column_with_the_name_of_a_result_column_is_refused_in_a_long_table_too(here: Path) -> None:
    """The error says which of the user's columns has the name of a result column."""
    (here / "t.csv").write_text("skill,score\n3,1\n", encoding="utf-8")
    run = batch(here, "t.csv", "--shape", "long", "-o", "out.csv")
    assert (run.code, "column-taken" in run.err) == (2, True)


@pytest.mark.parametrize("heading", ["row", "*", "^.*$", 'How do you see "the record"?', "c0", "a\nb"])
def test_a_question_may_have_any_heading(here: Path, heading: str) -> None:
    """The survey counts the answers of that column."""
    quoted = '"' + heading.replace('"', '""') + '"'
    (here / "r.csv").write_text(f"{quoted},other\n" + "IT,x\n" * 12, encoding="utf-8")
    assert count_people(here, "r.csv", heading) == 12


def test_two_columns_with_the_same_heading_are_not_confused(here: Path) -> None:
    """Such columns are an error only if they are used."""
    (here / "r.csv").write_text("Q,Q\n" + "IT,Care\n" * 12, encoding="utf-8")
    (here / "t.csv").write_text("skill,skill\n1,2\n", encoding="utf-8")
    assert "two columns" in ask(here, "r.csv").err
    assert all("two columns" in batch(here, "t.csv", "--engine", engine).err for engine in ENGINES)


def test_a_workbook_with_a_very_long_comment_is_read(here: Path) -> None:
    """Whatever a respondent writes, the answers count."""
    (here / "r.csv").write_text("Q,C\n" + f"IT,{'x' * 200_000}\n" * 12, encoding="utf-8")
    assert count_people(here, "r.csv") == 12


@pytest.mark.parametrize("engine", ENGINES)
def test_a_parquet_file_with_false_statistics_is_read_correctly(here: Path, engine: str) -> None:
    """An engine may skip a test that the file's statistics make unnecessary."""
    pl.DataFrame({"skill": [3, 77_777]}).write_parquet(here / "t.parquet", compression="uncompressed")
    data = (here / "t.parquet").read_bytes()
    value, lie = struct.pack("<q", 77_777), struct.pack("<q", 3)
    end = data.index(value) + len(value)
    assert value in data[end:]
    (here / "t.parquet").write_bytes(data[:end] + data[end:].replace(value, lie))
    run = batch(here, "t.parquet", "--engine", engine, "--format", "json")
    assert run.code == 0, run.err
    assert json.loads(run.out)["rejected"] == {"skill": 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_damaged_parquet_file_is_an_error(here: Path, engine: str) -> None:
    """The end of the file is complete, so it can be opened; its middle is damaged."""
    frame = pl.DataFrame({"skill": [str(number % 6) for number in range(50_000)]})
    frame.write_parquet(here / "t.parquet", compression="uncompressed")
    data = bytearray((here / "t.parquet").read_bytes())
    data[4:200] = bytes(196)
    (here / "t.parquet").write_bytes(data)
    run = batch(here, "t.parquet", "--engine", engine, "-o", "out.csv")
    assert run.code == 2, run.err
    assert not (here / "out.csv").exists()


def test_a_line_of_json_with_characters_that_text_cannot_have_is_refused(here: Path) -> None:
    """JSON can escape characters that text cannot have, in values and in keys."""
    for line in ('{"skill": 3, "x": "\\ud800"}', '{"skill": 3, "\\udfff": 1}', '{"skill": 3, "x": "a\\u0000"}'):
        (here / "t.jsonl").write_text(f'{{"skill": 1}}\n{line}\n', encoding="utf-8")
        for engine in ENGINES:
            assert batch(here, "t.jsonl", "--engine", engine).err.startswith("t.jsonl:2:1: not-utf8")
    (here / "t.jsonl").write_text('{"skill": 3, "x": "\\ud83d\\ude00"}\n', encoding="utf-8")
    assert count_rows(here, "t.jsonl") == 1


PIPES = {
    "assess": ("assess", "pipe"),
    "check": ("check", "pipe"),
    "verify": ("verify", "pipe"),
    "rubric": ("rubric", "show", "pipe"),
    "policy": ("check", "a.toml", "--policy", "pipe"),
    "map": ("batch", "t.csv", "--rubric", "rubric.toml", "--map", "pipe"),
    "table": ("batch", "pipe", "--rubric", "rubric.toml"),
    "responses": ("survey", "pipe", "--map", "map.toml"),
}


@pytest.mark.parametrize("case", PIPES)
def test_a_pipe_that_nobody_writes_into_is_an_error(here: Path, case: str) -> None:
    """A command that waits for ever looks as if it were working."""
    os.mkfifo(here / "pipe")
    (here / "a.toml").write_text("", encoding="utf-8")
    (here / "t.csv").write_text("skill\n3\n", encoding="utf-8")
    ask(here, "none.csv")
    with patch.object(source, "LONGEST_WAIT", 0.1):
        assert nhsdx(*PIPES[case], cwd=here).code == 2


@pytest.mark.parametrize("words", [("assess",), ("check",), ("migrate", "--to", "rubric.toml")], ids=lambda one: one[0])
def test_a_pipe_is_read_only_once(here: Path, words: tuple[str, ...]) -> None:
    """The output of another program can be read like a file."""
    text = tomli_w.dumps(assessment({name: level(3) for name in ("skill", "time", "safety")}))
    os.mkfifo(here / "pipe")
    writer = threading.Thread(target=(here / "pipe").write_text, args=(text,))
    writer.start()
    run = nhsdx(words[0], "pipe", *words[1:], cwd=here)
    writer.join()
    assert run.code == 0, run.err


@pytest.mark.parametrize("place", ["XFD1048576", "A9999999999", "ZZZZZZZZZZZZ1", "B5000001"])
def test_a_workbook_with_a_cell_far_from_the_others_is_refused(here: Path, place: str) -> None:
    """The reader would need memory for every cell up to that place."""
    name = write_workbook(here / "t.xlsx", {"First": [["skill"], [3]]})
    with zipfile.ZipFile(name) as file:
        parts = {one: file.read(one).replace(b'"A2"', f'"{place}"'.encode()) for one in file.namelist()}
    with zipfile.ZipFile(name, "w") as file:
        for one, content in parts.items():
            file.writestr(one, content)
    assert "file-too-large" in batch(here, "t.xlsx").err
    assert "file-too-large" in ask(here, "t.xlsx").err


def test_a_workbook_that_is_damaged_inside_is_reported_as_an_error(here: Path) -> None:
    """A long comment is read, however well it is compressed."""
    name = Path(write_workbook(here / "t.xlsx", {"First": [["skill"], [3]]}))
    data = name.read_bytes()
    for place in range(0, len(data), 97):
        name.write_bytes(data[:place] + b"\xff\x00" + data[place + 2 :])
        assert batch(here, "t.xlsx").code in (0, 2)


def test_a_workbook_with_a_very_long_attribute_is_read_quickly(here: Path) -> None:
    """An attribute may contain the character that ends a tag; a pattern would then try each part of it."""
    name = Path(write_workbook(here / "t.xlsx", {"First": [["skill"], [3]]}))
    with zipfile.ZipFile(name) as file:
        parts = {one: file.read(one) for one in file.namelist()}
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book.replace(b"<sheet ", b'<sheet odd="' + b"a" * 60_000 + b'>" ', 1)
    assert parts["xl/workbook.xml"] != book
    with zipfile.ZipFile(name, "w") as file:
        for one, content in parts.items():
            file.writestr(one, content)
    began = time.process_time()
    assert batch(here, "t.xlsx").code == 0
    assert time.process_time() - began < 5


def test_a_panic_in_a_library_is_reported_as_an_error(here: Path) -> None:
    """A panic is not an Exception in Python. This file was found by chance: its page has fewer values than it says."""
    table = here / "damaged.parquet"
    table.write_bytes((ROOT / "tests/fuzz_corpus/found/parquet-71ffdcc369.parquet").read_bytes())
    run = batch(here, "damaged.parquet")
    assert (run.code, "a part of it is damaged" in run.err) == (2, True), run.err
