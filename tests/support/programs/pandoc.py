"""A reader of Markdown that many people convert files with."""

from __future__ import annotations

import shutil
import subprocess

import pytest

PANDOC = shutil.which("pandoc")
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="needs pandoc")


def convert_markdown(text: str, reader: str, writer: str) -> str:
    """What pandoc makes of Markdown, read in one of its dialects."""
    assert PANDOC is not None
    command = [PANDOC, "--from", reader, "--to", writer, "--wrap", "none"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
