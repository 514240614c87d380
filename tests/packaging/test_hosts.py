"""The GitHub Action and pre-commit can install and run nhsdx from a checkout."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs.action import STEPS, needs_bash, run_step
from tests.support.programs.installs import COPIED, run
from tests.support.run import ROOT, Run
from tests.support.samples import assessment, clean_environment, level, small_rubric, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def index_answers(folder: Path) -> bool:
    """Whether pip can reach a package index, which a fresh environment needs."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "hatchling"]
    return subprocess.run(command, capture_output=True, check=False, timeout=120).returncode == 0


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of the current nhsdx, with the files that a host needs."""
    if not index_answers(tmp_path_factory.mktemp("downloaded")):
        pytest.skip("pip reaches no package index")
    folder = tmp_path_factory.mktemp("nhsdx")
    for name in (*COPIED, ".ci", "action.yml", ".pre-commit-hooks.yaml"):
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        (shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder))
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Makes a folder a git repository and commits everything in it."""
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    run("git", "init", "--quiet", cwd=folder)
    run("git", "add", ".", cwd=folder)
    run("git", *who, "commit", "--quiet", "--message", "All", cwd=folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A user's repository: a rubric, two assessments and other TOML files."""
    folder = tmp_path / "project"
    folder.mkdir()
    write(folder / "rubric.toml", small_rubric())
    good, gated = level(3), level(1)
    write(folder / "good.toml", assessment({"skill": good, "time": good, "safety": good}))
    write(folder / "gated.toml", assessment({"skill": good, "time": good, "safety": gated}))
    (folder / "nhsdx.toml").write_text('format = "nhsdx.policy/1"\nfail-on-gate = true\n', encoding="utf-8")
    (folder / "other.toml").write_text("[tool]\n", encoding="utf-8")
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which pre-commit keeps its environments."""
    return tmp_path_factory.mktemp("environments")


def pre_commit(command: list[str], files: list[str], project: Path, environments: Path) -> Run:
    """One run of pre-commit on files of a project."""
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *command, "--files", *files],
        cwd=project,
        env=clean_environment() | {"PRE_COMMIT_HOME": str(environments)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def test_the_list_of_hooks_is_valid() -> None:
    """pre-commit accepts the list of hooks."""
    run(sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)


def test_the_check_hook_works_with_pre_commit_try_repo(project: Path, repository: Path, environments: Path) -> None:
    """With `pre-commit try-repo`, the hook stops a commit that the policy forbids."""
    tried = pre_commit(["try-repo", str(repository), "nhsdx-check"], ["gated.toml"], project, environments)
    assert tried.code == 1
    assert "gated.toml" in tried.out
    assert "gate-not-clear" in tried.out


def test_the_hooks_check_assessments_and_lint_rubrics(project: Path, repository: Path, environments: Path) -> None:
    """The check passes good assessments and ignores other TOML files; the linter looks at rubrics only."""
    revision = run("git", "rev-parse", "HEAD", cwd=repository).strip()
    hooks = [{"id": "nhsdx-check"}, {"id": "nhsdx-rubric-lint"}]
    config = {"repos": [{"repo": str(repository), "rev": revision, "hooks": hooks}]}
    # JSON is YAML too.
    (project / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")

    def hook(name: str, *files: str) -> Run:
        return pre_commit(["run", name], list(files), project, environments)

    good = hook("nhsdx-check", "good.toml", "other.toml", "nhsdx.toml", "rubric.toml")
    assert good.code == 0, good.out + good.err
    none = hook("nhsdx-check", "other.toml")
    assert none.code == 0, none.out + none.err
    assert hook("nhsdx-check", "good.toml", "gated.toml").code == 1
    linted = hook("nhsdx-rubric-lint", "rubric.toml", "good.toml")
    assert linted.code == 1
    assert "rubric.toml" in linted.out
    assert "good.toml" not in linted.out
    others = hook("nhsdx-rubric-lint", "good.toml", "other.toml")
    assert others.code == 0
    assert "no files to check" in others.out


@needs_bash
def test_the_action_installs_nhsdx_from_its_own_checkout(tmp_path: Path, repository: Path) -> None:
    """The action runs the nhsdx of its own checkout, in a separate environment."""
    (tmp_path / "workspace").mkdir()
    ended = run_step(STEPS["install"], tmp_path / "workspace", {}, repository)
    assert ended.code == 0, ended.log
    version = run(str(Path(ended.outputs["bin"]) / "nhsdx"), "--version", cwd=tmp_path)
    assert version.startswith("nhsdx ")
