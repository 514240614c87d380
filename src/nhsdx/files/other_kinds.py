"""Recognises files that are not the expected text file, such as documents, workbooks and tables."""

from __future__ import annotations

import re
from pathlib import Path

from nhsdx.errors import NhsdxError

READS_TABLES = "nhsdx batch reads tables of assessments, and nhsdx survey reads responses"
ASK_TOML = "expected a text file such as TOML; to start an assessment: nhsdx new --help"
READS_RESULTS = "expected TOML; nhsdx verify, compare, explain and report read results in JSON"
ASK_RESULT = "expected a result in JSON; to write one: nhsdx assess FILE --format json -o result.json"
LIKE_TOML = re.compile(r"#|\[+[a-z][\w.-]*\]+ *\n|[a-z][\w-]* *= ")
OFFICE = {
    b"word/": ("a Word document", f"{ASK_TOML}; nhsdx import reads a filled form"),
    b"xl/": ("a workbook", f"expected a text file such as TOML; nhsdx import reads a filled form, {READS_TABLES}"),
    b"ppt/": ("a presentation", ASK_TOML),
}
BEGINNINGS = (
    (b"%PDF", "a PDF", ASK_TOML),
    (b"\xd0\xcf\x11\xe0", "a document from an old office program", f"{ASK_TOML}; a sheet can be saved as .xlsx or CSV"),
    (b"PAR1", "a Parquet file", f"expected a text file such as TOML; {READS_TABLES}"),
    (b"ARROW1", "an Arrow file", f"expected a text file such as TOML; {READS_TABLES}"),
    (b"PK", "a zip archive", "expected a text file such as TOML; unpack the archive first"),
    (b"\x1f\x8b", "a compressed file", "expected a text file such as TOML; unpack the file first"),
    (b"\x89PNG", "a picture", ASK_TOML),
    (b"\xff\xd8\xff", "a picture", ASK_TOML),
    (b"{\\rtf", "a document in RTF", ASK_TOML),
    (b"\xff\xfe", "UTF-16", "save the file as UTF-8; in PowerShell: … | Out-File -Encoding utf8 FILE"),
    (b"\xfe\xff", "UTF-16", "save the file as UTF-8"),
)
ENDINGS = {
    ".csv": ("a table", f"expected TOML; {READS_TABLES}"),
    ".tsv": ("a table", f"expected TOML; {READS_TABLES}"),
    ".json": ("JSON", READS_RESULTS),
    ".jsonl": ("JSON lines", READS_RESULTS),
    ".ndjson": ("JSON lines", READS_RESULTS),
    ".html": ("a web page", ASK_TOML),
    ".htm": ("a web page", ASK_TOML),
    ".md": ("Markdown", ASK_TOML),
    ".yaml": ("YAML", ASK_TOML),
    ".yml": ("YAML", ASK_TOML),
}


def refuse_other_than_json(name: str, text: str) -> None:
    """Raises NhsdxError for a text whose beginning shows that it was never meant to be JSON."""
    begins = text.lstrip()
    kind = "empty" if not begins else "a web page" if begins[0] == "<" else "TOML" if LIKE_TOML.match(begins) else None
    if kind is not None:
        message = "the file is empty" if kind == "empty" else f"this is {kind}, not JSON"
        raise NhsdxError(message, f"{name}:1:1", ASK_RESULT, code="json-syntax")


def refuse_other_bytes(name: str, raw: bytes) -> None:
    """Raises NhsdxError for a file whose first bytes show that it is not UTF-8 text."""
    for begins, *usual in BEGINNINGS:
        if raw.startswith(begins):
            inside = (told for folder, told in OFFICE.items() if begins == b"PK" and folder in raw)
            kind, remedy = next(inside, usual)
            raise NhsdxError(f"this is {kind}, not UTF-8 text", f"{name}:1:1", remedy, code="not-utf8")


def refuse_other_text(name: str, text: str) -> None:
    """Raises NhsdxError for a file whose name or first character shows that it was never meant to be TOML."""
    begins = text.lstrip()[:1]
    by_sign = ENDINGS[".json"] if begins == "{" else ENDINGS[".html"] if begins == "<" else None
    found = ENDINGS.get(Path(name).suffix.lower(), by_sign)
    if found is not None:
        raise NhsdxError(f"this is {found[0]}, not TOML", f"{name}:1:1", found[1], code="toml-syntax")
