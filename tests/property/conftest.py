"""Runs the laws without measuring coverage, because tracing them takes minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Its attacks are what shows that each line hides something.
TRACED = {"test_disclosure.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Runs each law without tracing it."""
    for item in items:
        if item.path.parent == HERE and item.path.name not in TRACED:
            item.add_marker("no_cover")
