"""Rubrics with four criteria and gates on them, and their results."""

from __future__ import annotations

from nhsdx.model.result import Result
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.engine import score
from tests.support.build import Table, assessment_from, flat_rubric, level_criterion, rubric_from

GRADES: Table = {
    "evidence-grades": [
        {"id": "said", "label": "Said", "supports": 1},
        {"id": "seen", "label": "Seen", "supports": 5},
    ]
}


def gate(criterion: str, at_most: int, **parts: object) -> Table:
    """A gate on a criterion; a warning, unless it has a cap."""
    when = {"criterion": criterion, "at-most": at_most}
    return {
        "when": when,
        "because": "Because.",
        "remedy": "Do it.",
        **({} if "cap" in parts else {"flag": True}),
    } | parts


def result_of(table: Table, answers: Table) -> tuple[Result, Rubric]:
    """The result of these answers, and the rubric."""
    rubric = rubric_from(table)
    return score(rubric, assessment_from(rubric, answers)), rubric


def seen(level: int) -> Table:
    """A level with the best evidence."""
    return {"level": level, "evidence": "seen"}


def four(**gates: Table) -> Table:
    """A rubric with four criteria, evidence grades and gates."""
    criteria = {name: level_criterion(question=f"Is {name} so?") for name in ("a", "b", "c", "d")}
    return flat_rubric(criteria, gates=gates, **GRADES)
