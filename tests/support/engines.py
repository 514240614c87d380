"""The engines on which tables are tested: Spark where it is installed."""

from __future__ import annotations

import importlib.util
import shutil

import pytest

HAS_SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
ENGINES = (
    "polars",
    "duckdb",
    pytest.param("spark", marks=pytest.mark.skipif(not HAS_SPARK, reason="needs nhsdx[spark] and Java")),
)
