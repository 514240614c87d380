"""Commands of other programs, and the files that are needed to install a checkout."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

COPIED = ("LICENSE", "README.md", "pyproject.toml", "src", "rubrics", "examples")


def run(*command: str, cwd: Path, **environment: str) -> str:
    """A program's stdout; a failure shows its output."""
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
