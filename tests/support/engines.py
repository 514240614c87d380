"""The engines on which tables are tested; Spark is one of them if it is installed."""

from __future__ import annotations

import pytest

from tests.support.need_spark import needs_spark

ENGINES = ("polars", "duckdb", pytest.param("spark", marks=needs_spark))
