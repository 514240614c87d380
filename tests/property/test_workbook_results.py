"""The formulas of a workbook give the engine's results, for any rubric and any answers."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.support.build import Table
from tests.support.laws.filled import filled_tables, load_sample, write_sample
from tests.support.laws.strategies import laws
from tests.support.live_results import list_differences, score_sample, work_out
from tests.support.run import ROOT

EXAMPLES = (
    *("marlowe-vale", "wolds-and-levels/otterbridge-wold", "asem-connectivity/gbr", "human-development-index/ner"),
    *("inform-risk/moz", "process-capability/quillmoor"),
)


@settings(laws, max_examples=40)
@given(tables=filled_tables())
def test_formulas_give_the_results_of_the_engine(tables: tuple[Table, Table]) -> None:
    """Every figure, level, share and gate is the same to nine decimals, or the workbook says that it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
    rows = work_out(sample)
    assert rows is None or list(list_differences(score_sample(sample), rows)) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_formulas_give_the_results_of_the_examples(name: str) -> None:
    """The workbook works out everything that the shipped rubrics ask for."""
    sample = load_sample(ROOT / "examples" / f"{name}.toml")
    rows = work_out(sample)
    assert rows is not None
    assert list(list_differences(score_sample(sample), rows)) == []
