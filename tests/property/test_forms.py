"""What people write into a form of any medium comes back as the same assessment."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from nhsdx.forms.filled import fill_form
from nhsdx.forms.media.drawers import DRAWERS
from nhsdx.forms.media.readers import FormOptions, open_form
from nhsdx.forms.merge import change_file, format_assessment, load_target_file
from tests.support.build import Table
from tests.support.laws.filled import filled_tables, load_sample, write_sample
from tests.support.laws.strategies import laws


# The offline form saves another file: test_offline_form.py.
@pytest.mark.parametrize("medium", [one for one in DRAWERS if one not in ("html", "xlsx")])
@laws
@given(tables=filled_tables())
def test_every_kind_of_form_gives_back_the_same_assessment(medium: str, tables: tuple[Table, Table]) -> None:
    """Answers, statuses with reasons, evidence, dates, notes, documents, context and actions all survive."""
    expect_back(medium, tables)


@settings(laws, max_examples=15)
@given(tables=filled_tables())
def test_a_workbook_gives_back_the_same_assessment(tables: tuple[Table, Table]) -> None:
    """A workbook keeps the same parts; writing its formulas takes longer, so `tools/workbooks.py` tries 1,000."""
    expect_back("xlsx", tables)


def expect_back(medium: str, tables: tuple[Table, Table]) -> None:
    """Fails unless a kind of form returns everything in an assessment."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        form = Path(folder) / f"form.{medium}"
        form.write_bytes(DRAWERS[medium](sample.form, sample.leaves))
        filled = fill_form(open_form(str(form), FormOptions()), None, lambda _: "rubric.toml", {})
        assert filled.leaves == sample.leaves
        again = Path(folder) / "again.toml"
        again.write_text(format_assessment(filled.form, filled.leaves), encoding="utf-8")
        assert load_sample(again).loaded.assessment == sample.loaded.assessment


@laws
@given(tables=filled_tables())
def test_values_can_be_removed_from_any_file_and_put_back(tables: tuple[Table, Table]) -> None:
    """All answers can be removed from a file and put back; the file is read correctly after each change."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        target = load_target_file(str(Path(folder) / "assessment.toml"))
        kept = ("assessment", "actions")
        gone = {path[:2] if path[0] == "documents" else path for path in sample.leaves if path[0] not in kept}
        emptied = change_file(target, sample.form, {}, gone)
        Path(target.name).write_text(emptied, encoding="utf-8")
        change_file(load_target_file(target.name), sample.form, sample.leaves, ())
