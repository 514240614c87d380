"""Workbooks in LibreOffice Calc: it works out the engine's results, and saves all that was filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from nhsdx.forms.filled import fill_form
from nhsdx.forms.media.readers import FormOptions, open_form
from nhsdx.forms.media.workbook.draw import draw_workbook
from tests.support.laws.filled import load_sample
from tests.support.live_results import list_differences, read_out, score_sample
from tests.support.programs.office import needs_calc, recalculate
from tests.support.run import ROOT

pytestmark = [pytest.mark.media, needs_calc]
EXAMPLES = (
    *("wolds-and-levels/otterbridge-wold.toml", "asem-connectivity/gbr.toml"),
    *("human-development-index/ner.toml", "inform-risk/moz.toml", "process-capability/quillmoor.toml"),
)


def test_calc_works_out_the_results_of_the_engine_and_saves_the_answers(tmp_path: Path) -> None:
    """From formulas alone, without their values; and what it saves is read as the same assessment."""
    samples = {f"{number}.xlsx": load_sample(ROOT / "examples" / name) for number, name in enumerate(EXAMPLES)}
    for name, sample in samples.items():
        (tmp_path / name).write_bytes(draw_workbook(sample.form, sample.leaves, is_cached=False))
    made = recalculate([tmp_path / name for name in samples], tmp_path / "made")
    for name, sample in samples.items():
        assert list(list_differences(score_sample(sample), read_out(made / name))) == []
        rubric = str(sample.loaded.source.folder / "rubric.toml")
        filled = fill_form(open_form(str(made / name), FormOptions(rubric=rubric)), rubric, str, {})
        assert filled.leaves == sample.leaves
