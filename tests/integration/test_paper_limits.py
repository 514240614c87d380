"""Papers of any size are written, or refused at once with advice on another format."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w

from nhsdx.documents.blocks import Document, Paragraph, Sheet
from nhsdx.documents.formats import draw_document
from nhsdx.documents.phrases import make_line
from nhsdx.documents.terminal import Screen
from nhsdx.errors import NhsdxError
from nhsdx.limits import LARGEST_TEXT
from tests.support.limit_inputs import build_assessment, build_notes, build_rubric
from tests.support.run import nhsdx

pytest.importorskip("typst")


def test_a_page_too_long_for_any_format_is_refused_before_it_is_written(tmp_path: Path) -> None:
    """Text in columns takes longest, so its limit is lower. No file is written, and the message says what to do."""
    for name, content in build_notes(LARGEST_TEXT + 1).items():
        (tmp_path / name).write_text(tomli_w.dumps(content) if isinstance(content, dict) else str(content))
    text = nhsdx("report", "a.toml", "-o", "a.txt", "--format", "text", cwd=tmp_path)
    assert (text.code, "this page is too long for the format text" in text.err) == (2, True)
    assert "use --format html or markdown, leave free text out with --without-notes" in text.err
    assert not (tmp_path / "a.txt").exists()
    words = tuple(Paragraph(make_line("x" * 1_000_000)) for _ in range(11))
    for format_ in ("html", "markdown", "docx", "text"):
        with pytest.raises(NhsdxError, match="this page is too long"):
            draw_document(Document("Long", (Sheet(words),)), format_, Screen(100))


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
