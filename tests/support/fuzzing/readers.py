"""The readers of nhsdx: the commands that use each, and files to begin with."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from tests.support.build import Table
from tests.support.run import ROOT, nhsdx
from tests.support.samples import assessment, level, small_rubric, write
from tests.support.surveys import survey_rubric
from tests.support.workbooks import write_workbook

CORPUS = ROOT / "tests" / "fuzz_corpus"
FOLDERS = (CORPUS, ROOT / "tests" / "bad_files", ROOT / "tests" / "bad_results", ROOT / "examples")
LARGEST_SEED = 60_000
MAP = 'format = "nhsdx.batch-map/1"\n[columns]\n"How skilled?" = "skill"\n[words.skill]\n"Very" = 5\nnone = 0\n'
QUESTIONS = 'format = "nhsdx.questionnaire/1"\nrubric = "seen.toml"\nsource = "plain"\n'
GROUPS = '[groups]\ncolumns = ["Trust"]\n[criteria.care]\ncolumn = "Q"\n'
EFFORT = 'format = "nhsdx.effort/1"\nunit = "half-days"\nevidence = 9\ndefault = 7.5\n[effort]\nskill = 2\n'
POLICY = 'fail-under = { overall = 10, people = { low = 5 } }\nfail-on-gate = true\nno-regression = "result.json"\n'


class Reader(NamedTuple):
    """A kind of file: the form in which it is changed, the commands that read it, and what marks files of this kind.

    `{file}` in a command is the changed file; the others are beside it.
    """

    form: str
    commands: Sequence[str]
    marks: Sequence[bytes] = ()


READERS = {
    "rubric": Reader(
        "toml",
        (
            "rubric lint {file}",
            "rubric test {file}",
            "rubric show {file}",
            "rubric diff rubric.toml {file}",
            "assess a.toml --rubric {file}",
            "batch t.csv --rubric {file}",
            "new {file}",
            "migrate a.toml --to {file}",
        ),
        (b"nhsdx.rubric/",),
    ),
    "overlay": Reader(
        "toml",
        ("rubric lint {file}", "rubric show {file} --merged", "assess a.toml --rubric {file}"),
        (b"extends",),
    ),
    "assessment": Reader(
        "toml",
        (
            "assess {file}",
            "explain {file}",
            "check {file}",
            "report {file} --format markdown",
            "compare a.toml {file}",
            "migrate {file} --to rubric.toml",
            "crosswalk {file} --to x",
            "import {file}",
            "new {file}",
            "plan {file} --target 50",
        ),
        (b"nhsdx.assessment/",),
    ),
    "effort": Reader("toml", ("plan a.toml --target 50 --effort {file}",), (b"nhsdx.effort/",)),
    "policy": Reader("toml", ("check a.toml --policy {file}",), (b"fail-under", b"waivers", b"fail-on")),
    "map": Reader("toml", ("batch m.csv --rubric rubric.toml --map {file}",), (b"batch-map",)),
    "benefits": Reader(
        "toml", ("benefits {file}", "benefits {file} --format html --sum-classes"), (b"nhsdx.benefits/",)
    ),
    "questionnaire": Reader(
        "toml", ("survey r.csv --map {file}", "survey r.csv --map {file} --by Trust"), (b"questionnaire",)
    ),
    "form-map": Reader("toml", ("import answers.csv --map {file} --row 1",), (b"form-map",)),
    "response": Reader("json", ("import {file}",), (b"QuestionnaireResponse",)),
    "result": Reader(
        "json",
        (
            "verify {file} --rubric rubric.toml",
            "compare {file} a.toml --rubric rubric.toml",
            "check a.toml --no-regression {file}",
        ),
    ),
    "csv": Reader(
        "csv",
        (
            "batch {file} --rubric rubric.toml",
            "batch {file} --rubric rubric.toml --engine duckdb",
            "batch {file} --rubric rubric.toml --map groups.toml --group-by place",
            "import {file} --rubric rubric.toml --row 1",
            "survey {file} --map map.toml",
            "survey {file} --map map.toml --by Trust",
        ),
    ),
    "jsonl": Reader(
        "jsonl", ("batch {file} --rubric rubric.toml", "batch {file} --rubric rubric.toml --engine duckdb")
    ),
    "xlsx": Reader("xlsx", ("batch {file} --rubric rubric.toml", "survey {file} --map map.toml")),
    "docx": Reader("docx", ("import {file} --subject A",)),
    "parquet": Reader(
        "parquet",
        (
            "batch {file} --rubric rubric.toml",
            "batch {file} --rubric rubric.toml --engine duckdb",
            "survey {file} --map map.toml",
        ),
    ),
    "arrow": Reader("arrow", ("batch {file} --rubric rubric.toml", "survey {file} --map map.toml")),
    "duckdb": Reader("duckdb", ("batch {file} --rubric rubric.toml --table t",)),
    "html": Reader(
        "html",
        (
            "report a.toml --rubric rubric.toml --format markdown --since {file}",
            "check a.toml --no-regression {file}",
            "verify {file} --rubric rubric.toml",
        ),
    ),
}


def write_companions(folder: Path) -> None:
    """Writes what the commands read beside the changed file."""
    write(folder / "rubric.toml", small_rubric())
    write(folder / "seen.toml", survey_rubric())
    write(folder / "a.toml", assessment({name: level(3) for name in ("skill", "time", "safety")}))
    (folder / "m.toml").write_text(MAP, encoding="utf-8")
    (folder / "map.toml").write_text(QUESTIONS + GROUPS, encoding="utf-8")
    (folder / "groups.toml").write_text('format = "nhsdx.batch-map/1"\ngroups.columns = ["place"]\n', encoding="utf-8")
    (folder / "p.toml").write_text(POLICY, encoding="utf-8")
    (folder / "effort.toml").write_text(EFFORT, encoding="utf-8")
    (folder / "t.csv").write_text("skill,time,place\n3,2,a\nunknown,,b\n", encoding="utf-8")
    (folder / "m.csv").write_text("How skilled?,time\nVery,2\nnone,unknown\n", encoding="utf-8")
    (folder / "answers.csv").write_text("subject,date,skill_level\nA,2026-01-01,a1\n", encoding="utf-8")
    (folder / "r.csv").write_text("Q,Trust\n" + "IT,a\n" * 12 + "Care,b\n" * 30, encoding="utf-8")
    (folder / "t.jsonl").write_text('{"skill": 3, "time": "2"}\n{"skill": null, "x": "y"}\n', encoding="utf-8")
    for words in (
        "assess a.toml --format json -o result.json",
        "assess a.toml --format html -o report.html",
        "rubric extend rubric.toml --id local --decided 2026-01-01 -o local.toml",
        "rubric form rubric.toml --whole --to redcap -o form.csv",
        "new a.toml -o response.json",
    ):
        assert nhsdx(*words.split(), "--force", cwd=folder).code == 0


@cache
def list_seeds(name: str, folder: Path) -> tuple[bytes, ...]:
    """The files from which changes of a kind start: those of the tests and examples, and the files of a folder."""
    reader = READERS[name]
    found = [path for one in FOLDERS for path in sorted(one.rglob(f"*.{reader.form}"))]
    found += sorted(folder.glob(f"*.{reader.form}"))
    seeds = [path.read_bytes() for path in found if path.stat().st_size <= LARGEST_SEED]
    kept = [seed for seed in seeds if not reader.marks or any(mark in seed for mark in reader.marks)]
    return (*kept, *_make_seeds(reader.form, folder))


def _make_seeds(form: str, folder: Path) -> list[bytes]:
    """Files that are not text."""
    rows: list[Table] = [{"skill": 3, "time": "2", "Q": "IT", "Trust": "a"}] * 12
    if form == "parquet":
        frames = [pl.DataFrame(rows), pl.DataFrame({"skill": [1.5, None], "x": [[1], []]}), pl.DataFrame({"skill": []})]
        return [_write_parquet(frame) for frame in frames]
    if form == "arrow":
        return [_write_arrow(pl.DataFrame(rows))]
    if form == "duckdb":
        return [_write_database(folder)]
    if form == "xlsx":
        cells = [list(rows[0]), *(list(row.values()) for row in rows)]
        place = Path(write_workbook(folder / "seed.xlsx", {"First": cells, "Second": []}))
        data = place.read_bytes()
        place.unlink()
        return [data]
    if form == "docx":
        assert nhsdx("new", "rubric.toml", "-o", "seed.docx", "--date", "2026-10-01", cwd=folder).code == 0
        data = (folder / "seed.docx").read_bytes()
        (folder / "seed.docx").unlink()
        return [data]
    return []


def _write_database(folder: Path) -> bytes:
    import duckdb

    place = folder / "seed.duckdb"
    with duckdb.connect(str(place)) as base:
        base.execute("create table t as select 3 as skill, '2' as time from range(12)")
        base.execute("create view v as select * from t")
    data = place.read_bytes()
    place.unlink()
    return data


def _write_arrow(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_ipc(written)
    return written.getvalue()


def _write_parquet(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_parquet(written)
    return written.getvalue()
