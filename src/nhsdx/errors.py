"""The exception for every error that a user can correct."""

from __future__ import annotations


class NhsdxError(Exception):
    """What went wrong, where, and what to do about it. `code` is one of the codes in `model.codes`."""

    def __init__(self, message: str, where: str = "", hint: str = "", *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        """The parts from which another process can rebuild this exception; the message alone would not be enough."""
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[NhsdxError], arguments: tuple[object, ...], state: dict[str, object]) -> NhsdxError:
    made = kind.__new__(kind, *arguments)
    made.__dict__.update(state)
    return made
