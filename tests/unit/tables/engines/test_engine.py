"""Errors of engines while they work."""

import pytest

from nhsdx.errors import NhsdxError
from nhsdx.tables.engines.engine import report_damage


class OutOfMemoryException(RuntimeError):  # noqa: N818 - as DuckDB has it
    """The error of DuckDB, by its name."""


PASSED_ON = RuntimeError("reading the Arrow source failed: IOError: Out of Memory Error: failed to allocate data")


@pytest.mark.parametrize("error", [OutOfMemoryException(), PASSED_ON])
def test_running_out_of_memory_on_a_table_is_reported_as_an_error(error: Exception) -> None:
    """This is not a bug: a table may have texts that are huge once they are computed."""
    with pytest.raises(NhsdxError, match="needs more memory than DuckDB may use"), report_damage("t.duckdb"):
        raise error
