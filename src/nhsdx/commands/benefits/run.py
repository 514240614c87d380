"""Reads and checks a benefits file, and works out its figures."""

from __future__ import annotations

from nhsdx.commands.benefits.benefits_file import load_benefits
from nhsdx.commands.benefits.parameters.files import load_parameters
from nhsdx.commands.benefits.sums import Appraisal, appraise
from nhsdx.model import Rubric


def load_appraisal(name: str, rubric: Rubric | None = None, *, sums_classes: bool = False) -> Appraisal:
    """The appraisal of a file.

    With a rubric, the links from the file to the rubric are checked. Raises InvalidInputError or NhsdxError.
    """
    loaded = load_benefits(name)
    if rubric is not None:
        loaded.refuse_links(rubric)
    return appraise(loaded.file, load_parameters(), sums_classes=sums_classes)
