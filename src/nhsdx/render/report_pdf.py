"""A report as PDF: tagged and bookmarked to PDF/UA-1, set by typst from a fixed template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nhsdx.model.reading import Reading
from nhsdx.model.report import FOOTER, Heading, Paragraph, RangeChart, RangeRow, Report, Style
from nhsdx.render.figures import score_text

if TYPE_CHECKING:
    from nhsdx.model.report import Block

ENGINE = "typst"
"""The module that sets it."""
TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def report_pdf(report: Report) -> bytes:
    """The whole report as a file. Texts reach the template as data, so that none of them is ever read as a command.

    The engine's own fonts set it, on every machine alike. Where they lack a letter, the machine's fonts help out;
    where those lack it too, its place is marked, which PDF/UA does not allow, so that the file does not claim it.
    """
    from typst import TypstError

    data = json.dumps(_data(report), allow_nan=False)
    for is_alike_everywhere in (True, False):
        try:
            return _set(data, is_accessible=True, is_alike_everywhere=is_alike_everywhere)
        except TypstError:
            continue
    return _set(data, is_accessible=False, is_alike_everywhere=False)


def _set(data: str, *, is_accessible: bool, is_alike_everywhere: bool) -> bytes:
    """Raises TypstError where an accessible file is asked for and a letter is in none of the fonts."""
    import typst

    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        sys_inputs={"report": data},
        pdf_standards="ua-1" if is_accessible else None,
        ignore_system_fonts=is_alike_everywhere,
    )


def _data(report: Report) -> dict[str, Any]:
    """The report as the template reads it: pages of blocks, each block with its kind."""
    closing: list[Block] = [Heading(2, FOOTER, "footer"), *(Paragraph(entry, Style.NOTE) for entry in report.footer)]
    return {
        "title": report.title,
        "subject": report.subject,
        "date": report.date,
        "language": report.language,
        "pages": [_plain(page.blocks) for page in report.pages],
        "closing": _plain(closing),
    }


def _plain(part: object) -> Any:  # noqa: ANN401 - any part of a report becomes what JSON can hold
    if isinstance(part, tuple | list):
        return [_plain(one) for one in part]
    if isinstance(part, Mapping):
        return {key: _plain(value) for key, value in part.items()}
    if not is_dataclass(part) or isinstance(part, type):
        return part
    table = {field.name: _plain(getattr(part, field.name)) for field in fields(part)}
    if isinstance(part, RangeRow):
        table["figures"] = {reading: score_text(part.scores[reading]) for reading in Reading}
    elif isinstance(part, RangeChart):
        table["scale"] = [mark.score for mark in part.scale]
    return {"kind": type(part).__name__, **table}
