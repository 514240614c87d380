"""The recipes for pipelines work as shown: every command, every file and every workflow."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.pages import BLOCK, Block, blocks, is_shown, run_block, run_in_shell, text_of
from tests.support.programs.action import ACTION, needs_bash, read_yaml, run_check
from tests.support.run import ROOT

PAGE = text_of("docs/pipelines.md")
BLOCKS = list(blocks(PAGE))
OWN_ACTION = "nhsdx/nhsdx@"


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skips a test where one of these programs is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


def noted(note: str) -> list[Block]:
    """The code blocks that have this comment above them."""
    return [block for block in BLOCKS if block.note == note]


WORKFLOWS = noted("workflow")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the files that the recipes use."""
    folder = tmp_path / "checkout"
    for name in ("examples", "rubrics"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def write_files(folder: Path) -> None:
    """Writes the files that the page shows."""
    for block in BLOCKS:
        if block.note.startswith("file: "):
            (folder / block.note.removeprefix("file: ")).write_text(block.text, encoding="utf-8")


@needs("jq", "make")
def test_every_command_runs_and_prints_what_the_page_shows(checkout: Path) -> None:
    """The commands work from top to bottom of the page; the last output of a block is the one shown below it."""
    write_files(checkout)
    output = ""
    for block in BLOCKS:
        if block.kind == "sh":
            done = run_block(block.text, checkout)
            assert done.code == block.exit_code, block.text + done.text
            output = done.text
        elif block.kind == "text":
            assert is_shown(block.text, output), f"{block.text}\nis not what the command writes:\n{output}"


@needs("jq", "make")
def test_the_recipes_give_the_results_shown_on_the_page(checkout: Path) -> None:
    """Filters select what the page says they select, and a result is rewritten only when its assessment is newer."""
    write_files(checkout)
    run_block("nhsdx assess examples/*.toml --format jsonl -o results.jsonl", checkout)
    run_block("nhsdx check examples --fail-under 30 --also json:check.json", checkout)
    filters = dict(re.findall(r"\n([^\n]+):\n\n```sh\n(jq .+?)```", PAGE, re.DOTALL))
    printed = {
        sentence: run_in_shell(command, checkout).text
        for sentence, command in filters.items()
        if "history" not in command
    }
    assert len(printed) == 6
    assert re.search(
        '^"Otterbridge & Wold[^"]*","2026-09-21",20,20$', printed["A spreadsheet of all scores"], re.MULTILINE
    )
    assert "\tclinical-safety-officer\ttriggered\n" in printed["Gates that are not clear, with the organisation"]
    assert "\tclear\n" not in printed["Gates that are not clear, with the organisation"]
    assert "Ashby Dene" in printed["Questions that nobody could answer"]
    claims = printed["The five claims that go furthest beyond their evidence"].splitlines()
    ahead = [int(line.split("\t")[0]) for line in claims]
    assert (len(ahead), sorted(ahead, reverse=True)) == (5, ahead)
    due = [line.split("\t")[0] for line in printed["Open actions, the earliest first"].splitlines()]
    results = map(json.loads, (checkout / "results.jsonl").read_text(encoding="utf-8").splitlines())
    actions = [action for result in results for action in result["actions"]]
    assert due == sorted(action["due"] for action in actions if action["state"] == "open")
    failing = printed["The files that fail a check, from the report written above"].splitlines()
    assert failing == [
        "examples/inform-risk/jpn.toml",
        "examples/inform-risk/moz.toml",
        "examples/marlowe-vale-2026-04.toml",
        "examples/otterbridge-wold.toml",
        "examples/process-capability/quillmoor.toml",
        "examples/wolds-and-levels/otterbridge-wold.toml",
    ]
    assert "nhsdx" in run_in_shell("make results/harrowmere.jsonl", checkout).text
    assert "nhsdx" not in run_in_shell("make results/harrowmere.jsonl", checkout).text


@pytest.mark.parametrize(("note", "schema"), [("workflow", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")])
def test_the_workflows_shown_are_valid(note: str, schema: str, tmp_path: Path) -> None:
    """The schemas published by GitHub and GitLab accept the workflows shown."""
    files = []
    for number, block in enumerate(noted(note)):
        files.append(tmp_path / f"{number}.yml")
        files[-1].write_text(block.text, encoding="utf-8")
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def steps(block: Block) -> Iterator[dict[str, Any]]:
    """The steps of a workflow, in turn."""
    for job in read_yaml(block.text)["jobs"].values():
        yield from job["steps"]


@needs_bash
@needs("git", "make")
@pytest.mark.parametrize("workflow", WORKFLOWS, ids=[str(read_yaml(block.text)["name"]) for block in WORKFLOWS])
def test_the_workflows_shown_can_be_run(workflow: Block, checkout: Path) -> None:
    """Each step's commands run, and each use of the action passes with the inputs shown."""
    write_files(checkout)
    begin_repository(checkout)
    done = 0
    for step in steps(workflow):
        if step.get("uses", "").startswith(OWN_ACTION):
            ended = run_check(checkout, {name: str(text) for name, text in step["with"].items()})
            assert ended.code == 0, ended.log
            assert (checkout / ended.outputs["sarif-file"]).is_file()
            done += 1
        elif "run" in step and not step["run"].startswith("pip install"):
            ran = run_in_shell(step["run"], checkout)
            assert ran.code == 0, ran.text
            done += 1
    assert done > 0


def begin_repository(folder: Path) -> None:
    """Makes a folder a git repository that can be pushed."""
    who = "-c user.name=Nobody -c user.email=nobody@example.org -c commit.gpgsign=false"
    ran = run_in_shell(
        "git init --quiet && git init --quiet --bare ../remote.git && git remote add origin ../remote.git\n"
        f"git add . && git {who} commit --quiet -m Start\n"
        "git push --quiet --set-upstream origin HEAD && git config commit.gpgsign false",
        folder,
    )
    assert ran.code == 0, ran.text


def test_every_input_and_output_of_the_action_is_explained() -> None:
    """The page lists every input and output of the action, and no others."""
    section = PAGE.partition("| input | sets |")[2].partition("\n## ")[0]
    table, _, below = section.partition("\n\n")
    named = re.findall(r"`([\w-]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:]))
    assert sorted(named) == sorted(ACTION["inputs"])
    assert all(f"`{name}`" in below for name in ACTION["outputs"])


def test_the_gitlab_job_runs_what_the_page_shows(checkout: Path) -> None:
    """The script for GitLab writes the report that its configuration uploads."""
    (block,) = noted("gitlab")
    (job,) = read_yaml(block.text).values()
    ran = run_in_shell("\n".join(job["script"]), checkout)
    assert ran.code == 0, ran.text
    assert (checkout / job["artifacts"]["reports"]["junit"]).is_file()


def test_the_hooks_shown_on_the_page_exist(tmp_path: Path) -> None:
    """pre-commit accepts the configuration, and every hook shown exists."""
    (block,) = noted("pre-commit")
    file = tmp_path / ".pre-commit-config.yaml"
    file.write_text(block.text, encoding="utf-8")
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (repository,) = read_yaml(block.text)["repos"]
    hooks = read_yaml((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]


def test_the_alternative_text_of_the_badge_is_the_text_that_it_shows(checkout: Path) -> None:
    """The page's text alternative for the badge has the same words as the badge."""
    ran = run_block("nhsdx check examples/marlowe-vale.toml --badge badge.svg", checkout)
    assert ran.code == 0, ran.text
    (shown,) = (block.text for block in BLOCKS if block.kind == "markdown")
    words = re.fullmatch(r"!\[(.+)\]\(badge\.svg\)\n", shown)
    assert words is not None
    label = words[1].replace('"', "&quot;")
    assert f'aria-label="{label}"' in (checkout / "badge.svg").read_text(encoding="utf-8")


@needs_bash
def test_shell_completion_can_be_installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to set up completion give bash a script that works."""
    monkeypatch.setenv("HOME", str(checkout))
    for block in noted("completion"):
        # nhsdx asks which shell it was started from.
        ran = run_in_shell(f"bash --norc -c '{block.text}\nexit $?'", checkout)
        assert ran.code == 0, ran.text
    scripts = [checkout / ".bash_completions/nhsdx.sh", checkout / ".local/share/bash-completion/completions/nhsdx"]
    for script in scripts:
        ran = run_in_shell(f"bash --norc -c 'source {script} && complete -p nhsdx'", checkout)
        assert "_nhsdx_completion" in ran.text


def test_every_code_block_is_tested() -> None:
    """Every code block on the page is covered by a test."""
    kinds = {"sh", "bash", "text", "markdown", "make", "yaml"}
    notes = {"", "completion", "workflow", "gitlab", "pre-commit", "file: Makefile"}
    assert len(BLOCKS) == len(list(BLOCK.finditer(PAGE)))
    assert {block.kind for block in BLOCKS} <= kinds
    assert {re.sub(r"exit: \d+", "", block.note) for block in BLOCKS} <= notes
    assert all(block.note for block in BLOCKS if block.kind in ("bash", "make", "yaml"))
