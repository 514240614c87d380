"""A report as a Word document: real headings, lists, tables and styles, to be edited by whoever sends it."""

from __future__ import annotations

import io
import zipfile

from nhsdx.model.report import Report
from nhsdx.render.report_docx_fit import size_of

LONG_AGO = (1980, 1, 1, 0, 0, 0)
# The system that Word itself names, so that a file is the same on each.
MADE_ON = 0


def report_docx(report: Report) -> bytes:
    """The whole report as a file, the same for the same report: no time, name or number comes from the machine."""
    from nhsdx.render.report_docx_blocks import drawn

    written = io.BytesIO()
    drawn(report, size_of(report.pages[0])).save(written)
    return _packed(written)


def _packed(written: io.BytesIO) -> bytes:
    """The file with no time of its own in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.create_system = MADE_ON
            new.writestr(part, old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
