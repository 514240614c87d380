"""Workbooks in LibreOffice Calc: it works out the engine's results, and saves all that was filled in."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import python_calamine

from nhsdx.forms.filled import fill_form
from nhsdx.forms.media.readers import FormOptions, open_form
from nhsdx.forms.media.workbook.draw import draw_workbook
from nhsdx.forms.media.workbook.layout import RESULTS
from tests.support.laws.filled import load_sample
from tests.support.live_results import list_differences, read_out, score_sample
from tests.support.programs.office import needs_calc, recalculate
from tests.support.run import ROOT

pytestmark = [pytest.mark.media, needs_calc]
EXAMPLES = (
    *("wolds-and-levels/otterbridge-wold.toml", "asem-connectivity/gbr.toml"),
    *("human-development-index/ner.toml", "inform-risk/moz.toml", "process-capability/quillmoor.toml"),
)
WRONG = {
    "wrong-value.xlsx": (b"<v>61.5763</v>", b"<v>-1</v>"),
    "wrong-key.xlsx": (b'<c r="E5"[^>]*><v>\\d+</v></c>', b""),
}
"""Workbooks with an invalid answer, and with a deleted key: the bytes that are replaced, and the new ones."""


def change(content: bytes, path: Path, old: bytes, new: bytes) -> None:
    """Writes a workbook with some bytes of its first sheet of questions replaced."""
    path.with_suffix(".zip").write_bytes(content)
    with zipfile.ZipFile(path.with_suffix(".zip")) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, re.sub(old, new, part) if name.endswith("worksheets/sheet3.xml") else part)


def test_libreoffice_calc_gives_the_results_of_the_engine_and_saves_the_answers(tmp_path: Path) -> None:
    """Calc needs only formulas, not their values, and saves the same assessment. A wrong entry hides figures."""
    samples = {f"{number}.xlsx": load_sample(ROOT / "examples" / name) for number, name in enumerate(EXAMPLES)}
    for name, sample in samples.items():
        (tmp_path / name).write_bytes(draw_workbook(sample.form, sample.leaves, is_cached=False))
    for name, (old, new) in WRONG.items():
        change((tmp_path / "2.xlsx").read_bytes(), tmp_path / name, old, new)
    made = recalculate([tmp_path / name for name in (*samples, *WRONG)], tmp_path / "made")
    for name, sample in samples.items():
        assert list(list_differences(score_sample(sample), read_out(made / name))) == []
        rubric = str(sample.loaded.source.folder / "rubric.toml")
        filled = fill_form(open_form(str(made / name), FormOptions(rubric=rubric)), rubric, str, {})
        assert filled.leaves == sample.leaves
    for name in WRONG:
        rows = python_calamine.CalamineWorkbook.from_path(str(made / name)).get_sheet_by_name(RESULTS).to_python()
        assert "No figures are shown until this is corrected." in str(rows[1][0])
        assert {cell for row in rows[3:] for cell in row[2:9]} == {"see line 2"}
