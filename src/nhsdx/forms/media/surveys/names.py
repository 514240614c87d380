"""Gives each question a name that the survey program accepts, and a text that differs from all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count

from nhsdx.forms.media.surveys.model import FormTarget, NameRule
from nhsdx.tables.words import fold_word

OWN_WORDS = frozenset(
    (
        *("id", "_id", "__id", "key", "_uuid", "uuid", "name", "email", "timestamp", "status", "state"),
        *("language", "start", "end", "today", "deviceid", "username", "meta", "instanceid", "instancename"),
        *("submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected"),
        *("reviewstate", "edits", "formversion", "submitdate", "lastpage", "startlanguage", "seed", "token"),
        *("startdate", "datestamp", "ipaddr", "refurl", "interviewtime", "lang", "sid", "savedid", "time"),
        *("other", "record_id", "finished", "progress", "preview", "test", "responseid", "respondentid"),
        *("collectorid", "complete", "completed"),
        *("start time", "completion time", "last modified time", "total points", "quiz feedback", "email address"),
        *("record id", "event name", "survey identifier", "survey timestamp", "repeat instrument", "repeat instance"),
        *("data access group", "complete?", "date submitted", "response id", "last page", "start language"),
        *("respondent id", "collector id", "response status", "survey status"),
    )
)
"""Columns that survey programs add to the answers, in lower case; a question must not have one of these names."""
OWN_NAME = re.compile(r"redcap_.*|.*_(complete|timestamp)")


def name_questions(ids: Sequence[tuple[str, ...]], rule: NameRule) -> list[str]:
    """A name for each question, from the ids of its criterion and statement.

    A name that is too long is cut and gets a number.
    """
    wanted = [rule.between_parts.join(one.replace("-", rule.between_words) for one in parts) for parts in ids]
    counts = Counter(wanted)
    taken = {name for name in wanted if _is_free(name, rule) and counts[name] == 1}
    named = []
    for name in wanted:
        if name not in taken:
            name = _number_name(name, rule, taken)  # noqa: PLW2901 - the numbered name replaces the one that was wanted
            taken.add(name)
        named.append(name)
    return named


def _is_free(name: str, rule: NameRule) -> bool:
    return len(name) <= rule.longest and name not in OWN_WORDS and OWN_NAME.fullmatch(name) is None


def _number_name(name: str, rule: NameRule, taken: set[str]) -> str:
    for number in count(1):
        ending = str(number)
        made = name[: rule.longest - len(ending)].rstrip("_") + ending
        if made not in taken:
            return made
    raise AssertionError


def tell_apart(texts: Sequence[str], titles: Sequence[str], names: Iterable[str]) -> list[str]:
    """The texts of questions. If a text is not unique, or is also a column's name, the title is put before it."""
    counts = Counter(map(fold_word, texts))
    reserved = OWN_WORDS | set(map(fold_word, names))
    return [
        f"{title}: {text}" if counts[fold_word(text)] > 1 or fold_word(text) in reserved else text
        for text, title in zip(texts, titles, strict=True)
    ]


def name_all(
    ids: Sequence[tuple[str, ...]], texts: Sequence[str], titles: Sequence[str], target: FormTarget
) -> list[tuple[str, str]]:
    """The name and the text of each question. If the program has no names for questions, the text is also the name."""
    names = [] if target.names is None else name_questions(ids, target.names)
    apart = tell_apart(texts, titles, names)
    return list(zip(names or apart, apart, strict=True))
