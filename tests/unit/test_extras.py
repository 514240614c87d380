"""Optional packages: an error gives the name to install, and the extra that includes it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from tests.support.run import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
BROUGHT = {"py4j": "pyspark"}
"""Packages that are installed with another one."""
WITH_ARROW = ("duckdb", "spark-cluster")
"""The extras with which an Arrow table can be read."""


def find_calls() -> Iterator[tuple[str, str]]:
    """The module and the extra of each call of import_extra in the source."""
    texts = (file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    # To parse all of them would take longer than the tests.
    for text in (one for one in texts if "import_extra(" in one):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "import_extra":
                module, extra = node.args
                chosen = (ast.literal_eval(extra),) if isinstance(extra, ast.Constant) else WITH_ARROW
                yield from ((ast.literal_eval(module), one) for one in chosen)


def list_packages(extra: str) -> set[str]:
    """The packages of an extra, by their names on the package index."""
    found: set[str] = set()
    for requirement in EXTRAS[extra]:
        name, inner = re.match(r"([\w-]+)(?:\[(.+)\])?", requirement).groups()  # type: ignore[union-attr]
        found |= {name} if inner is None else {one for part in inner.split(",") for one in list_packages(part)}
    return found


@pytest.mark.parametrize(("module", "extra"), sorted(set(find_calls())))
def test_a_missing_package_can_be_installed_with_the_command_in_the_message(module: str, extra: str) -> None:
    """The message gives the name on the package index, and an extra that includes this package."""
    with patch.dict(sys.modules, {module: None}), pytest.raises(NhsdxError) as caught:
        import_extra(module, extra)
    assert caught.value.hint == f'install it with: pip install "nhsdx[{extra}]"'
    named = re.search(r"the package ([\w-]+), which", caught.value.message)
    assert named is not None
    assert BROUGHT.get(named[1], named[1]) in list_packages(extra)


def test_there_is_an_extra_for_a_desktop_and_one_for_a_cluster() -> None:
    """`full` reads tables and writes Word, PDF and workbooks; a cluster keeps its own Spark."""
    assert list_packages("full") == {"narwhals", "polars", "python-calamine", "python-docx", "typst", "XlsxWriter"}
    assert list_packages("spark") == list_packages("spark-cluster") | {"pyspark"}
