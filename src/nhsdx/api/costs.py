"""Reads a file of costs and benefits, and returns its claimed, adjusted and discounted figures."""

from __future__ import annotations

import os
from typing import TypeAlias

from nhsdx.commands.benefits.sums import Appraisal

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


def benefits(name: Name, *, sums_classes: bool = False) -> Appraisal:
    """The costs and benefits in a file, for each class: as claimed, and as adjusted for optimism and delay.

    With `sums_classes`, `total` adds up the classes, although the classes are different kinds of money. Every number is
    an exact fraction. Raises InvalidInputError with all problems in the file, or NhsdxError if it cannot be read.
    """
    from nhsdx.commands.benefits.run import load_appraisal

    return load_appraisal(os.fspath(name), sums_classes=sums_classes)
