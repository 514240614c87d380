"""The items of a checklist as columns; `scoring.items` has the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import narwhals as nw

from nhsdx.model import ChecklistCriterion, ItemState, Reading
from nhsdx.scoring import Scale
from nhsdx.tables.frame_builder import (
    Expr,
    FrameBuilder,
    choose,
    is_true,
    join_any,
    keep_where,
    limit_score,
    make_number,
    make_truth,
    sum_terms,
)
from nhsdx.tables.scoring.cells import (
    NOTHING,
    ChecklistColumns,
    match_codes,
    translate_codes,
)

DIGIT = 2**10
"""A checklist has fewer items than this.

In the sum of the items' codes, each state therefore has a digit of its own: the number of items in that state.
"""
UNKNOWN, YES, NO = DIGIT, DIGIT**2, DIGIT**3
NOT_APPLICABLE, INVALID, PARTLY = 0, UNKNOWN + 1, NO + 1
"""An item that does not apply is not counted, an invalid cell counts as unknown, and a partly met item as not met."""
CODES = {
    ItemState.YES: YES,
    ItemState.NO: NO,
    ItemState.PARTLY: PARTLY,
    ItemState.NOT_APPLICABLE: NOT_APPLICABLE,
}

Scores = Mapping[Reading, Expr]


class Items(NamedTuple):
    """The items of one checklist, with a code for each item that has a column; an item without a column is unknown.

    `name` is the key of the checklist's shared columns.
    """

    table: FrameBuilder
    name: str
    criterion: ChecklistCriterion
    codes: Mapping[str, Expr]

    def tally(self, items: Iterable[str]) -> Expr:
        """How many of the given items are in each state, as one number: the sum of the items' codes."""
        listed = tuple(items)
        found = [self.codes[item] for item in listed if item in self.codes]
        unseen = (len(listed) - len(found)) * UNKNOWN
        more = [make_item_code(unseen)] if unseen else []
        return self.table.share(
            (self.name, "tally", listed), self.table.code_step + 1, lambda: sum_terms([*found, *more])
        )


def count_not_applicable_items(items: Items) -> Items:
    """The items; items that do not apply count as met or as not met, or are left out, as the criterion says."""
    counts = items.criterion.not_applicable_counts
    if counts is None:
        return items
    met = {item: counts == "met" or (one.level or 0) <= counts for item, one in items.criterion.items.items()}
    codes = {
        item: choose([(code == NOT_APPLICABLE, make_item_code(YES if met[item] else NO))], code)
        for item, code in items.codes.items()
    }
    return items._replace(name=f"{items.name} counted", codes=codes)


def read_item(table: FrameBuilder, column: str, *, may_be_left_out: bool) -> Expr:
    """The code of each cell in an item's column."""

    def make() -> Expr:
        return _code_item(table, column, may_be_left_out=may_be_left_out)

    return table.share((column, "item"), table.code_step, make)


def _code_item(table: FrameBuilder, column: str, *, may_be_left_out: bool) -> Expr:
    """The code of each cell; numbers are invalid, and so is not-applicable if the rubric forbids it."""
    states = {state: code for state, code in CODES.items() if may_be_left_out or state is not ItemState.NOT_APPLICABLE}
    codes = {state.value: code for state, code in states.items()} | dict.fromkeys(NOTHING, UNKNOWN)
    return match_codes(table, column, translate_codes(table, column, codes, INVALID), INVALID, make_item_code)


def make_item_code(code: int) -> Expr:
    """The code of an item as a constant."""
    return nw.lit(code, dtype=nw.Int64())


def score_checklist(items: Items, scale: Scale) -> tuple[Scores, Expr]:
    """The scores under each reading, and the rows in which no item counts."""
    return (_score_stages if items.criterion.scoring == "staged" else _score_shares)(items, scale)


def _score_stages(items: Items, scale: Scale) -> tuple[Scores, Expr]:
    """The score of the level reached under each reading, and the rows in which no item counts."""
    levels = {item: one.level or 0 for item, one in items.criterion.items.items()}
    tallies = {
        level: items.tally(item for item, at in levels.items() if at == level) for level in sorted(set(levels.values()))
    }
    first = items.table.share(
        (items.name, "first", *levels.items()),
        items.table.code_step + 2,
        lambda: choose(((one > 0, one) for one in tallies.values()), make_item_code(0)),
    )
    top = make_number(scale.scores[max(tallies)])
    scores = {
        reading: choose(
            (
                (_ends_climb(tally, reading, items.criterion.count_needed(level)), make_number(scale.scores[level - 1]))
                for level, tally in tallies.items()
            ),
            top,
        )
        for reading in (Reading.LOW, Reading.CLAIMED, Reading.HIGH)
    }
    return {**scores, Reading.CLAIMED: keep_where(~_is_unknown(first), scores[Reading.CLAIMED])}, first == 0


def _ends_climb(tally: Expr, reading: Reading, needed: int | None) -> Expr:
    """The rows in which a level is not reached, from the tally of its items.

    If `needed` is given, that many met items are enough.
    """
    is_any_missing = tally >= NO
    if reading is Reading.LOW:
        is_any_missing |= tally % YES >= UNKNOWN
    if needed is not None:
        from_unknown, from_yes, from_no = _split_tally(tally)
        met = from_yes - DIGIT * from_no
        if reading is Reading.HIGH:
            met = met + from_unknown - DIGIT * from_yes
        is_any_missing &= met < needed
    return is_any_missing | _is_unknown(tally) if reading is Reading.CLAIMED else is_any_missing


def _split_tally(tally: Expr) -> Iterator[Expr]:
    """The leading digits of a tally: down to that of unknown items, of met items, and of items not met."""
    counts = tally.cast(nw.Float64())
    return ((counts / digit).floor() for digit in (UNKNOWN, YES, NO))


def _is_unknown(tally: Expr) -> Expr:
    """The rows in which some items apply but no item is known."""
    return (tally >= UNKNOWN) & (tally < YES)


def is_any_known(items: Items) -> Expr:
    """The rows in which any item has an answer or does not apply."""
    return items.tally(items.criterion.items) % YES < len(items.criterion.items) * UNKNOWN


def _score_shares(items: Items, _: Scale) -> tuple[Scores, Expr]:
    """100 * weight of items met (partly met items count in part) / weight of items that count.

    Also returns the rows in which no item counts.
    """
    met, known, unknown = _weigh(items)
    whole = known + unknown
    scores = {
        Reading.LOW: _compute_share(met, whole),
        Reading.CLAIMED: _compute_share(met, known),
        Reading.HIGH: _compute_share(met + unknown, whole),
    }
    return scores, whole == 0


def _weigh(items: Items) -> tuple[Expr, Expr, Expr]:
    """The weight of the items met, of the known items that count, and of the unknown items."""
    weights = {item: one.weight for item, one in items.criterion.items.items() if one.weight}
    met, known, unknown = [], [], []
    for item, weight in weights.items():
        if item not in items.codes:
            unknown.append(make_number(weight))
            continue
        code = items.codes[item]
        partly = make_number(weight * items.criterion.partly_counts)
        met.append(choose([(code == YES, make_number(weight)), (code == PARTLY, partly)], make_number(0)))
        known.append(choose([(code >= YES, make_number(weight))], make_number(0)))
        unknown.append(choose([(_is_unknown(code), make_number(weight))], make_number(0)))
    share, key = items.table.share, (items.name, items.criterion.partly_counts, *weights.items())
    return (
        share((*key, "met"), items.table.code_step + 1, lambda: sum_terms(met)),
        share((*key, "known"), items.table.code_step + 1, lambda: sum_terms(known)),
        share((*key, "unknown"), items.table.code_step + 1, lambda: sum_terms(unknown)),
    )


def _compute_share(met: Expr, counted: Expr) -> Expr:
    """The share, limited to 100 because rounding could give slightly more; null in rows in which nothing counts."""
    return limit_score(100 * met / keep_where(counted > 0, counted), 100)


def compute_item_coverage(tally: Expr) -> Expr:
    """The share, 0-1, of the applicable items that are known."""
    from_unknown, from_yes, from_no = _split_tally(tally)
    known = from_yes - (DIGIT - 1) * from_no
    applicable = from_unknown - (DIGIT - 1) * (from_yes + from_no)
    return known / keep_where(applicable > 0, applicable)


class MissingItems(NamedTuple):
    """What gates test in a checklist: its items, the score of each item's level, and what the evidence supports.

    `items` is None if no item has a column. `applies` is None if the criterion applies in every row. `undecided` marks
    the rows in which it is not known whether the criterion is asked.
    """

    items: ChecklistColumns | None
    levels: Mapping[str, float]
    ceiling: Expr | float | None
    applies: Expr | None
    undecided: Expr | None = None

    def find(self, items: Iterable[str], reading: Reading) -> Expr:
        """The rows in which any of the given items is not met under a reading.

        An unknown item counts as not met only under `low`.
        """
        is_missing = join_any(self._find_one(item, reading) for item in items)
        unknown = make_truth(value=reading is Reading.LOW)
        if self.items is not None and self.items.void is not None:
            is_missing = choose([(self.items.void, unknown)], is_missing)
        if self.undecided is not None and reading is not Reading.LOW:
            is_missing &= ~self.undecided
        return is_true(is_missing if self.applies is None else is_missing & self.applies)

    def _find_one(self, item: str, reading: Reading) -> Expr:
        code = None if self.items is None else self.items.codes.get(item)
        if code is None:
            return make_truth(value=reading is Reading.LOW)
        is_missing = (code >= NO) | _is_unknown(code) if reading is Reading.LOW else code >= NO
        if not reading.takes_evidence or self.ceiling is None:
            return is_missing
        is_proven = make_number(self.levels[item]) <= self.ceiling
        return is_missing | ((code == YES) & ~is_proven)
