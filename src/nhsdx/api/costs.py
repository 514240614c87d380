"""Costs and benefits: claimed, adjusted and discounted."""

from __future__ import annotations

import os
from typing import TypeAlias

from nhsdx.commands.benefits.sums import Appraisal

Name: TypeAlias = str | os.PathLike[str]
"""The name of a file."""


def benefits(name: Name, *, sums_classes: bool = False) -> Appraisal:
    """The costs and benefits of a file, as claimed and as adjusted for optimism and delay, for each class separately.

    With `sums_classes`, `total` adds up the classes, which are not the same kind of money. Every number is an exact
    fraction. Raises InvalidInputError that lists everything wrong with the file, or NhsdxError if it cannot be read.
    """
    from nhsdx.commands.benefits.run import load_appraisal

    return load_appraisal(os.fspath(name), sums_classes=sums_classes)
