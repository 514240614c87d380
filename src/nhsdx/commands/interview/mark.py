"""The last line of an answers file, which says where an interview continues."""

from __future__ import annotations

import re

from nhsdx.model import Path, format_path, parse_path

LEAD = "# nhsdx interview goes on at "
MARK = re.compile(rf"^{re.escape(LEAD)}(\S+)\r?\n?", re.MULTILINE)


def read_mark(text: str) -> Path | None:
    """The place where the interview of a file continues; None if the file does not give one."""
    found = MARK.search(text)
    return None if found is None else parse_path(found[1])


def set_mark(text: str, path: Path | None) -> str:
    """The text, ending with a line for the given place; without any such line if the place is None."""
    bare = MARK.sub("", text)
    if path is None:
        return bare
    line_end = "\r\n" if "\r\n" in bare else "\n"
    lead = "" if bare.endswith("\n") or not bare else line_end
    return f"{bare}{lead}{LEAD}{format_path(path)}{line_end}"
