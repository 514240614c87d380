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
    """A document converted by LibreOffice. It has its own profile, so that several can run at the same time."""
    assert OFFICE is not None
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        made = Path(folder, document.name).with_suffix(".pdf")
        assert made.exists(), done.stdout + done.stderr
        return made.read_bytes()
