"""The bad files: a folder for each subject, and for each file the message that the user gets."""

from __future__ import annotations

from tests.support.run import ROOT

FOLDER = ROOT / "tests" / "bad_files"
SHARED = FOLDER / "shared"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.toml") if path.parent != SHARED)
"""Their names from the folder of all; `shared` keeps good rubrics, which some of them are scored with."""
