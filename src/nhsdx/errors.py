"""The exception for every error that a user can correct."""

from __future__ import annotations


class NhsdxError(Exception):
    """What went wrong, where, and what to do about it; `code` is one of `model.codes`."""

    def __init__(self, message: str, where: str = "", hint: str = "", *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code
