"""The shape of every error, warning and remark about a file, a rubric or a result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from nhsdx.errors import NhsdxError
from nhsdx.limits import MOST_ALIKE
from nhsdx.model.suggest import OneOf

T = TypeVar("T")
Given = TypeVar("Given")
Alike = TypeVar("Alike", "Finding", "Problem")
Severity: TypeAlias = Literal["error", "warning", "info"]
Path: TypeAlias = tuple[str | int, ...]
"""The keys and list positions that lead to a place in a file, as in ("criteria", "appointment", "levels", 2)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, how serious this is, where it was found, and what to do.

    `where` is `file:line:column` for a problem in a file, otherwise a path such as `answers.capability`.
    """

    code: str
    severity: Severity
    message: str
    where: str
    remedy: str


class Problem(NamedTuple):
    """Why a file cannot be used, with the path of the cause in the file; line and column are added later."""

    path: Path
    code: str
    message: str
    remedy: str | OneOf
    at_key: bool = False


def format_path(path: Path) -> str:
    """The path in the usual notation: `criteria.appointment.levels[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def parse_path(text: str) -> Path:
    """The path in a text such as `criteria.appointment.levels[2]`; the reverse of `format_path`."""
    parts = re.findall(r"[^.\[\]]+|\[\d+\]", text)
    return tuple(int(part[1:-1]) if part.startswith("[") else part for part in parts)


class InvalidInputError(NhsdxError):
    """Everything that is wrong with the given files, in one error."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} problem{'s' * (len(findings) != 1)} in the input", code="invalid-input")
        self.findings = findings


def count_alike(found: Iterable[Alike], where: str) -> tuple[list[Alike], list[Finding]]:
    """The first problems with each code, and a finding that says how many more have the same code in the same file."""
    shown: list[Alike] = []
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.code] += 1
        if counts[one.code] <= MOST_ALIKE:
            shown.append(one)
    more = [
        Finding(code, "error", f"and {count - MOST_ALIKE:,} more like this", where, "correct those above first")
        for code, count in counts.items()
        if count > MOST_ALIKE
    ]
    return shown, more


def list_findings(error: NhsdxError) -> tuple[Finding, ...]:
    """The findings in an error; a simple error becomes a single finding."""
    if isinstance(error, InvalidInputError):
        return error.findings
    return (Finding(error.code, "error", error.message, error.where, error.hint),)


def load_all(names: Iterable[Given], load: Callable[[Given], T]) -> list[T]:
    """What `load` returns for each name. Raises InvalidInputError with the problems for all names, without repeats."""
    loaded: list[T] = []
    findings: list[Finding] = []
    for name in names:
        try:
            loaded.append(load(name))
        except NhsdxError as error:
            findings += [found for found in list_findings(error) if found not in findings]
    if findings:
        raise InvalidInputError(tuple(findings))
    return loaded
