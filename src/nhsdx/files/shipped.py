"""Finds the rubrics that come with nhsdx."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.model import quote_word, suggest

REFERENCE = re.compile(r"^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:@(\d+(?:\.\d+\.\d+)?))?$")


class Reference(NamedTuple):
    """The id of a shipped rubric, and its major or full version, which is None if any version will do."""

    id: str
    version: str | None

    def admits(self, version: str) -> bool:
        """Whether a full version matches the reference."""
        return self.version is None or f"{version}.".startswith(f"{self.version}.")


def find_rubrics_folder() -> Path:
    """The folder with the shipped rubrics: inside the installed package, or in a checkout of the repository."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rubrics"
    return inside if inside.is_dir() else package.parents[1] / "rubrics"


def list_shipped_ids() -> list[str]:
    """The ids of the shipped rubrics in alphabetical order. Each id is the name of the rubric's file without .toml."""
    return sorted(path.stem for path in find_rubrics_folder().glob("*.toml"))


def parse_reference(text: str) -> Reference | None:
    """A reference such as `nhs-digital-leadership@1`; None if the text has another form."""
    match = REFERENCE.match(text)
    return None if match is None else Reference(match[1], match[2])


def find_shipped_path(reference: Reference) -> Path:
    """The file of a shipped rubric. Raises NhsdxError for an unknown id."""
    known = list_shipped_ids()
    if reference.id not in known:
        message = f"nhsdx has no shipped rubric {quote_word(reference.id)}"
        hint = f"expected the path of a rubric file, or one of: {', '.join(known)}{suggest(reference.id, known)}"
        raise NhsdxError(message, hint=hint, code="rubric-not-found")
    return find_rubrics_folder() / f"{reference.id}.toml"
