"""Exports of Microsoft Forms and Google Forms, which keep finished responses only."""

from __future__ import annotations

from nhsdx.commands.survey.programs.layout import MOMENT, DigitRule, Layout, Top

MICROSOFT = "the columns Start time and Completion time"
GOOGLE = "a first column Timestamp with days and times, and no column that says which responses are finished"
TIMESTAMPS = frozenset(
    {"timestamp", "horodateur", "zeitstempel", "marca temporal", "carimbo de data/hora", "tijdstempel"}
    | {"informazioni cronologiche", "stamp amser"}
)
"""How Google Forms heads its first column, in some languages."""
MARKS = frozenset(
    {"status", "state", "finished", "complete", "completed", "complete?", "progress", "submitted", "preview", "test"}
    | {"response type", "response status", "completion status", "survey status"}
)
"""Headings of other programs' columns that may say which responses count: Google Forms has none."""


def read_microsoft_forms(top: Top) -> Layout | None:
    """The layout of a workbook or CSV file of Microsoft Forms."""
    end = top.find("completion time")
    if end is None or top.find("start time") is None:
        return None
    return Layout("forms", rules=(DigitRule(end, "unfinished"),), day=end)


def read_google_forms(top: Top) -> Layout | None:
    """The layout of a CSV file of Google Forms, or of its sheet."""
    titles = top.titles
    if not titles or titles[0] not in TIMESTAMPS:
        return None
    moments = top.list_words(0)
    if not moments or not all(MOMENT.fullmatch(word.upper()) for word in moments):
        return None
    if not top.is_said and not MARKS.isdisjoint(titles):
        return None
    return Layout("google-forms", rules=(DigitRule(0, "unfinished"),), day=0)
