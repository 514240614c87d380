"""The outcome of `nhsdx import` for a form."""

from __future__ import annotations

from typing import NamedTuple

from nhsdx.model import Finding


class ImportedForm(NamedTuple):
    """The text of an assessment, its rubric, how many questions it answers, and which conflicts were settled.

    `added` is how many values are new or changed in an existing assessment; None for a new one. `unfinished` is how
    many values the form has set aside because they are not finished.
    """

    text: str
    rubric: str
    answered: int
    asked: int
    added: int | None
    conflicts: tuple[Finding, ...]
    unfinished: int = 0
