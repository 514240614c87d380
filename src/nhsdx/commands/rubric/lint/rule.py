"""The shape of a lint rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from nhsdx.model import Path, Rubric, Severity


class Hit(NamedTuple):
    """A place in a rubric with a problem, and a description of the problem."""

    path: Path
    message: str


Check: TypeAlias = Callable[[Rubric], Iterator[Hit]]
Checks: TypeAlias = dict[str, Check]
"""The function that finds the hits of each rule, by the rule's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of problem that rubrics have: what it is, why it matters, an example and what to do.

    An `error` means that a rubric says something untrue, a `warning` that something in the rubric is hidden or
    weakened, and `info` that readers will miss something. `example` is TOML; its entries replace those of the same name
    in a clean rubric.
    """

    code: str
    severity: Severity
    title: str
    why: str
    example: str
    remedy: str
    check: Check
