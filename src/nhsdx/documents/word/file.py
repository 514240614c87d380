"""A document for Word: real headings, lists, tables and styles, to be edited by whoever sends it."""

from __future__ import annotations

import io
import zipfile

from nhsdx.documents.blocks import Document

LONG_AGO = (1980, 1, 1, 0, 0, 0)
# The system that Word itself gives, so that a file is the same on each.
MADE_ON = 0


def draw_docx(document: Document) -> bytes:
    """The whole document as a file, the same for the same document: nothing in it comes from the machine."""
    from nhsdx.documents.word.blocks import draw_paper

    written = io.BytesIO()
    draw_paper(document).save(written)
    return _pack_again(written)


def _pack_again(written: io.BytesIO) -> bytes:
    """The file without the times at which its parts were written."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.create_system = MADE_ON
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
