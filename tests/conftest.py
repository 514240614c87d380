"""Marks tests that need a browser, an office program or pandoc; sets up compiled files, collection and cases."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator

import hypothesis
import pytest

from tests.support.programs.browser import needs_browser
from tests.support.programs.office import needs_office
from tests.support.programs.pandoc import needs_pandoc

# Workers and the many programs that tests start must not compile everything again, whatever the shell's settings are.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No test depends on the speed of a machine or on chance; tools/laws.py tries other cases.
hypothesis.settings.register_profile("nhsdx", deadline=None, derandomize="NHSDX_NEW_CASES" not in os.environ)
hypothesis.settings.load_profile("nhsdx")
PROGRAMS = [needs_browser.mark, needs_office.mark, needs_pandoc.mark]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks them before pytest selects tests by their marks."""
    for item in items:
        if any(mark in PROGRAMS for mark in item.iter_markers("skipif")):
            item.add_marker(pytest.mark.media)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Lets garbage collection skip the modules and tests, which are needed to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
