"""Reads HTML documents: the results inside them, and the digests that they show."""

from __future__ import annotations

import re

from nhsdx.errors import NhsdxError
from nhsdx.files.source import TextFile

RESULTS_ID = "nhsdx-results"
"""The id of the element that contains the results of an HTML document."""
ENDINGS = (".html", ".htm")
WITHOUT_RESULTS = (".docx", ".markdown", ".md", ".pdf")
"""File extensions of reports that show digests but do not contain results."""
BEGINNING = re.compile(r"\s*<!doctype html", re.IGNORECASE)
EMBEDDED = re.compile(rf'(?<=<script type="application/json" id="{RESULTS_ID}">)[^<]*(?=</script>)')
DIGEST = re.compile(r"<code>(sha256:[0-9a-f]{64})</code>")
NOT_JSON = re.compile(r"[^\n]")


def is_report(file: TextFile) -> bool:
    """Whether a file is an HTML page, according to its name or its beginning."""
    return file.name.lower().endswith(ENDINGS) or BEGINNING.match(file.text) is not None


def refuse_without_results(name: str) -> None:
    """Raises NhsdxError for a report in a format that cannot contain results."""
    if name.lower().endswith(WITHOUT_RESULTS):
        hint = "compare the digest at the report's end with the digest of the HTML report, or of the result as JSON"
        raise NhsdxError("only HTML reports contain their results", name, hint, code="wrong-format")


def extract_results(file: TextFile) -> TextFile:
    """The JSON text inside a report.

    The text around the JSON becomes blank, so that lines and columns stay the same. Raises NhsdxError unless there is
    exactly one JSON text.
    """
    found = list(EMBEDDED.finditer(file.text))
    if len(found) != 1:
        hint = "expected an HTML page from nhsdx report, assess or compare"
        raise NhsdxError("this page does not contain the results of one report", file.name, hint, code="wrong-format")
    start, end = found[0].span()
    before, after = (NOT_JSON.sub(" ", part) for part in (file.text[:start], file.text[end:]))
    return file._replace(text=before + file.text[start:end] + after)


def expect_digests(file: TextFile, digests: frozenset[str]) -> None:
    """Raises NhsdxError with the code `result-altered` if a report shows a digest that none of its results has."""
    if frozenset(DIGEST.findall(file.text)) != digests:
        hint = "ask for the original report, or write it again"
        message = "the digests that this report shows are not those of the results inside it"
        raise NhsdxError(message, file.name, hint, code="result-altered")
