"""What a lint rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.model.finding import Path, Severity
from nhsdx.model.rubric import Rubric


class Hit(NamedTuple):
    """One place of a rubric that a rule finds fault with, and what is wrong there."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One fault that rubrics have: what it is, why it matters, a fragment that shows it and what to do.

    `error` marks what makes a rubric say something untrue, `warning` what hides or weakens it, `info` what a
    reader will miss. `example` is TOML; its entries stand in for those of the same name in a clean rubric.
    """

    code: str
    severity: Severity
    title: str
    why: str
    example: str
    remedy: str
    check: Callable[[Rubric], Iterator[Hit]]
