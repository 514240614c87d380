"""No changed file makes nhsdx crash; `tools/fuzz.py` tries as many as you like."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.support.fuzzing.judge import draw_file, try_file
from tests.support.fuzzing.readers import CORPUS, READERS, list_seeds, write_companions

FILES = 20
"""How many changed files each reader gets here."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the commands read beside the changed file."""
    folder = tmp_path_factory.mktemp("fuzzing")
    write_companions(folder)
    return folder


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_file_is_read_or_refused_with_a_message(here: Path, name: str) -> None:
    """Exit 0, 1, 2 or 4, never a traceback or a bug, with output of a bounded length, and nothing left behind."""
    for number in range(FILES):
        random = Random(f"{name} {number}")  # noqa: S311 - no secret
        faults = list(try_file(name, draw_file(name, here, random), here, random))
        assert [(fault.command, fault.wrong) for fault in faults] == []


def test_each_file_of_the_corpus_can_be_read(here: Path) -> None:
    """A file that no reader recognises would have no use in the corpus."""
    seeds = {seed for name in READERS for seed in list_seeds(name, here)}
    assert [path for path in CORPUS.rglob("*.*") if path.read_bytes() not in seeds] == []
