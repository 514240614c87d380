"""Laws are not for coverage: what they reach is reached by examples as well, and tracing them takes minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Its attacks are what shows that each line hides something.
TRACED = {"test_disclosure.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has the laws run without being traced."""
    for item in items:
        if item.path.parent == HERE and item.path.name not in TRACED:
            item.add_marker("no_cover")
