"""The Python API: its examples run, its names exist, and importing it is fast."""

from __future__ import annotations

import datetime
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import nhsdx
from nhsdx.main import COMMANDS, RUBRIC_COMMANDS
from tests.support.pages import blocks, text_of
from tests.support.run import ROOT
from tests.support.run import nhsdx as run_nhsdx

HEAVY = ("pydantic", "rich", "typer", "tomli_w", "tree_sitter", "polars", "duckdb", "pyspark")


def python(code: str, folder: Path) -> str:
    """What a program prints if it is run in a folder, in a separate process."""
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_runs_and_prints_what_the_page_shows(tmp_path: Path) -> None:
    """The examples of the page run from top to bottom, in a folder with the example files."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    output, shown = "", 0
    for block in blocks(text_of("docs/api.md")):
        if block.note.startswith("file: "):
            (tmp_path / block.note.removeprefix("file: ")).write_text(block.text, encoding="utf-8")
        elif block.kind == "python":
            output = python(block.text, tmp_path)
        elif block.kind == "text":
            assert block.text == output
            shown += 1
    assert shown


def test_every_public_name_exists_and_is_documented() -> None:
    """Every name in `__all__` can be imported and has a docstring, and there are no other public names."""
    names = sorted(name for name in dir(nhsdx) if not name.startswith("_"))
    other_names = {"assess": "score", "import": "import_form", "list": "list_rubrics", "form": "survey_form"}
    commands = {other_names.get(name, name) for name in (*COMMANDS, *RUBRIC_COMMANDS)}
    assert commands - {"interview"} <= set(names)
    for name in names:
        assert inspect.getdoc(getattr(nhsdx, name)), name
        assert re.search(rf"^(### {name}|\| `{name}` .*)$", text_of("docs/api.md"), re.MULTILINE), name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = nhsdx.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import nhsdx", (*HEAVY, "nhsdx.api")),
        (
            "import nhsdx; nhsdx.score(nhsdx.load_assessment('examples/marlowe-vale.toml'))",
            [name for name in HEAVY if name != "pydantic"],
        ),
    ],
    ids=["import", "score"],
)
def test_importing_the_package_is_fast(code: str, unwanted: tuple[str, ...]) -> None:
    """Importing the package loads no dependencies, and scoring loads none that only pages or error messages need."""
    found = python(f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)", ROOT)
    assert set(unwanted).isdisjoint(found.split())


EXAMPLES = ROOT / "examples"


def list_values() -> Iterator[object]:
    """A value of every kind that the library gives."""
    older, newer = (
        nhsdx.load_assessment(EXAMPLES / f"{name}.toml") for name in ("marlowe-vale-2026-04", "marlowe-vale")
    )
    rubric, local = newer.rubric, EXAMPLES / "wolds-and-levels" / "rubric.toml"
    yield nhsdx.score(newer)
    yield nhsdx.compare(older, newer)
    yield nhsdx.trend(older, newer, newer)
    yield nhsdx.check([EXAMPLES / "marlowe-vale.toml"])
    yield nhsdx.plan(newer, "clinical-framing=3")
    yield nhsdx.crosswalk(newer, "what-good-looks-like")
    yield nhsdx.survey(EXAMPLES / "survey" / "forms.csv", EXAMPLES / "survey" / "forms.toml")
    yield nhsdx.batch(
        EXAMPLES / "batch" / "region.csv", "nhs-digital-leadership", EXAMPLES / "batch" / "region.toml", by=["region"]
    )
    yield nhsdx.migrate(EXAMPLES / "otterbridge-wold.toml", local)
    yield nhsdx.diff(rubric, nhsdx.load_rubric(local))
    yield nhsdx.verify("none.json")
    yield nhsdx.lint(rubric)
    yield nhsdx.test(rubric)
    yield from (nhsdx.show(rubric), nhsdx.show(rubric, "candour"), nhsdx.report(newer))


def test_every_public_value_has_a_page_of_its_own() -> None:
    """Each value has a different page, as text and as HTML."""
    values = list(list_values())
    pages = [nhsdx.draw(value, "text") for value in values]  # type: ignore[arg-type]
    assert len(set(pages)) == len(pages)
    assert all(str(nhsdx.draw(value)).startswith("<!doctype html>") for value in values)  # type: ignore[arg-type]


def test_the_library_and_the_command_write_the_same_new_assessment() -> None:
    """Its text can be written to a file and scored."""
    made = nhsdx.new("nhs-digital-leadership", profile="core", date=datetime.date(2026, 10, 1))
    written = run_nhsdx("new", "nhs-digital-leadership", "--profile", "core", "--date", "2026-10-01").out
    assert made == written


def test_the_library_can_list_and_extend_and_describe_rubrics_as_the_commands_do() -> None:
    """A local rubric can be started, and a schema made, without the command line."""
    assert [one.rubric.id for one in nhsdx.list_rubrics()] == ["nhs-digital-leadership"]
    made = nhsdx.extend("nhs-digital-leadership", "ours", decided_by="The board", decided=datetime.date(2026, 10, 1))
    options = ("--id", "ours", "--decided-by", "The board", "--decided", "2026-10-01")
    assert made == run_nhsdx("rubric", "extend", "nhs-digital-leadership", *options).out
    written = run_nhsdx("rubric", "schema", "assessment", "--rubric", "nhs-digital-leadership").out
    assert nhsdx.schema("assessment", rubric="nhs-digital-leadership") == json.loads(written)
    with pytest.raises(nhsdx.NhsdxError, match="not an id"):
        nhsdx.extend("nhs-digital-leadership", "Ours")


def test_the_library_and_the_command_write_the_same_report() -> None:
    """The HTML file contains its results as data."""
    drawn = nhsdx.draw(nhsdx.report(nhsdx.load_assessment("examples/marlowe-vale.toml")))
    assert drawn == run_nhsdx("report", "examples/marlowe-vale.toml", "--format", "html").out


def test_a_profile_that_does_not_exist_is_refused() -> None:
    """A misspelt profile is an error, not the same as no profile."""
    loaded = nhsdx.load_assessment(ROOT / "examples" / "marlowe-vale.toml")
    with pytest.raises(nhsdx.NhsdxError, match="not a profile"):
        nhsdx.score(loaded, profile="acut")
    assert nhsdx.score(loaded, profile="core").assessment.profile == "core"


def test_an_assessment_can_be_read_with_another_rubric() -> None:
    """A rubric given with the file replaces the rubric in the file."""
    loaded = nhsdx.load_assessment(ROOT / "examples" / "marlowe-vale.toml", rubric="nhs-digital-leadership")
    assert loaded.rubric.reference.startswith("nhs-digital-leadership@")
    with pytest.raises(nhsdx.InvalidInputError):
        nhsdx.load_assessment(ROOT / "examples" / "marlowe-vale.toml", rubric=ROOT / "examples" / "rubric.toml")
