"""Rules about the statements of checklists: what makes one hard to answer, to reach or to plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nhsdx.commands.rubric.lint.rule import Checks, Hit
from nhsdx.model import ChecklistCriterion, ChecklistItem, Criterion, LevelCriterion, Path, Rubric

NEGATIVE = re.compile(
    r"(?<![-\w])(?:no (?:more|less|fewer|later|longer|higher|lower|worse|better|earlier|older) than)\b"
    r"|(?<![-\w])(no|not|never|nobody|none|nothing|neither|nor|without|cannot|only|but|unless|\w+n['\u2019]t)(?![-\w])",
    re.IGNORECASE,
)
"""A negative or limiting word, as a group; `no later than` and the like do not count."""
JOINED = re.compile(
    r";|[a-z]{3}[.!?]\s+[A-Z]|,\s+and\s|\bas well as\b"
    r"|\band\s+(?:is|are|was|were|has|have|had|can|does|do|it|they|this|these|there|also|then)\b"
)
LUCK = re.compile(
    r"\b(cris[ie]s|survived?|survives|vacanc(?:y|ies)|disputes?|disputed|delays?|delayed|overruns?|overran|"
    r"reorgani[sz]ations?|outages?|emergenc(?:y|ies))\b",
    re.IGNORECASE,
)
# A practised event counts as a real one, and a rule for any event needs none to happen.
NO_LUCK = re.compile(
    r"\b(rehears\w*|exercis\w*|drill\w*|simulat\w*|any|each|every|if|when|would|could)\b", re.IGNORECASE
)


def _list_items(rubric: Rubric) -> Iterator[tuple[Path, ChecklistItem]]:
    for name, criterion in rubric.criteria.items():
        if isinstance(criterion, ChecklistCriterion):
            for item_id, item in criterion.items.items():
                yield ("criteria", name, "items", item_id), item


def _find_negative_items(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        word = next((match[1] for match in NEGATIVE.finditer(item.text) if match[1]), None)
        if word is not None:
            yield Hit((*path, "text"), f'the statement contains "{word.lower()}"')


def _find_double_items(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        if JOINED.search(item.text):
            yield Hit((*path, "text"), "the statement joins two ideas")


def _find_levels_that_need_luck(rubric: Rubric) -> Iterator[Hit]:
    for name, criterion in rubric.criteria.items():
        for path, text in _list_heights(criterion):
            match = LUCK.search(text)
            if match is not None and not NO_LUCK.search(text):
                yield Hit(("criteria", name, *path), f'"{match[0].lower()}" needs an event that may never happen')


def _list_heights(criterion: Criterion) -> Iterator[tuple[Path, str]]:
    """The texts that say how to reach a level; the lower half of the descriptors may describe failings."""
    if isinstance(criterion, ChecklistCriterion):
        yield from ((("items", name, "text"), item.text) for name, item in criterion.items.items())
    elif isinstance(criterion, LevelCriterion):
        for number, text in enumerate(criterion.descriptors):
            if 2 * number > len(criterion.levels) - 1:
                yield ("levels", number), text


def _find_efforts_without_reason(rubric: Rubric) -> Iterator[Hit]:
    for path, item in _list_items(rubric):
        if item.effort is not None and item.effort_reason is None:
            yield Hit((*path, "effort"), f"the effort {item.effort:g} has no reason")


ITEM_CHECKS: Checks = {
    "negative-item": _find_negative_items,
    "double-item": _find_double_items,
    "level-needs-luck": _find_levels_that_need_luck,
    "effort-without-reason": _find_efforts_without_reason,
}
