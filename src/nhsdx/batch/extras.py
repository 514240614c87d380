"""Packages that only some commands need, and what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nhsdx.errors import NhsdxError


def needed(module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """A module that comes with an extra. Raises NhsdxError that says how to install it."""
    try:
        return import_module(module)
    except ImportError:
        raise NhsdxError(
            f"this needs the package {module.split('.', maxsplit=1)[0]}, which is not installed",
            hint=f'install it with: pip install "nhsdx[{extra}]"',
            code="not-installed",
        ) from None
