"""Where a scored table, its summary and the list of its invalid cells are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nhsdx.cli.output import PAGES, STDOUT, find_format, refuse_outputs, refuse_own_input, refuse_stdout
from nhsdx.commands.batch.scores import BatchOutput
from nhsdx.errors import NhsdxError
from nhsdx.files.writing import Output
from nhsdx.tables.engines.engine import TableFormat
from nhsdx.tables.engines.excel_mark import mark_csv


@dataclass(frozen=True, slots=True)
class BatchTargets:
    """The names of the outputs. By default, the list of invalid cells goes next to the table, and the page to stdout.

    `excel` asks for CSV that begins with a byte order mark.
    """

    table: str | None
    rejects: str | None
    force: bool
    excel: bool = False
    page: str | None = None

    @classmethod
    def of(cls, output: str | None, rejects: str | None, *, force: bool, excel: bool) -> BatchTargets:
        """The outputs of a run.

        The ending of `output` says whether it is a table of scores or a page about the scores.
        """
        ending = find_format(output, (*TableFormat, *PAGES))
        table, page = (None, output) if ending in PAGES else (output, None)
        return cls(table, rejects, force, excel, page)

    @property
    def beside(self) -> Path | None:
        """The path of the table, so that temporary files can be written next to it; None if no table is written."""
        return None if self.table is None else Path(self.table).resolve()

    @property
    def list_of_rejects(self) -> str | None:
        """The name of the list of invalid cells."""
        if self.rejects is not None or self.table is None:
            return self.rejects
        return str(Path(self.table).with_suffix(".rejects.csv"))

    @property
    def format(self) -> TableFormat | None:
        """The table's format, from the ending of its file name. Raises BadParameter if the ending is unknown."""
        if self.table is None:
            return None
        if self.table == STDOUT:
            hint = "give -o FILE.parquet, FILE.csv or FILE.jsonl"
            raise NhsdxError("a table of scores is written to a file, not to stdout", "-o", hint, code="usage")
        found = find_format(self.table, list(TableFormat))
        return None if found is None else TableFormat(found)

    def refuse(self, inputs: Sequence[str | None], *, may_be_folder: bool) -> None:
        """Raises NhsdxError for an output that is also an input, is given twice, or already exists."""
        refuse_stdout(self.rejects, "--rejects")
        table = self.table
        if table is not None and may_be_folder and self.force and Path(table).is_dir():
            refuse_own_input(table, [name for name in inputs if name is not None])
            table = None
        refuse_outputs((table, self.page, self.list_of_rejects), inputs, force=self.force)

    def list_outputs(self, written: BatchOutput) -> list[Output]:
        """The outputs of a run, each with the file to which it is written."""
        if self.excel:
            written_as_csv = (written.rejects, written.table if self.format is TableFormat.CSV else None)
            for made in filter(None, written_as_csv):
                mark_csv(made)
        names = {written.rejects: self.list_of_rejects, written.table: self.table}
        return [Output(name, made, self.force) for made, name in names.items() if made is not None and name is not None]

    def remove_stale(self, written: BatchOutput) -> None:
        """With `force`, deletes an earlier run's list of invalid cells if there are no invalid cells now."""
        if self.force and self.list_of_rejects is not None and written.rejects is None:
            Path(self.list_of_rejects).unlink(missing_ok=True)
