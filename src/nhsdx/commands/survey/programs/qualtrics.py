"""Qualtrics exports, which have three header lines, two or none, and give statuses as codes or as words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, find_places, judge_by
from nhsdx.commands.survey.programs.names import Reason
from nhsdx.tables.words import fold_word

LOOKED_FOR = "a line of ImportIds, or the columns StartDate, EndDate, Status, Progress, Finished, ResponseId and others"
IMPORT_ID = re.compile(r"""\{\s*['"]ImportId['"]\s*:\s*['"](?P<id>[^'"]*)""")
OWN = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate", "responseid"}
    | {"duration (in seconds)", "distributionchannel", "userlanguage", "externalreference", "responseset"}
)
"""The headings of Qualtrics' own columns, folded; they are the same in all languages."""
LABELS = {
    "start date": "startdate",
    "end date": "enddate",
    "response type": "status",
    "recorded date": "recordeddate",
    "response id": "responseid",
    "distribution channel": "distributionchannel",
    "user language": "userlanguage",
}
"""The English labels of Qualtrics' own columns, if they differ from the headings, for files without the first line."""
DAYS = ("startdate", "enddate", "recordeddate")
FEWEST_WITH_LABELS, FEWEST = 2, 4
"""How many of Qualtrics' own columns an export must have, with and without a line of labels under them."""
ID = re.compile(r"r_\w+")
"""The id of a response, folded."""
PREVIEW, TEST, SPAM, SYNTHETIC = 1, 2, 8, 256
LARGEST_CODE = 511
"""Published codes are sums of these parts and of 4 (imported), 16 (offline), 32 (employees), 128 (imported again)."""
STATUS_WORDS = {"survey", "preview", "test", "spam", "possible", "ip", "address", "imported", "reimported"} | {
    "offline", "ex", "synthetic", "response",
}  # fmt: skip
REASONS: tuple[tuple[int, str, Reason], ...] = (
    (PREVIEW, "preview", "preview"),
    (TEST, "test", "test"),
    (SYNTHETIC, "synthetic", "test"),
    (SPAM, "spam", "spam"),
)


def read_qualtrics(top: Top) -> Layout | None:
    """The layout of an export with any selection of columns."""
    skipped = _count_lines(top)
    if skipped is None:
        return None
    places = _find_own(top, skipped)
    labels = top.rows[0] if skipped else ()
    rules = tuple(_list_rules(places))
    found = {reason for rule in rules for reason in rule.reasons}
    sought: tuple[Reason, ...] = ("preview", "test", "spam", "unfinished")
    return Layout(
        "qualtrics",
        skipped,
        find_places((label, place) for place, label in enumerate(labels)),
        rules,
        tuple(reason for reason in sought if reason not in found),
        next((places[name] for name in ("enddate", "recordeddate") if name in places), None),
    )


def _count_lines(top: Top) -> int | None:
    """How many lines under the headings are not responses; None if this is not a Qualtrics export."""
    for lines, row in enumerate(top.rows[:2], 1):
        if any(map(IMPORT_ID.match, row)):
            return lines
    own = sum(LABELS.get(title, title) in OWN for title in top.titles)
    first = top.rows[0] if top.rows else [""] * len(top.headings)
    if _is_legacy(first) or (own >= FEWEST_WITH_LABELS and _has_labels(top, first)):
        return 1
    needed = FEWEST_WITH_LABELS if _has_id(top, first) else FEWEST
    return 0 if own >= needed else None


def _has_id(top: Top, row: Sequence[str]) -> bool:
    place = top.find("responseid", "response id")
    return place is not None and ID.fullmatch(fold_word(row[place])) is not None


def _is_legacy(row: Sequence[str]) -> bool:
    """Whether a row under the headings V1, V2 and so on has the old names of the columns."""
    return {"responseid", "finished"} <= {fold_word(cell) for cell in row}


def _has_labels(top: Top, row: Sequence[str]) -> bool:
    """Whether the first row has labels, in any language, in place of days, numbers and ids."""
    labelled = []
    for title, cell in zip(top.titles, row, strict=False):
        word = fold_word(cell)
        if title in DAYS or title in ("progress", "duration (in seconds)"):
            labelled.append(bool(word) and not any(map(str.isdigit, word)))
        elif title == "responseid":
            labelled.append(bool(word) and not ID.fullmatch(word))
    return bool(labelled) and all(labelled)


def _find_own(top: Top, skipped: int) -> dict[str, int]:
    """The places of Qualtrics' own columns: by their ids if there are any, otherwise by their old names or headings."""
    lines = top.rows[:skipped]
    ids = [[match["id"] if match else "" for match in map(IMPORT_ID.match, row)] for row in lines]
    named = next((row for row in ids if any(row)), None) or next(filter(_is_legacy, lines), top.headings)
    words = [fold_word(cell) for cell in named]
    return {name: place for place, word in enumerate(words) if (name := LABELS.get(word, word)) in OWN}


def _list_rules(places: dict[str, int]) -> Iterator[WordRule]:
    if "status" in places:
        yield WordRule(places["status"], judge_status, frozenset({"preview", "test", "spam"}))
    elif "distributionchannel" in places:
        yield WordRule(places["distributionchannel"], _judge_channel, frozenset({"preview", "test"}))
    if "finished" in places:
        known: dict[str, Verdict] = {"true": "counts", "1": "counts", "false": "unfinished", "0": "unfinished"}
        yield WordRule(places["finished"], judge_by(known), frozenset({"unfinished"}))
    elif "progress" in places:
        yield WordRule(places["progress"], _judge_progress, frozenset({"unfinished"}))


def judge_status(word: str) -> Verdict:
    """What one of Qualtrics' published statuses, given as a code or in words, says about its response."""
    if word.isdecimal():
        code = int(word)
        if code > LARGEST_CODE:
            return None
        return next((reason for part, _, reason in REASONS if code & part), "counts")
    words = set(word.split())
    if not words or not words <= STATUS_WORDS:
        return None
    return next((reason for _, part, reason in REASONS if part in words), "counts")


def _judge_channel(word: str) -> Verdict:
    return "preview" if word == "preview" else "test" if word == "test" else "counts"


def _judge_progress(word: str) -> Verdict:
    return None if not word.isdecimal() else "counts" if int(word) >= 100 else "unfinished"  # noqa: PLR2004 - percent
