"""Whether this machine can start Spark."""

from __future__ import annotations

import importlib.util
import shutil

import pytest

HAS_SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
needs_spark = pytest.mark.skipif(not HAS_SPARK, reason="needs nhsdx[spark] and Java")
