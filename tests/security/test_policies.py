"""A policy that is found is used or refused, and no name of a file changes what nhsdx does."""

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
    """If the policy were ignored, every check would pass."""
    place = here.parent / name
    if kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(name if kind == "loop" else "gone")
    run = nhsdx("check", "a.toml", cwd=here)
    assert (run.code, "this policy cannot be read" in run.err) == (2, True)


def test_no_file_can_choose_where_outputs_are_written() -> None:
    """No key of any file gives the path of an output."""
    source = (ROOT / "src" / "nhsdx" / "commands" / "check" / "policy" / "shape.py").read_text(encoding="utf-8")
    assert not [word for word in ("golden", "output:", "badge:") if word in source]


@pytest.mark.parametrize("hook", ["nhsdx-check", "nhsdx-rubric-lint"])
def test_the_name_of_a_file_is_never_read_as_an_option(hook: str) -> None:
    """pre-commit adds names to the entry, and a name may begin with two hyphens."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").split("- id: ")
    (found,) = [one for one in hooks if one.startswith(f"{hook}\n")]
    (entry,) = [line for line in found.splitlines() if line.strip().startswith("entry:")]
    assert entry.endswith(" --")


def test_the_action_pins_what_it_installs() -> None:
    """The action pins actions by commit, and packages by version and hash."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    uses = [line.split("uses:")[1].split("#")[0].strip() for line in action.splitlines() if "uses: actions/" in line]
    assert uses
    assert all(len(one.partition("@")[2]) == 40 for one in uses)
    assert "--require-hashes" in action


def test_the_id_of_a_shipped_rubric_is_never_read_as_a_file_name(here: Path) -> None:
    """A file with that name in a checkout could change every score. With ./ in front, the name means the file."""
    write(here / SHIPPED, small_rubric())
    assert nhsdx("rubric", "show", SHIPPED, cwd=here).out.startswith("Leadership of NHS digital transformation")
    assert nhsdx("rubric", "show", f"./{SHIPPED}", cwd=here).out.startswith("A small rubric")
    assert f'rubric = "{SHIPPED}@' in nhsdx("new", SHIPPED, cwd=here).out
    assert f'extends = "{SHIPPED}@' in nhsdx("rubric", "extend", SHIPPED, "--id", "local", cwd=here).out
    write(here / "other", small_rubric())
    assert nhsdx("rubric", "show", "other", cwd=here).out.startswith("A small rubric")
