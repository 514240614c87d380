"""Tables on Spark, in a session of a cluster or of this machine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.errors import NhsdxError
from nhsdx.extras import import_extra
from nhsdx.tables.engines.engine import (
    Native,
    TableFormat,
    find_files,
    find_suffix,
    make_unreadable_error,
    refuse_address,
)
from nhsdx.tables.engines.parquet_files import list_lengths, unite_files

SETTINGS = {
    # Scoring compiles to an expression too wide for Java's compiler: without it, Spark is seven times as fast.
    "spark.sql.codegen.wholeStage": "false",
    # Otherwise pyspark looks up the line of code behind each part of an expression: a third of the planning.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    # The day of a moment with a time zone is its day in UTC, whatever the machine's own zone.
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
"""Settings for Spark on this machine, so that no other machine can reach the ports that it opens."""
PATTERN_SIGNS = re.compile(r"[\[\]{}*?\\]")
UNREAD = (
    "is the file complete? Spark cannot read times of day, dates with a time in nanoseconds, or numbers of 16 or 256 "
    "bits: leave these columns out, or use --engine polars"
)
PATHS = (".parquet",)
LOCAL = "file://"
"""The beginning of a file's address. Spark does not decode the rest of the address, so `%20` in it is not a space."""


class SparkEngine(NamedTuple):
    """Uses the running session, or starts a new one. The engine writes folders, as Spark does."""

    session: Any

    @classmethod
    def start(cls, master: str | None) -> SparkEngine:
        """The engine, with the running session.

        If `master` is given or no session is running, the session is on `master` or, by default, on this machine.
        Raises NhsdxError if Spark does not start.
        """
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

    @property
    def has_local_files(self) -> bool:
        """Whether Spark runs on this machine, and can therefore open the files on this machine."""
        return bool(self.session.sparkContext.master.startswith("local"))

    def open_words(self, folder: Path) -> Native:
        """A frame that reads rows of text from a folder."""
        return self.session.read.parquet(*map(_find_address, sorted(folder.glob("*.parquet"))))

    def reopen(self, path: Path) -> Native:
        """A frame that reads a folder that the engine wrote."""
        return self.session.read.parquet(_find_address(path))

    def open(self, name: str) -> Native:
        """A frame of the files at a path, or of a table in the session."""
        errors, py4j = import_extra("pyspark.errors", "spark"), import_extra("py4j.protocol", "spark")
        if self.has_local_files:
            refuse_address(name)
        try:
            return self._read_frame(name)
        except (errors.PySparkException, py4j.Py4JJavaError):
            raise make_unreadable_error(name, f"a table ({find_suffix(name)})", UNREAD) from None

    def _read_frame(self, name: str) -> Native:
        suffix = find_suffix(name)
        if suffix not in PATHS or (not Path(name).exists() and "/" not in name and "*" not in name):
            return self.session.table(name)
        if not self.has_local_files:
            path = _escape_pattern(str(Path(name).absolute())) if Path(name).exists() else name
            return self.session.read.parquet(path)
        files = find_files(name)
        united = self._unite_files(files) if len(files) > 1 else None
        # Spark's own choice of the files in a folder depends on their names.
        return self._read_files(files) if united is None else united

    def _read_files(self, files: Sequence[str]) -> Native:
        """The rows of files. Spark reads lengths of time as numbers, which are turned back into lengths of time."""
        functions = import_extra("pyspark.sql.functions", "spark")
        frame = self.session.read.parquet(*map(_find_address, map(Path, files)))
        for name in list_lengths(files) & set(frame.columns):
            quoted = name.replace("`", "``")
            seconds = (frame[f"`{quoted}`"].cast("decimal(18, 0)") / 1_000_000).cast("decimal(18, 6)")
            frame = frame.withColumn(name, functions.make_dt_interval(secs=seconds))
        return frame

    def _unite_files(self, files: list[str]) -> Native | None:
        """The rows of all files, with every column that any file has; None if all files have the same columns."""
        read_schema = import_extra("pyarrow.parquet", "spark-cluster").read_schema
        first, *others = (read_schema(file) for file in files)
        if all(one.equals(first) for one in others):
            return None
        return unite_files({file: self._read_files([file]) for file in files})

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Writes a folder with one file for each part of the frame."""
        writer = native.write
        place = f"{LOCAL}{path.absolute().as_posix()}"
        if format_ is TableFormat.PARQUET:
            writer.parquet(place)
        elif format_ is TableFormat.CSV:
            # Without these options, Spark escapes quotation marks by backslashes, and drops spaces.
            writer.csv(
                place,
                header=True,
                escape='"',
                ignoreLeadingWhiteSpace=False,
                ignoreTrailingWhiteSpace=False,
                emptyValue="",
            )
        else:
            writer.json(place, ignoreNullFields=False)

    def write_list(self, native: Native, path: Path) -> None:
        """Writes one CSV file."""
        parts = path.with_suffix(".parts")
        self.write(native.coalesce(1), parts, TableFormat.CSV)
        (part,) = parts.glob("*.csv")
        part.rename(path)

    def number_rows(self, native: Native, column: str) -> Native:  # noqa: ARG002 - as in other engines
        """Always None, because Spark's rows have no order."""
        return None


def _find_address(path: Path) -> str:
    """The address at which Spark reads a file on this machine."""
    return f"{LOCAL}{_escape_pattern(path.absolute().as_posix())}"


def _escape_pattern(name: str) -> str:
    """A name with its special characters escaped, because Spark reads every name as a pattern."""
    return PATTERN_SIGNS.sub(r"\\\g<0>", name)
