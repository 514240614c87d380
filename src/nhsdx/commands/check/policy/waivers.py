"""What the waivers of a policy excuse, and which of them excuse nothing."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from nhsdx.commands.check.findings import CheckRemark
from nhsdx.commands.check.model import Verdict
from nhsdx.commands.check.policy.shape import Waiver
from nhsdx.model.finding import Problem, Severity


def is_expired(waiver: Waiver, today: datetime.date) -> bool:
    """Whether the last day of a waiver is over."""
    return waiver.expires < today


def apply_waivers(remarks: Iterable[CheckRemark], waivers: Mapping[int, Waiver], used: set[int]) -> list[CheckRemark]:
    """The remarks; those that a waiver excuses are marked as waived.

    `waivers` are those in force for the file, by their place in the policy. The places of those that excuse
    something are added to `used`.
    """
    return [_apply_waiver(remark, waivers, used) for remark in remarks]


def _apply_waiver(remark: CheckRemark, waivers: Mapping[int, Waiver], used: set[int]) -> CheckRemark:
    position = next((n for n, waiver in waivers.items() if _covers(waiver, remark)), None)
    if position is None:
        return remark
    used.add(position)
    waiver = waivers[position]
    words = f"waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
    severity: Severity = "info" if remark.severity == "info" else "warning"
    return remark._replace(severity=severity, verdict=Verdict.PASSED, waiver=words)


def _covers(waiver: Waiver, remark: CheckRemark) -> bool:
    return waiver.gate == remark.gate if waiver.gate is not None else waiver.finding == remark.code


def check_waivers(
    waivers: Sequence[Waiver], today: datetime.date, used: Collection[int], judged: Collection[int]
) -> Iterator[Problem]:
    """The waivers that have expired, and those that excuse nothing.

    `judged` are the places of the waivers that this run can judge: their files were checked, or no longer exist.
    """
    for position, waiver in enumerate(waivers):
        path, what = ("waivers", position), waiver.gate or waiver.finding
        if is_expired(waiver, today):
            message = f"the waiver of {what} expired on {waiver.expires.isoformat()}"
            remedy = f"{waiver.owner}: put right what it excused, or decide on a new last day"
            yield Problem((*path, "expires"), "waiver-expired", message, remedy)
        elif position in judged and position not in used:
            yield Problem(path, "waiver-needless", f"the waiver of {what} excuses nothing", "delete it")
