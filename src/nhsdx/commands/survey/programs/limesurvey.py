"""Exports from LimeSurvey: headings as codes, texts or both, in any language."""

from __future__ import annotations

import re

from nhsdx.commands.survey.programs.layout import MOMENT, DigitRule, Layout, Top, find_places

LOOKED_FOR = (
    "a column submitdate or Date submitted, or a number, a time, a number and a language in the first four columns"
)
TITLE = re.compile(r"submitdate(?P<text>\W.*)?")
"""The folded heading of the column that says when a response was submitted: a code, with or without a text after it."""
TEXTS = ("date submitted", "date_submitted")
CODE_AND_TEXT = re.compile(r"(?P<code>[A-Za-z]\w*(?:\[[^\]]*\])*)\W+(?P<text>.*)")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]+)*")
START = 4
"""LimeSurvey starts with this many columns of its own: a response's number, submission time, last page and language."""


def read_limesurvey(top: Top) -> Layout | None:
    """The layout of an export with any kind of headings."""
    place = _find_submitted(top)
    if place is None:
        return None
    match = TITLE.fullmatch(top.titles[place])
    names = _split_headings(top) if match is not None and match["text"] else {}
    return Layout("limesurvey", names=names, rules=(DigitRule(place, "unfinished"),), day=place)


def _find_submitted(top: Top) -> int | None:
    """The column that is empty if a response was not submitted."""
    for place, title in enumerate(top.titles):
        if TITLE.fullmatch(title):
            return place
    place_of_text = top.find(*TEXTS)
    return place_of_text if place_of_text is not None else 1 if _has_shape(top) else None


def _has_shape(top: Top) -> bool:
    """Whether the first columns have the content of LimeSurvey's own columns, whatever their headings are."""
    if len(top.headings) < START or not top.rows:
        return False
    numbers, moments, pages, languages = (top.list_words(place) for place in range(START))
    return (
        len(numbers) == len(languages) == len(top.rows)
        and all(map(str.isdecimal, numbers))
        and bool(moments)
        and all(MOMENT.fullmatch(word.upper()) for word in moments)
        and all(map(str.isdecimal, pages))
        and all(map(LANGUAGE.fullmatch, languages))
    )


def _split_headings(top: Top) -> dict[str, int]:
    """The place of each heading that has both a code and a text, by its code and by its text."""
    matches = [(CODE_AND_TEXT.fullmatch(heading), place) for place, heading in enumerate(top.headings)]
    pairs = [(match[part], place) for match, place in matches if match for part in ("code", "text")]
    return find_places(pairs)
