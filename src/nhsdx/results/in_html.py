"""Reports as files: the results that an HTML report holds, and the digests that it shows."""

from __future__ import annotations

import re

from nhsdx.errors import NhsdxError
from nhsdx.files.source import TextFile

RESULTS_ID = "nhsdx-results"
"""The id of the element in which an HTML document holds its results."""
ENDINGS = (".html", ".htm")
WITHOUT_RESULTS = (".docx", ".markdown", ".md", ".pdf")
"""How the names of reports end that show digests and hold no results."""
BEGINNING = re.compile(r"\s*<!doctype html", re.IGNORECASE)
EMBEDDED = re.compile(rf'(?<=<script type="application/json" id="{RESULTS_ID}">)[^<]*(?=</script>)')
DIGEST = re.compile(r"<code>(sha256:[0-9a-f]{64})</code>")
NOT_JSON = re.compile(r"[^\n]")


def is_report(file: TextFile) -> bool:
    """Whether a file is an HTML page, by its name or by how it begins."""
    return file.name.lower().endswith(ENDINGS) or BEGINNING.match(file.text) is not None


def refuse_without_results(name: str) -> None:
    """Raises NhsdxError for the name of a report in a format that only shows what it was made from."""
    if name.lower().endswith(WITHOUT_RESULTS):
        hint = "its last lines show the result's digest: hold that against its HTML, or the result as JSON"
        raise NhsdxError("reports hold their results only as HTML", name, hint, code="wrong-format")


def extract_results(file: TextFile) -> TextFile:
    """The JSON inside a report, with blanks for all around it, so that lines and columns stay what they are.

    Raises NhsdxError where there is none, or more than one.
    """
    found = list(EMBEDDED.finditer(file.text))
    if len(found) != 1:
        hint = "expected a report as nhsdx report --format html writes it"
        raise NhsdxError("this page does not hold the results of one report", file.name, hint, code="wrong-format")
    start, end = found[0].span()
    before, after = (NOT_JSON.sub(" ", part) for part in (file.text[:start], file.text[end:]))
    return file._replace(text=before + file.text[start:end] + after)


def expect_digests(file: TextFile, digests: frozenset[str]) -> None:
    """Raises NhsdxError `result-altered` where a report shows other digests than its results have."""
    if frozenset(DIGEST.findall(file.text)) != digests:
        hint = "get the report anew from where it was made, or make it again"
        message = "the digests that this report shows are not those of the results inside it"
        raise NhsdxError(message, file.name, hint, code="result-altered")
