"""Exports of KoboToolbox and ODK, which keep submissions only; a reviewer may reject some."""

from __future__ import annotations

from nhsdx.commands.survey.programs.layout import Layout, Top, Verdict, WordRule, judge_by

KOBO = "a column _submission_time, or _id and _uuid"
ODK = "a column KEY with SubmissionDate, meta-instanceID or meta/instanceID"
VALIDATION: dict[str, Verdict] = {
    **dict.fromkeys(("validation_status_not_approved", "not approved"), "rejected"),
    **dict.fromkeys(("validation_status_approved", "approved", "validation_status_on_hold", "on hold", ""), "counts"),
}
REVIEW: dict[str, Verdict] = {
    "rejected": "rejected",
    **dict.fromkeys(("", "received", "edited", "hasissues", "has issues", "approved"), "counts"),
}
INSTANCES = ("meta-instanceid", "meta/instanceid", "instanceid", "meta:instanceid")


def read_kobo(top: Top) -> Layout | None:
    """The layout of an export of KoboToolbox, with labels or names as headings."""
    sent = top.find("_submission_time")
    if sent is None and (top.find("_id") is None or top.find("_uuid") is None):
        return None
    return Layout("kobo", rules=_list_rules(top, "_validation_status", VALIDATION), day=sent)


def read_odk(top: Top) -> Layout | None:
    """The layout of an export of ODK Central or Briefcase."""
    sent, instance = top.find("submissiondate"), top.find(*INSTANCES)
    if top.find("key") is None or (sent is None and instance is None):
        return None
    return Layout("odk", rules=_list_rules(top, "reviewstate", REVIEW), day=sent)


def _list_rules(top: Top, title: str, words: dict[str, Verdict]) -> tuple[WordRule, ...]:
    place = top.find(title)
    return () if place is None else (WordRule(place, judge_by(words), frozenset({"rejected"})),)
