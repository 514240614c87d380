"""Known advisories about dependencies fail CI, and missing information is reported; extras have the right packages."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.run import ROOT

CLEAN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
UNKNOWN = {"name": "b", "skip_reason": "Dependency not found"}
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize(
    ("osv", "pypi", "code", "words"),
    [
        ([CLEAN], [CLEAN], 0, "1 dependencies checked, 0 advisories"),
        ([CLEAN], [FAULTY], 1, "known advisory: a 1: PYSEC-1"),
        ([FAULTY], None, 1, "pypi could not be reached: no way there"),
        (None, None, 0, "skipped: no database gave information about advisories"),
        ([UNKNOWN], [UNKNOWN], 0, "skipped: no database gave information about advisories"),
        ([CLEAN, UNKNOWN], None, 0, "unknown to every database: b"),
    ],
)
def test_a_known_vulnerability_fails_the_audit_and_a_database_that_gives_no_answer_is_reported(
    tmp_path: Path, osv: object, pypi: object, code: int, words: str
) -> None:
    """A database that cannot be reached, or does not know a package, does not count as one that finds no advisory."""
    program = tmp_path / "pip-audit"
    answers = {
        name: None if found is None else json.dumps({"dependencies": found})
        for name, found in (("osv", osv), ("pypi", pypi))
    }
    program.write_text(
        f"#!{sys.executable}\nimport sys\nfound = {answers!r}[sys.argv[-1]]\n"
        "sys.exit('no way there') if found is None else print(found)\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    words_given = [sys.executable, str(ROOT / ".ci" / "audit.py"), str(program), "lowest.txt"]
    done = subprocess.run(words_given, capture_output=True, text=True, check=False)
    assert (done.returncode, words in done.stdout) == (code, True), done.stdout


def test_the_extra_called_all_has_every_feature_and_no_tools_for_contributors() -> None:
    """Tools of contributors are in `dev` alone."""
    features, waiting = set(), ["all"]
    while waiting:
        for one in EXTRAS[waiting.pop()]:
            inner = one.removeprefix("nhsdx[").removesuffix("]").split(",") if one.startswith("nhsdx[") else []
            features |= set(inner)
            waiting += inner
    assert features == EXTRAS.keys() - {"all", "dev"}


def test_the_lowest_versions_of_the_packages_of_every_feature_are_listed() -> None:
    """The databases are asked about versions that users could have."""
    done = subprocess.run(
        [sys.executable, ".ci/lowest.py", "all"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = {line.split("==")[0] for line in done.stdout.splitlines()}
    given = {one.split(">=")[0] for name, extra in EXTRAS.items() if name != "dev" for one in extra}
    assert {one for one in given if not one.startswith("nhsdx[")} <= listed
    assert "jinja2==3.1.6" in done.stdout.splitlines()
