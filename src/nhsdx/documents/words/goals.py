"""Describes goals in words. A goal is a level or score of a node that several steps are needed to reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nhsdx.analysis.goals import Goal
from nhsdx.analysis.priorities import Priority
from nhsdx.documents.number_words import format_score
from nhsdx.documents.phrases import join_words, shorten_title
from nhsdx.documents.words.levels import describe_level
from nhsdx.model import OVERALL, Result
from nhsdx.scoring import compare_rounded

MOST_AIMS = 8
"""The maximum number of criteria that are given by name for a goal that needs them."""


def describe_goals(
    result: Result, priorities: Sequence[Priority], *, least: int = 2, most: int = MOST_AIMS
) -> Iterator[str]:
    """What the goals of the given steps need, as in `2 Managed of Testing needs all of these: Planned and Kept`.

    Only goals that need at least `least` criteria are included, and at most `most` criteria are given by name.
    """
    goals = {id(one.goal): one.goal for one in priorities if one.goal is not None and len(one.goal.aims) >= least}
    for goal in goals.values():
        titles = [shorten_title(result.criteria[name].title) for name in goal.aims]
        more = [f"{len(titles) - most} more"] if len(titles) > most else []
        all_of = "all of these: " if len(titles) > 1 else ""
        aim = describe_aim(result, goal)
        yield f"{aim[:1].upper()}{aim[1:]} needs {all_of}{join_words([*titles[:most], *more])}"


def describe_aim(result: Result, goal: Goal) -> str:
    """A goal within a sentence: `2 Managed of Testing`, or `a score of Testing` if there is no score yet."""
    reached = describe_goal_score(result, goal)
    if goal.node == OVERALL:
        return f"{reached} overall" if reached else "an overall score"
    return f"{reached or 'a score'} of {_name_node(result, goal)}"


def _name_node(result: Result, goal: Goal) -> str:
    return "the overall score" if goal.node == OVERALL else shorten_title(result.find_node(str(goal.node)).title)


def describe_goal_score(result: Result, goal: Goal) -> str:
    """The level of a node at which a goal is reached, or a score that lies between two levels.

    The text is empty if the goal is only to have a score.
    """
    if goal.score is None:
        return ""
    exact = [level for level, mark in enumerate(result.scale) if compare_rounded(mark.score, goal.score) == 0]
    if exact:
        return describe_level(result, exact[0])
    return f"a score of {format_score(goal.score, result.rubric.find_shown(str(goal.node)))}"


def describe_goal(result: Result, priority: Priority) -> str:
    """What a step does for a node, alone or with other steps, as in `Testing then reaches 2 Managed`.

    The text is empty if there is no goal.
    """
    goal = priority.goal
    if goal is None:
        return ""
    if len(goal.aims) > 1:
        return f"needed for {describe_aim(result, goal)}"
    reached = describe_goal_score(result, goal)
    if not reached:
        return f"{describe_aim(result, goal)} is then possible"
    condition = "if the answer is good enough, " if priority.step.level is None else ""
    return f"{condition}{_name_node(result, goal)} then reaches {reached}"
