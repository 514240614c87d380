"""Whether questions and their items are asked, for each combination of other answers that a plan may change."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nhsdx.analysis.plan.facts import judge_asked, list_asked_parts, write_asked
from nhsdx.analysis.plan.solve import Fact, PlanOption
from nhsdx.model import AskedWhen, ChecklistCriterion, Criterion


class Family(NamedTuple):
    """Facts about other criteria, and whether they mean that a criterion and its items are asked."""

    wants: Mapping[Fact, bool | None]
    is_asked: bool | None
    items_asked: Mapping[str, bool | None]


def list_families(
    criterion: Criterion, context: Mapping[str, str], made: Mapping[str, Sequence[PlanOption]]
) -> Iterator[Family]:
    """A family for each combination of facts that the options for other criteria allow."""
    items = list_item_conditions(criterion)
    conditions = [one for one in (criterion.asked_when, *items.values()) if one is not None]
    parts = [part for one in conditions for part in list_asked_parts(one) if part.criterion is not None]
    facts = list(dict.fromkeys(map(write_asked, parts)))
    values = [tuple(dict.fromkeys(one.offers[fact] for one in made[str(fact[1])])) for fact in facts]
    for chosen in itertools.product(*values):
        known = dict(zip(facts, chosen, strict=True))
        asked = {item: judge_asked(one, known, context) for item, one in items.items()}
        yield Family(known, judge_asked(criterion.asked_when, known, context), asked)


def list_item_conditions(criterion: Criterion) -> dict[str, AskedWhen]:
    """The conditions of the checklist items that are not always asked."""
    items = criterion.items if isinstance(criterion, ChecklistCriterion) else {}
    return {name: item.asked_when for name, item in items.items() if item.asked_when is not None}
