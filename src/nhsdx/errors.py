"""The one exception that says "cannot go on"."""

from __future__ import annotations


class NhsdxError(Exception):
    """Why nhsdx cannot go on, where, and what to do about it."""

    def __init__(self, message: str, where: str = "", hint: str = "", *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code
