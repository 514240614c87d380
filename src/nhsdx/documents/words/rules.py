"""The wording of a rubric's rules, such as how scores are worked out and shown, and how many statements are enough."""

from __future__ import annotations

from collections.abc import Iterator

from nhsdx.documents.number_words import describe_ends, format_percent
from nhsdx.documents.phrases import count_words, shorten
from nhsdx.documents.words.gates import NO_CONDITION, describe_condition
from nhsdx.documents.words.levels import LABEL
from nhsdx.model import ChecklistCriterion, Criterion, DisplayScale, Rubric

MEANS = {"mean": "mean", "geometric": "geometric mean", "min": "minimum", "max": "maximum"}
"""How an inverted node combines the amounts by which its parts fall short of 100, in words."""


def describe_aggregation(rubric: Rubric, node: str) -> str:
    """How a node is scored, and how much must be known: `score by mean; rated only with at least 2 parts known`.

    The stages are described by `list_stages`.
    """
    given = rubric.find_aggregation(node)
    words = f"score by {'stages' if given.aggregate == 'staged' else given.aggregate}"
    if given.invert:
        words = f"score: 100 minus the {MEANS[given.aggregate]} of how far each part falls short of 100"
    needed = [] if given.minimum_known is None else [count_words(given.minimum_known, "part")]
    needed += [] if given.minimum_coverage is None else [f"{format_percent(given.minimum_coverage)} of the weight"]
    return f"{words}; rated only with at least {' and '.join(needed)} known" if needed else words


def list_stages(rubric: Rubric, node: str) -> Iterator[tuple[str, str]]:
    """The level of each of a node's stages, and when the stage is reached; empty if the node has no stages."""
    for stage in rubric.find_aggregation(node).stages:
        condition = describe_condition(rubric, stage)
        when = condition if condition == NO_CONDITION else f"is reached if {condition}"
        yield shorten(rubric.describe_level(stage.level), LABEL), when


def describe_shown(shown: DisplayScale) -> str:
    """How scores are shown to people: `shown from 10 to 0, with 1 decimal; low is good`."""
    decimals = f"with {count_words(shown.decimals, 'decimal')}" if shown.decimals else "without decimals"
    return f"shown from {describe_ends(shown)}, {decimals}{'; low is good' if shown.is_reversed else ''}"


def list_enough(rubric: Rubric, criterion: Criterion) -> list[str]:
    """How many of a level's statements are enough, if not all of them are needed: `Level 2: 1 of 2 is enough`."""
    needs = criterion.needs if isinstance(criterion, ChecklistCriterion) else {}
    return [
        f"Level {rubric.name_level(level)}: {count} of its {count_words(_count_items(criterion, level), 'statement')}"
        f" {'is' if count == 1 else 'are'} enough"
        for level, count in sorted((int(key), count) for key, count in needs.items())
    ]


def _count_items(criterion: Criterion, level: int) -> int:
    items = criterion.items.values() if isinstance(criterion, ChecklistCriterion) else ()
    return sum(item.level == level for item in items)


def describe_worth(rubric: Rubric, criterion: Criterion) -> str | None:
    """How a criterion counts if it does not apply; None if the criterion is then left out."""
    worth = criterion.not_applicable_counts
    if worth is None:
        return None
    if worth != "met":
        return f"it counts as level {rubric.name_levels(criterion)[worth]}."
    is_checklist = isinstance(criterion, ChecklistCriterion)
    return "it counts as met, and so does each statement." if is_checklist else "it has its best score."
