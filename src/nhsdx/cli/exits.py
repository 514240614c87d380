"""The exit codes of every command."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit code, which says how a command ended."""

    DONE = 0
    FAILED = 1
    INVALID = 2
    BUG = 3
    UNDECIDED = 4


EXIT_OF = {
    "passed": Exit.DONE,
    "undecided": Exit.UNDECIDED,
    "failed": Exit.FAILED,
    "invalid": Exit.INVALID,
}
"""The exit code of each verdict."""

MEANING = {
    Exit.DONE: "done",
    Exit.FAILED: "done, but a check failed",
    Exit.INVALID: "wrong usage or invalid input",
    Exit.BUG: "a bug in nhsdx",
    Exit.UNDECIDED: "undecided, under `--require-complete`",
}
