"""Which criteria and items are asked. The claimed answers decide what is asked, before anything is scored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from nhsdx.model import AskedWhen, Assessment, ChecklistCriterion, CriterionStatus, ItemState, Reading
from nhsdx.scoring.evidence import Days
from nhsdx.scoring.instrument import Instrument
from nhsdx.scoring.leaf import Leaf, Setting, build_leaf, build_left_out_leaf, make_undecided
from nhsdx.scoring.scale import Scale

NOT_MET = (ItemState.NO, ItemState.PARTLY, ItemState.NOT_APPLICABLE)
Leaves: TypeAlias = Mapping[str, Leaf]
"""Every criterion of a rubric under each reading."""


def read_leaves(instrument: Instrument, assessment: Assessment, profile: str | None, days: Days) -> dict[str, Leaf]:
    """Every criterion under each reading. Criteria outside the profile count as left out."""
    rubric, answers = instrument.rubric, assessment.answers
    inside = rubric.select_criteria(profile)
    reader = _AnswerReader(Setting(rubric, instrument.scale, days), assessment)
    reader.read_all(instrument.reading_order)
    outside = CriterionStatus.OUTSIDE_PROFILE
    return {
        name: reader.leaves[name] if name in inside else build_left_out_leaf(name, outside, answers.get(name))
        for name in rubric.criteria
    }


@dataclass(frozen=True, slots=True)
class _AnswerReader:
    """Reads the criteria of an assessment, each after the criteria that decide whether it is asked.

    Profiles make no difference: an answer outside the profile still decides whether other criteria are asked.
    """

    setting: Setting
    assessment: Assessment
    leaves: dict[str, Leaf] = field(default_factory=dict)
    answered: dict[str, Leaf] = field(default_factory=dict)
    """The criteria for which it is unknown whether they are asked, scored as if they were asked."""

    def read_all(self, order: Sequence[str]) -> None:
        """Reads every criterion under each reading: as answered, as not asked, or as possibly not asked."""
        for name in order:
            self.leaves[name] = self._build_leaf(name)

    def _build_leaf(self, name: str) -> Leaf:
        criterion, answer = self.setting.rubric.criteria[name], self.assessment.answers.get(name)
        verdict = self._judge(criterion.asked_when)
        if verdict is False:
            return build_left_out_leaf(name, CriterionStatus.NOT_ASKED, answer)
        items = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
        asked = {item: self._judge(one.asked_when) for item, one in items.items() if one.asked_when is not None}
        leaf = build_leaf(self.setting, name, answer, asked)
        if verdict:
            return leaf
        self.answered[name] = leaf
        return make_undecided(leaf)

    def _judge(self, condition: AskedWhen | None) -> bool | None:
        """Whether something with this condition is asked; None if an unknown answer could decide it."""
        if condition is None:
            return True
        if condition.parts:
            verdicts = {self._judge(part) for part in condition.parts}
            return _judge_any(verdicts) if condition.any_of else _judge_all(verdicts)
        if condition.context is not None:
            given = self.assessment.context.get(condition.context)
            return None if given is None else given in (condition.is_ or ())
        return self._judge_answer(condition, condition.criterion or "")

    def _judge_answer(self, condition: AskedWhen, name: str) -> bool | None:
        """Whether an answer meets a condition; false if its criterion is not asked or does not apply."""
        return judge_answer(condition, self.leaves[name], self.answered.get(name), self.setting.scale)


def judge_answer(condition: AskedWhen, leaf: Leaf, answered: Leaf | None, scale: Scale) -> bool | None:
    """Whether a criterion meets a simple condition.

    If it is unknown whether the criterion is asked, `answered` is the leaf that the criterion would have if it were
    asked.
    """
    seen = leaf if answered is None else answered
    if seen.status not in (CriterionStatus.ANSWERED, CriterionStatus.UNKNOWN):
        return False
    if condition.met is not None:
        verdict = _judge_items(seen, condition.met)
    else:
        verdict = _judge_level(seen, condition.at_least or 0, scale)
    return None if verdict and answered is not None else verdict


def _judge_any(verdicts: Collection[bool | None]) -> bool | None:
    return True if True in verdicts else None if None in verdicts else False


def _judge_all(verdicts: Collection[bool | None]) -> bool | None:
    return False if False in verdicts else None if None in verdicts else True


def _judge_level(leaf: Leaf, level: int, scale: Scale) -> bool | None:
    """Whether the claimed answer has at least the given level, whatever the answers to its unknown items would be."""
    highest = leaf.scores[Reading.HIGH]
    if leaf.status is CriterionStatus.UNKNOWN or leaf.claimed_low is None or highest is None:
        return None
    if scale.find_level(leaf.claimed_low) >= level:
        return True
    return None if scale.find_level(highest) >= level else False


def _judge_items(leaf: Leaf, items: Sequence[str]) -> bool | None:
    """Whether all the given items are met."""
    known = leaf.states or {}
    states = [known.get(item, ItemState.UNKNOWN) for item in items]
    if any(state in NOT_MET for state in states):
        return False
    return None if ItemState.UNKNOWN in states else True
