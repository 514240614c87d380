"""The JSON output of `nhsdx explain`: the steps behind a number."""

from typing import Literal

from nhsdx.model import CriterionResult, ItemState, Reading, Result, Step
from nhsdx.results.output import Listed, OutputDocument, OutputModel, ScoredData, find_two_scores, get_stamps
from nhsdx.results.shape import PublishedScores, PublishedTwo


class InputData(OutputModel):
    """One input of a step."""

    name: str
    value: float | str
    weight: float | None
    points: float | None


class StepData(OutputModel):
    """One step of the arithmetic: its rule, its inputs and its output."""

    reading: Reading
    rule: str
    inputs: Listed[InputData]
    output: float | None


class ExplanationOutput(ScoredData, OutputDocument):
    """The arithmetic behind one score (overall, dimension or criterion), as `nhsdx explain` writes it."""

    format: Literal["nhsdx.explanation/1"]
    id: str
    title: str
    score: PublishedScores
    items: dict[str, ItemState] | None
    both: PublishedTwo | None
    scored_with: Literal["local", "national"] | None
    steps: Listed[StepData]


def build_explanation(result: Result, node_id: str) -> ExplanationOutput:
    """The steps in the arithmetic of a node or criterion: rule, inputs and output. Raises KeyError for a wrong id."""
    node = result.find_node(node_id)
    return ExplanationOutput.build(
        node,
        **get_stamps(result),
        score=node.scores,
        items=node.items if isinstance(node, CriterionResult) else None,
        both=find_two_scores(result, node_id),
        scored_with=None if result.both is None else "national" if result.is_national else "local",
        steps=[_build_step(result, step) for step in result.steps if step.node == node_id],
    )


def _build_step(result: Result, step: Step) -> StepData:
    """A step as data. If the step starts from a level, the number of the level is given."""
    level = result.find_level_number(step)
    inputs = [
        InputData.build(term, points=term.part, value=term.value if level is None else level) for term in step.terms
    ]
    return StepData.build(step, inputs=inputs)
