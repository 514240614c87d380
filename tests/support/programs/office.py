"""A real office program that opens documents."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
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
