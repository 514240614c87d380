"""Exports from Microsoft Forms and Google Forms, which contain only finished responses."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from nhsdx.commands.survey.programs.layout import MOMENT, DigitRule, Layout, Reasons, Top
from nhsdx.extras import import_extra

MICROSOFT = (
    "the columns Start time and Completion time, or first columns with an ID, two times, and an email address "
    "or the word anonymous"
)
GOOGLE = "a first column Timestamp with days and times, and no column that says which responses are finished"
END = 2
"""The place of the column with the completion time, if a file starts with Microsoft Forms' own columns."""
ZONE = re.compile(r" GMT([+-]\d+(:\d+)?)?$|\d [AP]M [A-Z]{2,5}$")
"""How each timestamp of Google Forms ends in CSV: with GMT+1, or with letters such as EST."""
TIMESTAMPS = frozenset(
    {"timestamp", "horodateur", "zeitstempel", "marca temporal", "carimbo de data/hora", "tijdstempel"}
    | {"informazioni cronologiche", "stamp amser", "sygnatura czasowa", "tidstämpel", "tidsstempel", "tidsmerke"}
    | {"aikaleima", "časová značka", "zaman damgası", "marca de temps", "marcaj de timp", "отметка времени"}
)
"""The heading of the first column of Google Forms in some languages."""
TESTS: Reasons = ("test",)
"""Exports from Microsoft Forms and Google Forms do not say which responses are tests of the form."""
CHOICE_END = ";"
"""What Microsoft Forms writes after each choice if several may be chosen."""
MARKS = frozenset(
    {"status", "state", "finished", "complete", "completed", "complete?", "progress", "submitted", "preview", "test"}
    | {"response type", "response status", "completion status", "survey status"}
)
"""Headings of columns that may say which responses count. Other programs have such columns; Google Forms has none."""


def read_microsoft_forms(top: Top) -> Layout | None:
    """The layout of a workbook or CSV file of Microsoft Forms. Its columns have the same content in every language."""
    end = top.find("completion time")
    if end is None or top.find("start time") is None:
        end = END if _has_shape(top) else None
    return None if end is None else Layout("forms", rules=(DigitRule(end, "unfinished"),), unmarked=TESTS, day=end)


def _has_shape(top: Top) -> bool:
    """Whether the first columns have the content of Microsoft Forms' own columns, whatever their headings are."""
    if len(top.headings) <= END + 1 or not top.rows or not _may_begin(top, {"id"}):
        return False
    starts, ends, people = (top.list_words(place) for place in range(1, END + 2))
    return (
        len(starts) == len(ends) == len(people) == len(top.rows)
        and all(MOMENT.fullmatch(word.upper()) for word in (*starts, *ends))
        and all(word == "anonymous" or "@" in word for word in people)
    )


def _may_begin(top: Top, titles: Collection[str]) -> bool:
    """Whether the first heading is one of the given titles.

    Any heading will do if the map says which program wrote the file.
    """
    return top.is_said or top.titles[0] in titles


def read_google_forms(top: Top) -> Layout | None:
    """The layout of a file or sheet exported by Google Forms."""
    moments = top.list_words(0) if top.headings else []
    if not moments or not all(MOMENT.fullmatch(word.upper()) for word in moments):
        return None
    if not _may_begin(top, TIMESTAMPS) and not all(ZONE.search(word.upper()) for word in moments):
        return None
    if not top.is_said and not MARKS.isdisjoint(top.titles):
        return None
    return Layout("google-forms", rules=(DigitRule(0, "unfinished"),), unmarked=TESTS, day=0)


def drop_choice_ends(frame: Any, columns: Sequence[str]) -> Any:  # noqa: ANN401 - a lazy frame of Polars
    """The responses, without the semicolon that Microsoft Forms writes after a single choice.

    Only columns in which every cell ends with a semicolon are changed. A cell with several choices is kept as a single
    string.
    """
    polars = import_extra("polars", "batch")
    cells = {one: polars.col(one).fill_null("").str.strip_chars() for one in columns}
    ends = [
        (cell.filter(cell != "").str.ends_with(CHOICE_END).all() & (cell != "").any()).alias(one)
        for one, cell in cells.items()
    ]
    (found,) = frame.select(ends).collect(engine="streaming").to_dicts() if ends else [{}]
    return frame.with_columns(**{one: cells[one].str.strip_suffix(CHOICE_END) for one in columns if found[one]})
