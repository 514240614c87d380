"""Every kind of installation includes the same rubrics."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.programs.installs import COPIED, run
from tests.support.run import ROOT, nhsdx

FIRST_COMMAND = re.compile(r"<!-- first-command -->\s*```sh\n(.+?)\n```", re.DOTALL)


def listed(*python: str, **environment: str) -> object:
    """The output of `nhsdx rubric list` of one installation."""
    return json.loads(run(*python, "-m", "nhsdx", "rubric", "list", "--format", "json", cwd=Path("/"), **environment))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that the distributions are built from."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        source = ROOT / name
        ignored = shutil.ignore_patterns("__pycache__")
        (shutil.copytree(source, folder / name, ignore=ignored) if source.is_dir() else shutil.copy(source, folder))
    return folder


@pytest.fixture(scope="module")
def built(checkout: Path) -> dict[str, Path]:
    """The wheel built from the checkout, the sdist, and the wheel built from that sdist."""
    build = (sys.executable, "-m", "build", "--no-isolation")
    run(*build, "--wheel", "--outdir", "wheel", ".", cwd=checkout)
    run(*build, "--outdir", "sdist", ".", cwd=checkout)
    return {
        "wheel": next((checkout / "wheel").glob("*.whl")),
        "wheel from sdist": next((checkout / "sdist").glob("*.whl")),
    }


@pytest.fixture(scope="module", params=["wheel", "wheel from sdist"])
def installed(request: pytest.FixtureRequest, built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with only the contents of a wheel."""
    folder = tmp_path_factory.mktemp("test_installed_wheels")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder))
    run(*pip, str(built[request.param]), cwd=ROOT)
    return folder


def test_an_installed_wheel_lists_the_rubrics_of_the_checkout(installed: Path) -> None:
    """Wheels built from the checkout or from the sdist list the same rubrics as the editable install."""
    assert (installed / "nhsdx" / "rubrics").is_dir()
    assert listed(sys.executable, PYTHONPATH=str(installed)) == json.loads(
        nhsdx("rubric", "list", "--format", "json").out
    )


def test_an_installed_wheel_can_write_reports(installed: Path, tmp_path: Path) -> None:
    """Wheels include the templates, and their reports have the same bytes."""
    example = str(ROOT / "examples" / "harrowmere.toml")
    for name in ("paper.html", "paper.pdf"):
        report = (sys.executable, "-m", "nhsdx", "report", example, "-o", name, "--force")
        run(*report, cwd=tmp_path, PYTHONPATH=str(installed))
        theirs = (tmp_path / name).read_bytes()
        run(*report, cwd=tmp_path)
        assert (tmp_path / name).read_bytes() == theirs


def test_an_editable_install_reads_the_rubrics_of_the_checkout() -> None:
    """After an edit to a rubric in the checkout, the edited rubric is used at once."""
    rubrics = json.loads(nhsdx("rubric", "list", "--format", "json").out)["rubrics"]
    assert [rubric["id"] for rubric in rubrics] == sorted(path.stem for path in (ROOT / "rubrics").glob("*.toml"))


def test_the_first_command_of_the_readme_scores_an_example(checkout: Path) -> None:
    """With only Python and pip, one command shows a scored assessment."""
    match = FIRST_COMMAND.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert match is not None
    out = run("sh", "-c", match[1], cwd=checkout)
    assert "Marlowe Vale" in out
    assert "Overall" in out
