"""The golden folder: the result of every assessment, kept beside them and compared."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import CheckFinding, Verdict
from nhsdx.documents.data import json_text
from nhsdx.errors import NhsdxError
from nhsdx.files.source import is_file
from nhsdx.files.writing import write_whole
from nhsdx.model.result import Result
from nhsdx.results.differences import find_differences
from nhsdx.results.published import result_data
from nhsdx.results.stored import read_results

SUFFIX = ".json"
UPDATE = "if the change is meant: nhsdx check --update-golden"
MOST = 10


class GoldenFolder(NamedTuple):
    """A folder of results, laid out as the assessments are below `root`."""

    folder: Path
    root: Path

    def file_of(self, name: str) -> Path:
        """Where the result of an assessment is kept."""
        below = Path(os.path.relpath(name, self.root))
        inside = Path(below.name) if below.parts[0] == os.pardir else below
        return self.folder / inside.with_suffix(SUFFIX)

    def remarks(self, name: str, result: Result) -> Iterator[CheckRemark]:
        """How a result differs from the one kept; another version of nhsdx is no difference."""
        path, kept = ("assessment",), self.file_of(name)
        if not is_file(kept):
            message = f"there is no {kept}"
            yield CheckRemark(
                "golden-missing", "error", message, "keep it: nhsdx check --update-golden", path, Verdict.FAILED
            )
            return
        (stored, *others) = read_results(str(kept))
        found = [] if others else list(find_differences(_compared(stored.data), _compared(result_data(result))))
        if others:
            message = f"{kept} holds {1 + len(others)} results, and one is expected"
            yield CheckRemark("golden-differs", "error", message, UPDATE, path, Verdict.FAILED)
        for one in found[:MOST]:
            yield CheckRemark("golden-differs", "error", f"{kept}: {one.message}", UPDATE, path, Verdict.FAILED)
        if len(found) > MOST:
            message = f"{kept}: {len(found) - MOST} more differences"
            yield CheckRemark("golden-differs", "error", message, UPDATE, path, Verdict.FAILED)

    def keep(self, name: str, result: Result) -> bool:
        """Keeps a result; whether that changed anything."""
        kept = self.file_of(name)
        text = json_text(result_data(result))
        if is_file(kept) and kept.read_bytes() == text.encode():
            return False
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"the golden folder cannot be made: {error.strerror}"
            raise NhsdxError(message, str(kept.parent), "check its name and rights", code="file-unwritable") from None
        write_whole(str(kept), text, force=True)
        return True

    def stale(self, checked: Iterable[str]) -> Iterator[CheckFinding]:
        """The results kept of assessments that are no longer there; those of files just checked are."""
        current = {self.file_of(name) for name in checked}
        for kept in sorted(self.folder.rglob(f"*{SUFFIX}")):
            source = self.root / kept.relative_to(self.folder).with_suffix(".toml")
            if kept not in current and not is_file(source):
                yield CheckFinding(
                    code="golden-stale",
                    severity="error",
                    message="there is no assessment for this result any more",
                    remedy="delete it, or bring the assessment back",
                    file=str(kept),
                    verdict=Verdict.FAILED,
                )


def shared_files(golden: GoldenFolder, names: Iterable[str]) -> dict[Path, list[str]]:
    """The golden files that more than one assessment would have."""
    claimed: dict[Path, list[str]] = {}
    for name in names:
        claimed.setdefault(golden.file_of(name), []).append(name)
    return {path: several for path, several in claimed.items() if len(several) > 1}


def _compared(data: dict[str, Any]) -> dict[str, Any]:
    """A published result without what says by which version of nhsdx it was made."""
    return {key: value for key, value in data.items() if key not in ("tool", "digest")}
