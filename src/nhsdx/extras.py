"""Packages that only some commands need, and the error if one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nhsdx.errors import NhsdxError

NAMES_ON_INDEX = {"docx": "python-docx", "xlsxwriter": "XlsxWriter", "py4j": "pyspark"}
"""The package to install for each module whose package has a different name."""


def import_extra(module: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """A module that an extra installs. If the module is missing, raises NhsdxError, which says how to install it."""
    try:
        return import_module(module)
    except ImportError:
        raise build_missing_error(module, f'"nhsdx[{extra}]"') from None


def build_missing_error(module: str, install: str = "") -> NhsdxError:
    """The error for a module that cannot be loaded.

    `install` is what pip must install; the default is the module's package.
    """
    top = module.partition(".")[0]
    package = NAMES_ON_INDEX.get(top, top.replace("_", "-"))
    message = f"nhsdx needs the package {package}, which is not installed"
    return NhsdxError(message, hint=f"install it with: pip install {install or package}", code="not-installed")
