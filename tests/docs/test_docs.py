"""The commands, samples, links and file names in the documentation work."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from nhsdx.commands.rubric.lint.linter import RULES
from tests.support.pages import LINK, PAGES, anchors, blocks, is_shown, page_name, prose, run_block, text_of
from tests.support.run import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the files that the documentation's commands use."""
    for name in ("examples", "rubrics"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


# The recipes have their own tests, which run every command.
@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "pipelines.md"], ids=page_name)
def test_documented_commands_run_and_print_what_the_page_shows(page: Path, checkout: Path) -> None:
    """Every command block of a page, run in order, exits as the page says and prints the output shown."""
    output = ""
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.note.startswith("file: "):
            (checkout / block.note.removeprefix("file: ")).write_text(block.text, encoding="utf-8")
        elif block.kind == "sh" and block.text.startswith("nhsdx"):
            done = run_block(block.text, checkout)
            assert done.code == block.exit_code, block.text + done.text
            output = done.text
        elif block.is_output:
            assert is_shown(block.text, output), f"{block.text}\nis not what the command writes:\n{output}"


def test_sample_output_in_the_docs_may_leave_out_lines_but_not_change_them() -> None:
    """An ellipsis matches any number of lines; all other lines must match the output, in order and in full."""
    output = "a\nb\nc\n"
    assert is_shown("a\nb\nc\n", output)
    assert is_shown("a\n…\n", output)
    assert is_shown("…\nb\n…\n", output)
    assert not is_shown("a\nb\n", output)
    assert not is_shown("a\n…\nb\n", output)
    assert not is_shown("a\nB\nc\n", output)


def test_toml_shown_on_a_page_is_valid() -> None:
    """Readers can paste every TOML block of every page."""
    shown = [block for page in PAGES for block in blocks(page.read_text(encoding="utf-8")) if block.kind == "toml"]
    assert len(shown) > len(RULES)
    for block in shown:
        tomllib.loads(block.text)


def test_readme_shows_a_real_result() -> None:
    """The first sample in the README is the real result of its example."""
    commands = [block.text for block in blocks(text_of("README.md")) if block.kind == "sh"]
    assert commands[0] == "nhsdx assess examples/marlowe-vale.toml\n"


def test_every_dependency_is_listed_with_its_reason() -> None:
    """Every package needed to run, build or test nhsdx has a line in the list, and the list has no others."""
    project = tomllib.loads(text_of("pyproject.toml"))
    extras = project["project"]["optional-dependencies"]
    needed = {
        "running": project["project"]["dependencies"],
        "testing": extras["dev"],
        **{name: needs for name, needs in extras.items() if name not in ("dev", "all")},
        "building": project["build-system"]["requires"],
    }
    rows = re.findall(r"^\| `([\w.-]+)` \| ([\w -]+) \| .+ \|$", text_of("docs/dependencies.md"), re.MULTILINE)
    listed = [(name, use) for name, uses in rows for use in uses.split(" and ")]
    assert sorted(listed) == sorted(
        (re.split(r"[^\w.-]", requirement)[0], use)
        for use, found in needed.items()
        for requirement in found
        if not requirement.startswith("nhsdx[")
    )


def test_every_page_is_in_the_index() -> None:
    """The index of the documentation links to every page."""
    reached = set(LINK.findall(text_of("docs/index.md")))
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert pages - {"index.md"} <= reached


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_work(page: Path) -> None:
    """Every link to a file of the repository, or to a heading of a page, works."""
    for link in LINK.findall(prose(page.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_pages_do_not_mention_a_particular_machine(page: Path) -> None:
    """No page mentions a package index or a path on one person's computer."""
    assert not re.search(
        r"pypi\.|pythonhosted|/home/|/root/|/tmp/|/work/", page.read_text(encoding="utf-8"), re.IGNORECASE
    )


def test_the_guide_mentions_files_that_exist() -> None:
    """Every file mentioned in the guide exists."""
    named = re.findall(r"`((?:src|tests|docs|rubrics|examples|benchmarks)/[^`\s]*)`", text_of("CONTRIBUTING.md"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("name", "lines"), [("README.md", 151), ("CONTRIBUTING.md", 100)])
def test_the_first_pages_of_the_docs_stay_short(name: str, lines: int) -> None:
    """The first pages take only a few minutes to read."""
    assert len(text_of(name).splitlines()) < lines
