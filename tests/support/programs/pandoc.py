"""Pandoc, which many people use to convert Markdown."""

from __future__ import annotations

import shutil
import subprocess

import pytest

PANDOC = shutil.which("pandoc")
needs_pandoc = pytest.mark.skipif(PANDOC is None, reason="needs pandoc")


def convert_markdown(text: str, reader: str, writer: str) -> str:
    """Markdown in one of pandoc's dialects, converted by pandoc."""
    assert PANDOC is not None
    command = [PANDOC, "--from", reader, "--to", writer, "--wrap", "none"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
