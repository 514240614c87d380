"""One Spark session for all tests on Spark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    """A Spark session on this machine, with the settings that nhsdx uses."""
    from nhsdx.tables.engines.spark import SparkEngine

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    # Java runs here for seconds only: to compile for long runs costs more than it gains.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    found = SparkEngine.start("local[2]").session
    yield found
    found.stop()
