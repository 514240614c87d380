"""The mark at the beginning of a CSV file that tells Excel that the file is UTF-8."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path


def mark_csv(made: Path) -> None:
    """Begins a CSV file, or each CSV file of a folder, with a byte order mark."""
    for file in sorted(made.glob("*.csv")) if made.is_dir() else [made]:
        marked = file.with_name(f"{file.name}-marked")
        with file.open("rb") as source, marked.open("wb") as target:
            target.write(codecs.BOM_UTF8)
            shutil.copyfileobj(source, target)
        marked.replace(file)
        # What Spark recorded about the file before it had the mark.
        file.with_name(f".{file.name}.crc").unlink(missing_ok=True)
