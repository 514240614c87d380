"""One scored assessment judged: all that a check has to say about it, and what of that is excused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.demands import Demands
from nhsdx.analysis.regression import Key, Published, regression_remarks
from nhsdx.analysis.remarks import (
    Remark,
    completeness_remarks,
    expectation_remarks,
    finding_remarks,
    gate_remarks,
    threshold_remarks,
    without_gates,
)
from nhsdx.analysis.waivers import excused
from nhsdx.model.expectation import Expectation
from nhsdx.model.policy import Waiver
from nhsdx.model.reading import Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every assessment of a run; `baseline` None means that none is."""

    demands: Demands
    fail_on_finding: frozenset[str] = frozenset()
    baseline: Mapping[Key, Sequence[Published]] | None = None


class Excuses(NamedTuple):
    """The waivers in force for a file, by their place in the policy, and where to note those that are needed."""

    waivers: Mapping[int, Waiver]
    used: set[int]

    def applied(self, remarks: Iterable[Remark]) -> list[Remark]:
        """The remarks, those marked as waived that a waiver excuses."""
        return excused(remarks, self.waivers, self.used)


class Judged(NamedTuple):
    """The remarks on a case, and its overall scores without waived gates where these lower them, else None."""

    remarks: list[Remark]
    without_waived: Scores | None


def judge(
    case: Case,
    expect: Expectation | None,
    asked: Asked,
    excuses: Excuses,
    further: Iterable[Remark] = (),
) -> Judged:
    """Holds a case to what is asked and to what it expects of itself; waivers excuse, and hide nothing.

    Thresholds, and a baseline, are held to the result without the gates that are waived; `further` remarks
    can be waived too.
    """
    gates = excuses.applied(gate_remarks(case, asked.demands))
    waived = {remark.gate for remark in gates if remark.gate is not None and remark.waiver is not None}
    result = case.result
    without = without_gates(case, waived) if waived else result
    others = [
        *threshold_remarks(without, asked.demands),
        *(completeness_remarks(result) if asked.demands.require_complete else ()),
        *expectation_remarks(result, expect),
        *further,
        *(() if asked.baseline is None else regression_remarks(asked.baseline, without, asked.demands.on)),
        *finding_remarks(result, asked.fail_on_finding),
    ]
    lowered = result.overall.scores != without.overall.scores
    remarks = [*gates, *excuses.applied(others)]
    return Judged(remarks, without.overall.scores if lowered else None)
