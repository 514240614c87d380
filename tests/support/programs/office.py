"""A real office program that opens documents."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice Writer")


def as_pdf(document: Path) -> bytes:
    """A document converted by LibreOffice."""
    return convert(document, "pdf", ".pdf")


def save_word(document: Path) -> bytes:
    """A Word document that LibreOffice opened and saved again."""
    return convert(document, "docx:MS Word 2007 XML", ".docx")


def convert(document: Path, to: str, ending: str) -> bytes:
    """A document in another format. LibreOffice has its own profile, so that several can run at the same time."""
    assert OFFICE is not None
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", folder, str(document)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        made = Path(folder, document.name).with_suffix(ending)
        assert made.exists(), done.stdout + done.stderr
        return made.read_bytes()


CALC = Path("/usr/lib/libreoffice/program/libsclo.so")
needs_calc = pytest.mark.skipif(OFFICE is None or not CALC.exists(), reason="needs LibreOffice Calc")
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
"""Settings with which LibreOffice works out every formula of a workbook that it opens."""


def recalculate(books: Sequence[Path], folder: Path) -> Path:
    """The folder with workbooks that LibreOffice opened, calculated from their formulas, and saved."""
    assert OFFICE is not None
    with tempfile.TemporaryDirectory() as home:
        settings = Path(home, "user", "registrymodifications.xcu")
        settings.parent.mkdir()
        settings.write_text(ALWAYS, encoding="utf-8")
        profile = f"-env:UserInstallation={Path(home).as_uri()}"
        to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
        command = [OFFICE, profile, "--headless", *to, *map(str, books)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1_200)
    assert all((folder / book.name).exists() for book in books), done.stdout + done.stderr
    return folder
