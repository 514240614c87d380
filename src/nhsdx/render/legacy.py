"""Words of pages that are about to become documents."""

from __future__ import annotations

from nhsdx.documents.blocks import Cell
from nhsdx.documents.phrases import shorten_title
from nhsdx.documents.safe_text import clean
from nhsdx.documents.words import describe_evidence as evidence_words
from nhsdx.model.result import Result

NO_CELL: Cell = ()
__all__ = ["NO_CELL", "change_of", "describe_grade_label", "evidence_words", "labelled"]


def labelled(result: Result, level: int | None) -> str:
    """A level's number and label."""
    return "none" if level is None else f'{level} "{clean(result.scale[level].label)}"'


def change_of(old: float | None, new: float | None) -> float | None:
    """The points between two scores."""
    return None if old is None or new is None else new - old


def describe_grade_label(label: str) -> str:
    """A grade's label up to its first comma or colon."""
    return shorten_title(clean(label).split(",")[0].split(":")[0])
