"""Exports from KoboToolbox and ODK, which contain only submissions; a reviewer may reject some of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, judge_by

KOBO = "a column _submission_time, or _id and _uuid"
ODK = "a column KEY or __id, with SubmissionDate, meta-instanceID or meta/instanceID"
TAG = re.compile(r"#\w[^#]*")
REVIEW: dict[str, Verdict] = {
    "rejected": "rejected",
    **dict.fromkeys(("", "received", "edited", "hasissues", "has issues", "approved"), "counts"),
}
STATES = ("reviewstate", "__system/reviewstate", "__system.reviewstate")
SENT = ("submissiondate", "__system/submissiondate", "__system.submissiondate")
INSTANCES = ("meta-instanceid", "meta/instanceid", "instanceid", "meta:instanceid")


def read_kobo(top: Top) -> Layout | None:
    """The layout of an export from KoboToolbox, with labels or names as headings."""
    sent = top.find("_submission_time")
    if sent is None and (top.find("_id") is None or top.find("_uuid") is None):
        return None
    rules = _list_rules(top, _judge_validation, "_validation_status")
    return Layout("kobo", skipped=int(_has_tags(top)), rules=rules, day=sent)


def _has_tags(top: Top) -> bool:
    """Whether the line under the headings has only tags (HXL), such as #adm1+name; such a line is not a submission."""
    words = [cell.strip() for cell in top.rows[0] if cell.strip()] if top.rows else []
    return bool(words) and all(map(TAG.fullmatch, words))


def read_odk(top: Top) -> Layout | None:
    """The layout of an export from ODK Central or Briefcase, or of Central's feed for Excel and Power BI."""
    sent, instance = top.find(*SENT), top.find(*INSTANCES)
    if top.find("key", "__id") is None or (sent is None and instance is None):
        return None
    return Layout("odk", rules=_list_rules(top, judge_by(REVIEW), *STATES), day=sent)


def _list_rules(top: Top, judge: Callable[[str], Verdict], *titles: str) -> tuple[WordRule, ...]:
    place = top.find(*titles)
    return () if place is None else (WordRule(place, judge, frozenset({"rejected"})),)


def _judge_validation(word: str) -> Verdict:
    """What a validation status, given as its id or its label, says about a row."""
    text = word.replace("_", " ")
    if "not approved" in text:
        return "rejected"
    return "counts" if not text or "approved" in text or "on hold" in text else None
