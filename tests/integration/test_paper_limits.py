"""Papers of any size are written, or refused at once with another way to write them."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w

from tests.support.limit_inputs import build_assessment, build_rubric
from tests.support.run import nhsdx

pytest.importorskip("typst")


def test_a_page_too_long_for_pdf_is_refused(tmp_path: Path) -> None:
    """The message says how long it is and what to do; Word and HTML, and PDF without notes, are written."""
    (tmp_path / "rubric.toml").write_text(tomli_w.dumps(build_rubric(130)))
    answers = {f"c{place}": {"level": 1, "why": "A long reason. " * 650} for place in range(130)}
    (tmp_path / "a.toml").write_text(tomli_w.dumps(build_assessment(answers)))
    run = nhsdx("report", "a.toml", "-o", "a.pdf", cwd=tmp_path)
    assert run.code == 2
    assert "file-too-large: this page is too long for PDF" in run.err
    assert "use --format html or docx, or leave free text out: --without-notes" in run.err
    assert nhsdx("report", "a.toml", "--format", "html", cwd=tmp_path).code == 0
    assert nhsdx("report", "a.toml", "--without-notes", "-o", "a.pdf", cwd=tmp_path).code == 0
