"""Where a scored table and the list of its invalid cells are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nhsdx.cli.output import STDOUT, find_format, refuse_own_input
from nhsdx.commands.batch.scores import BatchOutput
from nhsdx.errors import NhsdxError
from nhsdx.files.writing import move_outputs, refuse_target
from nhsdx.tables.engines.engine import TableFormat


@dataclass(frozen=True, slots=True)
class BatchTargets:
    """The names of the outputs. By default, the list of invalid cells goes next to the table."""

    table: str | None
    rejects: str | None
    force: bool

    @property
    def beside(self) -> Path:
        """The name next to which temporary files are written: that of the table, or one in the current folder."""
        return Path(self.table or "nhsdx").absolute()

    @property
    def list_of_rejects(self) -> str | None:
        """The name of the list of invalid cells."""
        if self.rejects is not None or self.table is None:
            return self.rejects
        return str(Path(self.table).with_suffix(".rejects.csv"))

    @property
    def format(self) -> TableFormat | None:
        """The format of the table, from the ending of its name. Raises BadParameter if that is not a format."""
        if self.table is None:
            return None
        if self.table == STDOUT:
            hint = "give -o FILE.parquet, FILE.csv or FILE.jsonl"
            raise NhsdxError("a table of scores is written to a file, not to stdout", "-o", hint, code="usage")
        found = find_format(self.table, list(TableFormat))
        return None if found is None else TableFormat(found)

    def refuse(self, inputs: Sequence[str | None], *, may_be_folder: bool) -> None:
        """Raises NhsdxError for outputs that are inputs, or that exist already."""
        for target in (self.table, self.list_of_rejects):
            if target is not None:
                refuse_own_input(target, [name for name in inputs if name is not None])
                if not (may_be_folder and self.force and Path(target).is_dir()):
                    refuse_target(target, force=self.force)

    def place(self, written: BatchOutput, work: Path) -> list[Path]:
        """Moves the outputs to their places, and deletes a stale list of invalid cells. Returns the places in order."""
        names = {written.rejects: self.list_of_rejects, written.table: self.table}
        outputs = {made: Path(name) for made, name in names.items() if made is not None and name is not None}
        move_outputs(work, outputs)
        if self.list_of_rejects is not None and written.rejects is None:
            Path(self.list_of_rejects).unlink(missing_ok=True)
        return list(outputs.values())
