"""A path that a file gives, or a link in a folder, never leads out of its own folder."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
import tomli_w

from tests.support.run import Run, nhsdx
from tests.support.samples import assessment, level, small_rubric, write

ANSWERS = {name: level(3) for name in ("skill", "time", "safety")}
WAYS_OUT = (
    "../{name}",
    "near/../../{name}",
    "./near/./../../{name}",
    "../inner/../{name}",
    "{folder}/{name}",
    "//{folder}/{name}",
    ".. /{name}",
    ".../{name}",
    "..\\{name}",
    "near\\..\\..\\{name}",
    "C:\\{name}",
    "C:{name}",
    "\\{name}",
    "\\\\host\\share\\{name}",
    "//host/share/{name}",
    "\\\\?\\C:\\{name}",
)
"""Paths that lead out of a folder, on one system or another."""
LINKS = ("link-{name}", "folder/{name}", "near/folder/{name}", "chain-{name}")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a rubric and an assessment, and with links to the folder above, which has other ones."""
    inner = tmp_path / "inner"
    (inner / "near").mkdir(parents=True)
    for folder in (tmp_path, inner, inner / "near"):
        write(folder / "rubric.toml", small_rubric())
    write(inner / "a.toml", assessment(ANSWERS))
    assert nhsdx("assess", "a.toml", "--format", "json", "-o", "../result.json", cwd=inner).code == 0
    (inner / "folder").symlink_to("..")
    (inner / "near" / "folder").symlink_to("../..")
    for name in ("rubric.toml", "result.json"):
        (inner / f"link-{name}").symlink_to(f"../{name}")
        (inner / f"chain-{name}").symlink_to(f"link-{name}")
    return inner


def expect_refusal(run: Run, place: str) -> None:
    """An error with the place of the path, and nothing else."""
    assert (run.code, run.out, ": path-outside: " in run.err) == (2, "", True), run.err
    assert run.err.startswith(place)


@pytest.mark.parametrize("way", [*WAYS_OUT, *LINKS])
def test_no_file_can_refer_to_a_rubric_outside_its_folder(here: Path, way: str) -> None:
    """This is true of an assessment, a survey map and an overlay; the user's own option may give any path."""
    path = way.format(name="rubric.toml", folder=here.parent)
    write(here / "a.toml", assessment(ANSWERS, rubric=path))
    write(here / "map.toml", {"format": "nhsdx.questionnaire/1", "rubric": path, "criteria": {"x": {"column": "Q"}}})
    write(here / "local.toml", {"format": "nhsdx.rubric/1", "extends": f"{path}@1"})
    (here / "r.csv").write_text("Q\nx\n", encoding="utf-8")
    expect_refusal(nhsdx("assess", "a.toml", cwd=here), "a.toml:2:")
    expect_refusal(nhsdx("migrate", "a.toml", "--to", "rubric.toml", cwd=here), "a.toml:2:")
    expect_refusal(nhsdx("survey", "r.csv", "--map", "map.toml", cwd=here), "map.toml:2:")
    expect_refusal(nhsdx("rubric", "show", "local.toml", cwd=here), "local.toml:2:")
    assert nhsdx("assess", "a.toml", "--rubric", "../rubric.toml", cwd=here).code == 0


@pytest.mark.parametrize("good", ["rubric.toml", "./near/rubric.toml", "near.toml", "here/rubric.toml"])
def test_a_path_inside_the_folder_is_accepted(here: Path, good: str) -> None:
    """This is true of links that stay inside, and if the folder itself was reached through a link."""
    (here / "near.toml").symlink_to("near/rubric.toml")
    (here / "here").symlink_to(".")
    write(here / "a.toml", assessment(ANSWERS, rubric=good))
    (here.parent / "door").symlink_to("inner")
    assert nhsdx("assess", "a.toml", cwd=here).code == 0
    assert nhsdx("assess", "door/a.toml", cwd=here.parent).code == 0


def test_an_overlay_of_an_overlay_cannot_refer_to_files_outside_its_own_folder(here: Path) -> None:
    """The base of a base starts in the folder of that base, not in that of the first file."""
    write(here / "near" / "system.toml", {"format": "nhsdx.rubric/1", "extends": "../rubric.toml@1"})
    write(here / "local.toml", {"format": "nhsdx.rubric/1", "extends": "near/system.toml@1"})
    expect_refusal(nhsdx("rubric", "show", "local.toml", cwd=here), "near/system.toml:2:")
    (here / "small.toml").symlink_to("../rubric.toml")
    write(here / "local.toml", {"format": "nhsdx.rubric/1", "extends": "small@1"})
    expect_refusal(nhsdx("rubric", "show", "local.toml", cwd=here), "local.toml:2:")


@pytest.mark.parametrize("way", [*WAYS_OUT, *LINKS])
@pytest.mark.parametrize("table", ["", "tool.nhsdx."])
def test_a_policy_cannot_refer_to_a_file_outside_its_folder(here: Path, way: str, table: str) -> None:
    """The file is refused by its path and through a link; the user's own option may give any file."""
    path = way.format(name="result.json", folder=here.parent)
    data = tomli_w.dumps({"no-regression": path}).strip()
    policy = "pyproject.toml" if table else "nhsdx.toml"
    (here / policy).write_text(f"{table}{data}\n", encoding="utf-8")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, ": path-outside: " in run.err) == (2, True), run.err
    assert run.err.startswith(f"{policy}:1:")
    assert nhsdx("check", "a.toml", "--no-regression", "../result.json", cwd=here).code == 0


def test_a_baseline_that_is_a_link_to_a_file_outside_the_folder_of_the_policy_is_refused(here: Path) -> None:
    """This is true of the folder and of a file in it."""
    (here / "kept").mkdir()
    (here / "kept" / "result.json").symlink_to("../../result.json")
    write(here / "nhsdx.toml", {"no-regression": "kept"})
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, ": path-outside: " in run.err) == (2, True)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_a_waiver_applies_only_to_files_of_its_own_project(here: Path, way: str) -> None:
    """A policy cannot excuse findings outside its folder."""
    waiver = {"gate": "safety-gate", "owner": "Board", "reason": "Soon.", "expires": "2099-01-01"}
    text = tomli_w.dumps({"waivers": [waiver | {"file": way.format(name="a.toml", folder=here.parent)}]})
    (here / "nhsdx.toml").write_text(text.replace('"2099-01-01"', "2099-01-01"), encoding="utf-8")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, ": path-outside: " in run.err) == (2, True), run.err


@pytest.mark.parametrize("name", ["nhsdx.toml", "pyproject.toml"])
def test_a_policy_that_is_a_link_out_of_its_folder_is_refused(here: Path, name: str) -> None:
    """A checkout could otherwise choose a file of the user; the user's own option may give any file."""
    (here.parent / "lax.toml").write_text("tool.nhsdx.fail-under = 1\n", encoding="utf-8")
    (here / name).symlink_to("../lax.toml")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "is a link to a file outside its folder" in run.err) == (2, True), run.err
    (here.parent / "nhsdx.toml").write_text("fail-under = 1\n", encoding="utf-8")
    assert nhsdx("check", "a.toml", "--policy", "../nhsdx.toml", cwd=here).code == 0


def test_a_link_in_a_folder_to_an_assessment_outside_is_refused(here: Path) -> None:
    """A checkout could otherwise show the content of the user's files. A file that the user gives may be anywhere."""
    write(here.parent / "private.toml", assessment(ANSWERS, subject="Secret"))
    (here / "linked.toml").symlink_to("../private.toml")
    for words in (("check", "."), ("batch", ".", "--rubric", "rubric.toml")):
        run = nhsdx(*words, cwd=here)
        assert (run.code, "linked.toml: path-outside: " in run.err, "Secret" in run.out) == (2, True, False), run.err
    assert nhsdx("check", "linked.toml", cwd=here).code == 0
    assert nhsdx("check", "..", cwd=here).code == 0


def test_a_link_in_a_folder_to_a_table_outside_is_refused(here: Path) -> None:
    """A folder of Parquet files is read as one table."""
    frame = pl.DataFrame({name: [3] for name in ANSWERS})
    (here / "tables").mkdir()
    frame.write_parquet(here / "tables" / "one.parquet")
    frame.write_parquet(here.parent / "private.parquet")
    rubric = ("--rubric", "rubric.toml")
    assert nhsdx("batch", "tables", *rubric, cwd=here).code == 0
    (here / "tables" / "two.parquet").symlink_to("../../private.parquet")
    for engine in ("polars", "duckdb"):
        run = nhsdx("batch", "tables", *rubric, "--engine", engine, cwd=here)
        assert (run.code, "two.parquet: path-outside: " in run.err) == (2, True), run.err


def test_a_survey_can_update_an_assessment_whose_rubric_is_in_another_folder(tmp_path: Path) -> None:
    """The new file gives the id of the rubric, which can be found only with the option."""
    (tmp_path / "inner").mkdir()
    survey = {"dimension": "d", "title": "S", "question": "How is it?", "kind": "survey", "options": ["Bad", "Good"]}
    rubric = small_rubric()
    rubric["criteria"]["view"] = survey | {"dimension": next(iter(rubric["dimensions"])), "top": 1}
    write(tmp_path / "rubric.toml", rubric)
    map_ = {"format": "nhsdx.questionnaire/1", "rubric": "rubric.toml", "source": "plain"}
    write(tmp_path / "map.toml", map_ | {"criteria": {"view": {"column": "Q"}}})
    (tmp_path / "r.csv").write_text("Q\n" + "Good\n" * 40, encoding="utf-8")
    words = ("survey", "r.csv", "--map", "map.toml", "--seen", "2026-01-01", "--into", "inner/a.toml")
    first = nhsdx(*words, "--subject", "X", "--date", "2026-01-01", cwd=tmp_path)
    assert first.code == 0, first.err
    text = (tmp_path / "inner/a.toml").read_text(encoding="utf-8")
    assert 'rubric = "small@1"' in text
    (tmp_path / "inner/a.toml").write_text(text[: text.index("[answers")], encoding="utf-8")
    again = nhsdx(*words, cwd=tmp_path)
    assert again.code == 0, again.err
    assert nhsdx("assess", "inner/a.toml", "--rubric", "rubric.toml", cwd=tmp_path).code == 0


def test_the_content_of_a_file_that_is_not_a_rubric_is_not_shown(here: Path) -> None:
    """A file with secrets may be beside an assessment, and no message repeats them."""
    planted = 'token = "s3cret-value"\n[section]\nother = "another-value"\n'
    for text in (planted, f"{planted}broken = s3cret-value\n", f'{planted}x = "s3cret-value\n'):
        (here / "secrets.toml").write_text(text, encoding="utf-8")
        write(here / "a.toml", assessment({}, rubric="secrets.toml"))
        for words in (("assess", "a.toml"), ("check", "."), ("assess", "a.toml", "--format", "json")):
            run = nhsdx(*words, cwd=here)
            assert (run.code, "-value" in run.out + run.err) == (2, False), run.err
