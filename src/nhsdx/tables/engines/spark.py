"""Tables on Spark: a cluster's session, or one of this machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.tables.engines.csv_table import read_table_lines
from nhsdx.tables.engines.engine import Native, TableFormat, find_suffix, make_unreadable_error, refuse_address

SETTINGS = {
    # Scoring compiles to an expression too wide for Java's compiler: without it, Spark is seven times as fast.
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
"""For Spark on this machine: nobody else can reach the ports that it opens."""
PATTERN_SIGNS = re.compile(r"[\[\]{}*?\\]")
PATHS = (".parquet", ".csv", ".jsonl", ".ndjson")


class SparkEngine(NamedTuple):
    """Uses the running session, or starts one. It writes folders, as Spark does."""

    session: Any

    @classmethod
    def start(cls, master: str | None) -> SparkEngine:
        """The engine, if Spark and Java are installed, on the running session or on a master."""
        sql = import_extra("pyspark.sql", "spark")
        import_extra("pyarrow", "spark-cluster")
        import_extra("narwhals", "spark-cluster")
        found = sql.SparkSession.getActiveSession()
        if found is not None and master is None:
            return cls(found)
        builder = sql.SparkSession.builder.appName("nhsdx").master(master or "local[*]")
        is_local = (master or "local").startswith("local")
        for key, value in (SETTINGS | (LOOPBACK if is_local else {})).items():
            builder = builder.config(key, value)
        try:
            session = builder.getOrCreate()
        except Exception:  # noqa: BLE001 - Java or the cluster may have stopped it
            hint = "check that Java 17 or later is installed, and that the master can be reached"
            raise NhsdxError("Spark does not start", master or "", hint, code="not-installed") from None
        session.sparkContext.setLogLevel("ERROR")
        return cls(session)

    def open(self, name: str) -> Native:
        """A frame from a path, or from a table of the session."""
        errors = import_extra("pyspark.errors", "spark")
        if self.session.sparkContext.master.startswith("local"):
            refuse_address(name)
        try:
            return self._read_frame(name)
        except errors.PySparkException:
            raise make_unreadable_error(name, "a table") from None

    def _read_frame(self, name: str) -> Native:
        suffix = find_suffix(name)
        if suffix not in PATHS or (not Path(name).exists() and "/" not in name and "*" not in name):
            return self.session.table(name)
        # Spark takes every path as a pattern, unless its signs are escaped.
        path = PATTERN_SIGNS.sub(r"\\\g<0>", name) if Path(name).exists() else name
        if suffix == ".csv":
            is_here = Path(name).is_file()
            if is_here:
                read_table_lines(name)
            # Parts of files on a cluster are read by several machines, which cannot see a cell of several lines.
            return self.session.read.csv(path, header=True, escape='"', multiLine=is_here)
        if suffix in (".jsonl", ".ndjson"):
            return self.session.read.json(path)
        return self.session.read.parquet(path)

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Writes a folder of files, one for each part."""
        writer = native.write
        place = path.absolute().as_uri()
        if format_ is TableFormat.PARQUET:
            writer.parquet(place)
        elif format_ is TableFormat.CSV:
            writer.csv(place, header=True)
        else:
            writer.json(place)

    def number_rows(self, native: Native, column: str) -> Native:  # noqa: ARG002 - as other engines
        """None, because Spark's rows have no order."""
        return None
