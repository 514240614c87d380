"""The offline form saves the assessment that it was given, whatever it contains."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.build import Table
from tests.support.laws.filled import Sample, filled_tables, load_sample, write_sample
from tests.support.programs.browser import needs_browser
from tests.support.programs.offline import SavedForm, open_forms

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def forms() -> Iterator[SavedForm]:
    """One browser for all forms."""
    with open_forms() as opened:
        yield opened


@needs_browser
@few
@given(tables=filled_tables())
def test_a_form_saves_the_answers_that_it_was_made_with(forms: SavedForm, tables: tuple[Table, Table]) -> None:
    """A form that was made from an assessment saves the same assessment."""
    check_saving(forms, tables)


def check_saving(forms: SavedForm, tables: tuple[Table, Table]) -> None:
    """Makes a form with answers in it, and checks what it saves."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        assert_same(sample, forms.save(sample), folder)


@needs_browser
@few
@given(tables=filled_tables(), every=st.integers(1, 5))
def test_a_form_saves_the_answers_that_it_loads(forms: SavedForm, tables: tuple[Table, Table], every: int) -> None:
    """An assessment file that is loaded and saved is the same assessment, and keeps its comments."""
    check_loading(forms, tables, every)


def check_loading(forms: SavedForm, tables: tuple[Table, Table], every: int) -> None:
    """Loads a file with a comment before some of its lines into an empty form, and checks what it saves."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        text, notes = add_comments((Path(folder) / "assessment.toml").read_text(encoding="utf-8"), every)
        saved = forms.save(sample, text)
        assert_same(sample, saved, folder)
        assert sorted(re.findall("# note [0-9]+ ä", saved)) == sorted(notes)


def add_comments(text: str, every: int) -> tuple[str, list[str]]:
    """A TOML text with a comment before some lines, and these comments."""
    lines, notes = [], []
    for place, line in enumerate(text.splitlines()):
        if place % every == 0:
            notes.append(f"# note {place} ä")
            lines.append(f"  {notes[-1]}  ")
        lines.append(line)
    return "\n".join(lines), notes


def assert_same(sample: Sample, saved: str, folder: str) -> None:
    """Checks that a text is the assessment of a sample."""
    again = Path(folder) / "saved.toml"
    again.write_text(saved, encoding="utf-8")
    found = load_sample(again)
    assert found.leaves == sample.leaves
    assert found.loaded.assessment == sample.loaded.assessment
