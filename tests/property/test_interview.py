"""An interview can be stopped after any line, and continues as if it had never stopped."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.interviews import FILE, LATER, LINES, begin, talk
from tests.support.laws.strategies import laws

HALF = "Enter for none: \nStopped."
"""The end of an interview that waits for a note, a choice or a reason, which has to be typed again."""
STOPPED = "Stopped. Continue with"


@pytest.fixture(scope="module")
def start() -> bytes:
    """An assessment without answers, with comments that a person wrote."""
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder))
        return (Path(folder) / FILE).read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the rubric."""
    made = tmp_path_factory.mktemp("interview")
    begin(made)
    return made


@settings(laws, max_examples=12)
@given(script=st.lists(st.sampled_from((*LINES, *LINES, *LATER)), max_size=16), cut=st.integers(0, 16))
def test_an_interview_that_is_stopped_and_continued_writes_the_same_file(
    start: bytes, folder: Path, script: list[str], cut: int
) -> None:
    """A session that ends after any line and goes on later writes the same bytes as one that never stops."""
    file = folder / FILE
    file.write_bytes(start)
    talk(folder, script)
    whole = file.read_bytes()
    for stop in range(min(cut, len(script)), -1, -1):
        file.write_bytes(start)
        run = talk(folder, script[:stop])
        if HALF not in run.out:
            break
    if STOPPED in run.out:
        talk(folder, script[stop:])
    assert file.read_bytes() == whole
