"""Each promise in SECURITY.md has a test that attacks it, and each attack of the reviews has a test."""

from __future__ import annotations

import re

import pytest

from tests.support.run import ROOT

PROMISES = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## What nhsdx promises")[1].split("\n## ")[0]
ATTACKS = (ROOT / "tests" / "security" / "README.md").read_text(encoding="utf-8")
LINK = re.compile(r"\[(test_\w+)\]\((tests/[\w/]+\.py)\)")


def test_no_promise_is_made_outside_the_list_of_tested_promises() -> None:
    """Each sentence is in an item that names a test."""
    items = [part for part in re.split(r"\n(?=- )|\n\n", PROMISES) if part.strip() and not part.startswith("#")]
    assert [item for item in items if not item.startswith("- ")] == ["Each promise has a test that attacks it."]
    assert [item for item in items[1:] if LINK.search(item) is None] == []


def test_each_sentence_of_a_promise_has_a_test() -> None:
    """An item with two sentences names two tests; an exception needs none."""
    items = [part for part in re.split(r"\n(?=- )|\n\n", PROMISES) if part.startswith("- ")]
    for item in items:
        sentences = re.split(r"(?<=\.)\s+", LINK.sub("", item).strip())
        promised = [one for one in sentences if one and not one.startswith("The exception")]
        assert len(LINK.findall(item)) >= len(promised), item


@pytest.mark.parametrize(("name", "file"), LINK.findall(PROMISES))
def test_each_promise_has_a_test(name: str, file: str) -> None:
    """The test exists where the promise says."""
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_each_attack_has_a_test() -> None:
    """Each row of the table of attacks has a test, which exists where it says."""
    rows = [
        line for line in ATTACKS.splitlines() if line.startswith("| ") and not line.startswith(("| attack", "| ---"))
    ]
    found = {row: re.findall(r"\[(test_\w+)\]\(../../(tests/[\w/]+\.py)\)", row) for row in rows}
    assert [row for row, links in found.items() if not links] == []
    every = {link for links in found.values() for link in links}
    assert [one for one in every if f"\ndef {one[0]}(" not in (ROOT / one[1]).read_text(encoding="utf-8")] == []
