"""Packages that only some commands need, and what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nhsdx.errors import NhsdxError

NAMES_ON_INDEX = {"docx": "python-docx"}
"""Packages whose name on the package index differs from the name of their module."""


def import_extra(module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """A module that comes with an extra. Raises NhsdxError that says how to install it."""
    try:
        return import_module(module)
    except ImportError:
        top = module.split(".", maxsplit=1)[0]
        raise NhsdxError(
            f"this needs the package {NAMES_ON_INDEX.get(top, top)}, which is not installed",
            hint=f'install it with: pip install "nhsdx[{extra}]"',
            code="not-installed",
        ) from None
