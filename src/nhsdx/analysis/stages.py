"""Whether the condition of a stage is met, as the engine judges it."""

from __future__ import annotations

from functools import partial

from nhsdx.model import Condition, Reading, Result
from nhsdx.scoring import Scale, Truth, judge, look_at


def judge_condition(result: Result, scale: Scale, reading: Reading, condition: Condition) -> Truth:
    """Whether a condition, or a part of one, is met under a reading; `LEFT_OUT` if nothing in it applies."""
    return judge(condition, partial(_judge_part, result, scale, reading))


def _judge_part(result: Result, scale: Scale, reading: Reading, part: Condition) -> Truth:
    """Whether the node that a part of a condition tests is good enough; `LEFT_OUT` if this node does not apply."""
    if not part.subject:
        return Truth.LEFT_OUT
    node = result.find_node(part.subject)
    if node.coverage is None:
        return Truth.LEFT_OUT
    is_known = node.scores[Reading.CLAIMED] is not None
    return look_at(part, node.scores[reading] if is_known else None, scale, reading)
