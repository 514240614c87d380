"""Packages that only some commands need, and the error if one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nhsdx.errors import NhsdxError

NAMES_ON_INDEX = {"docx": "python-docx"}
"""The name on the package index of each package whose module has another name."""


def import_extra(module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """A module that an extra installs. Raises NhsdxError, which says how to install it, if it is missing."""
    try:
        return import_module(module)
    except ImportError:
        top = module.split(".", maxsplit=1)[0]
        raise build_missing_error(NAMES_ON_INDEX.get(top, top), f'"nhsdx[{extra}]"') from None


def build_missing_error(package: str, install: str) -> NhsdxError:
    """The error for a package that is missing or cannot be loaded; `install` is what pip must install."""
    message = f"this needs the package {package}, which is not installed"
    return NhsdxError(message, hint=f"install it with: pip install {install}", code="not-installed")
