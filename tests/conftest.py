"""Tests that need a browser, an office program or pandoc are media tests, which a plain `pytest` leaves out."""

from __future__ import annotations

import pytest

from tests.support.programs.browser import needs_browser
from tests.support.programs.office import needs_office
from tests.support.programs.pandoc import needs_pandoc

PROGRAMS = [needs_browser.mark, needs_office.mark, needs_pandoc.mark]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks them before pytest selects tests by their marks."""
    for item in items:
        if any(mark in PROGRAMS for mark in item.iter_markers("skipif")):
            item.add_marker(pytest.mark.media)
