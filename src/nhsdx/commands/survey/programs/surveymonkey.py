"""Exports from SurveyMonkey: the choices of a question are in a second line under the headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, find_places, judge_by

LOOKED_FOR = "the columns Respondent ID and Collector ID"
STATUS = ("response status", "response_status", "completion status", "completion_status")
WORDS: dict[str, Verdict] = {
    **dict.fromkeys(("completed", "complete"), "counts"),
    **dict.fromkeys(("partial", "incomplete", "in progress", "disqualified", "overquota", "over quota"), "unfinished"),
}
ENDS = ("date modified", "date_modified", "enddate", "end date", "date created", "date_created")
UNNAMED = re.compile(r"column \d+")
"""The name that a column without a heading gets when the file is read."""


def read_surveymonkey(top: Top) -> Layout | None:
    """The layout of an export, expanded or condensed."""
    plain = [title.replace("_", "").replace(" ", "") for title in top.titles]
    if not {"respondentid", "collectorid"} <= set(plain):
        return None
    second = top.rows[0] if top.rows and not top.rows[0][plain.index("respondentid")].strip() else None
    status = top.find(*STATUS)
    rules = () if status is None else (WordRule(status, judge_by(WORDS), frozenset({"unfinished"})),)
    return Layout(
        "surveymonkey",
        skipped=0 if second is None else 1,
        names={} if second is None else find_places(_list_names(top.headings, second)),
        rules=rules,
        unmarked=() if rules else ("unfinished",),
        day=top.find(*ENDS),
    )


def _list_names(headings: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Other names for a column: the text in its second line, by itself and with the question before it."""
    question = ""
    for place, (heading, line) in enumerate(zip(headings, second, strict=True)):
        question = question if UNNAMED.fullmatch(heading) else heading
        if line.strip():
            yield f"{question}: {line}", place
            if line != question:
                yield line, place
