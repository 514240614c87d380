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
        raise build_missing_error(NAMES_ON_INDEX.get(top, top), f'"nhsdx[{extra}]"') from None


def build_missing_error(package: str, install: str) -> NhsdxError:
    """The error that a package is missing, or cannot be loaded, and what to give to pip to install it."""
    message = f"this needs the package {package}, which is not installed"
    return NhsdxError(message, hint=f"install it with: pip install {install}", code="not-installed")
