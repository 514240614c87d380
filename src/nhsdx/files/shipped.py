"""The rubrics that come with nhsdx."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.model.suggest import quote_word, suggest_one_of

REFERENCE = re.compile(r"^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?:@(\d+(?:\.\d+\.\d+)?))?$")


class Reference(NamedTuple):
    """A shipped rubric by id, and the major or full version wanted; None means whichever ships."""

    id: str
    version: str | None

    def admits(self, version: str) -> bool:
        """Whether a full version is the one wanted."""
        return self.version is None or f"{version}.".startswith(f"{self.version}.")


def find_rubrics_folder() -> Path:
    """Where the shipped rubrics are: inside an installed package, else in the checkout it runs from."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "rubrics"
    return inside if inside.is_dir() else package.parents[1] / "rubrics"


def list_shipped_ids() -> list[str]:
    """The ids of the shipped rubrics, in alphabetical order; each is the name of its file."""
    return sorted(path.stem for path in find_rubrics_folder().glob("*.toml"))


def parse_reference(text: str) -> Reference | None:
    """The shipped rubric that a text refers to, as in `nhs-digital-leadership@1`; None if it is no reference."""
    match = REFERENCE.match(text)
    return None if match is None else Reference(match[1], match[2])


def find_shipped_path(reference: Reference) -> Path:
    """The file of a shipped rubric. Raises NhsdxError if there is none of that id."""
    known = list_shipped_ids()
    if reference.id not in known:
        raise NhsdxError(
            f"no rubric {quote_word(reference.id)} comes with nhsdx",
            hint="expected the path of a rubric file, or "
            + suggest_one_of(reference.id, known).removeprefix("expected "),
            code="rubric-not-found",
        )
    return find_rubrics_folder() / f"{reference.id}.toml"
