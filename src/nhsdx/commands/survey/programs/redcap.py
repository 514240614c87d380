"""Exports from REDCap, raw or with labels: the last column of each form says whether the form is complete."""

from __future__ import annotations

import re

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, judge_by

LOOKED_FOR = (
    "a column such as record_id and a column that ends with _complete, or a column Complete? with REDCap's words"
)
COMPLETE = re.compile(r"(?P<form>[a-z]\w*)_complete")
OWN = ("record_id", "redcap_")
OWN_LABELS = frozenset(
    {"record id", "event name", "survey identifier", "survey timestamp", "repeat instrument", "repeat instance"}
    | {"data access group"}
)
WORDS: dict[str, Verdict] = {
    **dict.fromkeys(("2", "complete"), "counts"),
    **dict.fromkeys(("0", "1", "incomplete", "unverified"), "unfinished"),
    "": "other-form",
}


def read_redcap(top: Top) -> Layout | None:
    """The layout of an export.

    A row counts if its forms are complete, whatever the state of forms in which the map counts no answers.
    """
    titles = top.titles
    places = [place for place, title in enumerate(titles) if COMPLETE.fullmatch(title) or title == "complete?"]
    if not places or not (top.is_said or _has_own(titles) or _has_words(top)):
        return None
    forms = _find_forms(top, places)
    judge = judge_by(WORDS)
    rules = tuple(WordRule(place, judge, frozenset({"unfinished", "other-form"})) for place in forms)
    return Layout("redcap", rules=rules, day=_find_day(titles, places, forms))


def _has_own(titles: list[str]) -> bool:
    """Whether the file also has other columns that REDCap writes."""
    forms = {match["form"] for match in map(COMPLETE.fullmatch, titles) if match}
    stamps = {f"{form}_timestamp" for form in forms}
    if forms and any(title in stamps or title.startswith(OWN) for title in titles):
        return True
    return "complete?" in titles and not OWN_LABELS.isdisjoint(titles)


def _has_words(top: Top) -> bool:
    """Whether a column with the heading `Complete?` contains REDCap's labels."""
    place = top.find("complete?")
    words = set() if place is None else set(top.list_words(place))
    return bool(words) and words <= {"complete", "incomplete", "unverified"}


def _find_forms(top: Top, places: list[int]) -> list[int]:
    """The last column of each form with answers that the map counts.

    If no form has such answers, the last column of every form.
    """
    wanted = [place for place, title in enumerate(top.titles) if title in top.wanted]
    ends = {next((end for end in places if end > place), None) for place in wanted}
    return sorted(end for end in ends if end is not None) or places


def _find_day(titles: list[str], places: list[int], forms: list[int]) -> int | None:
    """The column with the timestamp of the first of the given forms. A timestamp is the first column of its form."""
    end = forms[0]
    start = max((place + 1 for place in places if place < end), default=0)
    stamps = [place for place in range(start, end) if titles[place].endswith("timestamp")]
    return stamps[0] if stamps else None
