"""The bad files: a folder for each subject, and for each file the message that the user gets."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from tests.support.run import ROOT

FOLDER = ROOT / "tests" / "bad_files"
SHARED = FOLDER / "shared"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.toml") if path.parent != SHARED)
"""Their names, relative to the folder of all bad files; `shared` has the rubrics that some of them use."""


@functools.cache
def lay_out() -> Path:
    """A copy of all bad files in which `shared` is inside the folder of each subject: no path may lead upwards."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    shutil.copytree(FOLDER, place, dirs_exist_ok=True)
    for subject in {Path(name).parent for name in NAMES}:
        shutil.copytree(SHARED, place / subject / "shared")
    return place
