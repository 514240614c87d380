"""The outcome of `nhsdx new`."""

from __future__ import annotations

from typing import NamedTuple


class NewFile(NamedTuple):
    """The content of a new file, how many questions it asks, and how many of them have an answer.

    `rubric` is the rubric file, if it must be given with `--rubric`.
    """

    content: bytes
    questions: int
    answered: int
    rubric: str | None
