"""Exports of KoboToolbox and ODK, which keep submissions only; a reviewer may reject some."""

from __future__ import annotations

from collections.abc import Callable

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, judge_by

KOBO = "a column _submission_time, or _id and _uuid"
ODK = "a column KEY or __id, with SubmissionDate, meta-instanceID or meta/instanceID"
REVIEW: dict[str, Verdict] = {
    "rejected": "rejected",
    **dict.fromkeys(("", "received", "edited", "hasissues", "has issues", "approved"), "counts"),
}
STATES = ("reviewstate", "__system/reviewstate", "__system.reviewstate")
SENT = ("submissiondate", "__system/submissiondate", "__system.submissiondate")
INSTANCES = ("meta-instanceid", "meta/instanceid", "instanceid", "meta:instanceid")


def read_kobo(top: Top) -> Layout | None:
    """The layout of an export of KoboToolbox, with labels or names as headings."""
    sent = top.find("_submission_time")
    if sent is None and (top.find("_id") is None or top.find("_uuid") is None):
        return None
    return Layout("kobo", rules=_list_rules(top, _judge_validation, "_validation_status"), day=sent)


def read_odk(top: Top) -> Layout | None:
    """The layout of an export of ODK Central or Briefcase, or of Central's feed for Excel and Power BI."""
    sent, instance = top.find(*SENT), top.find(*INSTANCES)
    if top.find("key", "__id") is None or (sent is None and instance is None):
        return None
    return Layout("odk", rules=_list_rules(top, judge_by(REVIEW), *STATES), day=sent)


def _list_rules(top: Top, judge: Callable[[str], Verdict], *titles: str) -> tuple[WordRule, ...]:
    place = top.find(*titles)
    return () if place is None else (WordRule(place, judge, frozenset({"rejected"})),)


def _judge_validation(word: str) -> Verdict:
    """What a validation status says, as its id or its label."""
    text = word.replace("_", " ")
    if "not approved" in text:
        return "rejected"
    return "counts" if not text or "approved" in text or "on hold" in text else None
