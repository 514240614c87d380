"""A policy that is found is used or refused, and what it names stays in its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.run import ROOT, nhsdx
from tests.support.samples import SHIPPED, assessment, level, small_rubric, write


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with an assessment in a folder, and a result beside that."""
    inner = tmp_path / "inner"
    inner.mkdir()
    write(inner / "rubric.toml", small_rubric())
    write(inner / "a.toml", assessment({name: level(3) for name in ("skill", "time", "safety")}))
    assert nhsdx("assess", "a.toml", "--format", "json", "-o", "../result.json", cwd=inner).code == 0
    return inner


@pytest.mark.parametrize("name", ["nhsdx.toml", "pyproject.toml"])
@pytest.mark.parametrize("kind", ["link to nothing", "folder", "pipe", "loop"])
def test_a_policy_that_cannot_be_read_is_an_error(here: Path, name: str, kind: str) -> None:
    """Passing it over would let everything pass."""
    place = here.parent / name
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(name if kind == "loop" else "gone")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "this policy cannot be read" in run.err) == (2, True)


@pytest.mark.parametrize("path", ["../result.json", "link.json", "folder/result.json", "{absolute}"])
def test_a_policy_names_no_file_outside_its_folder(here: Path, path: str) -> None:
    """Neither by its path nor through a link; the user's own option may."""
    (here / "link.json").symlink_to("../result.json")
    (here / "folder").symlink_to("..")
    named = path.format(absolute=here.parent / "result.json")
    (here / "nhsdx.toml").write_text(f'no-regression = "{named}"\n', encoding="utf-8")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "leads out of the folder" in run.err) == (2, True)
    assert run.err.startswith("nhsdx.toml:1:")
    assert nhsdx("check", "a.toml", "--no-regression", "../result.json", cwd=here).code == 0


def test_no_file_chooses_what_is_written() -> None:
    """No key of any file is the place of an output."""
    source = (ROOT / "src" / "nhsdx" / "commands" / "check" / "policy" / "shape.py").read_text(encoding="utf-8")
    assert not [word for word in ("golden", "output:", "badge:") if word in source]


@pytest.mark.parametrize("hook", ["nhsdx-check", "nhsdx-rubric-lint"])
def test_the_name_of_a_file_is_never_an_option(hook: str) -> None:
    """pre-commit adds names to the entry, and a name may begin with two hyphens."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").split("- id: ")
    (found,) = [one for one in hooks if one.startswith(f"{hook}\n")]
    (entry,) = [line for line in found.splitlines() if line.strip().startswith("entry:")]
    assert entry.endswith(" --")


def test_the_action_is_pinned() -> None:
    """Actions by commit, and packages by version and hash."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    uses = [line.split("uses:")[1].split("#")[0].strip() for line in action.splitlines() if "uses: actions/" in line]
    assert uses
    assert all(len(one.partition("@")[2]) == 40 for one in uses)
    assert "--require-hashes" in action


def test_the_id_of_a_shipped_rubric_never_means_a_file(here: Path) -> None:
    """A file of that name in a checkout would decide how everything is scored. With ./ it is that file."""
    write(here / SHIPPED, small_rubric())
    assert nhsdx("rubric", "show", SHIPPED, cwd=here).out.startswith("Leadership of NHS digital transformation")
    assert nhsdx("rubric", "show", f"./{SHIPPED}", cwd=here).out.startswith("A small rubric")
    assert f'rubric = "{SHIPPED}@' in nhsdx("new", SHIPPED, cwd=here).out
    assert f'extends = "{SHIPPED}@' in nhsdx("rubric", "extend", SHIPPED, "--id", "local", cwd=here).out
    write(here / "other", small_rubric())
    assert nhsdx("rubric", "show", "other", cwd=here).out.startswith("A small rubric")


@pytest.mark.parametrize("link", ["link.toml", "folder/rubric.toml", "../inner/link.toml"])
def test_no_link_leads_to_the_rubric_of_another_folder(here: Path, link: str) -> None:
    """The words of a file show where its rubric is; a link would not. A path upwards is shown by its words."""
    write(here.parent / "rubric.toml", small_rubric())
    (here / "link.toml").symlink_to("../rubric.toml")
    (here / "folder").symlink_to("..")
    (here / "near.toml").symlink_to("rubric.toml")
    answers = {name: level(3) for name in ("skill", "time", "safety")}
    write(here / "a.toml", assessment(answers, rubric=link))
    (here / "local.toml").write_text(f'format = "nhsdx.rubric/1"\nextends = "{link}"\n', encoding="utf-8")
    for words in (("assess", "a.toml"), ("rubric", "show", "local.toml")):
        run = nhsdx(*words, cwd=here)
        assert (run.code, "a link on this path leads to another folder" in run.err) == (2, True), run.err
    for good in ("near.toml", "../rubric.toml"):
        write(here / "a.toml", assessment(answers, rubric=good))
        assert nhsdx("assess", "a.toml", cwd=here).code == 0


def test_a_file_that_is_no_rubric_is_not_shown(here: Path) -> None:
    """A path may lead upwards, to a file with secrets."""
    planted = 'token = "s3cret-value"\n[section]\nother = "another-value"\n'
    for text in (planted, f"{planted}broken = s3cret-value\n", f'{planted}x = "s3cret-value\n'):
        (here.parent / "secrets.toml").write_text(text, encoding="utf-8")
        write(here / "a.toml", assessment({}, rubric="../secrets.toml"))
        for words in (("assess", "a.toml"), ("check", "."), ("assess", "a.toml", "--format", "json")):
            run = nhsdx(*words, cwd=here)
            assert (run.code, "-value" in run.out + run.err) == (2, False), run.err


def test_a_baseline_of_the_policy_has_no_link_out_of_its_folder(here: Path) -> None:
    """Neither the folder nor a file in it."""
    (here / "kept").mkdir()
    (here / "kept" / "result.json").symlink_to("../../result.json")
    (here / "nhsdx.toml").write_text('no-regression = "kept"\n', encoding="utf-8")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "leads out of the folder" in run.err) == (2, True)
