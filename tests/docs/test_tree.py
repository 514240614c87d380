"""The tests' folders mirror the source, and shared helpers are in tests/support."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pages import text_of
from tests.support.run import ROOT

TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
SOURCE = ROOT / "src" / "nhsdx"
MODULES = sorted(TESTS.rglob("test_*.py"))
HELPERS = sorted(SUPPORT.rglob("*.py"))


def list_imports(file: Path) -> Iterator[str]:
    """The modules that a file imports, including the names imported with `from`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{one.name}" for one in node.names)


def name_test(path: Path) -> str:
    """The path of a test module from the folder of tests."""
    return path.relative_to(TESTS).as_posix()


@pytest.mark.parametrize("file", [*MODULES, *HELPERS], ids=name_test)
def test_no_test_module_is_imported_by_another_module(file: Path) -> None:
    """Code that two test modules need is in tests/support, so that each module can be changed on its own."""
    own = [name for name in list_imports(file) if name.startswith(("tests.", "."))]
    assert [name for name in own if not name.startswith("tests.support.")] == []


def test_helpers_contain_no_tests() -> None:
    """A helper contains no tests, and its name is not one that pytest collects."""
    for file in HELPERS:
        assert not file.name.startswith("test_")
        names = [
            node.name
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef)
        ]
        assert [name for name in names if name.startswith("test_")] == [], file


def test_every_helper_is_used() -> None:
    """A helper that no test or tool uses must be deleted."""
    files = [*TESTS.rglob("*.py"), *(ROOT / "tools").glob("*.py")]
    used = {name for file in files for name in list_imports(file)}
    modules = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in HELPERS if file.name != "__init__.py"}
    assert [one for one in sorted(modules) if not any(f"{name}.".startswith(f"{one}.") for name in used)] == []


@pytest.mark.parametrize("file", sorted((TESTS / "unit").rglob("test_*.py")), ids=name_test)
def test_unit_tests_are_in_folders_that_mirror_the_source(file: Path) -> None:
    """tests/unit/files/test_source.py tests src/nhsdx/files/source.py, or a folder with this name."""
    place = SOURCE / file.parent.relative_to(TESTS / "unit")
    name = file.stem.removeprefix("test_")
    assert (place / f"{name}.py").is_file() or (place / name).is_dir(), f"there is no {place.relative_to(ROOT)}/{name}"


def test_the_folder_tree_in_the_guide_matches_the_real_folders() -> None:
    """CONTRIBUTING shows every folder of the source with the first line of its docstring, and no other."""
    shown = text_of("CONTRIBUTING.md").partition("<!-- generated: tree -->")[2].partition("<!-- end -->")[0]
    commands = sorted(path.parent.name for path in SOURCE.glob("commands/*/__init__.py"))
    folders = [*SOURCE.glob("*/__init__.py"), *SOURCE.glob("[!c]*/*/__init__.py")]
    files = [SOURCE / f"{name}.py" for name in ("main", "extras", "errors", "limits")]
    expected = {(path.parent.name, purpose_of(path)) for path in folders} | {
        (path.stem, purpose_of(path)) for path in files
    }
    assert {tuple(line.split(maxsplit=1)) for line in shown.splitlines() if " " in line} == {
        *expected,
        (commands[0], " ".join(commands[1:])),
    }


def purpose_of(file: Path) -> str:
    """The first line of a file's docstring, without its full stop."""
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring is not None
    return docstring.splitlines()[0].removesuffix(".")
