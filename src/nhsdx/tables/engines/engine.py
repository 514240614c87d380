"""What all engines that read, score and write tables have in common."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from nhsdx.errors import NhsdxError
from nhsdx.files.inside import expect_no_link_out
from nhsdx.files.read_files import note_read
from nhsdx.files.source import suggest_name
from nhsdx.model import quote_word
from nhsdx.tables.engines.arrow_buffers import check_buffers
from nhsdx.tables.engines.parquet_pages import check_pages
from nhsdx.tables.readers.headings import refuse_repeated

Native = Any
"""An engine's own table, of a kind that narwhals supports."""


class TableFormat(StrEnum):
    """The formats in which tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


DATABASES = (".duckdb", ".db")
PARQUET = ".parquet"
DAMAGE = frozenset(
    {
        "ComputeError",
        "ConversionException",
        "InvalidInputException",
        "IOException",
        "OutOfRangeException",
        "PanicException",
    }
)
"""The engine errors that a damaged table can cause; any other error is a bug in nhsdx."""


OUT_OF_MEMORY = ("OutOfMemoryException", "Out of Memory Error")
"""The name of DuckDB's error for a table that needs too much memory, and its text when other errors quote it."""
DAMAGE_ON_SPARK = "FAILED_READ_FILE"
"""What Spark's errors say about a damaged table."""
TYPED = (".parquet", ".arrow", ".arrows", ".feather", ".ipc", *DATABASES)
READABLE = (
    "expected CSV (.csv, .tsv, .txt), a workbook (.xlsx), JSON lines (.jsonl), Parquet (.parquet) or Arrow (.arrow), "
    "with one of these endings"
)
SAVE_AGAIN = "save it as a workbook (.xlsx) or as CSV UTF-8 in the program that opens it"
INSTEAD = {
    ".json": "expected JSON lines: one {object} on each line, in a file whose name ends in .jsonl",
    **dict.fromkeys((".xls", ".xlsb", ".ods", ".numbers", ".sav", ".dta", ".rds"), SAVE_AGAIN),
    **dict.fromkeys((".zip", ".gz", ".7z", ".tar", ".bz2", ".xz", ".zst"), "unpack it first, and give the table in it"),
    **dict.fromkeys(
        (".doc", ".docx", ".odt", ".pdf", ".html", ".htm", ".rtf", ".ppt", ".pptx"),
        "copy the table into a sheet, and save the sheet as a workbook (.xlsx) or as CSV UTF-8",
    ),
}
"""What to do with a file that is not a table, by the ending of its name."""


class Engine(Protocol):
    """The methods that every engine has."""

    def open(self, name: str) -> Native:
        """Opens a table, given by the name of its file or folder, or by a pattern for file names."""

    @property
    def has_local_files(self) -> bool:
        """Whether the engine can open files on this machine."""

    def open_words(self, folder: Path) -> Native:
        """Opens, as one table, the Parquet files that a reader wrote into a folder."""

    def reopen(self, path: Path) -> Native:
        """Opens a Parquet table that this engine wrote into its work folder."""

    def write(self, native: Native, path: Path, format_: TableFormat) -> None:
        """Computes and writes a table."""

    def write_list(self, native: Native, path: Path) -> None:
        """Computes a table and writes it as one CSV file."""

    def number_rows(self, native: Native, column: str) -> Native:
        """The table with its rows numbered from 1; None if the rows have no order."""


def choose_engine(table: str) -> str:
    """The name of the engine that is used for a table unless the user chooses another engine."""
    return "duckdb" if Path(table).suffix.lower() in DATABASES else "polars"


def start_engine(name: str, work: Path, *, master: str | None = None, table: str | None = None) -> Engine:
    """The engine with the given name, which only writes into the folder `work`.

    `master` is for Spark, and `table` is the name of a table in a DuckDB database. Raises NhsdxError if a package that
    the engine needs is not installed.
    """
    if name == "spark":
        from nhsdx.tables.engines.spark import SparkEngine

        return SparkEngine.start(master)
    if name == "duckdb":
        from nhsdx.tables.engines.duck import DuckEngine

        return DuckEngine.start(table, work)
    from nhsdx.tables.engines.polar import PolarsEngine

    return PolarsEngine.start()


def find_files(name: str) -> list[str]:
    """The files that a name refers to: one file, the Parquet files in a folder, or the files that match a pattern.

    Raises NhsdxError if there are no such files, or if the name is a web address, which only a cluster can open.
    """
    refuse_address(name)
    path = Path(name)
    if path.is_dir():
        found = list_parquet_files(path)
        expect_no_link_out(found, [name])
        _refuse_inner_folders(path, found)
    else:
        found = [name] if path.exists() else _match_files(name)
    if not found:
        raise _describe_absence(path, name)
    if not all(Path(one).is_file() for one in found):
        raise NhsdxError("this is not a file", name, "expected a table in a file", code="file-unreadable")
    for file in found:
        note_read(file)
    _check_content(name, found)
    return found


def list_parquet_files(folder: Path) -> list[str]:
    """The Parquet files in a folder, without hidden files and, as in Spark, without names that begin with `_`."""
    return sorted(
        str(one)
        for one in folder.iterdir()
        if one.suffix.lower() == PARQUET and not one.name.startswith((".", "_")) and one.is_file()
    )


def _refuse_inner_folders(folder: Path, found: Sequence[str]) -> None:
    """Raises NhsdxError if a folder of Parquet files also has some in inner folders: no engine would read them."""
    more = next(iter(folder.glob(f"*/**/*{PARQUET}")), None) if found else None
    if more is not None:
        message = (
            f"this folder also has Parquet files in its inner folder {quote_word(more.relative_to(folder).parts[0])}"
        )
        hint = "move them into this folder; or give a pattern in quotation marks, such as 'FOLDER/*.parquet'"
        raise NhsdxError(message, str(folder), hint, code="table-unreadable")


def _describe_absence(path: Path, name: str) -> NhsdxError:
    """The error for a folder without tables, or for a name that no file has."""
    if path.is_dir():
        hint = "expected a table in a file, or a folder of Parquet files"
        return NhsdxError("this is a folder without a Parquet file", name, hint, code="file-unreadable")
    return NhsdxError("there is no such file", name, suggest_name(name), code="file-not-found")


def _check_content(name: str, found: Sequence[str]) -> None:
    """Raises NhsdxError for damaged files, huge parts of files, and two equal headings in a file."""
    headings: dict[str, list[str]] = {}
    for file in found:
        own = check_pages(file)
        is_parquet = Path(file).suffix.lower() == PARQUET
        if own is None or (is_parquet and not own):
            raise make_unreadable_error(file, f"a table ({PARQUET})")
        if len(found) > 1 and not is_parquet:
            hint = "give a folder or a pattern of Parquet files, such as 'FOLDER/*.parquet'"
            raise NhsdxError("this is not a Parquet file", file, hint, code="table-unreadable")
        headings[file] = own
    if not all(map(check_buffers, found)):
        raise make_unreadable_error(name, "a table (.arrow)")
    for file, own in headings.items():
        # Some engines rename the second of two equal headings.
        refuse_repeated(own, file)


def find_file(name: str) -> str:
    """The only file that a name refers to. Raises NhsdxError unless the name refers to exactly one file."""
    files = find_files(name)
    if len(files) > 1:
        hint = "give one file, or a folder of Parquet files"
        raise NhsdxError("this matches several tables", name, hint, code="usage")
    return files[0]


def make_absolute(files: Sequence[str]) -> list[str]:
    """The names as full paths, because some engines give `~` or `file:` at the start of a name a special meaning."""
    return [str(Path(file).absolute()) for file in files]


def _match_files(pattern: str) -> list[str]:
    """The files that match a pattern.

    Existing folders at the beginning of the pattern are found by their exact names, even if the names have pattern
    characters.
    """
    path = Path(pattern)
    start = next(one for one in path.parents if one.exists())
    found = glob.glob(f"{glob.escape(str(start))}/{path.relative_to(start)}")  # noqa: PTH207 - it may begin at the root
    return sorted(one for one in found if Path(one).is_file())


def refuse_address(name: str) -> None:
    """Raises NhsdxError for a network address, or for any other name that begins with a scheme."""
    if "://" in name:
        hint = "download the file, and give its name; only --engine spark opens addresses, on a cluster (--master)"
        raise NhsdxError("this is an address, and not a file", name, hint, code="usage")


def make_unreadable_error(name: str, what: str, hint: str | None = None) -> NhsdxError:
    """The error for a table that cannot be read.

    The error does not repeat the engine's own message, which could quote cells of the table.
    """
    suffix = Path(name).suffix.lower()
    usual = "is the file complete? copy it or export it again" if suffix in TYPED else INSTEAD.get(suffix, READABLE)
    return NhsdxError(f"this cannot be read as {what}", name, hint or usual, code="table-unreadable")


@contextmanager
def report_damage(name: str) -> Iterator[None]:
    """Raises NhsdxError if an engine finds, while it works, that a table cannot be read to its end.

    Errors about the table give the table's name.
    """
    try:
        yield
    except NhsdxError as error:
        error.where = error.where or name
        raise
    except BaseException as error:  # a panic of Polars is not an Exception
        if _is_out_of_memory(error):
            raise make_unwritable_error(error) from None
        if type(error).__name__ not in DAMAGE and DAMAGE_ON_SPARK not in str(error):
            raise
        raise make_unreadable_error(name, "a complete table: a part of it is damaged") from None


def _is_out_of_memory(error: BaseException) -> bool:
    name, words = OUT_OF_MEMORY
    return type(error).__name__ == name or words in str(error)


def make_unwritable_error(error: BaseException) -> NhsdxError:
    """The error if scores cannot be written, or if the table to be scored cannot be read to its end."""
    if _is_out_of_memory(error):
        hint = "split the table, or use --engine polars"
        return NhsdxError("the table needs more memory than DuckDB may use", "", hint, code="file-unwritable")
    reason = getattr(error, "strerror", None)
    message = "the scores cannot be written" if reason is None else f"the scores cannot be written: {reason}"
    hint = "is the disk full, or is a cell of the table damaged? try another file or folder"
    return NhsdxError(message, "", hint, code="file-unwritable")


def find_suffix(name: str) -> str:
    """The ending of a table's name. A folder, whatever its name, counts as Parquet."""
    return PARQUET if Path(name).is_dir() else Path(name).suffix.lower() or PARQUET
