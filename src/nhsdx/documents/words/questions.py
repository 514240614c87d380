"""Instructions for answering, in words: what number to give, who answers a survey, and whose data a file contains."""

from __future__ import annotations

from nhsdx.documents.safe_text import clean
from nhsdx.model import MeasureCriterion, SurveyCriterion

PRIVACY = (
    "If one person holds a post, your answers about the post are about that person. "
    "Write only what you would show to that person, and share this file with care."
)
"""The note that says whose data an assessment contains, if its rubric has no such note."""
ONLY_ASKED = "Only the people asked can answer this; nhsdx survey counts their answers."


def describe_measure(criterion: MeasureCriterion) -> str:
    """The number that a measure asks for, with its unit and bounds."""
    bounds = [f"at least {criterion.minimum:g}"] if criterion.minimum is not None else []
    bounds += [f"at most {criterion.maximum:g}"] if criterion.maximum is not None else []
    return f"A number, in {clean(criterion.unit)}" + (f" ({', '.join(bounds)})" if bounds else "")


def describe_least(criterion: SurveyCriterion) -> str:
    """How many people must answer a survey, as a sentence."""
    return f"At least {criterion.minimum_respondents} people must answer; with fewer, the answer counts as unknown."


def describe_mean(criterion: SurveyCriterion) -> str:
    """The number that a survey with statements asks for."""
    needed = f"{criterion.needed_statements} of the {len(criterion.statements)} statements"
    return f"mean score, 0 to 100, of the people who rate at least {needed}"
