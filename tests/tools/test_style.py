"""The style check reports every breach that it looks for, and nothing in good code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.run import ROOT

GOOD = "def read_file() -> None:\n    pass\n"
BRANCHES = "def choose(n):\n" + "".join(f"    if n == {number}:\n        return\n" for number in range(10))
IMPORTS = "".join(f"from package.part_{number} import read_file\n" for number in range(10))
PARTS = {f"part_{number}.py": GOOD for number in range(10)}
MANY_FILES = {f"part_{number}.py": GOOD for number in range(15)}


def check(folder: Path, files: dict[str, str]) -> tuple[int, str]:
    """The exit code and the findings for a package of these files."""
    package = folder / "package"
    package.mkdir()
    for name, text in ({"__init__.py": "", "good.py": GOOD} | files).items():
        (package / name).write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools" / "style.py"), "package"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("files", "finding"),
    [
        ({"a.py": BRANCHES}, "package/a.py:1: choose has complexity 11, over 10"),
        (MANY_FILES, "package: 17 files, over 15"),
        ({"a.py": "\n" * 300}, "package/a.py: 300 lines, over 299"),
        ({"a.py": "def first(): pass\ndef second(): pass"}, "33% of functions begin with a verb, under 55%"),
        ({"a.py": f"{GOOD}def told(): pass"}, "package/a.py:3: told is named by a participle"),
        ({"a.py": "class Case: pass", "b.py": "class Case: pass"}, "package/b.py:1: Case is also package/a.py:1"),
        (PARTS | {"a.py": IMPORTS}, "package/a.py: imports 10 modules of the package, over 9"),
        ({"a.py": "from package import b", "b.py": "import package.a"}, "import cycle: package.a, package.b"),
    ],
    ids=["complexity", "files", "lines", "verbs", "participle", "class", "imports", "cycle"],
)
def test_a_breach_of_style_is_reported(tmp_path: Path, files: dict[str, str], finding: str) -> None:
    """The breach is printed with its place, and the exit code is 1."""
    code, printed = check(tmp_path, files)
    assert (code, len(printed.splitlines())) == (1, 1), printed
    assert printed.startswith(finding)


def test_good_code_has_no_finding(tmp_path: Path) -> None:
    """Properties named by nouns, imports inside functions, and a package that offers all its modules are good style."""
    text = (
        "class Answer:\n"
        "    @property\n    def given_level(self): return self.read()\n"
        "    def read(self):\n        import package.b\n"
    )
    files = PARTS | {"__init__.py": IMPORTS, "a.py": text, "b.py": "import package.a\n"}
    assert check(tmp_path, files) == (0, "no finding\n")
