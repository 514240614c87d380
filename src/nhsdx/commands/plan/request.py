"""What the options of `nhsdx plan` ask for, checked against the rubric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nhsdx.analysis.case import Case
from nhsdx.analysis.plan.efforts import Efforts, list_step_ids
from nhsdx.analysis.plan.plans import Plan, find_plan
from nhsdx.analysis.plan.targets import choose_goal, read_wishes
from nhsdx.loading.effort_file import read_effort_file
from nhsdx.model import OVERALL, Reading, Rubric


class PlanRequest(NamedTuple):
    """What the user asks for, as typed: exactly one of a target and a budget."""

    target: str | None = None
    budget: str | None = None
    node: str = OVERALL
    reading: Reading = Reading.EVIDENCED
    effort: str | None = None
    equal: bool = False
    fixed: Sequence[str] = ()
    avoided: Sequence[str] = ()

    def find(self, case: Case) -> Plan:
        """The plan for a case. Raises NhsdxError or InvalidInputError for anything that the rubric does not have."""
        wishes = read_wishes(case.rubric, self.fixed, self.avoided)
        wanted = choose_goal(case.rubric, self.target, self.budget, node=self.node, reading=self.reading)
        return find_plan(case, wanted, self._read_efforts(case.rubric), wishes)

    def _read_efforts(self, rubric: Rubric) -> Efforts:
        if self.equal:
            return Efforts.equal()
        if self.effort is None:
            return Efforts.of(rubric)
        given = read_effort_file(self.effort, rubric, frozenset(list_step_ids(rubric)))
        return Efforts.of(rubric, given.amounts, given.unit)
