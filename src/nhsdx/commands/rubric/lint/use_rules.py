"""Rules about what a rubric may be used for."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Hit, Rule
from nhsdx.model.criteria import MeasureCriterion
from nhsdx.model.finding import Path
from nhsdx.model.rubric import Rubric

USE: Path = ("rubric", "use")


def _asks_for_judgement(rubric: Rubric) -> bool:
    """Whether any answer is a judgement. An index made of measures alone asks for none."""
    return any(not isinstance(criterion, MeasureCriterion) for criterion in rubric.criteria.values())


def _find_missing_intended_use(rubric: Rubric) -> Iterator[Hit]:
    if _asks_for_judgement(rubric) and not rubric.rubric.use.intended:
        yield Hit(USE, "the rubric does not say what it is for")


def _find_missing_prohibited_use(rubric: Rubric) -> Iterator[Hit]:
    if _asks_for_judgement(rubric) and not rubric.rubric.use.prohibited:
        yield Hit(USE, "the rubric does not say what it must not be used for")


def _find_missing_limits(rubric: Rubric) -> Iterator[Hit]:
    if _asks_for_judgement(rubric) and rubric.rubric.use.limits is None:
        yield Hit(USE, "the rubric has no sentence on the limits of a score to print with results")


USE_RULES = (
    Rule(
        code="no-intended-use",
        severity="warning",
        title="A rubric that asks for judgement does not say what it is for",
        why="A score outlives the meeting it was made for. With no purpose stated, nobody can say that a use is wrong.",
        example="""\
[rubric.use]
prohibited = ["Appraising a named person"]
limits = "A self-assessment; it predicts nothing."
""",
        remedy="Add `intended` under [rubric.use]: the decisions and reviews that the score is meant to serve.",
        check=_find_missing_intended_use,
    ),
    Rule(
        code="no-prohibited-use",
        severity="warning",
        title="A rubric that asks for judgement does not say what it must not be used for",
        why="Scores are easily used to judge people or to build league tables unless the rubric forbids it.",
        example="""\
[rubric.use]
intended = ["The board's yearly review"]
limits = "A self-assessment; it predicts nothing."
""",
        remedy="Add `prohibited` under [rubric.use], for example the appraisal of a named person.",
        check=_find_missing_prohibited_use,
    ),
    Rule(
        code="no-limits",
        severity="warning",
        title="A rubric that asks for judgement does not state the limits of a score",
        why="A score with a decimal place looks more certain than it is. The limits are printed with every result.",
        example="""\
[rubric.use]
intended = ["The board's yearly review"]
prohibited = ["Appraising a named person"]
""",
        remedy='Add `limits` under [rubric.use]: one sentence, such as "A self-assessment; it predicts nothing."',
        check=_find_missing_limits,
    ),
)
