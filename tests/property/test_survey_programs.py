"""What people answer in any survey program comes back as the same assessment."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import nhsdx
from nhsdx.forms import Leaves, build_form, spread_counts
from nhsdx.forms.filled import fill_form
from nhsdx.forms.media.readers import FormOptions, open_form
from tests.support.build import Table
from tests.support.laws.filled import filled_tables, write_sample
from tests.support.laws.strategies import laws
from tests.support.survey_forms import PROGRAMS, fill_whole_form, write_export


@settings(laws, max_examples=20)
@given(tables=filled_tables(), name=st.sampled_from(sorted(PROGRAMS)))
def test_a_form_of_a_survey_program_gives_back_the_same_assessment(tables: tuple[Table, Table], name: str) -> None:
    """Answers, statuses, reasons, evidence, dates, notes and context come back; forms have no documents or actions."""
    program = PROGRAMS[name]
    with tempfile.TemporaryDirectory() as folder:
        sample = write_sample(Path(folder), tables)
        profile = sample.loaded.assessment.profile
        made = nhsdx.survey_form(Path(folder) / "rubric.toml", program.target, whole=True, profile=profile)
        form = Path(folder) / f"form{program.ending}"
        form.write_bytes(made.content)
        text = re.sub("(?m)^rubric = .*", 'rubric = "rubric.toml"', made.map_text or "")
        (Path(folder) / "form.map.toml").write_text(text, encoding="utf-8")
        asked = {field.path for question in sample.form.questions for field in question.fields}
        asked |= {field.path for field in (*sample.form.about, *sample.form.context)}
        cells = {path: value for path, value in spread_counts(sample.leaves).items() if path in asked}
        cells = {path: value for path, value in cells.items() if path[-1] != "documents"}
        picked = fill_whole_form(program.read(form), build_form(sample.loaded.instrument, "x", profile), text, cells)
        export = write_export(form, program.export(program.read(form), [picked]))
        opened = open_form(str(export), FormOptions(1, map_name=str(Path(folder) / "form.map.toml")))
        filled = fill_form(opened, None, lambda _: "rubric.toml", {})
        assert spread_counts(_drop(filled.leaves)) == _drop(cells)


def _drop(leaves: Leaves) -> Leaves:
    """The values without those in the form's stamp, and without empty tables of answers."""
    return {path: value for path, value in leaves.items() if path != ("profile",) and value != {}}
